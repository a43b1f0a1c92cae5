//! What the gateway answered is put in force, once, whoever learnt it: the request itself, its person coming back, the
//! gateway's own news, or recovery.

use crate::clock::seconds;
use crate::db::attempts::{self, Attempt, AttemptEnd, Owed};
use crate::db::{Tx, accounts, audit, cart, orders, quotes, subscriptions};
use crate::gateways::payment::{Charge, ChargeOutcome, ChargeRequest, OutcomeUnknown};
use crate::usecases::collections;
use crate::usecases::jobs::When;
use crate::usecases::orders::complete;
use crate::usecases::service_orders;
use crate::work;
use crate::{Backend, Refusal, failpoint};
use billing::ids::{AccountId, OrderId};
use billing::order::OrderState;
use chrono::NaiveDate;

/// How long the holder of a card has to confirm a payment; recovery gives it up then.
const CONFIRMATION: i64 = seconds(30 * 60);

/// What the gateway is asked for an attempt: to charge it, or to reserve its amount.
pub(crate) fn request_of(attempt: &Attempt, return_url: Option<String>) -> ChargeRequest {
    ChargeRequest {
        key: attempt.key.clone(),
        amount_minor: attempt.amount_minor,
        currency: attempt.currency.clone(),
        payment_token: attempt.payment_token.clone(),
        reference: attempt.owed.id().to_owned(),
        return_url,
    }
}

/// Stores what the gateway answered. Where it has not, or the answer cannot be stored, recovery asks again; answers whether the
/// gateway has spoken.
pub(crate) async fn store_answer(backend: &Backend, attempt: &Attempt, answer: Result<ChargeOutcome, OutcomeUnknown>) -> Result<(), OutcomeUnknown> {
    let outcome = answer.inspect_err(|error| tracing::warn!(%error, owed = %attempt.owed, "recovery will ask the gateway"))?;
    failpoint::reach(failpoint::AFTER_GATEWAY_ANSWERED).await;
    if let Err(error) = settle_attempt(backend, attempt, outcome).await {
        tracing::error!(%error, owed = %attempt.owed, "the gateway's answer was not stored; recovery will ask again");
    }
    Ok(())
}

/// Ends an attempt and its order, or notes that its person must act first. An attempt that has ended is left as it is.
///
/// # Errors
/// [`Refusal`]; nothing was changed, and the attempt is still open.
pub async fn settle_attempt(backend: &Backend, attempt: &Attempt, outcome: ChargeOutcome) -> Result<(), Refusal> {
    let now = backend.now();
    if let ChargeOutcome::ActionRequired { action_url } = &outcome {
        let lease_until = now.saturating_add(CONFIRMATION);
        backend.db.write(work!(tx => attempts::await_action(tx, attempt, action_url, lease_until).await)).await?;
        failpoint::reach(failpoint::AFTER_ACTION_STORED).await;
        return Ok(());
    }
    let when = When { today: backend.today(), now };
    backend.db.write(work!(tx, &outcome => write_outcome(tx, backend, attempt, outcome, when).await)).await
}

async fn write_outcome(tx: &mut Tx<'_>, backend: &Backend, attempt: &Attempt, outcome: &ChargeOutcome, when: When) -> Result<(), Refusal> {
    accounts::lock_account(tx, &attempt.account).await?;
    match outcome {
        ChargeOutcome::Succeeded(charge) => complete(tx, backend, attempt, (charge, None), when).await?,
        ChargeOutcome::Pending { charge, settles_on } => complete(tx, backend, attempt, (charge, Some(*settles_on)), when).await?,
        // A debit that came back before anybody knew that it was submitted: nothing is in force yet.
        ChargeOutcome::Declined { code } | ChargeOutcome::Failed { code, .. } => match &attempt.owed {
            Owed::Order(order) => give_up(tx, (attempt, order), AttemptEnd::Declined, Some(code.clone()), when.now).await?,
            Owed::Invoice(_) => collections::settle::decline(tx, backend, attempt, code, when).await?,
        },
        ChargeOutcome::Cancelled | ChargeOutcome::Voided => match &attempt.owed {
            Owed::Order(order) => give_up(tx, (attempt, order), AttemptEnd::Cancelled, None, when.now).await?,
            // Nothing was charged, and the invoice is on the calendar as before.
            Owed::Invoice(_) => {
                attempts::settle_attempt(tx, &attempt.key, AttemptEnd::Cancelled, when.now).await?;
            }
        },
        ChargeOutcome::Authorised(charge) => reserve(tx, backend, attempt, charge, when).await?,
        ChargeOutcome::ActionRequired { .. } => {}
    }
    failpoint::reach(failpoint::BEFORE_COMPLETING_COMMIT).await;
    Ok(())
}

/// Reserved, as only a service order asks for; all others are charged.
async fn reserve(tx: &mut Tx<'_>, backend: &Backend, attempt: &Attempt, charge: &Charge, when: When) -> Result<(), Refusal> {
    let is_what_was_asked = (charge.amount_minor, charge.currency.as_str()) == (attempt.amount_minor, attempt.currency.as_str());
    match &attempt.owed {
        Owed::Order(order) if is_what_was_asked && quotes::find_by_order(tx, &attempt.account, order).await?.is_some() => {
            service_orders::place::reserve(tx, backend, attempt, order, when).await
        }
        _ => contradict(tx, attempt, charge, when.now).await,
    }
}

/// Paid, or submitted to the bank, which counts as paid until it says no.
async fn complete(tx: &mut Tx<'_>, backend: &Backend, attempt: &Attempt, paid: (&Charge, Option<NaiveDate>), when: When) -> Result<(), Refusal> {
    let (charge, settles_on) = paid;
    if (charge.amount_minor, charge.currency.as_str()) != (attempt.amount_minor, attempt.currency.as_str()) {
        return contradict(tx, attempt, charge, when.now).await;
    }
    if !attempts::settle_attempt(tx, &attempt.key, AttemptEnd::Succeeded, when.now).await? {
        return Ok(());
    }
    match &attempt.owed {
        Owed::Order(order) => {
            let paid = complete::Paid { attempt, charge_id: &charge.id, settles_on };
            complete::complete_order(tx, backend, &attempt.account, order, Some(&paid), when.now).await
        }
        Owed::Invoice(_) => collections::settle::pay(tx, backend, attempt, (charge, settles_on), when).await,
    }
}

/// Nothing was charged: the order ends, its subscriptions and its credit are free again. The cart stays and
/// gets a new key, so that the next try is another order.
async fn give_up(tx: &mut Tx<'_>, of: (&Attempt, &OrderId), end: AttemptEnd, decline_code: Option<String>, now: i64) -> Result<(), Refusal> {
    let (attempt, order) = of;
    if !attempts::settle_attempt(tx, &attempt.key, end, now).await? {
        return Ok(());
    }
    let state = if end == AttemptEnd::Declined { OrderState::Declined } else { OrderState::Cancelled };
    end_order(tx, &attempt.account, order, (state, decline_code), now).await
}

/// Ends a placed order that nothing comes of: what it held and reserved is free again. The caller holds the account's lock.
pub(crate) async fn end_order(tx: &mut Tx<'_>, account: &AccountId, order: &OrderId, ended: (OrderState, Option<String>), now: i64) -> Result<(), Refusal> {
    let (state, decline_code) = ended;
    let row = orders::find_order(tx, account, order).await?.ok_or(Refusal::NotFound)?;
    let action = if state == OrderState::Declined { "order_declined" } else { "order_cancelled" };
    let details = serde_json::json!({ "decline_code": decline_code });
    if !orders::settle_order(tx, account, order, state, decline_code, now).await? {
        return Ok(());
    }
    subscriptions::release_from_order(tx, account, order).await?;
    quotes::release_from_order(tx, account, order).await?;
    let reserved = row.content.price.credit_used_minor;
    accounts::change_credit(tx, account, reserved, accounts::CreditReason::Released, Some(order), now).await?;
    cart::rotate_key(tx, account).await?;
    audit::add_entry(tx, audit::AuditEntry { account: Some(account), person: None, action, subject: order.as_str(), details }, now).await?;
    Ok(())
}

/// The gateway moved another amount than it was asked to. That is neither booked nor asked about again: the order stays
/// as it is until staff has found out.
async fn contradict(tx: &mut Tx<'_>, attempt: &Attempt, charge: &Charge, now: i64) -> Result<(), Refusal> {
    if !attempts::settle_attempt(tx, &attempt.key, AttemptEnd::Contradicted, now).await? {
        return Ok(());
    }
    let Charge { id, amount_minor, currency } = charge;
    let (asked_minor, asked_currency) = (attempt.amount_minor, &attempt.currency);
    tracing::error!(owed = %attempt.owed, charge = id, amount_minor, currency, asked_minor, asked_currency, "the gateway contradicts what it was asked for");
    let details = serde_json::json!({
        "charge": id, "amount_minor": amount_minor, "currency": currency, "asked_minor": asked_minor, "asked_currency": asked_currency,
    });
    let entry = audit::AuditEntry { account: Some(&attempt.account), person: None, action: "charge_contradicted", subject: attempt.owed.id(), details };
    audit::add_entry(tx, entry, now).await?;
    Ok(())
}
