//! The document of a purchase order: sent by the billing contact, read by everybody of the account.

use super::{decode, encode};
use crate::db::purchase_orders::{self, NewDocument, StoredDocument};
use crate::db::{accounts, audit};
use crate::work;
use crate::{Actor, Backend, Refusal};
use billing::ids::PurchaseOrderId;
use billing::purchase_order::{check_document, clean_file_name};

/// A document as it is handed out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PurchaseOrderDocument {
    /// Name of its file, harmless in a header.
    pub file_name: String,
    /// A PDF.
    pub bytes: Vec<u8>,
}

impl PurchaseOrderDocument {
    pub(super) fn read(stored: &StoredDocument) -> Result<Self, Refusal> {
        Ok(Self { file_name: stored.file_name.clone(), bytes: decode(&stored.content)? })
    }
}

/// Whether somebody may send a document for a purchase order: asked before its bytes are read.
///
/// # Errors
/// [`Refusal::NotBillingContact`], [`Refusal::NotFound`].
pub async fn may_store(backend: &Backend, actor: &Actor, id: &PurchaseOrderId) -> Result<(), Refusal> {
    actor.must_be_billing_contact()?;
    let found = backend.db.read(work!(tx => purchase_orders::find_order(tx, &actor.account, id).await)).await?;
    found.map(|_| ()).ok_or(Refusal::NotFound)
}

/// Keeps a document, in place of the one before.
///
/// # Errors
/// [`Refusal::Input`] at `document`: nothing in it, no PDF, or larger than [`billing::purchase_order::LARGEST_DOCUMENT`].
pub async fn store_document(backend: &Backend, actor: &Actor, id: &PurchaseOrderId, (file_name, bytes): (&str, &[u8])) -> Result<(), Refusal> {
    actor.must_be_billing_contact()?;
    check_document(bytes).map_err(|fault| Refusal::Input { field: "document", fault })?;
    let (file_name, content) = (clean_file_name(file_name), encode(bytes));
    let size_bytes = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    let now = backend.now();
    backend
        .db
        .write(work!(tx, &file_name, &content => {
            accounts::lock_account(tx, &actor.account).await?;
            let before = purchase_orders::find_order(tx, &actor.account, id).await?.ok_or(Refusal::NotFound)?.order;
            let new = NewDocument { file_name, size_bytes, content, by: &actor.person };
            purchase_orders::put_document(tx, &actor.account, id, &new, now).await?;
            let details = serde_json::json!({ "number": before.number, "file_name": file_name, "before": before.file_name });
            let (action, subject) = ("purchase_order_document_stored", id.as_str());
            audit::add_entry(tx, audit::AuditEntry { account: Some(&actor.account), person: Some(&actor.person), action, subject, details }, now).await?;
            Ok(())
        }))
        .await
}

/// The document of a purchase order of the actor's account.
///
/// # Errors
/// [`Refusal::NotFound`], for another account's as well.
pub async fn read_document(backend: &Backend, actor: &Actor, id: &PurchaseOrderId) -> Result<PurchaseOrderDocument, Refusal> {
    let stored = backend.db.read(work!(tx => purchase_orders::find_document(tx, &actor.account, id).await)).await?;
    PurchaseOrderDocument::read(&stored.ok_or(Refusal::NotFound)?)
}
