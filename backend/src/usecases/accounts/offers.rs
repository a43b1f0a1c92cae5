//! What a representative may offer an account: it, and the subscriptions that run. That they looked is written down.

use crate::db::{accounts, staff, subscriptions};
use crate::usecases::looks::{LookedAt, note_look};
use crate::usecases::staff::StaffMember;
use crate::work;
use crate::{Account, Backend, Refusal};
use billing::subscription::{Subscription, SubscriptionState};

/// An account and what it has.
pub struct AccountOffers {
    /// The account.
    pub account: Account,
    /// Its paid subscriptions that run.
    pub contracts: Vec<Subscription>,
}

/// The corporate account of a customer number.
///
/// # Errors
/// [`Refusal::NotFound`], also for an account that buys online.
pub async fn load_offers(backend: &Backend, member: &StaffMember, number: &str) -> Result<AccountOffers, Refusal> {
    let found: AccountOffers = backend
        .db
        .read(work!(tx => {
            let (id, _) = staff::find_for(tx, member, number).await?.ok_or(Refusal::NotFound)?;
            let account = accounts::find_account(tx, &id).await?.filter(|account| account.terms.is_some()).ok_or(Refusal::NotFound)?;
            let found = subscriptions::list_subscriptions(tx, &id).await?;
            let is_running = |subscription: &Subscription| {
                matches!(subscription.state, SubscriptionState::Active | SubscriptionState::PendingCancellation)
            };
            let contracts = found.into_iter().map(|found| found.subscription).filter(is_running).collect();
            Ok::<_, Refusal>(AccountOffers { account, contracts })
        }))
        .await?;
    note_look(backend, member, &found.account.id, LookedAt::Offers, found.account.id.as_str()).await?;
    Ok(found)
}
