//! Purchase orders as the staff sees them: all accounts', the ones that run out first. That a customer's was looked at is written down.

use super::document::PurchaseOrderDocument;
use super::find::PurchaseOrderFound;
use crate::actor::Account;
use crate::db::audit::{AuditEntry, add_entry};
use crate::db::purchase_orders::{self, ListedOrder};
use crate::db::{Tx, accounts};
use crate::text::pattern_of;
use crate::usecases::staff::StaffMember;
use crate::work;
use crate::{Backend, DbError, Refusal};
use billing::ids::{AccountId, PurchaseOrderId};
use billing::purchase_order::PurchaseOrderLevel;

/// Rows of the list.
const MOST: i64 = 300;

/// Those of the accounts that a search finds by name or number; an empty one finds all.
///
/// # Errors
/// [`DbError`].
pub async fn list_all(backend: &Backend, _member: &StaffMember, search: &str) -> Result<Vec<ListedOrder>, DbError> {
    let (pattern, today) = (pattern_of(search), backend.today());
    let mut found = backend.db.read(work!(tx, &pattern => purchase_orders::list_all(tx, pattern, MOST).await)).await?;
    // Stable: within a level, the one that ends soonest stays first.
    found.sort_by_key(|listed| urgency(listed.order.level(today)));
    Ok(found)
}

/// What the staff should talk to a customer about comes first.
const fn urgency(level: PurchaseOrderLevel) -> u8 {
    match level {
        PurchaseOrderLevel::Exceeded => 0,
        PurchaseOrderLevel::UsedUp => 1,
        PurchaseOrderLevel::RunsOutSoon => 2,
        PurchaseOrderLevel::Fine => 3,
        PurchaseOrderLevel::Upcoming => 4,
        PurchaseOrderLevel::Expired => 5,
        PurchaseOrderLevel::Closed => 6,
    }
}

/// A purchase order of any account.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn view_purchase_order(backend: &Backend, member: &StaffMember, id: &PurchaseOrderId) -> Result<(Account, PurchaseOrderFound), Refusal> {
    let now = backend.now();
    backend
        .db
        .write(work!(tx => {
            let account = note_view(tx, member, id, "purchase_order_viewed", now).await?;
            let order = purchase_orders::find_order(tx, &account, id).await?.ok_or(Refusal::NotFound)?.order;
            let uses = purchase_orders::list_uses(tx, &account, id).await?;
            let account = accounts::find_account(tx, &account).await?.ok_or(Refusal::NotFound)?;
            Ok((account, PurchaseOrderFound { order, uses }))
        }))
        .await
}

/// The document of a purchase order of any account.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn view_document(backend: &Backend, member: &StaffMember, id: &PurchaseOrderId) -> Result<PurchaseOrderDocument, Refusal> {
    let now = backend.now();
    let stored = backend
        .db
        .write(work!(tx => {
            let account = note_view(tx, member, id, "purchase_order_document_viewed", now).await?;
            purchase_orders::find_document(tx, &account, id).await?.ok_or(Refusal::NotFound)
        }))
        .await?;
    PurchaseOrderDocument::read(&stored)
}

async fn note_view(tx: &mut Tx<'_>, member: &StaffMember, id: &PurchaseOrderId, action: &'static str, now: i64) -> Result<AccountId, Refusal> {
    let account = purchase_orders::find_account_of(tx, id).await?.ok_or(Refusal::NotFound)?;
    let details = serde_json::json!({});
    add_entry(tx, AuditEntry { account: Some(&account), person: Some(&member.person), action, subject: id.as_str(), details }, now).await?;
    Ok(account)
}
