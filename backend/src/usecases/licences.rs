//! Who may use what an account subscribes to: licences are given, taken, and follow their subscription.

pub mod assign;
pub mod follow;
pub mod forget;
pub mod load;
pub mod release;

use crate::db::subscriptions;
use crate::db::{DbError, Tx, audit};
use crate::usecases::notices;
use crate::{Account, Actor, Refusal};
use billing::ids::{PersonId, SubscriptionId};
use billing::licences::Person;
use billing::subscription::{Subscription, SubscriptionState};
use serde_json::json;

/// What happened to a licence, as the vendor's product and the audit trail call it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    Assigned,
    Released,
}

impl Act {
    const fn event(self) -> &'static str {
        match self {
            Self::Assigned => "assigned",
            Self::Released => "released",
        }
    }

    const fn action(self) -> &'static str {
        match self {
            Self::Assigned => "licences_assigned",
            Self::Released => "licences_released",
        }
    }
}

/// Some people's licences of one subscription that were just given or taken.
struct Change<'a> {
    act: Act,
    subscription: &'a Subscription,
    people: &'a [Person],
    /// Held before and now.
    held: (i64, i64),
    /// Who did it; none for the portal itself.
    by: Option<&'a PersonId>,
    /// Why, where nobody did.
    reason: Option<&'static str>,
}

/// Tells the vendor's product of each licence, and notes them all in one entry of the audit trail.
async fn tell(tx: &mut Tx<'_>, account: &Account, change: &Change<'_>, now: i64) -> Result<(), DbError> {
    let Change { act, subscription, people, held, by, reason } = change;
    for person in *people {
        let event = json!({
            "account": account.number, "subscription": subscription.id, "product": subscription.running.product, "plan": subscription.running.plan,
            "licence": act.event(), "email": person.email, "name": person.name,
        });
        notices::grant(tx, account, &subscription.id, &event, now).await?;
    }
    let emails: Vec<&str> = people.iter().map(|person| person.email.as_str()).collect();
    let details = json!({ "product": subscription.running.product, "people": emails, "from": held.0, "to": held.1, "reason": reason });
    let subject = subscription.id.as_str();
    audit::add_entry(tx, audit::AuditEntry { account: Some(&account.id), person: *by, action: act.action(), subject, details }, now).await
}

/// A subscription of the actor's account whose licences can be given and taken.
async fn find_live(tx: &mut Tx<'_>, actor: &Actor, id: &SubscriptionId) -> Result<Subscription, Refusal> {
    let found = subscriptions::find_subscription(tx, &actor.account, id).await?.ok_or(Refusal::NotFound)?.subscription;
    match found.state {
        SubscriptionState::Active | SubscriptionState::TrialRunning | SubscriptionState::PendingCancellation => Ok(found),
        SubscriptionState::TrialEnded | SubscriptionState::Ended => Err(Refusal::SubscriptionEnded),
    }
}
