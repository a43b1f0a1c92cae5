//! The representative sends a draft to the customer: from now on it may be accepted or declined.

use super::create::schedule_expiry;
use crate::db::quotes::{self, QuoteMove};
use crate::db::{Tx, accounts, audit, people};
use crate::texts::quote_mail;
use crate::usecases::notices;
use crate::usecases::quotes::find::read_priced;
use crate::usecases::staff::{StaffMember, must_see};
use crate::work;
use crate::{Backend, Refusal};
use billing::quote::Validity;

/// Opens a draft, and tells the account's billing contact.
///
/// # Errors
/// [`Refusal::Quote`] unless it is a draft whose last day is not over; [`Refusal::Price`] when it cannot be placed today.
pub async fn open_quote(backend: &Backend, member: &StaffMember, number: &str) -> Result<(), Refusal> {
    let now = backend.now();
    backend.db.write(work!(tx => write(tx, backend, member, number, now).await)).await
}

async fn write(tx: &mut Tx<'_>, backend: &Backend, member: &StaffMember, number: &str, now: i64) -> Result<(), Refusal> {
    let found = quotes::find_any(tx, number).await?.ok_or(Refusal::NotFound)?;
    must_see(tx, member, &found.account).await?;
    accounts::lock_account(tx, &found.account).await?;
    let row = quotes::find_any(tx, number).await?.ok_or(Refusal::NotFound)?;
    let to = row.state.open(Validity { today: backend.today(), valid_until: row.valid_until })?;
    let priced = read_priced(tx, backend, row).await?;
    let price = priced.price.as_ref().map_err(|code| Refusal::Price(*code))?;
    if !quotes::move_quote(tx, &priced.row, &QuoteMove { to, price: None, reason: None, replaced_by: None }, now).await? {
        return Err(Refusal::PriceChanged);
    }
    schedule_expiry(tx, &priced.account, number, priced.row.valid_until, now).await?;
    if let Some(contact) = people::find_billing_contact(tx, &priced.account.id).await? {
        let mail = quote_mail::quote_opened(&priced.row, price, &priced.account, &contact, backend);
        notices::write_mail(tx, &priced.account, &contact, &mail, now).await?;
    }
    let details = serde_json::json!({ "total_minor": price.total_minor, "valid_until": priced.row.valid_until });
    let entry = audit::AuditEntry { account: Some(&priced.account.id), person: Some(&member.person), action: "quote_opened", subject: number, details };
    audit::add_entry(tx, entry, now).await?;
    Ok(())
}
