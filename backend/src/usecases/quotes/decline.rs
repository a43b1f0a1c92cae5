//! The billing contact declines a quote, and says why; who looks after the account is told.

use crate::db::jobs::{self, JobKind};
use crate::db::quotes::{self, QuoteMove};
use crate::db::{Tx, accounts, audit};
use crate::texts::quote_staff_mail;
use crate::usecases::notices;
use crate::usecases::quotes::find::read_priced;
use crate::work;
use crate::{Account, Actor, Backend, Contact, Refusal};
use billing::input::read_note;
use billing::quote::QuoteState;

/// Declines an open quote of the actor's account.
///
/// # Errors
/// [`Refusal::Quote`] when it is no longer open; [`Refusal::OrderOpen`] while its card is asked.
pub async fn decline_quote(backend: &Backend, actor: &Actor, number: &str, reason: &str) -> Result<(), Refusal> {
    actor.must_be_billing_contact()?;
    let reason = read_note(reason).map_err(|fault| Refusal::Input { field: "reason", fault })?;
    let now = backend.now();
    backend.db.write(work!(tx => write(tx, backend, actor, (number, reason), now).await)).await
}

async fn write(tx: &mut Tx<'_>, backend: &Backend, actor: &Actor, declined: (&str, &str), now: i64) -> Result<(), Refusal> {
    let (number, reason) = declined;
    accounts::lock_account(tx, &actor.account).await?;
    let row = quotes::find_quote(tx, &actor.account, number).await?.filter(|row| row.state != QuoteState::Draft).ok_or(Refusal::NotFound)?;
    let to = row.state.decline()?;
    if let Some(order) = row.order {
        return Err(Refusal::OrderOpen(order));
    }
    let priced = read_priced(tx, backend, row).await?;
    let step = QuoteMove { to, price: priced.price.as_ref().ok(), reason: Some(reason).filter(|reason| !reason.is_empty()), replaced_by: None };
    if !quotes::move_quote(tx, &priced.row, &step, now).await? {
        return Err(Refusal::PriceChanged);
    }
    jobs::drop_job(tx, JobKind::QuoteExpiry, number).await?;
    let declined = (&priced.row, priced.price.as_ref().ok(), reason);
    let mail = |account: &Account, reader: &Contact| quote_staff_mail::quote_declined(declined, account, reader, backend);
    notices::tell_staff(tx, &priced.account, mail, now).await?;
    let details = serde_json::json!({ "reason": reason });
    let entry = audit::AuditEntry { account: Some(&actor.account), person: Some(&actor.person), action: "quote_declined", subject: number, details };
    audit::add_entry(tx, entry, now).await?;
    Ok(())
}
