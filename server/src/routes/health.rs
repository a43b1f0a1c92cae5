//! For those who watch over the server: whether it lives, and whether it can work. Nobody signs in for it, no try is
//! counted, and no cache keeps the answer.

use crate::fresh::Fresh;
use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use backend::Backend;
use backend::db::SchemaState;
use http::StatusCode;
use http::header::CACHE_CONTROL;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::timeout;

/// A database that takes longer is none that customers can work with.
const PATIENCE: Duration = Duration::from_secs(1);
/// Nothing: who watches wants to know how it is now. Those who come at once share one answer, and one connection.
const KEEPS: Duration = Duration::ZERO;

/// Whether the process lives.
pub const ALIVE_PATH: &str = "/healthz";
/// Whether it can work.
pub const READY_PATH: &str = "/readyz";

/// What readiness depends on.
#[derive(Clone)]
struct Health {
    backend: Backend,
    leaving: watch::Receiver<bool>,
    database: Arc<Fresh<DatabaseHealth>>,
}

/// How the database is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum DatabaseHealth {
    Good,
    Silent,
    OtherSchema(SchemaState),
}

/// `/healthz` asks nothing, `/readyz` the database. `leaving` says true once the server was told to stop.
pub fn routes(backend: Backend, leaving: watch::Receiver<bool>) -> Router {
    let health = Health { backend, leaving, database: Arc::new(Fresh::new(KEEPS)) };
    let alive = get(async || uncached(StatusCode::OK, "ok"));
    Router::new().route(ALIVE_PATH, alive).route(READY_PATH, get(show_readiness)).with_state(health)
}

async fn show_readiness(State(health): State<Health>) -> Response {
    if *health.leaving.borrow() {
        return uncached(StatusCode::SERVICE_UNAVAILABLE, "the server is stopping");
    }
    match health.database.get(ask(&health.backend)).await {
        DatabaseHealth::Good => uncached(StatusCode::OK, "ready"),
        DatabaseHealth::Silent => uncached(StatusCode::SERVICE_UNAVAILABLE, "the database does not answer"),
        DatabaseHealth::OtherSchema(schema) => uncached(StatusCode::SERVICE_UNAVAILABLE, &explain(schema)),
    }
}

async fn ask(backend: &Backend) -> DatabaseHealth {
    match timeout(PATIENCE, backend.db.schema_state()).await {
        Ok(Ok(schema)) if schema.found == schema.expected => return DatabaseHealth::Good,
        Ok(Ok(schema)) => {
            tracing::warn!("not ready: {}", explain(schema));
            return DatabaseHealth::OtherSchema(schema);
        }
        Ok(Err(error)) => tracing::warn!(%error, "not ready"),
        Err(_) => tracing::warn!("not ready: the database is silent"),
    }
    DatabaseHealth::Silent
}

fn explain(SchemaState { found, expected }: SchemaState) -> String {
    let way = if found < expected { "bring it up to date with kontor migrate" } else { "a newer server was here" };
    format!("the database's schema has version {found} and this server wants {expected}: {way}")
}

fn uncached(status: StatusCode, text: &str) -> Response {
    (status, [(CACHE_CONTROL, "no-store")], format!("{text}\n")).into_response()
}
