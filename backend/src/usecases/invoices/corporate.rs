//! The open invoices of a corporate account, for all of its contacts, and by what they can be paid.

use super::standing::standing_of;
use crate::db::{invoices, payment_methods};
use crate::work;
use crate::{Actor, Backend, DbError, Refusal};
use billing::order::MethodOnFile;
use billing::standing::InvoiceStanding;

/// What is to be paid.
pub struct InvoicesFound {
    /// To be paid, oldest first.
    pub open: Vec<InvoiceStanding>,
    /// What can be charged today.
    pub usable: Option<MethodOnFile>,
}

/// The open invoices of the actor's account.
///
/// # Errors
/// Of the database.
pub async fn load_invoices(backend: &Backend, actor: &Actor) -> Result<InvoicesFound, Refusal> {
    let today = backend.today();
    let found: Result<InvoicesFound, DbError> = backend
        .db
        .read(work!(tx => {
            let usable = payment_methods::find_usable(tx, &actor.account, today).await?.map(|method| method.shown);
            let mut open = Vec::new();
            for invoice in invoices::list_open(tx, &actor.account).await? {
                open.push(standing_of(tx, backend, invoice, (today, usable.is_some())).await?);
            }
            Ok::<_, DbError>(InvoicesFound { open, usable })
        }))
        .await;
    Ok(found?)
}
