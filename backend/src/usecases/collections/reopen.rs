//! What had settled an invoice has gone: a debit that came back, a check that bounced, money that was booked to another one.

use crate::db::invoices;
use crate::db::{Tx, accounts};
use crate::{Account, Refusal};
use billing::ids::AccountId;

/// Opens the invoice by what had settled it. What was more than it costs by now, since its tax was put right, had become
/// credit: that is taken back as far as it is still there, and the rest is owed with the invoice.
pub(crate) async fn reopen(tx: &mut Tx<'_>, account: &AccountId, invoice: &str, amount_minor: i64, now: i64) -> Result<(), Refusal> {
    let invoice = invoices::find_collected(tx, account, invoice).await?.ok_or(Refusal::NotFound)?;
    let account: Account = accounts::find_account(tx, account).await?.ok_or(Refusal::NotFound)?;
    let above_minor = (invoice.open_minor + amount_minor - invoice.total_minor).max(0);
    let taken_minor = above_minor.min(account.customer.credit_minor.max(0));
    accounts::change_credit(tx, &account.id, -taken_minor, accounts::CreditReason::Overpaid, None, now).await?;
    Ok(invoices::reopen(tx, &account.id, &invoice.id, amount_minor - taken_minor).await?)
}
