//! A person of the portal, and the steps that they take: cart, checkout, order.

use super::gateway::session_of;
use super::world::World;
use backend::gateways::payment::MethodKind;
use backend::usecases::cart::load::{PricedCart, load_cart};
use backend::usecases::cart::put::{Wish, put_in_cart};
use backend::usecases::orders::find::find_order;
use backend::usecases::orders::place::place_order;
use backend::usecases::payment_methods::Purpose;
use backend::usecases::payment_methods::adopt::{Adoption, adopt_session};
use backend::usecases::payment_methods::open::open_session;
use backend::usecases::people::load_actor::load_actor;
use backend::usecases::subscriptions::list::load_overview;
use backend::{Actor, Backend, Refusal, args};
use billing::cart::CartStep;
use billing::editor::PlanInput;
use billing::ids::{AccountId, OrderId, PersonId, ProductId, SubscriptionId};
use billing::order::Order;
use billing::subscription::Subscription;
use billing::{Language, OrderPrice};

/// Somebody who is signed in. Cheap to clone.
#[derive(Clone)]
pub struct Buyer {
    pub backend: Backend,
    pub actor: Actor,
}

/// What the checkout page shows and sends back.
#[derive(Clone, Debug)]
pub struct Checkout {
    pub key: String,
    pub seen: String,
    pub price: OrderPrice,
}

impl Buyer {
    pub async fn sign_in(world: &World, email: &str) -> Self {
        let sql = "SELECT m.person_id AS value FROM memberships m JOIN logins l ON l.person_id = m.person_id WHERE l.login_folded = $1";
        let person = PersonId(world.text(sql, args![email]).await);
        let account = AccountId(world.text("SELECT account_id AS value FROM memberships WHERE person_id = $1", args![person.as_str()]).await);
        let actor = load_actor(&world.backend, &person, &account).await.unwrap().unwrap();
        Self { backend: world.backend.clone(), actor }
    }

    /// The same person at another server.
    pub fn at(&self, world: &World) -> Self {
        Self { backend: world.backend.clone(), actor: self.actor.clone() }
    }

    pub fn account(&self) -> &str {
        self.actor.account.as_str()
    }

    pub async fn subscription(&self, product: &str) -> Subscription {
        let overview = load_overview(&self.backend, &self.actor).await.unwrap();
        overview.subscriptions.into_iter().find(|found| found.running.product.as_str() == product).unwrap()
    }

    pub async fn put(&self, product: &str, plan: &str, seats: &str, interval: &str) -> Result<CartStep, Refusal> {
        let id = self.subscription(product).await.id;
        self.put_for(&id, plan, seats, interval).await
    }

    pub async fn put_for(&self, id: &SubscriptionId, plan: &str, seats: &str, interval: &str) -> Result<CartStep, Refusal> {
        let input = PlanInput { plan: plan.to_owned(), seats: seats.to_owned(), interval: interval.to_owned() };
        put_in_cart(&self.backend, &self.actor, &Wish::Change(id.clone()), &input).await
    }

    /// Wants a new subscription.
    pub async fn put_new(&self, product: &str, plan: &str, seats: &str, interval: &str) -> Result<CartStep, Refusal> {
        let input = PlanInput { plan: plan.to_owned(), seats: seats.to_owned(), interval: interval.to_owned() };
        put_in_cart(&self.backend, &self.actor, &Wish::New(ProductId(product.to_owned())), &input).await
    }

    /// Orders what is in the cart.
    pub async fn order_cart(&self) -> Order {
        let id = self.place(&self.checkout().await).await.unwrap();
        self.order(&id).await
    }

    /// Opens the gateway's page; answers its address.
    pub async fn open_page(&self) -> String {
        open_session(&self.backend, &self.actor, Purpose::Checkout, &[MethodKind::Card, MethodKind::SepaDebit]).await.unwrap()
    }

    /// Enters a card on the gateway's page and comes back.
    pub async fn use_card(&self, world: &World, number: &str) {
        let url = self.open_page().await;
        world.gateway.enter_card(&url, number).await;
        self.come_back(&url).await;
    }

    /// Enters a bank account on the gateway's page and comes back.
    pub async fn use_iban(&self, world: &World, iban: &str) {
        let url = self.open_page().await;
        world.gateway.enter_iban(&url, iban).await;
        self.come_back(&url).await;
    }

    async fn come_back(&self, url: &str) {
        let adopted = adopt_session(&self.backend, &self.actor, session_of(url)).await.unwrap();
        assert_eq!(adopted, (Purpose::Checkout, Adoption::Changed));
    }

    pub async fn cart(&self) -> PricedCart {
        load_cart(&self.backend, &self.actor).await.unwrap()
    }

    pub async fn checkout(&self) -> Checkout {
        let cart = self.cart().await;
        let seen = cart.seen().unwrap_or_default();
        let price = cart.price.unwrap_or_else(|| panic!("the cart has no price: {:?}", cart.items));
        Checkout { key: cart.checkout_key, seen, price }
    }

    pub async fn place(&self, checkout: &Checkout) -> Result<OrderId, Refusal> {
        place_order(&self.backend, &self.actor, &checkout.key, &checkout.seen).await
    }

    pub async fn order(&self, id: &OrderId) -> Order {
        find_order(&self.backend, &self.actor, id).await.unwrap()
    }

    /// Puts one change into the cart and orders it.
    pub async fn buy(&self, product: &str, plan: &str, seats: &str, interval: &str) -> Order {
        self.put(product, plan, seats, interval).await.unwrap();
        let checkout = self.checkout().await;
        let id = self.place(&checkout).await.unwrap();
        self.order(&id).await
    }

    /// The worked example: Meeting Professional 10 to Business 10, 170.56 €.
    pub async fn upgrade(&self) -> Order {
        self.buy("goto-meeting", "business", "10", "monthly").await
    }

    /// An amount in euros as a mail in that language says it.
    pub fn euros(minor: i64, language: Language) -> String {
        billing::format::money(billing::Money::new(minor, billing::Currency::EUR), language)
    }
}
