//! All that the plan editor needs to know about one subscription.

use super::forecast::bills_of;
use crate::db::{DbError, Tx, accounts, cart, licences, subscriptions};
use crate::work;
use crate::{Account, Actor, Backend, Refusal};
use billing::editor::PlanChoice;
use billing::forecast::Bill;
use billing::ids::{ProductId, SubscriptionId};
use billing::subscription::Subscription;

/// The editor's content.
pub struct EditorState {
    /// The account.
    pub account: Account,
    /// The subscription.
    pub subscription: Subscription,
    /// How many of its licences are held.
    pub assigned: i64,
    /// What will be billed for it as it is.
    pub bills: Vec<Bill>,
    /// What will be billed for the account's others.
    pub other_bills: Vec<Bill>,
    /// Choices in the cart, by product.
    pub cart: Vec<(ProductId, PlanChoice)>,
}

/// The subscription of the actor's account; another account's is not found.
///
/// # Errors
/// [`Refusal`].
pub async fn load_editor(backend: &Backend, actor: &Actor, id: &SubscriptionId) -> Result<EditorState, Refusal> {
    backend.db.read(work!(tx => read_editor(tx, backend, actor, id).await)).await?.ok_or(Refusal::NotFound)
}

async fn read_editor(tx: &mut Tx<'_>, backend: &Backend, actor: &Actor, id: &SubscriptionId) -> Result<Option<EditorState>, DbError> {
    let Some(account) = accounts::find_account(tx, &actor.account).await? else { return Ok(None) };
    let mut all = subscriptions::list_subscriptions(tx, &actor.account).await?;
    let Some(place) = all.iter().position(|found| found.subscription.id == *id) else { return Ok(None) };
    let found = all.swap_remove(place);
    let bills = bills_of(backend, &account, &found);
    let other_bills = all.iter().flat_map(|other| bills_of(backend, &account, other)).collect();
    let cart = cart::list_items(tx, &actor.account).await?.into_iter().map(|item| (item.product, item.choice)).collect();
    let assigned = licences::count_held_of(tx, &actor.account, id).await?;
    Ok(Some(EditorState { account, subscription: found.subscription, assigned, bills, other_bills, cart }))
}
