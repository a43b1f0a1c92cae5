//! The staff gives up a draft, which nobody else has seen, or takes back an open quote, which its account is told of with the reason.

use crate::db::jobs::{self, JobKind};
use crate::db::quotes::{self, QuoteMove, QuoteRow};
use crate::db::{Tx, accounts, audit, people};
use crate::texts::quote_mail;
use crate::usecases::notices;
use crate::usecases::quotes::find::read_priced;
use crate::usecases::receipts::read_reason;
use crate::usecases::staff::{StaffMember, must_see};
use crate::work;
use crate::{Backend, Refusal};

/// Discards a draft. It stays in the staff's lists, and leads nowhere.
///
/// # Errors
/// [`Refusal::Quote`] unless it is a draft.
pub async fn discard_draft(backend: &Backend, member: &StaffMember, number: &str) -> Result<(), Refusal> {
    let now = backend.now();
    backend.db.write(work!(tx => discard(tx, backend, member, number, now).await)).await
}

async fn discard(tx: &mut Tx<'_>, backend: &Backend, member: &StaffMember, number: &str, now: i64) -> Result<(), Refusal> {
    let row = find_locked(tx, member, number).await?;
    let to = row.state.discard()?;
    let priced = read_priced(tx, backend, row).await?;
    let step = QuoteMove { to, price: priced.price.as_ref().ok(), reason: None, replaced_by: None };
    if !quotes::move_quote(tx, &priced.row, &step, now).await? {
        return Err(Refusal::PriceChanged);
    }
    note(tx, member, &priced.row, "quote_discarded", (serde_json::json!({}), now)).await
}

/// Withdraws an open quote, and tells the account's billing contact why.
///
/// # Errors
/// [`Refusal::Input`] for the reason; [`Refusal::Quote`] when it is no longer open; [`Refusal::OrderOpen`] while its card is asked.
pub async fn withdraw_quote(backend: &Backend, member: &StaffMember, number: &str, reason: &str) -> Result<(), Refusal> {
    let (reason, now) = (read_reason(reason)?, backend.now());
    backend.db.write(work!(tx => withdraw(tx, backend, member, (number, reason), now).await)).await
}

async fn withdraw(tx: &mut Tx<'_>, backend: &Backend, member: &StaffMember, (number, reason): (&str, &str), now: i64) -> Result<(), Refusal> {
    let row = find_locked(tx, member, number).await?;
    let to = row.state.withdraw()?;
    if let Some(order) = row.order {
        return Err(Refusal::OrderOpen(order));
    }
    let priced = read_priced(tx, backend, row).await?;
    let step = QuoteMove { to, price: priced.price.as_ref().ok(), reason: Some(reason), replaced_by: None };
    if !quotes::move_quote(tx, &priced.row, &step, now).await? {
        return Err(Refusal::PriceChanged);
    }
    jobs::drop_job(tx, JobKind::QuoteExpiry, number).await?;
    if let Some(contact) = people::find_billing_contact(tx, &priced.account.id).await? {
        let mail = quote_mail::quote_withdrawn(&priced.row, reason, &priced.account, &contact, backend);
        notices::write_mail(tx, &priced.account, &contact, &mail, now).await?;
    }
    note(tx, member, &priced.row, "quote_withdrawn", (serde_json::json!({ "reason": reason }), now)).await
}

/// A quote that the member may see, under its account's lock.
async fn find_locked(tx: &mut Tx<'_>, member: &StaffMember, number: &str) -> Result<QuoteRow, Refusal> {
    let found = quotes::find_any(tx, number).await?.ok_or(Refusal::NotFound)?;
    must_see(tx, member, &found.account).await?;
    accounts::lock_account(tx, &found.account).await?;
    quotes::find_any(tx, number).await?.ok_or(Refusal::NotFound)
}

async fn note(tx: &mut Tx<'_>, member: &StaffMember, row: &QuoteRow, action: &'static str, (details, now): (serde_json::Value, i64)) -> Result<(), Refusal> {
    let entry = audit::AuditEntry { account: Some(&row.account), person: Some(&member.person), action, subject: &row.number, details };
    Ok(audit::add_entry(tx, entry, now).await?)
}
