//! A service order is due: the portal processes it where that was configured, else the staff is reminded that it is late.

use super::{Next, When};
use crate::db::jobs::Job;
use crate::db::service_orders::{self, Decision};
use crate::db::{Tx, accounts, audit};
use crate::settings::Processor;
use crate::texts::quote_mail;
use crate::usecases::notices;
use crate::{Backend, Refusal};

pub(super) async fn look(tx: &mut Tx<'_>, backend: &Backend, job: &Job, when: When) -> Result<Next, Refusal> {
    let found = service_orders::find_service_order(tx, &job.account, &job.subject).await?;
    let Some(row) = found.filter(|row| row.state.is_waiting() && row.decision.is_none()) else { return Ok(Next::Done) };
    match backend.settings.service_orders.processed_by {
        // Carried out by the loop that recovers decisions, outside of this transaction. What the gateway would not do is for
        // somebody to look at, not to be asked again each day.
        Processor::Worker if row.gateway_note.is_none() => {
            service_orders::decide(tx, &row, Decision::Capture, None, None, 0).await?;
            let details = serde_json::json!({ "decision": Decision::Capture.code() });
            let entry = audit::AuditEntry { account: Some(&job.account), person: None, action: "service_order_decided", subject: &job.subject, details };
            audit::add_entry(tx, entry, when.now).await?;
        }
        // Its day has come, its hour not yet.
        Processor::Staff if row.placed_on.succ_opt() == Some(when.today) && when.now < row.due_at => return Ok(Next::Soon),
        Processor::Worker | Processor::Staff => remind(tx, backend, job, when).await?,
    }
    Ok(Next::Done)
}

async fn remind(tx: &mut Tx<'_>, backend: &Backend, job: &Job, when: When) -> Result<(), Refusal> {
    let account = accounts::find_account(tx, &job.account).await?.ok_or(Refusal::NotFound)?;
    notices::tell_staff(tx, &account, |account, reader| quote_mail::service_order_late(&job.subject, account, reader, backend), when.now).await?;
    let entry =
        audit::AuditEntry { account: Some(&job.account), person: None, action: "service_order_late", subject: &job.subject, details: serde_json::json!({}) };
    audit::add_entry(tx, entry, when.now).await?;
    Ok(())
}
