//! Tells the receiver of what happened, as often as it takes; it must not decide what is told.

mod queue;
mod sender;
mod signature;

use std::sync::Arc;
use std::time::Duration;

use tokio::time;

use crate::fault::{Fault, Place};
use crate::notice::WaitingNotice;
use crate::state::Sandbox;
use crate::store::Unavailable;
use queue::{Job, Queue, Repeat};
use sender::Sender;

/// The longest time that passes without a look at the queue.
const IDLE: Duration = Duration::from_secs(60);

/// Tells all that waits and all that will, until the sandbox stops. Without a receiver it ends at once.
pub(crate) async fn tell_all(sandbox: Sandbox) {
    let Some(webhook) = sandbox.webhook() else { return };
    let sender = match Sender::new(webhook) {
        Ok(sender) => sender,
        Err(error) => {
            tracing::error!(%error, "no webhook can be sent");
            return;
        }
    };
    tokio::select! {
        biased;
        () = sandbox.stopped() => {}
        // The store ends when the sandbox does; what was not told waits in the journal.
        _ = tell(&sandbox, &sender) => {}
    }
}

async fn tell(sandbox: &Sandbox, sender: &Sender) -> Result<(), Unavailable> {
    let mut queue = Queue::default();
    let mut last_notice = sandbox.store().last_notice();
    let mut seen = 0;
    loop {
        last_notice.mark_unchanged();
        for notice in sandbox.store().ask(move |ledger, _| ledger.waiting_after(seen)).await? {
            seen = notice.number;
            take_up(sandbox, &mut queue, notice).await?;
        }
        match queue.take_due() {
            Some(job) => attempt(sandbox, sender, &mut queue, job).await?,
            None => {
                let pause = queue.pause().unwrap_or(IDLE);
                tokio::select! {
                    changed = last_notice.changed() => changed.map_err(|_| Unavailable)?,
                    () = time::sleep(pause) => {}
                }
            }
        }
    }
}

/// Puts a new event into the queue, as the fault in force has it.
async fn take_up(sandbox: &Sandbox, queue: &mut Queue, notice: Arc<WaitingNotice>) -> Result<(), Unavailable> {
    let plan = sandbox.faults().current();
    if plan.fault == Fault::WebhookReversed {
        // Only the second of two uses the fault up.
        if queue.reverse_or_hold(notice, plan.delay()) {
            sandbox.faults().take(Place::Webhook);
        }
        return Ok(());
    }
    let plan = sandbox.faults().take(Place::Webhook);
    match plan.fault {
        Fault::WebhookLost => end(sandbox, &notice).await?,
        Fault::WebhookLate => queue.put(notice, plan.delay(), Repeat::Once),
        Fault::WebhookTwice => queue.put(notice, Duration::ZERO, Repeat::Twice),
        _ => queue.put(notice, Duration::ZERO, Repeat::Once),
    }
    Ok(())
}

async fn attempt(sandbox: &Sandbox, sender: &Sender, queue: &mut Queue, job: Job) -> Result<(), Unavailable> {
    let id = job.notice.notice.id.clone();
    // It may have been given up while it waited for its turn.
    if !sandbox.store().ask(move |ledger, _| ledger.is_waiting(&id)).await? {
        return Ok(());
    }
    match sender.send(&job.notice).await {
        Ok(()) => {
            if job.repeat == Repeat::Twice
                && let Err(reason) = sender.send(&job.notice).await
            {
                tracing::debug!(event = job.notice.notice.id, %reason, "the event's repetition was not taken");
            }
            end(sandbox, &job.notice).await
        }
        Err(reason) => {
            tracing::debug!(event = job.notice.notice.id, %reason, attempt = job.attempts, "the event was not taken");
            queue.put_back(job);
            Ok(())
        }
    }
}

async fn end(sandbox: &Sandbox, notice: &WaitingNotice) -> Result<(), Unavailable> {
    let id = notice.notice.id.clone();
    if let Err(denial) = sandbox.store().ask(move |ledger, _| ledger.end_notice(&id)).await? {
        tracing::error!(?denial, "an event cannot be marked as taken");
    }
    Ok(())
}
