//! Complete checkouts a second, against bare durable commits on the same database in the same run. The gateway is a
//! mock that answers at once, so that the figure is the portal's own: cart, order, charge, invoice, mail.
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a bench prints its table and stops at the first surprise")]

use backend::db::people::{self, Door};
use backend::gateways::payment::{
    Charge, ChargeOutcome, ChargeRequest, GatewayError, HostedSession, OutcomeUnknown, PaymentGateway, RefundRequest, SessionRequest,
};
use backend::usecases::cart::{
    load::load_cart,
    put::{Wish, put_in_cart},
};
use backend::usecases::orders::place::place_order;
use backend::usecases::people::{load_actor::load_actor, set_language::set_language};
use backend::{Actor, Backend, Demo, GatewaySettings, MailSettings, Settings, VatRegisterSettings, demo, work};
use billing::Language;
use billing::catalogue_file::parse_catalogue;
use billing::editor::PlanInput;
use billing::ids::SubscriptionId;
use billing::invoice::{Party, Seller};
use chrono::NaiveDate;
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::sync::Arc;
use std::time::{Duration, Instant};

const CHECKOUTS: u32 = 300;
const COMMITS: u32 = 600;

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
    }
}

async fn open(database_url: String) -> (Backend, Actor) {
    let catalogue = parse_catalogue(include_str!("../../catalogue.toml")).unwrap();
    let mut backend = Backend::open(settings(database_url), catalogue).await.unwrap();
    backend.gateway = Arc::new(ImmediateGateway);
    backend.db.migrate().await.unwrap();
    demo::seed_demo(&backend).await.unwrap();
    let (person, account) = backend
        .db
        .read(work!(tx => {
            let (person, _) = people::find_login(tx, Door::BillingCenter, "anna@nordlicht.example").await?.unwrap();
            let account = people::first_account(tx, &person).await?.unwrap();
            Ok::<_, backend::DbError>((person, account))
        }))
        .await
        .unwrap();
    let actor = load_actor(&backend, &person, &account).await.unwrap().unwrap();
    (backend, actor)
}

/// One more seat each time, from the editor's button to the stored invoice.
async fn check_out(backend: &Backend, actor: &Actor, subscription: &SubscriptionId, seats: u32) {
    let input = PlanInput { plan: "professional".to_owned(), seats: seats.to_string(), interval: "monthly".to_owned() };
    put_in_cart(backend, actor, &Wish::Change(subscription.clone()), &input).await.unwrap();
    let cart = load_cart(backend, actor).await.unwrap();
    place_order(backend, actor, &cart.checkout_key, &cart.seen().unwrap()).await.unwrap();
}

async fn measure(database_url: String) {
    let (backend, actor) = open(database_url).await;
    let start = Instant::now();
    for round in 0..COMMITS {
        // Another one each time: a change that changes nothing is written nowhere.
        let language = if round.is_multiple_of(2) { Language::En } else { Language::De };
        set_language(&backend, &actor.person, language).await.unwrap();
    }
    let commits = f64::from(COMMITS) / start.elapsed().as_secs_f64();
    let overview = backend::usecases::subscriptions::list::load_overview(&backend, &actor).await.unwrap();
    let meeting = overview.subscriptions.iter().find(|found| found.running.product.as_str() == "goto-meeting").unwrap();
    let start = Instant::now();
    for round in 0..CHECKOUTS {
        check_out(&backend, &actor, &meeting.id, 11 + round).await;
    }
    let checkouts = f64::from(CHECKOUTS) / start.elapsed().as_secs_f64();
    let name = backend.db.engine_name();
    println!(
        "ratio: checkout on {name} | 1/{:.1} of a bare durable commit, {checkouts:.0}/s | ≥ 450/s | three commits and some eighty statements, each of which crosses to the engine and back",
        commits / checkouts
    );
    println!(
        "{name:<12} {commits:>9.0} bare commits/s   {checkouts:>6.0} checkouts/s   {:>5.1} commits each   aim: at least 450 checkouts/s",
        commits / checkouts
    );
}

/// On a database of its own, which goes again.
async fn measure_on_server(server: &str) {
    let name = format!("kontor_bench_{}", std::process::id());
    let (base, _) = server.rsplit_once('/').unwrap();
    on_server(server, format!("CREATE DATABASE {name}")).await;
    measure(format!("{base}/{name}")).await;
    on_server(server, format!("DROP DATABASE {name} WITH (FORCE)")).await;
}

async fn on_server(url: &str, statement: String) {
    let mut connection = PgConnection::connect(url).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

fn main() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let folder = tempfile::tempdir().unwrap();
    runtime.block_on(async {
        println!("one buyer after the other, every commit durable");
        measure(format!("sqlite:{}", folder.path().join("bench.sqlite").display())).await;
        match std::env::var("KONTOR_BENCH_POSTGRES_URL") {
            Ok(server) => measure_on_server(&server).await,
            Err(_) => println!("PostgreSQL   not measured: KONTOR_BENCH_POSTGRES_URL names no server"),
        }
    });
}
