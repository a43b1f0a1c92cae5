//! A page of the account's invoices.

use crate::db::invoices;
use crate::work;
use crate::{Actor, Backend, Refusal};
use billing::invoice::InvoiceSummary;

/// Rows of a page.
pub const PAGE_ROWS: i64 = 20;

/// A page, and whether there are older ones.
pub struct InvoicePage {
    /// Newest first.
    pub rows: Vec<InvoiceSummary>,
    /// The last row's number, when there are older ones.
    pub older: Option<String>,
}

/// The documents issued before the one of that number; without it the newest.
///
/// # Errors
/// [`Refusal::NotFound`] when the number is not this account's.
pub async fn list_invoices(backend: &Backend, actor: &Actor, before: Option<&str>) -> Result<InvoicePage, Refusal> {
    let mut rows: Vec<InvoiceSummary> = backend
        .db
        .read(work!(tx => {
            let start = match before {
                Some(number) => {
                    let document = invoices::find_document(tx, &actor.account, number).await?.ok_or(Refusal::NotFound)?;
                    Some((document.issued_on, number))
                }
                None => None,
            };
            // One more than shown tells whether there is a next page.
            Ok::<_, Refusal>(invoices::list_documents(tx, &actor.account, start, PAGE_ROWS + 1).await?)
        }))
        .await?;
    let shown = usize::try_from(PAGE_ROWS).unwrap_or(usize::MAX);
    let more = rows.len() > shown;
    rows.truncate(shown);
    let older = rows.last().filter(|_| more).map(|row| row.number.clone());
    Ok(InvoicePage { rows, older })
}
