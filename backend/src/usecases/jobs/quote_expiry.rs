//! The last day of a quote is over.

use super::{Next, When};
use crate::db::Tx;
use crate::db::jobs::Job;
use crate::usecases::quotes::expire::expire_quote;
use crate::{Backend, Refusal};

pub(super) async fn expire(tx: &mut Tx<'_>, backend: &Backend, job: &Job, when: When) -> Result<Next, Refusal> {
    expire_quote(tx, backend, job, when).await
}
