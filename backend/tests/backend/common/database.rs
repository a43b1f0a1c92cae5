//! A database of its own for each test: a SQLite file in a temporary folder, or one on the real PostgreSQL server.

use backend::db::Db;
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use tempfile::TempDir;
use tokio::sync::{Semaphore, SemaphorePermit};

/// Where the tests find PostgreSQL.
const POSTGRES_URL: &str = "KONTOR_TEST_POSTGRES_URL";

/// The server takes 200 connections, and a test with two servers of the portal opens up to 32.
static POSTGRES_TESTS: Semaphore = Semaphore::const_new(5);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

pub struct TestDatabase {
    pub engine: Engine,
    pub url: String,
    home: Home,
}

enum Home {
    Folder(TempDir),
    Server { url: String, name: String, _turn: SemaphorePermit<'static> },
}

impl TestDatabase {
    /// An empty database, not migrated yet.
    pub async fn create(engine: Engine) -> Self {
        match engine {
            Engine::Sqlite => {
                let folder = TempDir::new().unwrap();
                let url = format!("sqlite:{}", folder.path().join("kontor.db").display());
                Self { engine, url, home: Home::Folder(folder) }
            }
            Engine::Postgres => {
                let server = server_url();
                let turn = POSTGRES_TESTS.acquire().await.unwrap();
                let name = format!("kontor_test_{}", uuid::Uuid::new_v4().simple());
                on_server(&server, format!("CREATE DATABASE {name}")).await;
                let (base, _) = server.rsplit_once('/').unwrap();
                Self { engine, url: format!("{base}/{name}"), home: Home::Server { url: server, name, _turn: turn } }
            }
        }
    }

    /// Opens it; nothing is migrated.
    pub async fn open(&self) -> Db {
        Db::open(&self.url).await.unwrap()
    }

    /// Opens it with the portal's tables.
    pub async fn open_migrated(&self) -> Db {
        let db = self.open().await;
        db.migrate().await.unwrap();
        db
    }

    /// Drops it, whoever is still connected. A folder goes away by itself.
    pub async fn remove(&self) {
        match &self.home {
            Home::Folder(folder) => assert!(folder.path().exists()),
            Home::Server { url, name, .. } => on_server(url, format!("DROP DATABASE {name} WITH (FORCE)")).await,
        }
    }
}

fn server_url() -> String {
    std::env::var(POSTGRES_URL).unwrap_or_else(|_| {
        panic!(
            "{POSTGRES_URL} is not set: these tests need a real PostgreSQL. \"make test\" starts one and sets it; \"cargo xtask postgres start\" prints its address."
        )
    })
}

async fn on_server(url: &str, statement: String) {
    let mut connection = PgConnection::connect(url).await.unwrap_or_else(|error| panic!("{POSTGRES_URL} leads nowhere, see \"make test\": {error}"));
    sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}
