//! The invoices of a corporate account, for all of its contacts: what is open, what was paid, and by which payments.

use super::standing::standing_of;
use crate::db::{invoices, payment_methods};
use crate::work;
use crate::{Actor, Backend, DbError, Refusal};
use billing::order::MethodOnFile;
use billing::standing::InvoiceStanding;

/// How many paid invoices a page shows.
pub const PAID_ROWS: i64 = 50;

/// Where the account's invoices stand.
pub struct InvoicesFound {
    /// To be paid, oldest first.
    pub open: Vec<InvoiceStanding>,
    /// Paid, newest first, [`PAID_ROWS`] at most.
    pub paid: Vec<InvoiceStanding>,
    /// What can be charged today.
    pub usable: Option<MethodOnFile>,
}

/// The invoices of the actor's account.
///
/// # Errors
/// Of the database.
pub async fn load_invoices(backend: &Backend, actor: &Actor) -> Result<InvoicesFound, Refusal> {
    let today = backend.today();
    let found: Result<InvoicesFound, DbError> = backend
        .db
        .read(work!(tx => {
            let usable = payment_methods::find_usable(tx, &actor.account, today).await?.map(|method| method.shown);
            let (mut open, mut paid) = (Vec::new(), Vec::new());
            for invoice in invoices::list_open(tx, &actor.account).await? {
                open.push(standing_of(tx, backend, invoice, (today, usable.is_some())).await?);
            }
            for invoice in invoices::list_paid(tx, &actor.account, PAID_ROWS).await? {
                paid.push(standing_of(tx, backend, invoice, (today, usable.is_some())).await?);
            }
            Ok::<_, DbError>(InvoicesFound { open, paid, usable })
        }))
        .await;
    Ok(found?)
}
