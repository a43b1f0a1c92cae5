//! The contracts of a corporate account: its subscriptions, and whether seats can be added to each.

use crate::db::{accounts, subscriptions};
use crate::{Account, Actor, Backend, Refusal, work};
use billing::Catalogue;
use billing::corporate::{SeatsBlocked, SelfService};
use billing::subscription::{Subscription, SubscriptionState};

/// A contract of the account.
pub struct ContractFound {
    /// The subscription; its running period is the contract's.
    pub subscription: Subscription,
    /// Why seats cannot be added here; none where they can.
    pub blocked: Option<SeatsBlocked>,
}

/// The contracts of the actor's account, those that run first, in the order in which they were made.
///
/// # Errors
/// [`Refusal::NotFound`], or of the database.
pub async fn load_contracts(backend: &Backend, actor: &Actor) -> Result<Vec<ContractFound>, Refusal> {
    backend
        .db
        .read(work!(tx => {
            let account = accounts::find_account(tx, &actor.account).await?.ok_or(Refusal::NotFound)?;
            let found = subscriptions::list_subscriptions(tx, &actor.account).await?;
            let mut contracts: Vec<ContractFound> = found
                .into_iter()
                .map(|found| ContractFound { blocked: seats_blocked(&backend.catalogue, &account, &found.subscription), subscription: found.subscription })
                .collect();
            contracts.sort_by_key(|contract| matches!(contract.subscription.state, SubscriptionState::Ended | SubscriptionState::TrialEnded));
            Ok(contracts)
        }))
        .await
}

/// Why seats cannot be added to a contract of that account; none where they can. What the account cannot change comes first.
pub fn seats_blocked(catalogue: &Catalogue, account: &Account, subscription: &Subscription) -> Option<SeatsBlocked> {
    let is_eligible = account.terms.is_some_and(|terms| terms.self_service == SelfService::Eligible);
    let allows = catalogue.product(&subscription.running.product).is_some_and(|product| product.seat_add_on);
    if !is_eligible {
        Some(SeatsBlocked::Account)
    } else if !allows {
        Some(SeatsBlocked::Product)
    } else if subscription.state != SubscriptionState::Active || subscription.suspended_on.is_some() {
        Some(SeatsBlocked::NotRunning)
    } else if subscription.open_order.is_some() {
        Some(SeatsBlocked::Busy)
    } else {
        None
    }
}
