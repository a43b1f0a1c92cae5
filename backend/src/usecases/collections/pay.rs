//! Open invoices are paid at once, in full or in part, with the method on file or with a card that pays once.

use super::charge::{attempt_for, charge_attended};
use crate::db::attempts::{self, Attempt, AttemptState};
use crate::db::payment_methods::{self, PaymentMethod};
use crate::db::people::Door;
use crate::db::{Tx, accounts, audit, invoices, single_cards};
use crate::usecases::orders::place;
use crate::usecases::orders::settle;
use crate::work;
use crate::{Actor, Backend, Refusal};
use billing::input::InputFault;

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
    let share = Share { number, seen_minor, amount_minor: seen_minor };
    pay_invoices(backend, actor, &[share], PayWith::MethodOnFile).await?.pop().ok_or(Refusal::NotFound)
}

/// What is paid of an invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share<'a> {
    /// Its number.
    pub number: &'a str,
    /// What was open on screen, minor units.
    pub seen_minor: i64,
    /// What is paid of it, minor units: from 1 up to what is open.
    pub amount_minor: i64,
}

/// What pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PayWith<'a> {
    /// The account's payment method.
    MethodOnFile,
    /// A card that was entered for this alone, by the gateway's name of the visit.
    SingleCard(&'a str),
}

/// Pays shares of several invoices at once: all of them are begun, or none. Each invoice is charged by itself, so that every
/// payment belongs to one invoice, and one that is declined leaves the others alone. Answers one result for each, in order.
///
/// # Errors
/// As [`pay_invoice`]; [`Refusal::Input`] for an amount below 1 or above what is open.
pub async fn pay_invoices(backend: &Backend, actor: &Actor, shares: &[Share<'_>], with: PayWith<'_>) -> Result<Vec<Payment>, Refusal> {
    actor.must_be_allowed_to_pay()?;
    let (now, today) = (backend.now(), backend.today());
    let written = backend.db.write(work!(tx => write_attempts(tx, backend, (actor, shares, with), (today, now)).await)).await?;
    let mut payments = Vec::with_capacity(written.len());
    for (share, written) in shares.iter().zip(written) {
        payments.push(match written {
            Written::Paid => Payment::Paid,
            Written::Unclear => Payment::Unknown,
            Written::Before(attempt) => outcome_of(backend, actor, &attempt).await?,
            Written::New(attempt) => {
                charge_attended(backend, &attempt, return_address(backend, actor, share.number)).await;
                outcome_of(backend, actor, &attempt).await?
            }
        });
    }
    Ok(payments)
}

/// Where the holder of a card comes back to from their bank.
fn return_address(backend: &Backend, actor: &Actor, number: &str) -> String {
    let home = match actor.door {
        Door::Corporate => "/corporate",
        Door::BillingCenter | Door::Staff => "/billing",
    };
    format!("{}{home}/invoices/{number}/return", backend.settings.origin)
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
    actor.must_be_allowed_to_pay()?;
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

type Asked<'a> = (&'a Actor, &'a [Share<'a>], PayWith<'a>);

async fn write_attempts(tx: &mut Tx<'_>, backend: &Backend, asked: Asked<'_>, when: (chrono::NaiveDate, i64)) -> Result<Vec<Written>, Refusal> {
    let (actor, shares, with) = asked;
    accounts::lock_account(tx, &actor.account).await?;
    let mut written = Vec::with_capacity(shares.len());
    let mut paying = Paying { with, method: None, place: 0 };
    for share in shares {
        written.push(write_attempt(tx, backend, (actor, share), &mut paying, when).await?);
    }
    Ok(written)
}

/// The method that pays all shares: looked for when the first of them needs it, since a card that pays once is used up by it.
struct Paying<'a> {
    with: PayWith<'a>,
    method: Option<PaymentMethod>,
    /// How many attempts were written with it.
    place: i64,
}

impl Paying<'_> {
    async fn method(&mut self, tx: &mut Tx<'_>, actor: &Actor, when: (chrono::NaiveDate, i64)) -> Result<PaymentMethod, Refusal> {
        if let Some(method) = &self.method {
            return Ok(method.clone());
        }
        let found = match self.with {
            PayWith::MethodOnFile => payment_methods::find_usable(tx, &actor.account, when.0).await?,
            PayWith::SingleCard(session) => single_cards::use_card(tx, &actor.account, session, when.1).await?,
        };
        let method = found.ok_or(Refusal::NoPaymentMethod)?;
        self.method = Some(method.clone());
        Ok(method)
    }
}

async fn write_attempt(
    tx: &mut Tx<'_>,
    backend: &Backend,
    asked: (&Actor, &Share<'_>),
    paying: &mut Paying<'_>,
    when: (chrono::NaiveDate, i64),
) -> Result<Written, Refusal> {
    let ((actor, share), now) = (asked, when.1);
    let Share { number, seen_minor, amount_minor } = *share;
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
    if !(1..=invoice.open_minor).contains(&amount_minor) {
        return Err(Refusal::Input { field: "amount", fault: InputFault::AmountNotDue });
    }
    let method = paying.method(tx, actor, when).await?;
    // They are charged one after the other: each has its own time.
    paying.place += 1;
    let lease_until = now.saturating_add(place::lease(backend).saturating_mul(paying.place));
    let attempt = Attempt { amount_minor, lease_until, ..attempt_for(backend, &invoice, &method, now) };
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
            let state = attempts::find_state(tx, &actor.account, &attempt.key).await?.ok_or(Refusal::NotFound)?;
            let invoice = invoices::find_collected(tx, &actor.account, attempt.owed.id()).await?.ok_or(Refusal::NotFound)?;
            Ok::<_, Refusal>((state, invoice.open_minor))
        }))
        .await?;
    Ok(match outcome {
        (AttemptState::Open { action_url: Some(action_url) }, _) => Payment::Confirm { action_url },
        (AttemptState::Open { action_url: None }, _) => Payment::Unknown,
        (AttemptState::Ended { code: Some(code) }, 1..) => Payment::Declined { code },
        (AttemptState::Succeeded, _) | (_, 0) => Payment::Paid,
        (AttemptState::Ended { .. }, _) => Payment::Unknown,
    })
}
