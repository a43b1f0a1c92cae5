//! Complete checkouts a second, against bare durable commits on the same database in the same run. The gateway is a
//! mock that answers at once, so that the figure is the portal's own: cart, order, charge, invoice, mail.
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a bench prints its table and stops at the first surprise")]

mod ground;

use backend::usecases::cart::{
    load::load_cart,
    put::{Wish, put_in_cart},
};
use backend::usecases::orders::place::place_order;
use backend::usecases::people::set_language::set_language;
use backend::{Actor, Backend};
use billing::Language;
use billing::editor::PlanInput;
use billing::ids::SubscriptionId;
use std::time::Instant;

const CHECKOUTS: u32 = 300;
const COMMITS: u32 = 600;

/// One more seat each time, from the editor's button to the stored invoice.
async fn check_out(backend: &Backend, actor: &Actor, subscription: &SubscriptionId, seats: u32) {
    let input = PlanInput { plan: "professional".to_owned(), seats: seats.to_string(), interval: "monthly".to_owned() };
    put_in_cart(backend, actor, &Wish::Change(subscription.clone()), &input).await.unwrap();
    let cart = load_cart(backend, actor).await.unwrap();
    place_order(backend, actor, &cart.checkout_key, &cart.seen().unwrap()).await.unwrap();
}

async fn measure(database_url: String) {
    let (backend, actor) = ground::open(database_url).await;
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
    measure(ground::make_database(server).await).await;
    ground::drop_database(server).await;
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
