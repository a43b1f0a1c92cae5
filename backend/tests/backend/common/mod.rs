//! What all tests on real databases share: a database of their own, a gateway of their own, people who order.

#![allow(dead_code, unused_imports, reason = "shared ground, of which benches and tests each use a part")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a failed unwrap is the test's message, in helpers too")]

pub mod books;
pub mod buyer;
pub mod corporate;
pub mod database;
pub mod gateway;
pub mod people;
pub mod reading;
pub mod smtp;
pub mod time;
pub mod world;

pub use buyer::{Buyer, Checkout};
pub use database::{Engine, TestDatabase};
pub use gateway::Fault;
pub use world::{Others, World, day};

use std::sync::Arc;
use std::time::Duration;

/// No test waits longer than this for anything, however busy the machine.
const LIMIT: Duration = Duration::from_secs(180);

/// How long the gateway may take, where a test does not want to see it fail.
const PATIENT: Duration = Duration::from_secs(30);

/// How long it may take where it is made to fail.
const IMPATIENT: Duration = Duration::from_millis(300);

/// Makes two tests of each body: `name::on_sqlite` and `name::on_postgres`.
macro_rules! on_both_engines {
    ($run:ident: $($name:ident),+ $(,)?) => {$(
        mod $name {
            #[tokio::test(flavor = "multi_thread")]
            async fn on_sqlite() {
                $crate::common::$run($crate::common::Engine::Sqlite, super::$name).await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn on_postgres() {
                $crate::common::$run($crate::common::Engine::Postgres, super::$name).await;
            }
        }
    )+};
}

/// Runs a body on an empty database, which is gone afterwards in any case.
pub async fn on_database<F>(engine: Engine, body: impl FnOnce(Arc<TestDatabase>) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let database = Arc::new(TestDatabase::create(engine).await);
    // In a task of its own, so that a panic does not keep the database from being dropped.
    let outcome = tokio::time::timeout(LIMIT, tokio::spawn(body(database.clone()))).await;
    database.remove().await;
    match outcome {
        Err(_) => panic!("the test took longer than {LIMIT:?}"),
        Ok(Err(error)) => std::panic::resume_unwind(error.into_panic()),
        Ok(Ok(())) => {}
    }
}

/// Runs a body in the demo's world with a gateway that is waited for, and looks at all books at the end.
pub async fn in_world<F>(engine: Engine, body: impl FnOnce(World) -> F + Send + 'static)
where
    F: Future<Output = ()> + Send + 'static,
{
    on_database(engine, move |database| in_world_with(database, PATIENT, body)).await;
}

/// The same with a gateway that is given up quickly.
pub async fn in_impatient_world<F>(engine: Engine, body: impl FnOnce(World) -> F + Send + 'static)
where
    F: Future<Output = ()> + Send + 'static,
{
    on_database(engine, move |database| in_world_with(database, IMPATIENT, body)).await;
}

/// Runs a body in the demo's world with its corporate accounts.
pub async fn in_corporate_world<F>(engine: Engine, body: impl FnOnce(World) -> F + Send + 'static)
where
    F: Future<Output = ()> + Send + 'static,
{
    on_database(engine, move |database| async move {
        let world = World::open_with_all(database, PATIENT).await;
        look_at_books(world, body).await;
    })
    .await;
}

/// The same with a gateway that is given up quickly.
pub async fn in_impatient_corporate_world<F>(engine: Engine, body: impl FnOnce(World) -> F + Send + 'static)
where
    F: Future<Output = ()> + Send + 'static,
{
    on_database(engine, move |database| async move {
        let world = World::open_with_all(database, IMPATIENT).await;
        look_at_books(world, body).await;
    })
    .await;
}

async fn in_world_with<F>(database: Arc<TestDatabase>, gateway_timeout: Duration, body: impl FnOnce(World) -> F + Send + 'static)
where
    F: Future<Output = ()> + Send + 'static,
{
    look_at_books(World::open(database, gateway_timeout).await, body).await;
}

async fn look_at_books<F>(world: World, body: impl FnOnce(World) -> F + Send + 'static)
where
    F: Future<Output = ()> + Send + 'static,
{
    let before = books::ledgers(&world).await;
    body(world.clone()).await;
    books::must_balance(&world).await;
    books::must_have_moved_together(&world, &before).await;
    world.backend.db.close().await;
}
