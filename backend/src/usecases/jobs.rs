//! What is due: each kind of job in a file of its own. What a job is and on which day stands in `db/jobs.rs`; here is what
//! it does. Every kind looks first whether there still is anything to do: a job may be worked off late, or twice.

mod cancellation;
mod card_expiry;
pub(crate) mod collection;
pub mod list;
mod price_rise;
mod purchase_order;
mod quote_expiry;
mod receipts;
pub(crate) mod renewal;
pub mod run;
mod service_order_due;
pub mod tally;
mod trial_end;
mod trial_reminder;

use crate::db::Tx;
use crate::db::attempts::Attempt;
use crate::db::jobs::{Job, JobKind};
use crate::{Backend, Refusal};
use chrono::NaiveDate;

/// When a job is worked off.
#[derive(Clone, Copy, Debug)]
pub(crate) struct When {
    /// The seller's date; the job's own may be earlier.
    pub today: NaiveDate,
    /// Wall time, microseconds.
    pub now: i64,
}

/// What becomes of a job.
#[derive(Debug)]
pub(crate) enum Next {
    /// There is nothing more to do.
    Done,
    /// There is more to do on another day.
    On(NaiveDate),
    /// Something else has to end first.
    Soon,
    /// There is more to do on another day, and a charge to ask the gateway for as soon as this is committed.
    Charge(Box<Attempt>, NaiveDate),
}

/// Does a job, in the caller's transaction, which holds the lock of the job's account.
///
/// # Errors
/// [`Refusal`]; the transaction must not be committed.
pub(crate) async fn work_off(tx: &mut Tx<'_>, backend: &Backend, job: &Job, when: When) -> Result<Next, Refusal> {
    match job.kind {
        JobKind::Cancellation => cancellation::end(tx, backend, job, when).await,
        JobKind::TrialEnd => trial_end::end(tx, backend, job, when).await,
        JobKind::Renewal => renewal::renew(tx, backend, job, when).await,
        JobKind::PriceRise => price_rise::announce(tx, backend, job, when).await,
        JobKind::TrialReminder => trial_reminder::remind(tx, backend, job, when).await,
        JobKind::CardExpiry => card_expiry::warn(tx, backend, job, when).await,
        JobKind::Collection => collection::collect(tx, backend, job, when).await,
        JobKind::Receipts => receipts::tell(tx, backend, job, when).await,
        JobKind::QuoteExpiry => quote_expiry::expire(tx, backend, job, when).await,
        JobKind::ServiceOrderDue => service_order_due::look(tx, backend, job, when).await,
        JobKind::PurchaseOrderLook => purchase_order::look(tx, backend, job, when).await,
    }
}
