//! A database of its own for every test, on either engine, and a look into it while the portal runs.

use backend::db::{Arg, Db, DbError, Row, Tx};
use std::path::Path;
use std::thread;
use uuid::Uuid;

/// Names a PostgreSQL for tests.
const VARIABLE: &str = "KONTOR_TEST_POSTGRES_URL";

/// Which engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// An empty database; gone with its owner.
pub struct TestDatabase {
    /// Its address, as the configuration takes it.
    pub url: String,
    /// Its name, where dropping it is up to us.
    name: Option<String>,
}

impl TestDatabase {
    /// Makes one. A SQLite file lies in `folder`.
    pub async fn create(engine: Engine, folder: &Path) -> Self {
        match engine {
            Engine::Sqlite => Self { url: format!("sqlite:{}", folder.join("data/kontor.sqlite").display()), name: None },
            Engine::Postgres => {
                let name = format!("kontor_server_{}", Uuid::new_v4().simple());
                administer(format!("CREATE DATABASE {name} TEMPLATE template0")).await;
                Self { url: address_of(&name), name: Some(name) }
            }
        }
    }

    /// Reads something. Only for as long as a portal has the database open: whoever closes a SQLite file last tidies
    /// it up, and a crash is to be found as it was left.
    pub async fn look<T: Send>(&self, sql: &'static str, read: impl Fn(&Row<'_>) -> Result<T, DbError> + Send + Sync) -> Vec<T> {
        let db = Db::open(&self.url).await.expect("the database can be opened");
        let rows = db.read(backend::work!(tx, &read => tx.all(sql, vec![], read).await)).await.expect("the database can be read");
        db.close().await;
        rows
    }

    /// Changes something behind the portal's back.
    pub async fn change(&self, sql: &'static str, args: Vec<Arg>) -> u64 {
        let db = Db::open(&self.url).await.expect("the database can be opened");
        let changed = db.write(backend::work!(tx, &args => tx.exec(sql, args.clone()).await)).await.expect("the database can be changed");
        db.close().await;
        changed
    }

    /// Sets something of PostgreSQL's for everybody who connects from now on.
    pub async fn set_for_new_connections(&self, setting: &str, value: &str) {
        let name = self.name.as_deref().expect("a database of PostgreSQL");
        administer(format!("ALTER DATABASE {name} SET {setting} = {value}")).await;
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let Some(name) = self.name.take() else { return };
        // A runtime cannot wait inside another one.
        let dropping = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(administer(format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")));
        });
        let _failed = dropping.join();
    }
}

/// PostgreSQL's address for tests.
pub fn postgres_url() -> String {
    std::env::var(VARIABLE).unwrap_or_else(|_| panic!("{VARIABLE} is not set: run \"make test\", or set it to what \"cargo xtask postgres start\" prints"))
}

fn address_of(database: &str) -> String {
    let url = postgres_url();
    let (address, query) = url.split_once('?').map_or((url.as_str(), String::new()), |(address, query)| (address, format!("?{query}")));
    let (server, _) = address.rsplit_once('/').expect("a database after the last slash");
    format!("{server}/{database}{query}")
}

/// Does what PostgreSQL does only outside of a transaction.
async fn administer(statement: String) {
    let db = Db::open(&postgres_url()).await.expect("PostgreSQL answers");
    // The process ends soon; the texts of statements live as long.
    let sql: &'static str = statement.leak();
    let outcome: Result<(), DbError> = db.write(backend::work!(tx => outside(tx, sql).await)).await;
    outcome.expect("PostgreSQL does it");
    db.close().await;
}

/// Ends the facade's transaction, does the work, and begins another one for the facade to end.
async fn outside(tx: &mut Tx<'_>, sql: &'static str) -> Result<(), DbError> {
    tx.exec("COMMIT", vec![]).await?;
    tx.exec(sql, vec![]).await?;
    tx.exec("BEGIN", vec![]).await?;
    Ok(())
}
