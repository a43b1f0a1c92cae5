//! The last period of a cancelled subscription is over: its service stops, and nothing is charged any more.

use super::{Next, When};
use crate::db::jobs::Job;
use crate::db::{Tx, accounts, audit, people, subscriptions};
use crate::texts::lifecycle_mail;
use crate::usecases::licences::follow;
use crate::usecases::notices;
use crate::{Backend, Refusal};
use billing::ids::SubscriptionId;
use billing::subscription::SubscriptionState::{Ended, PendingCancellation};

pub(super) async fn end(tx: &mut Tx<'_>, backend: &Backend, job: &Job, when: When) -> Result<Next, Refusal> {
    let id = SubscriptionId(job.subject.clone());
    let Some(found) = subscriptions::find_subscription(tx, &job.account, &id).await? else { return Ok(Next::Done) };
    let subscription = &found.subscription;
    let end = subscription.running.period_end;
    if subscription.state == PendingCancellation && end > when.today {
        return Ok(Next::On(end));
    }
    if !subscriptions::change_state(tx, &job.account, &id, (PendingCancellation, Ended), Some(end)).await? {
        return Ok(Next::Done);
    }
    let account = accounts::find_account(tx, &job.account).await?.ok_or(Refusal::NotFound)?;
    follow::release_all(tx, &account, subscription, when.now).await?;
    notices::revoke(tx, &account, subscription, "cancelled", when.now).await?;
    if let Some(contact) = people::find_billing_contact(tx, &account.id).await? {
        let mail = lifecycle_mail::subscription_ended(subscription, &account, &contact, backend);
        notices::write_mail(tx, &account, &contact, &mail, when.now).await?;
    }
    let details = serde_json::json!({ "product": subscription.running.product, "ended": end });
    let entry = audit::AuditEntry { account: Some(&account.id), person: None, action: "subscription_ended", subject: id.as_str(), details };
    audit::add_entry(tx, entry, when.now).await?;
    Ok(Next::Done)
}
