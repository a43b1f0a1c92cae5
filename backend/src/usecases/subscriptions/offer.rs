//! What an account can subscribe to: every product of the catalogue, with what stands in the way of buying or trying it.

use crate::db::{Tx, accounts, cart, orders, subscriptions};
use crate::work;
use crate::{Account, Actor, Backend, Refusal};
use billing::editor::PlanChoice;
use billing::ids::{OrderId, ProductId};
use billing::subscription::{Subscription, SubscriptionState};

/// A product, as it stands for one account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductOffer {
    /// The product.
    pub product: ProductId,
    /// The subscription to it that runs, a trial too.
    pub live: Option<Subscription>,
    /// The newest one that is over: what the account had before.
    pub past: Option<Subscription>,
    /// Whether a trial of it runs or has run.
    pub was_tried: bool,
    /// An order for it whose result is not known yet.
    pub open_order: Option<OrderId>,
}

/// All products for one account.
pub struct Offers {
    /// The account.
    pub account: Account,
    /// One for each product of the catalogue, in its order.
    pub products: Vec<ProductOffer>,
    /// Choices in the cart, by product.
    pub cart: Vec<(ProductId, PlanChoice)>,
}

/// What the actor's account can subscribe to.
///
/// # Errors
/// [`Refusal`].
pub async fn load_offers(backend: &Backend, actor: &Actor) -> Result<Offers, Refusal> {
    backend.db.read(work!(tx => read_offers(tx, backend, actor).await)).await
}

async fn read_offers(tx: &mut Tx<'_>, backend: &Backend, actor: &Actor) -> Result<Offers, Refusal> {
    let account = accounts::find_account(tx, &actor.account).await?.ok_or(Refusal::NotFound)?;
    let known = subscriptions::list_subscriptions(tx, &actor.account).await?;
    let known: Vec<Subscription> = known.into_iter().map(|found| found.subscription).collect();
    let mut products = Vec::new();
    for product in &backend.catalogue.products {
        let open_order = orders::find_placed_for(tx, &actor.account, &product.id).await?;
        products.push(offer_of(&product.id, &known, open_order));
    }
    let cart = cart::list_items(tx, &actor.account).await?.into_iter().map(|item| (item.product, item.choice)).collect();
    Ok(Offers { account, products, cart })
}

fn offer_of(product: &ProductId, known: &[Subscription], open_order: Option<OrderId>) -> ProductOffer {
    use SubscriptionState::{Ended, TrialEnded, TrialRunning};
    let of_product = || known.iter().filter(|found| found.running.product == *product);
    let is_over = |found: &Subscription| matches!(found.state, TrialEnded | Ended);
    ProductOffer {
        product: product.clone(),
        live: of_product().find(|found| !is_over(found)).cloned(),
        past: of_product().rfind(|found| is_over(found)).cloned(),
        was_tried: of_product().any(|found| matches!(found.state, TrialRunning | TrialEnded)),
        open_order,
    }
}
