//! A trial's end is near: told seven days and one day before it.

use super::{Next, When};
use crate::db::jobs::Job;
use crate::db::{Tx, accounts, people, subscriptions};
use crate::texts::lifecycle_mail;
use crate::usecases::notices;
use crate::usecases::subscriptions::schedule::{REMINDER_DAYS, days_before};
use crate::{Backend, Refusal};
use billing::ids::SubscriptionId;
use billing::subscription::SubscriptionState;

pub(super) async fn remind(tx: &mut Tx<'_>, backend: &Backend, job: &Job, when: When) -> Result<Next, Refusal> {
    let id = SubscriptionId(job.subject.clone());
    let Some(found) = subscriptions::find_subscription(tx, &job.account, &id).await? else { return Ok(Next::Done) };
    let (subscription, end) = (&found.subscription, found.subscription.running.period_end);
    // What comes too late to be of use is not sent: the mail of the end tells.
    if subscription.state != SubscriptionState::TrialRunning || when.today >= end {
        return Ok(Next::Done);
    }
    let (first, last) = (days_before(end, REMINDER_DAYS), days_before(end, 1));
    if when.today < first {
        return Ok(Next::On(first));
    }
    // One that is as short as its first notice is reminded of once: the welcome was the first.
    let is_first_due = subscription.running.period_start < first && when.today < last;
    if is_first_due || when.today >= last {
        let account = accounts::find_account(tx, &job.account).await?.ok_or(Refusal::NotFound)?;
        if let Some(contact) = people::find_billing_contact(tx, &account.id).await? {
            let mail = lifecycle_mail::trial_ends_soon(subscription, when.today, &account, &contact, backend);
            notices::write_mail(tx, &account, &contact, &mail, when.now).await?;
        }
    }
    Ok(if when.today < last { Next::On(last) } else { Next::Done })
}
