//! Work in the background, each kind in a loop of its own: a gateway that hangs delays no mail, and a mail server that
//! hangs no payment. Any number of servers may run it.

use crate::db::jobs::Lane;
use crate::usecases::jobs::run::{Round, run_batch};
use crate::usecases::{demo_clock, gateway_events, outbox, payments, people, refunds, service_orders, vat_ids};
use crate::{Backend, DbError, recovery};
use std::fmt::Display;
use std::time::Duration;
use tokio::sync::watch;

const PAUSE: Duration = Duration::from_secs(1);
/// Between two looks for numbers that the register did not prove; each is asked about more rarely.
const REGISTER_PAUSE: Duration = Duration::from_secs(10);
/// Between two clearings of what has ended.
const CLEARING_PAUSE: Duration = Duration::from_secs(600);

/// Works until `stop` says true or its sender is gone. A failed round is logged, and the next one tries again.
pub async fn run(backend: Backend, stop: watch::Receiver<bool>) {
    let backend = &backend;
    tokio::join!(
        repeat(&stop, PAUSE, "recovery", || recovery::recover_orders(backend)),
        repeat(&stop, PAUSE, "refunds", || refunds::carry_out::recover_refunds(backend)),
        repeat(&stop, PAUSE, "service orders", || service_orders::finish::finish_overdue(backend)),
        repeat(&stop, PAUSE, "events", || gateway_events::handle::handle_overdue(backend)),
        repeat(&stop, PAUSE, "debits", || payments::ask::ask_due(backend)),
        repeat(&stop, REGISTER_PAUSE, "VAT numbers", || vat_ids::recheck::recheck_due(backend)),
        repeat(&stop, PAUSE, "requests for passwords", || people::password_links::answer_requests(backend)),
        repeat(&stop, PAUSE, "renewals and ends", || work_off(backend, Lane::Books, &stop)),
        repeat(&stop, PAUSE, "collections", || work_off(backend, Lane::Gateway, &stop)),
        repeat(&stop, PAUSE, "receipts", || work_off(backend, Lane::Mail, &stop)),
        repeat(&stop, PAUSE, "demo's calendar", || demo_clock::load(backend)),
        repeat(&stop, PAUSE, "outbox", || outbox::send_due(backend)),
        repeat(&stop, CLEARING_PAUSE, "clearing", || people::clear_away::clear_away(backend)),
    );
}

/// Works off what is due in a lane, batch after batch, until nothing is or the portal stops.
async fn work_off(backend: &Backend, lane: Lane, stop: &watch::Receiver<bool>) -> Result<Round, DbError> {
    let mut all = Round::default();
    while !*stop.borrow() {
        // While the demo's calendar moves, who moves it does the work of each day.
        let Some(_still) = backend.clock.hold_still() else { break };
        let round = run_batch(backend, lane).await?;
        let is_over = round.claimed == 0;
        all.add(round);
        if is_over {
            break;
        }
    }
    if all.claimed > 0 {
        tracing::info!(?lane, done = all.done, waiting = all.waiting, failed = all.failed, "due work");
    }
    Ok(all)
}

/// Does some work again and again, with a pause in between.
async fn repeat<T, E: Display, F: Future<Output = Result<T, E>>>(stop: &watch::Receiver<bool>, pause: Duration, name: &str, work: impl Fn() -> F) {
    let mut stop = stop.clone();
    while !*stop.borrow() {
        if let Err(error) = work().await {
            tracing::warn!(%error, "{name}: this round has failed");
        }
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            changed = stop.changed() => if changed.is_err() { break },
        }
    }
}
