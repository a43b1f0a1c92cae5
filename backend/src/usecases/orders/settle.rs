//! What the gateway answered is put in force, once, whoever learnt it: the request itself, its person coming back, the
//! gateway's own news, or recovery.

use crate::clock::seconds;
use crate::db::attempts::{self, Attempt, AttemptEnd};
use crate::db::{Tx, accounts, audit, cart, orders, subscriptions};
use crate::gateways::payment::{Charge, ChargeOutcome};
use crate::usecases::orders::complete;
use crate::work;
use crate::{Backend, Refusal, failpoint};
use billing::order::OrderState;
use chrono::NaiveDate;

/// How long the holder of a card has to confirm a payment; recovery gives it up then.
const CONFIRMATION: i64 = seconds(30 * 60);

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
    backend.db.write(work!(tx, &outcome => write_outcome(tx, backend, attempt, outcome, now).await)).await
}

async fn write_outcome(tx: &mut Tx<'_>, backend: &Backend, attempt: &Attempt, outcome: &ChargeOutcome, now: i64) -> Result<(), Refusal> {
    accounts::lock_account(tx, &attempt.account).await?;
    match outcome {
        ChargeOutcome::Succeeded(charge) => complete(tx, backend, attempt, (charge, None), now).await?,
        ChargeOutcome::Pending { charge, settles_on } => complete(tx, backend, attempt, (charge, Some(*settles_on)), now).await?,
        // A debit that came back before anybody knew that it was submitted: nothing is in force yet.
        ChargeOutcome::Declined { code } | ChargeOutcome::Failed { code, .. } => give_up(tx, attempt, AttemptEnd::Declined, Some(code.clone()), now).await?,
        ChargeOutcome::Cancelled | ChargeOutcome::Voided => give_up(tx, attempt, AttemptEnd::Cancelled, None, now).await?,
        // Orders of this door are charged, never authorised.
        ChargeOutcome::Authorised(charge) => contradict(tx, attempt, charge, now).await?,
        ChargeOutcome::ActionRequired { .. } => {}
    }
    failpoint::reach(failpoint::BEFORE_COMPLETING_COMMIT).await;
    Ok(())
}

/// Paid, or submitted to the bank, which counts as paid until it says no.
async fn complete(tx: &mut Tx<'_>, backend: &Backend, attempt: &Attempt, paid: (&Charge, Option<NaiveDate>), now: i64) -> Result<(), Refusal> {
    let (charge, settles_on) = paid;
    if (charge.amount_minor, charge.currency.as_str()) != (attempt.amount_minor, attempt.currency.as_str()) {
        return contradict(tx, attempt, charge, now).await;
    }
    if attempts::settle_attempt(tx, &attempt.key, AttemptEnd::Succeeded, now).await? {
        let paid = complete::Paid { attempt, charge_id: &charge.id, settles_on };
        complete::complete_order(tx, backend, &attempt.account, &attempt.order, Some(&paid), now).await?;
    }
    Ok(())
}

/// Nothing was charged: the order ends, its subscriptions and its credit are free again. The cart stays and
/// gets a new key, so that the next try is another order.
async fn give_up(tx: &mut Tx<'_>, attempt: &Attempt, end: AttemptEnd, decline_code: Option<String>, now: i64) -> Result<(), Refusal> {
    if !attempts::settle_attempt(tx, &attempt.key, end, now).await? {
        return Ok(());
    }
    let (account, order) = (&attempt.account, &attempt.order);
    let row = orders::find_order(tx, account, order).await?.ok_or(Refusal::NotFound)?;
    let (state, action) = match end {
        AttemptEnd::Declined => (OrderState::Declined, "order_declined"),
        _ => (OrderState::Cancelled, "order_cancelled"),
    };
    let details = serde_json::json!({ "decline_code": decline_code });
    if !orders::settle_order(tx, account, order, state, decline_code, now).await? {
        return Ok(());
    }
    subscriptions::release_from_order(tx, account, order).await?;
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
    tracing::error!(order = %attempt.order, charge = id, amount_minor, currency, asked_minor, asked_currency, "the gateway contradicts what it was asked for");
    let details = serde_json::json!({
        "charge": id, "amount_minor": amount_minor, "currency": currency, "asked_minor": asked_minor, "asked_currency": asked_currency,
    });
    let entry = audit::AuditEntry { account: Some(&attempt.account), person: None, action: "charge_contradicted", subject: attempt.order.as_str(), details };
    audit::add_entry(tx, entry, now).await?;
    Ok(())
}
