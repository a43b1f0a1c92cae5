//! An invoice is collected: charged by the account's method, left open until it is due, and then followed step by step.

use super::{Next, When};
use crate::db::Tx;
use crate::db::attempts;
use crate::db::invoices::{self, CollectedInvoice};
use crate::db::jobs::Job;
use crate::db::payment_methods::{self, PaymentMethod};
use crate::usecases::collections::charge::attempt_for;
use crate::usecases::collections::overdue::{self, Notice};
use crate::{Backend, Refusal};
use billing::dunning::DunningAction;
use chrono::NaiveDate;

pub(super) async fn collect(tx: &mut Tx<'_>, backend: &Backend, job: &Job, when: When) -> Result<Next, Refusal> {
    let found = invoices::find_collected(tx, &job.account, &job.subject).await?;
    let Some(invoice) = found.filter(|invoice| invoice.open_minor > 0) else { return Ok(Next::Done) };
    if attempts::find_open_of_invoice(tx, &job.account, &invoice.id).await?.is_some() {
        return Ok(Next::Soon);
    }
    // Money has moved that was not asked for: charging again might take it twice.
    if attempts::is_contradicted(tx, &job.account, &invoice.id).await? {
        return Ok(Next::Done);
    }
    match invoice.overdue_since {
        None => begin(tx, backend, &invoice, when).await,
        Some(since) => step(tx, backend, &invoice, since, when).await,
    }
}

/// The first try: the method on file; without one it is left open until it is due.
async fn begin(tx: &mut Tx<'_>, backend: &Backend, invoice: &CollectedInvoice, when: When) -> Result<Next, Refusal> {
    if let Some(method) = payment_methods::find_usable(tx, &invoice.account, when.today).await? {
        // Should nothing come of it, not even an answer, it is tried again the day after.
        return charge(tx, backend, invoice, &method, when, tomorrow(when)).await;
    }
    if let Some(due_on) = invoice.due_on.filter(|due_on| *due_on >= when.today) {
        return Ok(due_on.succ_opt().map_or(Next::Done, Next::On));
    }
    overdue::begin(tx, backend, invoice, Notice::Tell { decline_code: None }, when).await?;
    Ok(backend.settings.dunning.day_of(0, when.today, when.today).map_or(Next::Done, Next::On))
}

/// The next step of the plan.
async fn step(tx: &mut Tx<'_>, backend: &Backend, invoice: &CollectedInvoice, since: NaiveDate, when: When) -> Result<Next, Refusal> {
    let (plan, place) = (&backend.settings.dunning, invoice.dunning_step);
    let Some(step) = plan.step(place) else { return Ok(Next::Done) };
    invoices::note_dunning(tx, &invoice.account, &invoice.id, Some(since), place + 1).await?;
    let next = plan.day_of(place + 1, since, when.today);
    match step.action {
        DunningAction::Retry => {
            if let Some(method) = payment_methods::find_usable(tx, &invoice.account, when.today).await? {
                return charge(tx, backend, invoice, &method, when, next.unwrap_or(tomorrow(when))).await;
            }
        }
        DunningAction::Remind { level } => overdue::remind(tx, backend, invoice, level, when).await?,
        DunningAction::Suspend => overdue::suspend(tx, backend, invoice, when).await?,
        DunningAction::End => overdue::end(tx, backend, invoice, when).await?,
    }
    Ok(next.map_or(Next::Done, Next::On))
}

async fn charge(tx: &mut Tx<'_>, backend: &Backend, invoice: &CollectedInvoice, method: &PaymentMethod, when: When, then: NaiveDate) -> Result<Next, Refusal> {
    let attempt = attempt_for(backend, invoice, method, when.now);
    attempts::insert_attempt(tx, &attempt, when.now).await?;
    Ok(Next::Charge(Box::new(attempt), then))
}

fn tomorrow(when: When) -> NaiveDate {
    when.today.succ_opt().unwrap_or(when.today)
}
