//! The one error of all server functions: codes for the page to put into words, never a string of internals.

use billing::PriceErrorCode;
use billing::details::DetailsConflict;
use billing::editor::PlanInputError;
use billing::input::InputFault;
use billing::subscription::{LineTax, ScheduleObstacle};
use billing::vat_id::VatIdError;
use chrono::NaiveDate;
use leptos::server_fn::codec::JsonEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

/// Why a request was not done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApiError {
    /// Nobody is signed in, or the session has ended.
    SignedOut,
    /// Login and password do not fit; which of them is not said.
    WrongCredentials,
    /// There is no such User ID.
    UserIdUnknown,
    /// User ID and password do not fit.
    UserIdOrPasswordWrong,
    /// The account is looked after at the corporate door.
    CorporateAccount,
    /// Too many tries for this login or from this address.
    TooManyTries { retry_after_seconds: i64 },
    /// A field of the form is empty.
    FieldMissing { field: String },
    /// A field of the form cannot be taken as it is.
    Input { field: String, fault: InputFault },
    /// A link that was mailed is unknown, used, withdrawn or over.
    LinkOver,
    /// The invitation is for somebody else than who is signed in.
    SomebodyElse,
    /// A member of staff in another role has to do this.
    NotAllowed,
    /// The reader has to set up a second factor before anything else.
    SecondFactorNeeded,
    /// The account's billing contact has to do this.
    NotBillingContact { name: String, email: String },
    /// Not there, or not this account's: which of the two is not said.
    NotFound,
    /// What the plan editor sent cannot be read.
    PlanInput(PlanInputError),
    /// There is no price for it.
    Price(PriceErrorCode),
    /// The price is no longer the one that was on screen.
    PriceChanged,
    /// There is nothing in the cart.
    CartEmpty,
    /// An order for this subscription is still being processed.
    OrderOpen { order: String },
    /// An invoice has to be paid before what it charges is changed.
    InvoiceOpen { number: String },
    /// A subscription to the product runs; it can be changed instead.
    AlreadySubscribed { subscription: String },
    /// The account has had its free trial of the product.
    TrialUsed,
    /// Something else is open of the invoice than was on screen.
    AmountChanged,
    /// Somebody else has changed the billing details meanwhile.
    DetailsChanged(DetailsConflict),
    /// The next bill would take another tax than was on screen: this one.
    TaxChanges(LineTax),
    /// There are not so many licences to give.
    LicencesExhausted { free: i64, wanted: i64 },
    /// More licences are held than the subscription is to have.
    LicencesAssigned { subscription: String, assigned: i64, seats: i64 },
    /// A trial ends by itself: it is neither cancelled nor taken back.
    TrialEndsItself,
    /// The subscription is over.
    SubscriptionEnded,
    /// Nothing can be scheduled for the subscription's renewal.
    NotSchedulable { obstacle: ScheduleObstacle },
    /// The subscription is no longer what was on screen.
    SubscriptionChanged,
    /// Something is due, and no payment method is on file.
    NoPaymentMethod,
    /// The account adds seats with its representative, not by itself.
    NotSelfService,
    /// A card is needed as automatic payment.
    CardNeeded,
    /// Open quotes would be replaced that the reader has not given up: their numbers.
    QuotesOpen { numbers: String },
    /// The quote is no longer where that is possible.
    QuoteMoved,
    /// Somebody else has changed what was entered for the quote since it was on screen.
    QuoteChanged,
    /// The quote's last day is over.
    QuoteOver { valid_until: NaiveDate },
    /// The service order is no longer where that is possible.
    ServiceOrderMoved,
    /// The purchase order is no longer what was on screen.
    PurchaseOrderChanged,
    /// The payment service does not answer now; nothing has happened.
    GatewaySilent,
    /// No payment page of this account has that name.
    SessionUnknown,
    /// The VAT number cannot be one of the account's country.
    VatId { reason: VatIdError },
    /// The register denies the VAT number.
    VatIdNotRegistered,
    /// The store cannot be written at the moment (full, read-only, gone); nothing was done.
    Unavailable { reference: String },
    /// A fault of ours, logged under the reference.
    Internal { reference: String },
    /// The browser got no answer; what became of the request is unknown. Never sent by the server.
    Unreachable,
}

impl ApiError {
    /// The HTTP status that tells the same.
    pub const fn status(&self) -> u16 {
        match self {
            Self::SignedOut | Self::WrongCredentials | Self::UserIdUnknown | Self::UserIdOrPasswordWrong => 401,
            Self::TooManyTries { .. } => 429,
            Self::NotBillingContact { .. } | Self::NotAllowed | Self::SecondFactorNeeded | Self::CorporateAccount => 403,
            Self::LinkOver => 410,
            Self::NotFound | Self::SessionUnknown => 404,
            Self::NotSelfService => 403,
            Self::CardNeeded => 422,
            Self::QuotesOpen { .. } | Self::QuoteMoved | Self::QuoteOver { .. } | Self::ServiceOrderMoved => 409,
            Self::FieldMissing { .. } | Self::Input { .. } | Self::PlanInput(_) | Self::Price(_) | Self::CartEmpty | Self::NoPaymentMethod => 422,
            Self::VatId { .. } | Self::VatIdNotRegistered => 422,
            Self::SomebodyElse | Self::PriceChanged | Self::OrderOpen { .. } | Self::InvoiceOpen { .. } | Self::AlreadySubscribed { .. } | Self::TrialUsed => {
                409
            }
            Self::TrialEndsItself | Self::SubscriptionEnded | Self::AmountChanged | Self::DetailsChanged(_) | Self::TaxChanges(_) => 409,
            Self::NotSchedulable { .. } | Self::SubscriptionChanged | Self::PurchaseOrderChanged | Self::QuoteChanged => 409,
            Self::LicencesExhausted { .. } | Self::LicencesAssigned { .. } => 409,
            Self::Unavailable { .. } | Self::Unreachable | Self::GatewaySilent => 503,
            Self::Internal { .. } => 500,
        }
    }

    /// The form field at fault, if it is one; else the error belongs above the form.
    pub fn field(&self) -> Option<&str> {
        match self {
            Self::FieldMissing { field } | Self::Input { field, .. } => Some(field),
            Self::PlanInput(PlanInputError::PlanMissing) => Some("plan"),
            Self::PlanInput(PlanInputError::SeatsMissing | PlanInputError::SeatsNotWhole | PlanInputError::SeatsOutOfRange { .. }) => Some("seats"),
            Self::PlanInput(PlanInputError::IntervalMissing) => Some("interval"),
            Self::Price(PriceErrorCode::UnknownPlan | PriceErrorCode::DowngradeNotSelfService) => Some("plan"),
            Self::Price(PriceErrorCode::SeatsOutOfRange) | Self::LicencesAssigned { .. } => Some("seats"),
            Self::VatId { .. } | Self::VatIdNotRegistered => Some("vat_id"),
            _ => None,
        }
    }
}

impl FromServerFnError for ApiError {
    type Encoder = JsonEncoding;

    /// What the framework refuses before a body runs. Its sentences stay in the log.
    #[cfg(feature = "ssr")]
    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        super::request::refused_by_framework(&error)
    }

    /// In the browser: no connection, or an answer that is none of ours.
    #[cfg(not(feature = "ssr"))]
    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        leptos::logging::warn!("no answer: {error}");
        Self::Unreachable
    }
}
