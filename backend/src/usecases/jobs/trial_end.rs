//! A free trial ends by itself: its service stops, nothing is owed, and its account is told how to go on.

use super::{Next, When};
use crate::db::jobs::{self, Job, JobKind};
use crate::db::{Tx, accounts, audit, people, subscriptions};
use crate::texts::lifecycle_mail;
use crate::usecases::licences::follow;
use crate::usecases::notices;
use crate::{Backend, Refusal};
use billing::ids::SubscriptionId;
use billing::subscription::SubscriptionState::{TrialEnded, TrialRunning};

pub(super) async fn end(tx: &mut Tx<'_>, backend: &Backend, job: &Job, when: When) -> Result<Next, Refusal> {
    let id = SubscriptionId(job.subject.clone());
    let Some(found) = subscriptions::find_subscription(tx, &job.account, &id).await? else { return Ok(Next::Done) };
    let subscription = &found.subscription;
    if subscription.state == TrialRunning && subscription.running.period_end > when.today {
        return Ok(Next::On(subscription.running.period_end));
    }
    // An order for it may be on its way: it ends the trial itself, or lets go of it.
    if subscription.state == TrialRunning && subscription.open_order.is_some() {
        return Ok(Next::Soon);
    }
    let ended_on = Some(subscription.running.period_end);
    if !subscriptions::change_state(tx, &job.account, &id, (TrialRunning, TrialEnded), ended_on).await? {
        return Ok(Next::Done);
    }
    jobs::drop_job(tx, JobKind::TrialReminder, id.as_str()).await?;
    let account = accounts::find_account(tx, &job.account).await?.ok_or(Refusal::NotFound)?;
    follow::release_all(tx, &account, subscription, when.now).await?;
    notices::revoke(tx, &account, subscription, "trial_ended", when.now).await?;
    if let Some(contact) = people::find_billing_contact(tx, &account.id).await? {
        let mail = lifecycle_mail::trial_ended(subscription, &account, &contact, backend);
        notices::write_mail(tx, &account, &contact, &mail, when.now).await?;
    }
    let details = serde_json::json!({ "product": subscription.running.product, "ended": ended_on });
    let entry = audit::AuditEntry { account: Some(&account.id), person: None, action: "trial_ended", subject: id.as_str(), details };
    audit::add_entry(tx, entry, when.now).await?;
    Ok(Next::Done)
}
