//! Purchase orders as the staff sees them: those of all accounts that the reader may see, the ones that run out first.

use super::document::PurchaseOrderDocument;
use super::find::PurchaseOrderFound;
use crate::actor::Account;
use crate::db::purchase_orders::{self, ListedOrder};
use crate::db::{Tx, accounts};
use crate::text::pattern_of;
use crate::usecases::looks::{LookedAt, note_look};
use crate::usecases::staff::{StaffMember, must_see};
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
pub async fn list_all(backend: &Backend, member: &StaffMember, search: &str) -> Result<Vec<ListedOrder>, DbError> {
    let (pattern, scope, today) = (pattern_of(search), member.scope(), backend.today());
    let mut found = backend.db.read(work!(tx, &pattern => purchase_orders::list_all(tx, pattern, scope, MOST).await)).await?;
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

/// A purchase order of an account that the reader may see. That the reader looked at it is written down.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn view_purchase_order(backend: &Backend, member: &StaffMember, id: &PurchaseOrderId) -> Result<(Account, PurchaseOrderFound), Refusal> {
    let (account, found): (Account, PurchaseOrderFound) = backend
        .db
        .read(work!(tx => {
            let account = find_account(tx, member, id).await?;
            let order = purchase_orders::find_order(tx, &account, id).await?.ok_or(Refusal::NotFound)?.order;
            let uses = purchase_orders::list_uses(tx, &account, id).await?;
            let account = accounts::find_account(tx, &account).await?.ok_or(Refusal::NotFound)?;
            Ok::<_, Refusal>((account, PurchaseOrderFound { order, uses }))
        }))
        .await?;
    note_look(backend, member, &account.id, LookedAt::PurchaseOrder, id.as_str()).await?;
    Ok((account, found))
}

/// The document of a purchase order of an account that the reader may see. That the reader looked at it is written down.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn view_document(backend: &Backend, member: &StaffMember, id: &PurchaseOrderId) -> Result<PurchaseOrderDocument, Refusal> {
    let (account, stored) = backend
        .db
        .read(work!(tx => {
            let account = find_account(tx, member, id).await?;
            let stored = purchase_orders::find_document(tx, &account, id).await?.ok_or(Refusal::NotFound)?;
            Ok::<_, Refusal>((account, stored))
        }))
        .await?;
    note_look(backend, member, &account, LookedAt::PurchaseOrderDocument, id.as_str()).await?;
    PurchaseOrderDocument::read(&stored)
}

async fn find_account(tx: &mut Tx<'_>, member: &StaffMember, id: &PurchaseOrderId) -> Result<AccountId, Refusal> {
    let account = purchase_orders::find_account_of(tx, id).await?.ok_or(Refusal::NotFound)?;
    must_see(tx, member, &account).await?;
    Ok(account)
}
