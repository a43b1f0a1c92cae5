//! What an account's history tells: a type for each thing that happened, as it stands in the audit trail. The trail holds
//! more, which is nobody's reading but the operator's. Words for it are the reader's matter.

use billing::BillingInterval;
use billing::corporate::{ContactRight, PaymentProfile, SelfService};
use billing::details::DetailChange;
use billing::editor::PlanChoice;
use billing::ids::{PlanId, ProductId};
use billing::purchase_order::PurchaseOrderLevel;
use billing::receipt::ReceiptKind;
use billing::request::RequestSubject;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What a thing belongs to, to look for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HistoryKind {
    /// Orders and what became of subscriptions.
    Subscriptions,
    /// Payment method, purchase orders, billing details, VAT number, debits.
    Payment,
    /// Invoices, after they were issued.
    Invoices,
    /// Who has access.
    People,
}

impl HistoryKind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Subscriptions, Self::Payment, Self::Invoices, Self::People];

    /// The word of the kind in the database and in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Subscriptions => "subscriptions",
            Self::Payment => "payment",
            Self::Invoices => "invoices",
            Self::People => "people",
        }
    }

    /// The kind of a [`code`](Self::code).
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The kind of an action of the audit trail; none for what the history does not tell.
    pub fn of_action(action: &str) -> Option<Self> {
        TOLD.iter().find(|(told, _)| *told == action).map(|(_, kind)| *kind)
    }
}

/// The actions of the audit trail that the history tells, each with its kind. All have words in `app`; a test asks for each.
pub const TOLD: &[(&str, HistoryKind)] = &[
    ("order_completed", HistoryKind::Subscriptions),
    ("order_declined", HistoryKind::Subscriptions),
    ("order_cancelled", HistoryKind::Subscriptions),
    ("trial_started", HistoryKind::Subscriptions),
    ("trial_ended", HistoryKind::Subscriptions),
    ("subscription_cancelled", HistoryKind::Subscriptions),
    ("cancellation_taken_back", HistoryKind::Subscriptions),
    ("subscription_ended", HistoryKind::Subscriptions),
    ("subscription_renewed", HistoryKind::Subscriptions),
    ("price_rise_announced", HistoryKind::Subscriptions),
    ("service_suspended", HistoryKind::Subscriptions),
    ("service_resumed", HistoryKind::Subscriptions),
    ("change_scheduled", HistoryKind::Subscriptions),
    ("scheduled_change_withdrawn", HistoryKind::Subscriptions),
    ("change_proposed", HistoryKind::Subscriptions),
    ("proposal_taken", HistoryKind::Subscriptions),
    ("proposal_declined", HistoryKind::Subscriptions),
    ("proposal_withdrawn", HistoryKind::Subscriptions),
    ("quote_opened", HistoryKind::Subscriptions),
    ("quote_accepted", HistoryKind::Subscriptions),
    ("quote_declined", HistoryKind::Subscriptions),
    ("quote_expired", HistoryKind::Subscriptions),
    ("quote_withdrawn", HistoryKind::Subscriptions),
    ("quote_superseded", HistoryKind::Subscriptions),
    ("service_order_placed", HistoryKind::Subscriptions),
    ("service_order_taken", HistoryKind::Subscriptions),
    ("service_order_done", HistoryKind::Subscriptions),
    ("service_order_refused", HistoryKind::Subscriptions),
    ("licences_assigned", HistoryKind::Subscriptions),
    ("licences_released", HistoryKind::Subscriptions),
    ("billing_details_changed", HistoryKind::Payment),
    ("payment_method_changed", HistoryKind::Payment),
    ("payment_profile_changed", HistoryKind::Payment),
    ("terms_changed", HistoryKind::Payment),
    ("vat_id_applied", HistoryKind::Payment),
    ("vat_id_proven", HistoryKind::Payment),
    ("vat_id_denied", HistoryKind::Payment),
    ("debit_settled", HistoryKind::Payment),
    ("debit_returned", HistoryKind::Payment),
    ("purchase_order_added", HistoryKind::Payment),
    ("purchase_order_changed", HistoryKind::Payment),
    ("purchase_order_closed", HistoryKind::Payment),
    ("purchase_order_reopened", HistoryKind::Payment),
    ("purchase_order_document_stored", HistoryKind::Payment),
    ("purchase_order_used", HistoryKind::Payment),
    ("purchase_order_told", HistoryKind::Payment),
    ("receipt_recorded", HistoryKind::Payment),
    ("receipt_reversed", HistoryKind::Payment),
    ("refund_begun", HistoryKind::Payment),
    ("refund_made", HistoryKind::Payment),
    ("refund_refused", HistoryKind::Payment),
    ("receipt_allocated", HistoryKind::Invoices),
    ("allocation_reversed", HistoryKind::Invoices),
    ("credit_note_issued", HistoryKind::Invoices),
    ("invoice_overdue", HistoryKind::Invoices),
    ("invoice_reminded", HistoryKind::Invoices),
    ("invoice_paid", HistoryKind::Invoices),
    ("charge_declined", HistoryKind::Invoices),
    ("account_created", HistoryKind::People),
    ("invitation_sent", HistoryKind::People),
    ("invitation_sent_again", HistoryKind::People),
    ("invitation_withdrawn", HistoryKind::People),
    ("invitation_accepted", HistoryKind::People),
    ("password_changed", HistoryKind::People),
    ("contact_right_changed", HistoryKind::People),
    ("contact_removed", HistoryKind::People),
    ("place_offered", HistoryKind::People),
    ("place_taken", HistoryKind::People),
    ("place_declined", HistoryKind::People),
    ("place_withdrawn", HistoryKind::People),
    ("admin_contact_assigned", HistoryKind::People),
    ("request_opened", HistoryKind::People),
    ("request_written", HistoryKind::People),
    ("request_answered", HistoryKind::People),
    ("request_closed", HistoryKind::People),
];

/// What a subscription is and costs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// The plan.
    pub plan: PlanId,
    /// Licences.
    pub seats: i64,
    /// Billing frequency.
    pub interval: BillingInterval,
    /// Net price of one seat for one period, minor units.
    pub unit_minor: i64,
}

impl From<&billing::RunningSubscription> for Terms {
    fn from(running: &billing::RunningSubscription) -> Self {
        Self { plan: running.plan.clone(), seats: running.seats, interval: running.interval, unit_minor: running.unit_minor }
    }
}

/// What an order did to a subscription.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermsChange {
    /// The product.
    pub product: ProductId,
    /// Before; none where the order began the subscription.
    pub before: Option<Terms>,
    /// After.
    pub after: Terms,
}

/// What was entered of a purchase order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurchaseOrderTerms {
    /// The customer's number.
    pub number: String,
    /// Net, minor units.
    pub amount_minor: i64,
    /// First day.
    pub valid_from: NaiveDate,
    /// Last day.
    pub valid_until: NaiveDate,
}

/// What was agreed with a corporate account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreedTerms {
    /// Within how many days it pays.
    pub days: u32,
    /// Whether it adds seats by itself.
    pub self_service: SelfService,
}

/// What is shown of a payment method.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MethodDigits {
    /// Brand of a card, in small letters; none for a bank account.
    pub brand: Option<String>,
    /// The last four digits.
    pub last4: String,
}

/// What happened. A variant is the action's word in the trail, its fields are the entry's details; what entries from before
/// do not say is an `Option`, or empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "variants and fields are the trail's own words; amounts are minor units")]
pub enum Happening {
    OrderCompleted {
        total_minor: i64,
        #[serde(default)]
        changes: Vec<TermsChange>,
    },
    OrderDeclined {},
    OrderCancelled {},
    TrialStarted {
        product: ProductId,
        plan: PlanId,
        seats: i64,
        ends: NaiveDate,
    },
    TrialEnded {
        product: ProductId,
    },
    SubscriptionCancelled {
        product: ProductId,
        ends: NaiveDate,
    },
    CancellationTakenBack {
        product: ProductId,
        renews: NaiveDate,
    },
    /// Because it was cancelled, or for an invoice that stayed open.
    SubscriptionEnded {
        invoice: Option<String>,
    },
    SubscriptionRenewed {
        before: Option<Terms>,
        after: Option<Terms>,
        period_start: NaiveDate,
        period_end: NaiveDate,
        total_minor: i64,
    },
    PriceRiseAnnounced {
        unit_minor: i64,
        before_minor: i64,
        from: NaiveDate,
    },
    ServiceSuspended {
        invoice: String,
    },
    ServiceResumed {
        invoice: String,
    },
    PaymentMethodChanged {
        before: Option<MethodDigits>,
        #[serde(flatten)]
        after: MethodDigits,
    },
    PaymentProfileChanged {
        from: PaymentProfile,
        to: PaymentProfile,
    },
    /// By the seller.
    TermsChanged {
        from: AgreedTerms,
        to: AgreedTerms,
    },
    VatIdApplied {
        before: Option<String>,
        vat_id: Option<String>,
    },
    VatIdProven {
        vat_id: String,
        documents: Vec<String>,
        credit_minor: i64,
    },
    VatIdDenied {
        vat_id: String,
    },
    BillingDetailsChanged {
        changes: Vec<DetailChange>,
    },
    /// Arranged by the seller for the next renewal.
    ChangeScheduled {
        product: ProductId,
        on: NaiveDate,
        from: PlanChoice,
        to: PlanChoice,
        unit_minor_from: i64,
        unit_minor_to: i64,
    },
    ScheduledChangeWithdrawn {
        product: ProductId,
        from: PlanChoice,
        to: PlanChoice,
    },
    /// By a colleague, to the billing contact.
    ChangeProposed {
        product: ProductId,
        to: PlanChoice,
    },
    /// Put into the cart by the billing contact.
    ProposalTaken {
        product: ProductId,
        to: PlanChoice,
    },
    /// By the billing contact.
    ProposalDeclined {
        product: ProductId,
        to: PlanChoice,
    },
    /// By the colleague whose it was.
    ProposalWithdrawn {
        product: ProductId,
        to: PlanChoice,
    },
    /// Offered to the account; the entry's subject is its number.
    QuoteOpened {},
    QuoteAccepted {},
    QuoteDeclined {
        reason: Option<String>,
    },
    QuoteExpired {},
    /// By the seller.
    QuoteWithdrawn {
        reason: Option<String>,
    },
    QuoteSuperseded {
        replaced_by: String,
    },
    ServiceOrderPlaced {
        quote: String,
    },
    ServiceOrderTaken {},
    ServiceOrderDone {
        total_minor: i64,
    },
    ServiceOrderRefused {
        reason: Option<String>,
    },
    /// By somebody, or because the subscription was bought in a trial's place.
    LicencesAssigned {
        people: Vec<String>,
        from: i64,
        to: i64,
    },
    /// By somebody, or because the subscription got smaller or ended.
    LicencesReleased {
        people: Vec<String>,
        from: i64,
        to: i64,
    },
    DebitSettled {
        amount_minor: i64,
    },
    DebitReturned {
        amount_minor: i64,
    },
    PurchaseOrderAdded(PurchaseOrderTerms),
    PurchaseOrderChanged {
        before: PurchaseOrderTerms,
        after: PurchaseOrderTerms,
    },
    PurchaseOrderClosed {
        number: String,
        remaining_minor: i64,
    },
    PurchaseOrderReopened {
        number: String,
        remaining_minor: i64,
    },
    PurchaseOrderDocumentStored {
        number: String,
        file_name: String,
    },
    /// By an invoice, or given back by what corrects one.
    PurchaseOrderUsed {
        number: String,
        document: String,
        amount_minor: i64,
        remaining_minor: i64,
    },
    /// The account was told of it.
    PurchaseOrderTold {
        number: String,
        level: PurchaseOrderLevel,
        remaining_minor: i64,
        valid_until: NaiveDate,
    },
    InvoiceOverdue {
        open_minor: i64,
    },
    InvoiceReminded {},
    InvoicePaid {
        amount_minor: i64,
    },
    ChargeDeclined {
        amount_minor: i64,
    },
    ReceiptRecorded {
        amount_minor: i64,
        kind: ReceiptKind,
    },
    ReceiptReversed {
        amount_minor: i64,
        kind: ReceiptKind,
        reason: String,
    },
    ReceiptAllocated {
        amount_minor: i64,
        kind: ReceiptKind,
    },
    AllocationReversed {
        amount_minor: i64,
        kind: ReceiptKind,
        reason: String,
    },
    CreditNoteIssued {
        amount_minor: i64,
        number: String,
        reason: String,
    },
    RefundBegun {
        amount_minor: i64,
        reason: String,
    },
    RefundMade {
        amount_minor: i64,
    },
    RefundRefused {
        amount_minor: i64,
    },
    AccountCreated {},
    InvitationSent {
        email: String,
    },
    InvitationSentAgain {
        email: String,
    },
    InvitationWithdrawn {
        email: String,
    },
    InvitationAccepted {},
    PasswordChanged {},
    ContactRightChanged {
        name: String,
        from: ContactRight,
        to: ContactRight,
    },
    ContactRemoved {
        name: String,
    },
    /// By a billing contact, of their place.
    PlaceOffered {
        giver: String,
        receiver: String,
    },
    PlaceTaken {
        giver: String,
        receiver: String,
    },
    PlaceDeclined {
        giver: String,
        receiver: String,
    },
    PlaceWithdrawn {
        giver: String,
        receiver: String,
    },
    AdminContactAssigned {
        email: String,
    },
    RequestOpened {
        subject: RequestSubject,
    },
    RequestWritten {
        subject: RequestSubject,
    },
    RequestAnswered {
        subject: RequestSubject,
    },
    RequestClosed {
        subject: RequestSubject,
    },
}

impl Happening {
    /// Reads an entry of the trail; none for what the history does not tell.
    pub fn read(action: &str, details: serde_json::Value) -> Option<Self> {
        HistoryKind::of_action(action)?;
        let mut entry = serde_json::Map::new();
        entry.insert(action.to_owned(), details);
        serde_json::from_value(entry.into()).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn entries_are_read_as_they_are_written_and_as_they_were_before() {
        let before = json!({ "total_minor": 17_056 });
        assert_eq!(Happening::read("order_completed", before), Some(Happening::OrderCompleted { total_minor: 17_056, changes: Vec::new() }));
        let terms = Terms { plan: PlanId("business".to_owned()), seats: 10, interval: BillingInterval::Monthly, unit_minor: 1_900 };
        let change = TermsChange { product: ProductId("goto-meeting".to_owned()), before: None, after: terms };
        let now = json!({ "total_minor": 17_056, "changes": [change] });
        assert_eq!(Happening::read("order_completed", now), Some(Happening::OrderCompleted { total_minor: 17_056, changes: vec![change] }));
        let renewed =
            json!({ "period_start": "2026-12-01", "period_end": "2027-01-01", "unit_minor": 1400, "plan": "professional", "seats": 10, "total_minor": 1 });
        assert!(matches!(Happening::read("subscription_renewed", renewed), Some(Happening::SubscriptionRenewed { after: None, .. })));
        let card = json!({ "kind": "card", "brand": "visa", "last4": "4242", "mandate": null });
        assert!(matches!(Happening::read("payment_method_changed", card), Some(Happening::PaymentMethodChanged { before: None, .. })));
        let choice = |plan: &str| json!({ "plan": plan, "seats": 10, "interval": "monthly" });
        let scheduled = json!({ "product": "goto-meeting", "on": "2026-12-01", "from": choice("business"), "to": choice("professional"), "before": null,
            "unit_minor_from": 1_900, "unit_minor_to": 1_400 });
        assert!(matches!(Happening::read("change_scheduled", scheduled), Some(Happening::ChangeScheduled { unit_minor_to: 1_400, .. })));
        let proposed = json!({ "product": "goto-meeting", "subscription": "s", "to": choice("business") });
        assert!(matches!(Happening::read("change_proposed", proposed), Some(Happening::ChangeProposed { .. })));
        assert_eq!(Happening::read("order_declined", json!({ "decline_code": "expired_card" })), Some(Happening::OrderDeclined {}));
    }

    /// What is written for the operator, and told to nobody else.
    const OPERATOR_ALONE: [&str; 23] = [
        "mails_sent_again",
        "recovery_code_used",
        "representative_assigned",
        "staff_signed_in",
        "account_viewed",
        "cart_put",
        "charge_contradicted",
        "jobs_run_again",
        "licence_people_forgotten",
        "mail_read",
        "order_placed",
        "password_link_sent",
        "payment_begun",
        "payment_page_opened",
        "quote_details_saved",
        "quote_discarded",
        "quote_made",
        "quote_rewritten",
        "service_order_decided",
        "service_order_late",
        "service_order_not_settled",
        "signed_out_elsewhere",
        "staff_added",
    ];

    /// All sources but this one.
    fn sources() -> String {
        fn collect(folder: &std::path::Path, found: &mut String) {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    collect(&path, found);
                } else if !path.ends_with("src/history.rs") {
                    found.push_str(&std::fs::read_to_string(&path).unwrap());
                }
            }
        }
        let mut found = String::new();
        collect(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
        found
    }

    /// The words that the sources hand to the audit trail: after `action: `, to a `note`, or chosen for one.
    fn written_actions(sources: &str) -> std::collections::BTreeSet<&str> {
        let parts: Vec<&str> = sources.split('"').collect();
        let is_word = |part: &str| part.contains('_') && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        let is_handed = |before: &str| {
            let line = before.rsplit('\n').next().unwrap_or_default();
            line.ends_with("action: ") || line.contains("note(") || line.ends_with("=> (")
        };
        parts.windows(2).filter(|pair| is_word(pair[1]) && is_handed(pair[0])).map(|pair| pair[1]).collect()
    }

    #[test]
    fn whatever_is_written_is_told_or_the_operators_alone() {
        let sources = sources();
        let is_told = |action: &str| TOLD.iter().any(|(told, _)| *told == action);
        let forgotten: Vec<&str> = written_actions(&sources).into_iter().filter(|action| !is_told(action) && !OPERATOR_ALONE.contains(action)).collect();
        assert!(forgotten.is_empty(), "neither told nor the operator's: {forgotten:?}");
        for action in OPERATOR_ALONE {
            assert!(sources.contains(&format!("\"{action}\"")), "nobody writes {action}");
        }
        assert!(!OPERATOR_ALONE.into_iter().any(is_told));
    }

    #[test]
    fn what_the_operator_alone_reads_is_no_history() {
        for action in ["account_viewed", "mail_read", "cart_put", "charge_contradicted", "password_link_sent", "signed_out_elsewhere"] {
            assert_eq!((HistoryKind::of_action(action), Happening::read(action, json!({}))), (None, None), "{action}");
        }
    }
}
