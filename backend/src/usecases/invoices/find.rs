//! One document as it was issued.

use crate::db::invoices;
use crate::work;
use crate::{Actor, Backend, Refusal};
use billing::invoice::InvoiceDocument;

/// The document of a number; another account's is not found.
///
/// # Errors
/// [`Refusal`].
pub async fn find_invoice(backend: &Backend, actor: &Actor, number: &str) -> Result<InvoiceDocument, Refusal> {
    backend.db.read(work!(tx => invoices::find_document(tx, &actor.account, number).await)).await?.ok_or(Refusal::NotFound)
}
