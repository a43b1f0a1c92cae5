//! What the faults do to a call that acts; it must not know what the call does.

use axum::http::StatusCode;

use super::refusal::Refusal;
use crate::fault::{Fault, Place};
use crate::ledger::{Denial, Ledger, Verdict};
use crate::moment::Moment;
use crate::state::Sandbox;

/// Lets something be decided, with the fault in force there. Like at a real gateway, a caller that hangs up does not stop it.
pub(super) async fn act<T: Send + 'static>(
    sandbox: Sandbox,
    place: Place,
    decide: impl FnOnce(&mut Ledger, Moment, Verdict) -> Result<T, Denial> + Send + 'static,
) -> Result<T, Refusal> {
    let acting = tokio::spawn(async move { act_with_faults(&sandbox, place, decide).await });
    acting.await.map_err(|_| Refusal::internal())?
}

async fn act_with_faults<T: Send + 'static>(
    sandbox: &Sandbox,
    place: Place,
    decide: impl FnOnce(&mut Ledger, Moment, Verdict) -> Result<T, Denial> + Send + 'static,
) -> Result<T, Refusal> {
    let plan = sandbox.faults().take(place);
    let mut verdict = Verdict::ByMethod;
    match plan.fault {
        Fault::SilentBeforeCharge => {
            sandbox.delay(plan.delay()).await?;
            return Err(Refusal::timeout());
        }
        Fault::ErrorBeforeCharge => return Err(Refusal::internal()),
        Fault::RegisterDown => return Err(Refusal::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", "the register is down")),
        Fault::Slow | Fault::RegisterSilent => sandbox.delay(plan.delay()).await?,
        Fault::Decline => verdict = Verdict::Decline,
        Fault::None | Fault::SilentAfterCharge | Fault::ErrorAfterCharge | Fault::DropAfterCharge => {}
        // No request ever meets these.
        Fault::WebhookTwice | Fault::WebhookLate | Fault::WebhookReversed | Fault::WebhookLost => {}
    }
    let decided = sandbox.store().ask(move |ledger, moment| decide(ledger, moment, verdict)).await?;
    match plan.fault {
        Fault::SilentAfterCharge => sandbox.delay(plan.delay()).await?,
        Fault::ErrorAfterCharge => return Err(Refusal::internal()),
        Fault::DropAfterCharge => return Err(Refusal::Silent),
        _ => {}
    }
    Ok(decided?)
}
