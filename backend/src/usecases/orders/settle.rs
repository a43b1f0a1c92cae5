//! What the gateway answered is put in force, once, whoever learnt it: the request itself or recovery.

use crate::db::orders::{Attempt, AttemptEnd};
use crate::db::{Tx, accounts, audit, cart, orders, subscriptions};
use crate::gateways::payment::ChargeOutcome;
use crate::usecases::orders::complete;
use crate::work;
use crate::{Backend, Refusal, failpoint};
use billing::order::OrderState;

/// Ends an attempt and its order. An attempt that has ended is left as it is.
///
/// # Errors
/// [`Refusal`]; nothing was changed, and the attempt is still open.
pub async fn settle_attempt(backend: &Backend, attempt: &Attempt, outcome: ChargeOutcome) -> Result<(), Refusal> {
    let now = backend.now();
    backend.db.write(work!(tx, &outcome => write_outcome(tx, backend, attempt, outcome, now).await)).await
}

async fn write_outcome(tx: &mut Tx<'_>, backend: &Backend, attempt: &Attempt, outcome: &ChargeOutcome, now: i64) -> Result<(), Refusal> {
    accounts::lock_account(tx, &attempt.account).await?;
    let end = match outcome {
        ChargeOutcome::Succeeded { .. } => AttemptEnd::Succeeded,
        ChargeOutcome::Declined { .. } => AttemptEnd::Declined,
        ChargeOutcome::Cancelled => AttemptEnd::Cancelled,
    };
    if !orders::settle_attempt(tx, &attempt.key, end, now).await? {
        return Ok(());
    }
    match outcome {
        ChargeOutcome::Succeeded { charge_id, amount_minor, currency } => {
            if (*amount_minor, currency.as_str()) != (attempt.amount_minor, attempt.currency.as_str()) {
                tracing::error!(order = %attempt.order, amount_minor, currency, "the gateway charged another amount than it was asked for");
            }
            let paid = complete::Paid { attempt, charge_id };
            complete::complete_order(tx, backend, &attempt.account, &attempt.order, Some(&paid), now).await?;
        }
        ChargeOutcome::Declined { code } => give_up(tx, attempt, OrderState::Declined, Some(code.clone()), now).await?,
        ChargeOutcome::Cancelled => give_up(tx, attempt, OrderState::Cancelled, None, now).await?,
    }
    failpoint::reach(failpoint::BEFORE_COMPLETING_COMMIT).await;
    Ok(())
}

/// Nothing was charged: the order ends, its subscriptions and its credit are free again. The cart stays and
/// gets a new key, so that the next try is another order.
async fn give_up(tx: &mut Tx<'_>, attempt: &Attempt, state: OrderState, decline_code: Option<String>, now: i64) -> Result<(), Refusal> {
    let (account, order) = (&attempt.account, &attempt.order);
    let row = orders::find_order(tx, account, order).await?.ok_or(Refusal::NotFound)?;
    let details = serde_json::json!({ "decline_code": decline_code });
    if !orders::settle_order(tx, account, order, state, decline_code, now).await? {
        return Ok(());
    }
    subscriptions::release_from_order(tx, account, order).await?;
    let reserved = row.content.price.credit_used_minor;
    accounts::change_credit(tx, account, reserved, accounts::CreditReason::Released, order, now).await?;
    cart::rotate_key(tx, account).await?;
    let action = if state == OrderState::Declined { "order_declined" } else { "order_cancelled" };
    audit::add_entry(tx, audit::AuditEntry { account: Some(account), person: None, action, subject: order.as_str(), details }, now).await?;
    Ok(())
}
