//! What a colleague may wish: changes of what runs, and what the account does not have yet.

use crate::db::{DbError, Tx, accounts, subscriptions};
use crate::work;
use crate::{Account, Actor, Backend, Refusal};
use billing::ids::ProductId;
use billing::subscription::{Subscription, SubscriptionState};

/// What the form of a wish offers.
pub struct ProposalOffer {
    /// The account.
    pub account: Account,
    /// Subscriptions that can change, oldest first.
    pub subscriptions: Vec<Subscription>,
    /// Products that the account can subscribe to.
    pub products: Vec<ProductId>,
}

/// What can be wished in the actor's account.
///
/// # Errors
/// [`Refusal::NotFound`], or of the database.
pub async fn load_offer(backend: &Backend, actor: &Actor) -> Result<ProposalOffer, Refusal> {
    backend.db.read(work!(tx => read_offer(tx, backend, actor).await)).await?.ok_or(Refusal::NotFound)
}

async fn read_offer(tx: &mut Tx<'_>, backend: &Backend, actor: &Actor) -> Result<Option<ProposalOffer>, DbError> {
    let Some(account) = accounts::find_account(tx, &actor.account).await? else { return Ok(None) };
    let all: Vec<Subscription> = subscriptions::list_subscriptions(tx, &account.id).await?.into_iter().map(|found| found.subscription).collect();
    let blocks = |found: &Subscription| matches!(found.state, SubscriptionState::Active | SubscriptionState::PendingCancellation);
    let is_free = |id: &ProductId| !all.iter().any(|found| found.running.product == *id && blocks(found));
    let products = backend.catalogue.products.iter().map(|product| product.id.clone()).filter(is_free).collect();
    let subscriptions = all.iter().filter(|found| found.can_change()).cloned().collect();
    Ok(Some(ProposalOffer { account, subscriptions, products }))
}
