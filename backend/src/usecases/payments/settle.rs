//! What became of a debit, once its day has come. One that comes back opens its invoice again; the change stands.

use crate::actor::Account;
use crate::db::attempts::Owed;
use crate::db::payments::{self, PaymentEnd, PendingPayment};
use crate::db::{Tx, accounts, audit, invoices, people};
use crate::gateways::payment::{Charge, ChargeOutcome};
use crate::texts::dunning_mail::{self, Services};
use crate::texts::payment_mail;
use crate::usecases::collections::{overdue, reopen};
use crate::usecases::jobs::When;
use crate::usecases::notices;
use crate::work;
use crate::{Backend, Contact, Refusal};

/// Ends a pending debit if its outcome is final. One that has ended is left as it is.
///
/// # Errors
/// [`Refusal`]; nothing was changed.
pub async fn settle_payment(backend: &Backend, payment: &PendingPayment, outcome: &ChargeOutcome) -> Result<(), Refusal> {
    let (charge, end) = match outcome {
        ChargeOutcome::Succeeded(charge) => (charge, PaymentEnd::Settled),
        ChargeOutcome::Failed { charge, code } => (charge, PaymentEnd::Failed { code }),
        ChargeOutcome::Pending { .. } => return Ok(()),
        other => {
            // A debit that was submitted has no other way to go; somebody has to look.
            tracing::error!(owed = %payment.owed, ?other, "the gateway contradicts itself about a debit");
            return Ok(());
        }
    };
    let now = backend.now();
    backend.db.write(work!(tx, &end => write_end(tx, backend, payment, (charge, end), now).await)).await
}

async fn write_end(tx: &mut Tx<'_>, backend: &Backend, payment: &PendingPayment, ended: (&Charge, &PaymentEnd<'_>), now: i64) -> Result<(), Refusal> {
    let (charge, end) = ended;
    accounts::lock_account(tx, &payment.account).await?;
    if (charge.amount_minor, charge.currency.as_str()) != (payment.amount_minor, payment.currency.as_str()) {
        return contradict(tx, payment, charge, now).await;
    }
    if !payments::settle_payment(tx, payment, end, now).await? {
        return Ok(());
    }
    let (action, details) = match end {
        PaymentEnd::Settled => {
            thank(tx, backend, payment, now).await?;
            ("debit_settled", serde_json::json!({ "amount_minor": payment.amount_minor }))
        }
        PaymentEnd::Failed { code } => {
            come_back(tx, backend, payment, now).await?;
            ("debit_returned", serde_json::json!({ "amount_minor": payment.amount_minor, "code": code }))
        }
    };
    let entry = audit::AuditEntry { account: Some(&payment.account), person: None, action, subject: payment.owed.id(), details };
    audit::add_entry(tx, entry, now).await?;
    Ok(())
}

/// What was overdue until the debit was submitted is paid for good: the plan is done with, and the account is told.
async fn thank(tx: &mut Tx<'_>, backend: &Backend, payment: &PendingPayment, now: i64) -> Result<(), Refusal> {
    let Owed::Invoice(id) = &payment.owed else { return Ok(()) };
    let Some(id) = invoices::find_standing(tx, &payment.account, id).await? else { return Ok(()) };
    let Some(invoice) = invoices::find_collected(tx, &payment.account, &id).await? else { return Ok(()) };
    if invoice.open_minor > 0 || invoice.overdue_since.is_none() {
        return Ok(());
    }
    invoices::note_dunning(tx, &invoice.account, &invoice.id, None, 0).await?;
    let when = When { today: backend.today(), now };
    overdue::write(tx, &invoice, when, |account, contact| dunning_mail::paid(&invoice, payment.amount_minor, Services::AsBefore, account, contact, backend))
        .await
}

/// What the debit had settled is to be paid again, and the billing contact learns how.
async fn come_back(tx: &mut Tx<'_>, backend: &Backend, payment: &PendingPayment, now: i64) -> Result<(), Refusal> {
    let PendingPayment { account, owed, amount_minor, .. } = payment;
    let id = match owed {
        Owed::Order(order) => invoices::find_standing_invoice(tx, account, order).await?.ok_or(Refusal::NotFound)?.id,
        Owed::Invoice(id) => invoices::find_standing(tx, account, id).await?.ok_or(Refusal::NotFound)?,
    };
    reopen::reopen(tx, account, &id, *amount_minor, now).await?;
    let invoice = invoices::find_collected(tx, account, &id).await?.ok_or(Refusal::NotFound)?;
    overdue::go_on(tx, backend, &invoice, When { today: backend.today(), now }).await?;
    let account: Account = accounts::find_account(tx, account).await?.ok_or(Refusal::NotFound)?;
    let Some(contact) = people::find_billing_contact(tx, &account.id).await? else { return Ok(()) };
    let returned = payment_mail::Returned { invoice: &invoice.number, amount_minor: *amount_minor, origin: &backend.settings.origin };
    let mail = |contact: &Contact| payment_mail::debit_returned(&returned, &account, contact, &backend.settings.seller.party.name);
    notices::write_invoice_mail(tx, &account, &contact, mail, now).await?;
    Ok(())
}

/// Another amount than the one submitted: not booked, not asked about again, and for staff to find out.
async fn contradict(tx: &mut Tx<'_>, payment: &PendingPayment, charge: &Charge, now: i64) -> Result<(), Refusal> {
    if !payments::stop_asking(tx, payment).await? {
        return Ok(());
    }
    let Charge { id, amount_minor, currency } = charge;
    tracing::error!(owed = %payment.owed, charge = id, amount_minor, currency, "the gateway contradicts what was submitted");
    let details = serde_json::json!({
        "charge": id, "amount_minor": amount_minor, "currency": currency, "asked_minor": payment.amount_minor, "asked_currency": payment.currency,
    });
    let entry = audit::AuditEntry { account: Some(&payment.account), person: None, action: "charge_contradicted", subject: payment.owed.id(), details };
    audit::add_entry(tx, entry, now).await?;
    Ok(())
}
