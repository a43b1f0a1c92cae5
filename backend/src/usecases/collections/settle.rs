//! What became of a charge for an invoice, in the transaction of its attempt's end.

use super::overdue::{self, Notice, Resumed};
use crate::db::accounts::{self, CreditReason};
use crate::db::attempts::{self, Attempt, AttemptEnd};
use crate::db::invoices::{self, CollectedInvoice};
use crate::db::payments::{self, NewPayment};
use crate::db::{Tx, audit};
use crate::gateways::payment::Charge;
use crate::texts::dunning_mail;
use crate::usecases::jobs::When;
use crate::{Backend, Refusal};
use chrono::NaiveDate;

/// Charged, or submitted to the bank, which counts as paid until it says no. The caller holds the account's lock and has
/// ended the attempt.
pub(crate) async fn pay(tx: &mut Tx<'_>, backend: &Backend, attempt: &Attempt, paid: (&Charge, Option<NaiveDate>), when: When) -> Result<(), Refusal> {
    let (charge, settles_on) = paid;
    let invoice = find(tx, attempt).await?;
    let payment = NewPayment { attempt, charge_id: &charge.id, method: attempt.method.as_ref(), received_on: when.today, settles_on };
    payments::insert_payment(tx, &payment, when.now).await?;
    // A credit may have reduced what is open while the gateway was asked: what was charged above it is the account's.
    let used_minor = attempt.amount_minor.min(invoice.open_minor);
    invoices::reduce_open(tx, &attempt.account, &invoice.id, used_minor).await?;
    accounts::change_credit(tx, &attempt.account, attempt.amount_minor - used_minor, CreditReason::Overpaid, None, when.now).await?;
    let was_overdue = invoice.overdue_since.is_some();
    let resumed = match (used_minor == invoice.open_minor, settles_on) {
        (false, _) => Resumed::Nothing,
        (true, None) => overdue::finish(tx, backend, &invoice, when).await?,
        // Should it come back, the plan goes on where it was.
        (true, Some(_)) => overdue::rest(tx, backend, &invoice, when).await?,
    };
    let details = serde_json::json!({ "amount_minor": attempt.amount_minor, "charge": charge.id });
    let entry = audit::AuditEntry { account: Some(&attempt.account), person: None, action: "invoice_paid", subject: &invoice.id, details };
    audit::add_entry(tx, entry, when.now).await?;
    // The mail of the renewal tells of what was charged at once; of a debit the account is told when the bank has paid. A
    // corporate account has a receipt of every payment.
    let wants_receipt = was_overdue || accounts::find_account(tx, &attempt.account).await?.is_some_and(|account| account.terms.is_some());
    if wants_receipt && invoice.is_told && settles_on.is_none() {
        let services = if resumed == Resumed::Services { dunning_mail::Services::Back } else { dunning_mail::Services::AsBefore };
        overdue::write(tx, &invoice, when, |account, contact| dunning_mail::paid(&invoice, attempt.amount_minor, services, account, contact, backend)).await?;
    }
    Ok(())
}

/// Declined: from today on the invoice is overdue, if it was not before.
pub(crate) async fn decline(tx: &mut Tx<'_>, backend: &Backend, attempt: &Attempt, code: &str, when: When) -> Result<(), Refusal> {
    if !attempts::settle_attempt(tx, &attempt.key, AttemptEnd::Declined, when.now).await? {
        return Ok(());
    }
    attempts::note_decline(tx, &attempt.key, code, when.today).await?;
    let invoice = find(tx, attempt).await?;
    let entry_details = serde_json::json!({ "amount_minor": attempt.amount_minor, "decline_code": code });
    let entry = audit::AuditEntry { account: Some(&attempt.account), person: None, action: "charge_declined", subject: &invoice.id, details: entry_details };
    audit::add_entry(tx, entry, when.now).await?;
    if invoice.overdue_since.is_none() && invoice.open_minor > 0 {
        overdue::begin(tx, backend, &invoice, Notice::Tell { decline_code: Some(code) }, when).await?;
    }
    Ok(())
}

/// The invoice, or the one that was issued in its place while the gateway was asked.
async fn find(tx: &mut Tx<'_>, attempt: &Attempt) -> Result<CollectedInvoice, Refusal> {
    let id = invoices::find_standing(tx, &attempt.account, attempt.owed.id()).await?.ok_or(Refusal::NotFound)?;
    invoices::find_collected(tx, &attempt.account, &id).await?.ok_or(Refusal::NotFound)
}
