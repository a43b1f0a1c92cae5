//! All that the plan editor needs to know about one subscription.

use crate::db::{DbError, Tx, accounts, cart, subscriptions};
use crate::work;
use crate::{Account, Actor, Backend, Refusal};
use billing::editor::PlanChoice;
use billing::ids::{ProductId, SubscriptionId};
use billing::subscription::Subscription;

/// The editor's content.
pub struct EditorState {
    /// The account.
    pub account: Account,
    /// The subscription.
    pub subscription: Subscription,
    /// Choices in the cart, by product.
    pub cart: Vec<(ProductId, PlanChoice)>,
}

/// The subscription of the actor's account; another account's is not found.
///
/// # Errors
/// [`Refusal`].
pub async fn load_editor(backend: &Backend, actor: &Actor, id: &SubscriptionId) -> Result<EditorState, Refusal> {
    backend.db.read(work!(tx => read_editor(tx, actor, id).await)).await?.ok_or(Refusal::NotFound)
}

async fn read_editor(tx: &mut Tx<'_>, actor: &Actor, id: &SubscriptionId) -> Result<Option<EditorState>, DbError> {
    let Some(account) = accounts::find_account(tx, &actor.account).await? else { return Ok(None) };
    let Some(found) = subscriptions::find_subscription(tx, &actor.account, id).await? else { return Ok(None) };
    let cart = cart::list_items(tx, &actor.account).await?.into_iter().map(|item| (item.product, item.choice)).collect();
    Ok(Some(EditorState { account, subscription: found.subscription, cart }))
}
