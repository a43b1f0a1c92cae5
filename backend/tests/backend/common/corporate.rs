//! A corporate account's contact on the way from seats to a service order, and the representative on the other side.

use super::buyer::Buyer;
use super::world::World;
use backend::identifiers::new_key;
use backend::usecases::quotes::create::{SeatWish, create_from_seats};
use backend::usecases::quotes::draft::{DraftInput, DraftOf, LineInput, LineWish, save_draft};
use backend::usecases::quotes::find::{PricedQuote, find_quote};
use backend::usecases::quotes::open::open_quote;
use backend::usecases::service_orders::complete::complete_service_order;
use backend::usecases::service_orders::find::find_service_order;
use backend::usecases::service_orders::finish::End;
use backend::usecases::service_orders::place::{Placed, place_service_order};
use backend::usecases::service_orders::take::take_service_order;
use backend::{Backend, Processor, Refusal, ServiceOrderSettings, Settings, args};
use billing::service_order::ServiceOrder;

/// A new draft, by a form that was not sent before.
pub fn new_draft() -> DraftOf<'static> {
    DraftOf::New { form_key: new_key().leak() }
}

impl World {
    /// Alpenwerk's billing contact: training for 25 until 1 March 2027, webinars for 5 until 1 July; a card on file.
    pub async fn alpenwerk(&self) -> Buyer {
        self.buyer("kd-20417").await
    }

    /// Service orders of this server are processed by itself.
    pub async fn with_worker(&self) -> Self {
        let service_orders = ServiceOrderSettings { processed_by: Processor::Worker };
        let settings = Settings { service_orders, ..(*self.backend.settings).clone() };
        let mut world = self.clone();
        world.backend = Backend::open(settings, super::world::demo_catalogue()).await.unwrap();
        world
    }

    pub async fn take(&self, number: &str) {
        take_service_order(&self.backend, &self.rita().await, number).await.unwrap();
    }

    /// Takes a service order and completes it.
    pub async fn process(&self, number: &str) -> End {
        self.take(number).await;
        complete_service_order(&self.backend, &self.rita().await, number).await.unwrap()
    }

    /// A quote of the representative for seats of a contract, open.
    pub async fn quote_for(&self, buyer: &Buyer, product: &str, seats: i64, own_minor: Option<i64>) -> String {
        let subscription = buyer.subscription(product).await.id;
        let reason = if own_minor.is_some() { "Zehn Jahre Kunde".to_owned() } else { String::new() };
        let line = LineInput { wish: LineWish::AddSeats(subscription), seats, own_minor, reason };
        self.open_draft(&DraftInput {
            account: buyer.actor.account_number.clone(),
            valid_until: super::day("2026-12-15"),
            message: "Wie besprochen.".to_owned(),
            lines: vec![line],
        })
        .await
    }

    /// Writes a draft and sends it.
    pub async fn open_draft(&self, input: &DraftInput) -> String {
        let rita = self.rita().await;
        let number = save_draft(&self.backend, &rita, new_draft(), input).await.unwrap();
        open_quote(&self.backend, &rita, &number).await.unwrap();
        number
    }

    /// Seats of a contract, and its price a seat.
    pub async fn seats(&self, buyer: &Buyer, product: &str) -> (i64, i64) {
        let running = buyer.subscription(product).await.running;
        (running.seats, running.unit_minor)
    }

    /// What happened to a quote or service order, in order.
    pub async fn story(&self, subject: &str) -> Vec<String> {
        self.texts("SELECT action AS value FROM audit WHERE subject = $1 ORDER BY happened_at, id", args![subject]).await
    }

    pub async fn quote_state(&self, number: &str) -> String {
        self.text("SELECT state AS value FROM quotes WHERE number = $1", args![number]).await
    }

    /// As if the time were over for which a server is trusted to carry out a decision.
    pub async fn expire_decisions(&self) {
        self.change("UPDATE service_orders SET lease_until = 0", args![]).await;
    }

    /// Every record of the gateway that is not a charge of the demo: its state and amount.
    pub async fn gateway_records(&self) -> Vec<String> {
        self.gateway.charges().await.into_iter().map(|charge| format!("{} {}", charge.status, charge.amount_minor.unwrap_or_default())).collect()
    }
}

impl Buyer {
    /// Wants more seats of contracts; answers the quote's number.
    pub async fn want(&self, wanted: &[(&str, i64)], replaced: &[&str]) -> Result<String, Refusal> {
        let mut wishes = Vec::new();
        for (product, seats) in wanted {
            wishes.push(SeatWish { subscription: self.subscription(product).await.id, seats: *seats });
        }
        let replaced: Vec<String> = replaced.iter().map(|number| (*number).to_owned()).collect();
        create_from_seats(&self.backend, &self.actor, &wishes, &replaced).await
    }

    pub async fn quote(&self, number: &str) -> PricedQuote {
        find_quote(&self.backend, &self.actor, number).await.unwrap()
    }

    /// Places the service order of a quote as it stands on screen.
    pub async fn place_quote(&self, number: &str) -> Result<Placed, Refusal> {
        let seen = self.quote(number).await.seen().unwrap_or_default();
        place_service_order(&self.backend, &self.actor, number, &seen).await
    }

    /// The same, where nothing is in its way; answers the service order's number.
    pub async fn place_well(&self, number: &str) -> String {
        match self.place_quote(number).await.unwrap() {
            Placed::ServiceOrder(number) => number,
            other => panic!("{other:?}"),
        }
    }

    pub async fn service_order(&self, number: &str) -> ServiceOrder {
        find_service_order(&self.backend, &self.actor, number).await.unwrap()
    }
}
