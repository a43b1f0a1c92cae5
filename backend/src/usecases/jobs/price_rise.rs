//! A rise of the catalogue's price is told in time: without that it does not apply.

use super::{Next, When, renewal};
use crate::db::jobs::Job;
use crate::db::{Tx, accounts, audit, people, subscriptions};
use crate::texts::lifecycle_mail::{self, Rise};
use crate::usecases::notices;
use crate::usecases::subscriptions::schedule;
use crate::{Backend, Refusal};
use billing::ids::SubscriptionId;
use billing::renewal::Announcement;
use billing::subscription::SubscriptionState;

pub(super) async fn announce(tx: &mut Tx<'_>, backend: &Backend, job: &Job, when: When) -> Result<Next, Refusal> {
    let id = SubscriptionId(job.subject.clone());
    let Some(found) = subscriptions::find_subscription(tx, &job.account, &id).await? else { return Ok(Next::Done) };
    if found.subscription.state != SubscriptionState::Active {
        return Ok(Next::Done);
    }
    let account = accounts::find_account(tx, &job.account).await?.ok_or(Refusal::NotFound)?;
    let request = renewal::request_of(&account, &found);
    let Some((from, unit_minor)) = schedule::rise_to_announce(backend, &request, when.today) else { return Ok(Next::Done) };
    subscriptions::note_announcement(tx, &account.id, &id, Announcement { announced_on: when.today, unit_minor }).await?;
    if let Some(contact) = people::find_billing_contact(tx, &account.id).await? {
        let rise = Rise { subscription: &found.subscription, unit_minor, from };
        let mail = lifecycle_mail::price_rise(&rise, &account, &contact, backend);
        notices::write_mail(tx, &account, &contact, &mail, when.now).await?;
    }
    let details = serde_json::json!({ "unit_minor": unit_minor, "before_minor": found.subscription.running.unit_minor, "from": from });
    let entry = audit::AuditEntry { account: Some(&account.id), person: None, action: "price_rise_announced", subject: id.as_str(), details };
    audit::add_entry(tx, entry, when.now).await?;
    Ok(Next::Done)
}
