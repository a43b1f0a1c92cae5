//! The account's subscriptions with what the home page shows around them.

use crate::db::{DbError, Tx, accounts, cart, invoices, subscriptions};
use crate::work;
use crate::{Account, Actor, Backend, Refusal};
use billing::ids::ProductId;
use billing::invoice::InvoiceSummary;
use billing::subscription::Subscription;

/// The home page's content.
pub struct Overview {
    /// The account.
    pub account: Account,
    /// Its subscriptions, oldest first.
    pub subscriptions: Vec<Subscription>,
    /// Products that wait in the cart.
    pub in_cart: Vec<ProductId>,
    /// The newest invoice.
    pub newest_invoice: Option<InvoiceSummary>,
}

/// The overview of the actor's account.
///
/// # Errors
/// [`Refusal`].
pub async fn load_overview(backend: &Backend, actor: &Actor) -> Result<Overview, Refusal> {
    backend.db.read(work!(tx => read_overview(tx, actor).await)).await?.ok_or(Refusal::NotFound)
}

async fn read_overview(tx: &mut Tx<'_>, actor: &Actor) -> Result<Option<Overview>, DbError> {
    let Some(account) = accounts::find_account(tx, &actor.account).await? else { return Ok(None) };
    let subscriptions = subscriptions::list_subscriptions(tx, &actor.account).await?;
    let in_cart = cart::list_items(tx, &actor.account).await?.into_iter().map(|item| item.product).collect();
    let newest_invoice = invoices::list_documents(tx, &actor.account, None, 1).await?.into_iter().next();
    Ok(Some(Overview { account, subscriptions: subscriptions.into_iter().map(|found| found.subscription).collect(), in_cart, newest_invoice }))
}
