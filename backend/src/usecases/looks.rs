//! The staff looks at a customer's account, or at one thing of it. That they did is written down: once an hour for each person and
//! thing, so that coming back to one does not bury the others.

use crate::clock::seconds;
use crate::db::audit::{self, AuditEntry, Look, add_entry};
use crate::usecases::staff::StaffMember;
use crate::{Backend, DbError, work};
use billing::ids::AccountId;

/// A look is written down again after so long, microseconds.
const LOOK_COUNTS_FOR: i64 = seconds(60 * 60);

/// What there is to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LookedAt {
    /// Who the account is, and what runs.
    Overview,
    /// Its invoices and payments.
    Documents,
    /// Its quotes, orders and requests.
    Business,
    /// What happened.
    History,
    /// One invoice or credit note.
    Invoice,
    /// One receipt of money.
    Receipt,
    /// One quote.
    Quote,
    /// One service order.
    ServiceOrder,
    /// One purchase order.
    PurchaseOrder,
    /// The document of a purchase order.
    PurchaseOrderDocument,
    /// One request.
    Request,
    /// What may be offered to it, in the quote builder.
    Offers,
    /// What one subscription may become.
    Change,
    /// Its name and what it owes, in the form for a receipt.
    Payer,
    /// Its receipts of a month, in the file of all.
    ReceiptsFile,
}

impl LookedAt {
    /// All of them.
    pub const ALL: [Self; 15] = [
        Self::Overview,
        Self::Documents,
        Self::Business,
        Self::History,
        Self::Invoice,
        Self::Receipt,
        Self::Quote,
        Self::ServiceOrder,
        Self::PurchaseOrder,
        Self::PurchaseOrderDocument,
        Self::Request,
        Self::Offers,
        Self::Change,
        Self::Payer,
        Self::ReceiptsFile,
    ];

    /// Its word in the audit trail.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::Documents => "documents",
            Self::Business => "business",
            Self::History => "history",
            Self::Invoice => "invoice",
            Self::Receipt => "receipt",
            Self::Quote => "quote",
            Self::ServiceOrder => "service_order",
            Self::PurchaseOrder => "purchase_order",
            Self::PurchaseOrderDocument => "purchase_order_document",
            Self::Request => "request",
            Self::Offers => "offers",
            Self::Change => "change",
            Self::Payer => "payer",
            Self::ReceiptsFile => "receipts_file",
        }
    }

    /// What a row of the audit trail is about; looks from before pages were told apart are of the first.
    pub fn of_details(details: &str) -> Self {
        let found = serde_json::from_str::<serde_json::Value>(details).unwrap_or_default();
        let word = found.get("page").and_then(serde_json::Value::as_str);
        Self::ALL.into_iter().find(|looked_at| word == Some(looked_at.code())).unwrap_or(Self::Overview)
    }

    /// Whether the subject of the row is a number or a month that people know, and not an identifier.
    pub const fn has_number(self) -> bool {
        matches!(self, Self::Invoice | Self::Quote | Self::ServiceOrder | Self::ReceiptsFile)
    }
}

fn details_of(looked_at: LookedAt) -> serde_json::Value {
    serde_json::json!({ "page": looked_at.code() })
}

/// So many looks are written down in one transaction: others wait for it.
const LOOKS_AT_ONCE: usize = 500;

/// Writes the look down, unless the same person looked at the same thing within the hour. `subject` is its identifier or number.
pub(crate) async fn note_look(backend: &Backend, member: &StaffMember, account: &AccountId, looked_at: LookedAt, subject: &str) -> Result<(), DbError> {
    note_looks(backend, member, std::slice::from_ref(account), looked_at, subject).await
}

/// The same for a file that tells of several accounts.
pub(crate) async fn note_looks(backend: &Backend, member: &StaffMember, accounts: &[AccountId], looked_at: LookedAt, subject: &str) -> Result<(), DbError> {
    let (now, details, person) = (backend.now(), details_of(looked_at), &member.person);
    let text = details.to_string();
    for accounts in accounts.chunks(LOOKS_AT_ONCE) {
        let (details, text) = (&details, &text);
        // Read first: most looks are known, and need not wait for who writes.
        let unknown: Result<Vec<&AccountId>, DbError> = backend
            .db
            .read(work!(tx => {
                let mut unknown = Vec::new();
                for account in accounts {
                    let look = Look { person, account, details: text, subject };
                    if !audit::has_looked(tx, &look, now - LOOK_COUNTS_FOR).await? {
                        unknown.push(account);
                    }
                }
                Ok(unknown)
            }))
            .await;
        let unknown = unknown?;
        if unknown.is_empty() {
            continue;
        }
        backend
            .db
            .write(work!(tx, &unknown => {
                for account in unknown {
                    let entry = AuditEntry { account: Some(account), person: Some(person), action: "account_viewed", subject, details: details.clone() };
                    add_entry(tx, entry, now).await?;
                }
                Ok::<_, DbError>(())
            }))
            .await?;
    }
    Ok(())
}
