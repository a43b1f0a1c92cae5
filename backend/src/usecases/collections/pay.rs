//! The billing contact pays an open invoice at once, with the method on file.

use super::charge::{attempt_for, charge_attended};
use crate::db::attempts::{self, Attempt};
use crate::db::{Tx, accounts, audit, invoices, payment_methods};
use crate::usecases::orders::settle;
use crate::work;
use crate::{Actor, Backend, Refusal};

/// What a payment has come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Payment {
    /// Paid, or submitted to the bank.
    Paid,
    /// The holder of the card has to confirm it there.
    Confirm { action_url: String },
    /// Declined, for the gateway's reason; the invoice is open as before.
    Declined { code: String },
    /// What became of it is not known yet; recovery finds out.
    Unknown,
}

/// Pays all that is open of an invoice, if that is what was `seen_minor` on screen. A second click meets the first one's
/// attempt.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::PriceChanged`] when something else is open now, [`Refusal::NoPaymentMethod`].
pub async fn pay_invoice(backend: &Backend, actor: &Actor, number: &str, seen_minor: i64) -> Result<Payment, Refusal> {
    actor.must_be_billing_contact()?;
    let (now, today) = (backend.now(), backend.today());
    let written = backend.db.write(work!(tx => write_attempt(tx, backend, (actor, number, seen_minor), (today, now)).await)).await?;
    let (attempt, is_new) = match written {
        Written::Paid => return Ok(Payment::Paid),
        Written::Unclear => return Ok(Payment::Unknown),
        Written::Before(attempt) => (attempt, false),
        Written::New(attempt) => (attempt, true),
    };
    if is_new {
        charge_attended(backend, &attempt, format!("{}/billing/invoices/{number}/return", backend.settings.origin)).await;
    }
    outcome_of(backend, actor, &attempt).await
}

/// The holder of the card comes back from the gateway's page, or its news comes: asks what became of the payment.
///
/// # Errors
/// [`Refusal::NotFound`]; [`Refusal::GatewaySilent`] when it cannot be known now.
pub async fn refresh_invoice(backend: &Backend, actor: &Actor, number: &str) -> Result<(), Refusal> {
    let found = backend.db.read(work!(tx => find_open(tx, actor, number).await)).await?;
    let Some(attempt) = found else { return Ok(()) };
    let outcome = backend.gateway.find(&attempt.key).await.map_err(|error| {
        tracing::warn!(%error, "the gateway does not answer");
        Refusal::GatewaySilent
    })?;
    match outcome {
        Some(crate::gateways::payment::ChargeOutcome::ActionRequired { .. }) | None => Ok(()),
        Some(outcome) => settle::settle_attempt(backend, &attempt, outcome).await,
    }
}

/// Gives up a payment that waits for its confirmation.
///
/// # Errors
/// As [`refresh_invoice`].
pub async fn give_up_payment(backend: &Backend, actor: &Actor, number: &str) -> Result<(), Refusal> {
    actor.must_be_billing_contact()?;
    let found = backend.db.read(work!(tx => find_open(tx, actor, number).await)).await?;
    let Some(attempt) = found else { return Ok(()) };
    let outcome = backend.gateway.settle(&attempt.key).await.map_err(|error| {
        tracing::warn!(%error, "the gateway does not answer");
        Refusal::GatewaySilent
    })?;
    settle::settle_attempt(backend, &attempt, outcome).await
}

enum Written {
    Paid,
    Unclear,
    Before(Attempt),
    New(Attempt),
}

async fn write_attempt(tx: &mut Tx<'_>, backend: &Backend, asked: (&Actor, &str, i64), when: (chrono::NaiveDate, i64)) -> Result<Written, Refusal> {
    let ((actor, number, seen_minor), (today, now)) = (asked, when);
    accounts::lock_account(tx, &actor.account).await?;
    let invoice = invoices::find_collected_by_number(tx, &actor.account, number).await?.ok_or(Refusal::NotFound)?;
    if let Some(attempt) = attempts::find_open_of_invoice(tx, &actor.account, &invoice.id).await? {
        return Ok(Written::Before(attempt));
    }
    if invoice.open_minor == 0 {
        return Ok(Written::Paid);
    }
    if attempts::is_contradicted(tx, &actor.account, &invoice.id).await? {
        return Ok(Written::Unclear);
    }
    if invoice.open_minor != seen_minor {
        return Err(Refusal::PriceChanged);
    }
    let usable = payment_methods::find_usable(tx, &actor.account, today).await?.ok_or(Refusal::NoPaymentMethod)?;
    let attempt = attempt_for(backend, &invoice, &usable, now);
    attempts::insert_attempt(tx, &attempt, now).await?;
    let details = serde_json::json!({ "amount_minor": attempt.amount_minor, "number": number });
    let entry = audit::AuditEntry { account: Some(&actor.account), person: Some(&actor.person), action: "payment_begun", subject: &invoice.id, details };
    audit::add_entry(tx, entry, now).await?;
    Ok(Written::New(attempt))
}

async fn find_open(tx: &mut Tx<'_>, actor: &Actor, number: &str) -> Result<Option<Attempt>, Refusal> {
    let invoice = invoices::find_collected_by_number(tx, &actor.account, number).await?.ok_or(Refusal::NotFound)?;
    Ok(attempts::find_open_of_invoice(tx, &actor.account, &invoice.id).await?)
}

async fn outcome_of(backend: &Backend, actor: &Actor, attempt: &Attempt) -> Result<Payment, Refusal> {
    let outcome = backend
        .db
        .read(work!(tx => {
            let open = attempts::find_open_of_invoice(tx, &actor.account, attempt.owed.id()).await?;
            let invoice = invoices::find_collected(tx, &actor.account, attempt.owed.id()).await?.ok_or(Refusal::NotFound)?;
            let code = attempts::find_decline_of_invoice(tx, &actor.account, attempt.owed.id()).await?;
            Ok::<_, Refusal>((open, invoice.open_minor, code))
        }))
        .await?;
    Ok(match outcome {
        (Some(Attempt { action_url: Some(action_url), .. }), ..) => Payment::Confirm { action_url },
        (Some(_), ..) => Payment::Unknown,
        (None, 0, _) => Payment::Paid,
        (None, _, Some(code)) => Payment::Declined { code },
        (None, _, None) => Payment::Unknown,
    })
}
