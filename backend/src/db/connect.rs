//! Opens the pools, with the settings that keep what was committed.

use super::{DbError, Engine};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection, PgConnection};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

const WAIT_FOR_CONNECTION: Duration = Duration::from_secs(10);
const WAIT_FOR_REASON: Duration = Duration::from_secs(2);
const READERS: u32 = 8;
const POSTGRES_CONNECTIONS: u32 = 16;
const STATEMENTS_KEPT: usize = 512;

pub(super) async fn open_sqlite(url: &str) -> Result<Engine, DbError> {
    let path = url.strip_prefix("sqlite:").map(|path| path.trim_start_matches("//"));
    let Some(file) = path.filter(|path| !path.is_empty()).map(PathBuf::from) else {
        return Err(DbError::Address("the database address must be sqlite:FILE or postgres://USER@HOST/DATABASE".to_owned()));
    };
    create_folder(&file)?;
    let options = SqliteConnectOptions::new()
        .filename(&file)
        .busy_timeout(Duration::from_secs(5))
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .statement_cache_capacity(STATEMENTS_KEPT);
    let writer = sqlite_pool(1).connect_with(options.clone().create_if_missing(true)).await?;
    let readers = sqlite_pool(READERS).connect_lazy_with(options.pragma("query_only", "ON"));
    Ok(Engine::Sqlite { writer, readers, file })
}

/// A file that nobody changes: it is only read, and nothing is made beside it.
pub(super) fn open_copy(file: &Path) -> Engine {
    let options = SqliteConnectOptions::new().filename(file).read_only(true).immutable(true);
    let pool = || sqlite_pool(1).connect_lazy_with(options.clone());
    Engine::Sqlite { writer: pool(), readers: pool(), file: file.to_owned() }
}

fn sqlite_pool(connections: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(WAIT_FOR_CONNECTION)
        .idle_timeout(None)
        .max_lifetime(None)
        // A full disk ends a transaction inside SQLite without sqlx noticing; such a connection is not used again.
        .after_release(|connection, _| Box::pin(async move { Ok(!connection.is_in_transaction()) }))
}

fn create_folder(file: &Path) -> Result<(), DbError> {
    match file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        Some(folder) => std::fs::create_dir_all(folder).map_err(|error| DbError::Address(format!("the folder {} cannot be made: {error}", folder.display()))),
        None => Ok(()),
    }
}

pub(super) async fn open_postgres(url: &str) -> Result<Engine, DbError> {
    let options = PgConnectOptions::from_str(url).map_err(|error| DbError::Address(format!("the database address cannot be read: {error}")))?;
    let options = options.statement_cache_capacity(STATEMENTS_KEPT).application_name("kontor").options([("synchronous_commit", "on")]);
    let pool = PgPoolOptions::new()
        .max_connections(POSTGRES_CONNECTIONS)
        .acquire_timeout(WAIT_FOR_CONNECTION)
        // A cancelled BEGIN may hand back a connection inside a transaction.
        .after_release(|connection, _| Box::pin(async move { Ok(!connection.is_in_transaction()) }))
        .connect_with(options.clone())
        .await;
    match pool {
        Ok(pool) => Ok(Engine::Postgres(pool)),
        Err(sqlx::Error::PoolTimedOut) => Err(reason_of(&options).await.into()),
        Err(error) => Err(error.into()),
    }
}

/// Why there is no connection: the pool only says that it has waited.
async fn reason_of(options: &PgConnectOptions) -> sqlx::Error {
    let single = tokio::time::timeout(WAIT_FOR_REASON, PgConnection::connect_with(options)).await;
    single.ok().and_then(Result::err).unwrap_or(sqlx::Error::PoolTimedOut)
}
