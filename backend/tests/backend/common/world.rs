//! The portal with the demo's customers on 21 November 2026, on one database, with one gateway.

use super::buyer::Buyer;
use super::database::TestDatabase;
use super::gateway::{Gateway, SECRET, WEBHOOK_SECRET};
use backend::demo::{seed_demo, seed_online};
use backend::{Backend, Demo, GatewaySettings, MailSettings, Processor, SecondFactorRule, ServiceOrderSettings, Settings, VatRegisterSettings};
use billing::Catalogue;
use billing::catalogue_file::parse_catalogue;
use billing::invoice::{Party, Seller};
use chrono::NaiveDate;
use secrecy::SecretString;
use std::sync::Arc;
use std::time::Duration;

/// Everything that a test works with. Cheap to clone.
#[derive(Clone)]
pub struct World {
    pub backend: Backend,
    pub gateway: Arc<Gateway>,
    pub database: Arc<TestDatabase>,
    gateway_timeout: Duration,
}

/// How another server of the portal differs from the first.
#[derive(Clone, Debug)]
pub struct Others {
    pub catalogue: Catalogue,
    pub today: NaiveDate,
    pub smtp_url: Option<String>,
    /// None: as long as the first waits for it.
    pub gateway_timeout: Option<Duration>,
}

impl Default for Others {
    fn default() -> Self {
        Self { catalogue: demo_catalogue(), today: today(), smtp_url: None, gateway_timeout: None }
    }
}

/// The day of the worked examples.
pub fn today() -> NaiveDate {
    day("2026-11-21")
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn demo_catalogue() -> Catalogue {
    parse_catalogue(include_str!("../../../../catalogue.toml")).unwrap()
}

impl World {
    pub async fn open(database: Arc<TestDatabase>, gateway_timeout: Duration) -> Self {
        let world = Self::open_empty(database, gateway_timeout).await;
        seed_online(&world.backend).await.unwrap();
        world
    }

    /// With the corporate accounts as well.
    pub async fn open_with_all(database: Arc<TestDatabase>, gateway_timeout: Duration) -> Self {
        let world = Self::open_empty(database, gateway_timeout).await;
        seed_demo(&world.backend).await.unwrap();
        // Stories of quotes and purchase orders begin with none.
        for sql in [
            "DELETE FROM quotes",
            "DELETE FROM jobs WHERE kind = 'quote_expiry'",
            "DELETE FROM number_series WHERE series = 'AN'",
            "DELETE FROM audit WHERE action IN ('quote_made', 'purchase_order_used')",
            "DELETE FROM purchase_order_uses",
            "DELETE FROM purchase_order_documents",
            "DELETE FROM purchase_orders",
            "DELETE FROM jobs WHERE kind = 'purchase_order_look'",
            "UPDATE subscriptions SET purchase_order = NULL",
        ] {
            world.change(sql, backend::args![]).await;
        }
        world
    }

    /// With tables, and nobody in them.
    pub async fn open_empty(database: Arc<TestDatabase>, gateway_timeout: Duration) -> Self {
        let gateway = Arc::new(Gateway::start().await);
        let settings = settings(&database.url, &gateway, gateway_timeout, &Others::default());
        let backend = Backend::open(settings, demo_catalogue()).await.unwrap();
        backend.db.migrate().await.unwrap();
        Self { backend, gateway, database, gateway_timeout }
    }

    /// Another server on the same database, as this one would be after a restart with other settings.
    pub async fn another_server(&self, others: Others) -> Self {
        let gateway_timeout = others.gateway_timeout.unwrap_or(self.gateway_timeout);
        let settings = settings(&self.database.url, &self.gateway, gateway_timeout, &others);
        let backend = Backend::open(settings, others.catalogue).await.unwrap();
        Self { backend, gateway_timeout, ..self.clone() }
    }

    /// A server like this one on another database.
    pub async fn moved_to(&self, database: Arc<TestDatabase>) -> Self {
        let settings = Settings { database_url: database.url.clone(), ..(*self.backend.settings).clone() };
        let backend = Backend::open(settings, demo_catalogue()).await.unwrap();
        Self { backend, database, ..self.clone() }
    }

    /// A server that waits for the gateway, on a machine however busy.
    pub async fn patient(&self) -> Self {
        self.another_server(Others { gateway_timeout: Some(super::PATIENT), ..Others::default() }).await
    }

    /// A person of the demo.
    pub async fn buyer(&self, email: &str) -> Buyer {
        Buyer::sign_in(self, email).await
    }

    pub async fn anna(&self) -> Buyer {
        self.buyer("anna@nordlicht.example").await
    }
}

fn settings(database_url: &str, gateway: &Gateway, timeout: Duration, others: &Others) -> Settings {
    Settings {
        database_url: database_url.to_owned(),
        demo: Demo::On { start_date: Some(others.today) },
        time_zone: chrono_tz::Europe::Berlin,
        seller: seller(),
        invoice_series: "RE".to_owned(),
        credit_note_series: "RK".to_owned(),
        corporate_series: ("RU".to_owned(), "RUK".to_owned()),
        origin: "https://portal.test".to_owned(),
        gateway: GatewaySettings {
            url: gateway.url(),
            secret: SecretString::from(SECRET),
            public_url: gateway.url(),
            webhook_secret: SecretString::from(WEBHOOK_SECRET),
            timeout,
        },
        vat_register: VatRegisterSettings { url: format!("{}/vat-register", gateway.url()), timeout },
        mail: MailSettings { smtp_url: others.smtp_url.clone().map(SecretString::from), from: "Kontor <billing@kontor.example>".to_owned() },
        payment_terms_days: 14,
        dunning: billing::dunning::DunningPlan::default(),
        late_terms: billing::late_payment::LateTerms::default(),
        service_orders: ServiceOrderSettings { processed_by: Processor::Staff },
        second_factor: SecondFactorRule::Optional,
    }
}

fn seller() -> Seller {
    let party = Party {
        name: "Kontor Software GmbH".to_owned(),
        street: "Speicherstadt 1".to_owned(),
        postal_code: "20457".to_owned(),
        city: "Hamburg".to_owned(),
        region: None,
        country: "DE".to_owned(),
        vat_id: Some("DE123456788".to_owned()),
    };
    Seller { party, tax_number: "12/345/67890".to_owned(), email: "billing@kontor.example".to_owned(), bank: "DE02 1203 0000 0000 2020 51".to_owned() }
}
