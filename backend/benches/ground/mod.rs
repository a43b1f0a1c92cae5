//! What the benches of the backend stand on: a portal with the demo's customers, and a gateway that answers at once.

use backend::db::people::{self, Door};
use backend::gateways::payment::{
    Charge, ChargeOutcome, ChargeRequest, GatewayError, HostedSession, OutcomeUnknown, PaymentGateway, RefundRequest, SessionRequest,
};
use backend::usecases::people::load_actor::load_actor;
use backend::{
    Actor, Backend, Demo, GatewaySettings, MailSettings, Processor, SecondFactorRule, ServiceOrderSettings, Settings, VatRegisterSettings, demo, work,
};
use billing::catalogue_file::parse_catalogue;
use billing::invoice::{Party, Seller};
use chrono::NaiveDate;
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::sync::Arc;
use std::time::Duration;

struct ImmediateGateway;

#[async_trait::async_trait]
impl PaymentGateway for ImmediateGateway {
    async fn charge(&self, request: &ChargeRequest) -> Result<ChargeOutcome, OutcomeUnknown> {
        Ok(ChargeOutcome::Succeeded(Charge { id: format!("ch_{}", request.key), amount_minor: request.amount_minor, currency: request.currency.clone() }))
    }

    async fn authorise(&self, request: &ChargeRequest) -> Result<ChargeOutcome, OutcomeUnknown> {
        self.charge(request).await
    }

    async fn open_session(&self, _request: &SessionRequest) -> Result<HostedSession, GatewayError> {
        Err(GatewayError::Refused("not measured".to_owned()))
    }

    async fn find_session(&self, _id: &str) -> Result<Option<HostedSession>, OutcomeUnknown> {
        Ok(None)
    }

    async fn find(&self, _key: &str) -> Result<Option<ChargeOutcome>, OutcomeUnknown> {
        Ok(None)
    }

    async fn capture(&self, _key: &str, _amount_minor: i64) -> Result<ChargeOutcome, GatewayError> {
        Err(GatewayError::Refused("not measured".to_owned()))
    }

    async fn void(&self, _key: &str) -> Result<ChargeOutcome, GatewayError> {
        Err(GatewayError::Refused("not measured".to_owned()))
    }

    async fn refund(&self, _request: &RefundRequest) -> Result<String, GatewayError> {
        Err(GatewayError::Refused("not measured".to_owned()))
    }

    async fn settle(&self, _key: &str) -> Result<ChargeOutcome, OutcomeUnknown> {
        Ok(ChargeOutcome::Cancelled)
    }

    async fn move_demo_clock(&self, _today: NaiveDate) -> Result<(), GatewayError> {
        Ok(())
    }
}

fn settings(database_url: String) -> Settings {
    let party = Party {
        name: "Nordwerk Software GmbH".to_owned(),
        street: "Speicherstraße 12".to_owned(),
        postal_code: "20457".to_owned(),
        city: "Hamburg".to_owned(),
        region: None,
        country: "DE".to_owned(),
        vat_id: None,
    };
    Settings {
        database_url,
        demo: Demo::On { start_date: "2026-11-21".parse().ok() },
        time_zone: chrono_tz::Europe::Berlin,
        seller: Seller { party, tax_number: String::new(), email: String::new(), bank: String::new() },
        invoice_series: "RE".to_owned(),
        credit_note_series: "RK".to_owned(),
        corporate_series: ("RU".to_owned(), "RUK".to_owned()),
        origin: "http://127.0.0.1:9".to_owned(),
        gateway: GatewaySettings {
            url: "http://127.0.0.1:9".to_owned(),
            secret: "bench".to_owned().into(),
            public_url: "http://127.0.0.1:9".to_owned(),
            webhook_secret: "bench".to_owned().into(),
            timeout: Duration::from_secs(5),
        },
        vat_register: VatRegisterSettings { url: "http://127.0.0.1:9".to_owned(), timeout: Duration::from_secs(5) },
        mail: MailSettings { smtp_url: None, from: "Kontor <bench@kontor.example>".to_owned() },
        payment_terms_days: 14,
        dunning: billing::dunning::DunningPlan::default(),
        late_terms: billing::late_payment::LateTerms::default(),
        service_orders: ServiceOrderSettings { processed_by: Processor::Staff },
        second_factor: SecondFactorRule::Optional,
    }
}

/// A portal on an empty database, and its first customer.
pub async fn open(database_url: String) -> (Backend, Actor) {
    let catalogue = parse_catalogue(include_str!("../../../catalogue.toml")).unwrap();
    let mut backend = Backend::open(settings(database_url), catalogue).await.unwrap();
    backend.gateway = Arc::new(ImmediateGateway);
    backend.db.migrate().await.unwrap();
    demo::seed_demo(&backend).await.unwrap();
    let (person, account) = backend
        .db
        .read(work!(tx => {
            let (person, _) = people::find_login(tx, Door::BillingCenter, "anna@nordlicht.example").await?.unwrap();
            let account = people::first_account(tx, Door::BillingCenter, &person).await?.unwrap();
            Ok::<_, backend::DbError>((person, account))
        }))
        .await
        .unwrap();
    let actor = load_actor(&backend, &person, &account).await.unwrap().unwrap();
    (backend, actor)
}

/// A database of its own on a server; [`drop_database`] ends it.
pub async fn make_database(server: &str) -> String {
    let name = format!("kontor_bench_{}", std::process::id());
    let (base, _) = server.rsplit_once('/').unwrap();
    on_server(server, format!("CREATE DATABASE {name}")).await;
    format!("{base}/{name}")
}

/// Ends a database that was made.
pub async fn drop_database(server: &str) {
    on_server(server, format!("DROP DATABASE kontor_bench_{} WITH (FORCE)", std::process::id())).await;
}

async fn on_server(url: &str, statement: String) {
    let mut connection = PgConnection::connect(url).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}
