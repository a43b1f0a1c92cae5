//! Why a use case was not done: what the reader can do something about, and failures of storage.

use crate::actor::Contact;
use crate::db::DbError;
use billing::details::DetailsConflict;
use billing::editor::PlanInputError;
use billing::ids::{OrderId, SubscriptionId};
use billing::input::InputFault;
use billing::quote::QuoteError;
use billing::service_order::ServiceOrderError;
use billing::subscription::{LineTax, ScheduleObstacle};
use billing::vat_id::VatIdError;
use billing::{PriceError, PriceErrorCode};

/// A use case's refusal. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// The account's billing contact has to do this.
    #[error("only the billing contact may do this")]
    NotBillingContact(Contact),
    /// Not there, or not this account's.
    #[error("not found")]
    NotFound,
    /// A field of the plan editor cannot be read.
    #[error("plan editor: {0:?}")]
    PlanInput(PlanInputError),
    /// There is no price for it.
    #[error("no price: {0:?}")]
    Price(PriceErrorCode),
    /// The cart or its price is no longer what was on screen.
    #[error("the price has changed")]
    PriceChanged,
    /// Nothing to order.
    #[error("the cart is empty")]
    CartEmpty,
    /// An order of the subscription is being processed.
    #[error("order {0} is being processed")]
    OrderOpen(OrderId),
    /// What runs now was not paid yet; it is paid before it is changed for something dearer.
    #[error("invoice {0} is open")]
    InvoiceOpen(String),
    /// A subscription to the product runs; it can be changed instead.
    #[error("subscription {0} runs already")]
    AlreadySubscribed(SubscriptionId),
    /// The account has had its free trial of the product.
    #[error("the trial of this product is used up")]
    TrialUsed,
    /// Something is due and nothing on file pays it.
    #[error("no payment method")]
    NoPaymentMethod,
    /// The gateway does not answer now; nothing has happened, and it may be tried again.
    #[error("the gateway does not answer")]
    GatewaySilent,
    /// No visit of this account to the hosted page has that name.
    #[error("unknown payment session")]
    SessionUnknown,
    /// The VAT number cannot be used.
    #[error("VAT number: {0}")]
    VatId(VatIdRefusal),
    /// A field of a form cannot be taken as it is.
    #[error("{field}: {fault:?}")]
    Input {
        /// Its name in the form.
        field: &'static str,
        /// What is wrong with it.
        fault: InputFault,
    },
    /// Somebody else has changed the billing details meanwhile.
    #[error("the details were changed by {:?}", .0.by)]
    DetailsChanged(Box<DetailsConflict>),
    /// The next bill would take another tax than its reader has seen: this one.
    #[error("the next bill takes another tax: {0:?}")]
    TaxChanges(LineTax),
    /// There are not so many licences to give.
    #[error("{wanted} licences are wanted and {free} are free")]
    LicencesExhausted {
        /// The subscription.
        subscription: SubscriptionId,
        /// How many nobody holds.
        free: i64,
        /// How many were wanted.
        wanted: i64,
    },
    /// More licences are held than the subscription is to have.
    #[error("{assigned} licences are held and {seats} are wanted")]
    LicencesAssigned {
        /// The subscription.
        subscription: SubscriptionId,
        /// How many are held.
        assigned: i64,
        /// How many there are to be.
        seats: i64,
    },
    /// A trial ends by itself: it is neither cancelled nor taken back.
    #[error("a trial ends by itself")]
    TrialEndsItself,
    /// The subscription is over.
    #[error("the subscription has ended")]
    SubscriptionEnded,
    /// Nothing can be scheduled for the subscription's renewal.
    #[error("nothing can be scheduled: {0:?}")]
    NotSchedulable(ScheduleObstacle),
    /// The subscription is no longer what was on screen.
    #[error("the subscription has changed")]
    SubscriptionChanged,
    /// The demo's calendar goes forward only, and not that far at once.
    #[error("the day is not ahead, or too far")]
    DayNotAhead,
    /// The account adds seats with its representative, not by itself.
    #[error("the account is not eligible for self-service")]
    NotSelfService,
    /// Adding seats wants a card as automatic payment.
    #[error("a card is needed")]
    CardNeeded,
    /// Open quotes would be replaced that the reader has not given up.
    #[error("open quotes: {0:?}")]
    QuotesOpen(Vec<String>),
    /// The quote is not where that is possible.
    #[error("quote: {0}")]
    Quote(#[from] QuoteError),
    /// Somebody else has changed what was entered for the quote since it was on screen.
    #[error("what was entered for the quote has changed")]
    QuoteChanged,
    /// The service order is not where that is possible.
    #[error("service order: {0}")]
    ServiceOrder(#[from] ServiceOrderError),
    /// Something was decided about the service order, and the gateway is being asked.
    #[error("the service order is being ended")]
    DecidedAlready,
    /// The purchase order is no longer what was on screen.
    #[error("the purchase order has changed")]
    PurchaseOrderChanged,
    /// Storage failed.
    #[error(transparent)]
    Storage(#[from] DbError),
}

/// Why a VAT number cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VatIdRefusal {
    /// It cannot be one, or not one of the account's country.
    #[error("{0}")]
    Malformed(VatIdError),
    /// The register denies it.
    #[error("not registered")]
    NotRegistered,
}

impl From<PriceError> for Refusal {
    fn from(error: PriceError) -> Self {
        Self::Price(error.code)
    }
}
