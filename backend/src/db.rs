//! The storage facade: one transaction API over SQLite and PostgreSQL. SQL texts live in the files below;
//! engine types appear in this folder alone.

mod connect;
mod error;
mod migrations;
mod row;
mod schema;
mod transaction;

pub mod account_search;
pub mod accounts;
pub mod attempts;
pub mod audit;
pub mod backlog;
pub mod backup;
pub mod billing_details;
pub mod books;
pub mod cart;
pub mod contacts;
pub mod copy;
pub mod credit_notes;
pub mod facts;
pub mod fingerprint;
pub mod gateway_events;
pub mod history;
pub mod invitations;
pub mod invoice_search;
pub mod invoices;
pub mod job_lists;
pub mod jobs;
pub mod licences;
pub mod orders;
pub mod outbox;
pub mod passwords;
pub mod payment_methods;
pub mod payment_sessions;
pub mod payments;
pub mod people;
pub mod proposals;
pub mod purchase_orders;
pub mod quotes;
pub mod receipts;
pub mod refunds;
pub mod requests;
pub mod scheduled_changes;
pub mod second_factors;
pub mod service_orders;
pub mod sessions;
pub mod sign_ins;
pub mod single_cards;
pub mod staff;
pub mod subscriptions;
pub mod vat_ids;

pub use error::DbError;
pub use row::{Arg, Row};
pub use transaction::Tx;

use crate::work;
use sqlx::{PgPool, SqlitePool};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A database of either engine. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    engine: Arc<Engine>,
    asked: Arc<AtomicU64>,
}

enum Engine {
    /// One writer, since SQLite has one; readers see the last commit meanwhile.
    Sqlite {
        writer: SqlitePool,
        readers: SqlitePool,
        file: PathBuf,
    },
    Postgres(PgPool),
}

/// What a transaction does, see [`work!`](crate::work).
pub type Work<'t, T, E> = Pin<Box<dyn Future<Output = Result<T, E>> + Send + 't>>;

/// How often a transaction is run again after the engine gave it up in favour of another.
const TRIES: u32 = 8;

impl Db {
    /// Opens pools for `sqlite:FILE` or `postgres://…`. Creates a missing SQLite file; migrates nothing.
    ///
    /// # Errors
    /// [`DbError`] when the address is neither, or the database cannot be opened.
    pub async fn open(url: &str) -> Result<Self, DbError> {
        let engine = if url.starts_with("postgres") { connect::open_postgres(url).await? } else { connect::open_sqlite(url).await? };
        Ok(Self { engine: Arc::new(engine), asked: Arc::default() })
    }

    /// Opens a SQLite file that nobody changes, such as a backup: it is only read, and nothing is made beside it.
    pub fn open_copy(file: &Path) -> Self {
        Self { engine: Arc::new(connect::open_copy(file)), asked: Arc::default() }
    }

    /// The SQLite file, or none where the database is another engine's.
    pub fn file(&self) -> Option<&Path> {
        match &*self.engine {
            Engine::Sqlite { file, .. } => Some(file),
            Engine::Postgres(_) => None,
        }
    }

    /// Brings the schema up to date; safe to call from several servers at once.
    ///
    /// # Errors
    /// [`DbError`] when a migration fails or a later version was here before.
    pub async fn migrate(&self) -> Result<(), DbError> {
        migrations::migrate(&self.engine, i64::MAX).await
    }

    /// Brings the schema to an earlier version, as an older portal left it: for tests of what comes after.
    ///
    /// # Errors
    /// [`DbError`] when a migration fails or a later version was here before.
    pub async fn migrate_to(&self, version: i64) -> Result<(), DbError> {
        migrations::migrate(&self.engine, version).await
    }

    /// Runs `work` in a transaction that only reads.
    ///
    /// # Errors
    /// What `work` answers, or [`DbError`] of the database.
    pub async fn read<'scope, T: Send, E: From<DbError> + Send>(&self, work: impl for<'t> FnOnce(&'t mut Tx<'scope>) -> Work<'t, T, E> + Send) -> Result<T, E> {
        let mut tx = Tx::begin_reading(self).await?;
        let outcome = work(&mut tx).await;
        tx.roll_back().await;
        outcome
    }

    /// Runs a single statement that reads, without the two further ones that begin and end a transaction: on SQLite each
    /// costs as much as the statement itself. Work of several statements wants [`read`](Self::read), which sees one state.
    ///
    /// # Errors
    /// What `work` answers, or [`DbError`] of the database.
    pub async fn glance<'scope, T: Send, E: From<DbError> + Send>(
        &self,
        work: impl for<'t> FnOnce(&'t mut Tx<'scope>) -> Work<'t, T, E> + Send,
    ) -> Result<T, E> {
        let mut tx = Tx::glance(self).await?;
        work(&mut tx).await
    }

    /// Runs `work` in a transaction that is committed if it answers `Ok`, and leaves no trace otherwise.
    /// It may run again when the engine gave it up in favour of another, so it changes nothing outside
    /// the database, and awaits nothing else.
    ///
    /// # Errors
    /// What `work` answers, or [`DbError`] of the database.
    pub async fn write<'scope, T: Send, E: From<DbError> + Send>(
        &self,
        work: impl for<'t> Fn(&'t mut Tx<'scope>) -> Work<'t, T, E> + Send + Sync,
    ) -> Result<T, E> {
        let mut tries = 1;
        loop {
            let mut tx = Tx::begin_writing(self).await?;
            let outcome = work(&mut tx).await;
            let gave_up = tx.was_given_up();
            let committed = match outcome {
                Ok(value) => tx.commit().await.map(|()| value),
                Err(error) if gave_up && tries < TRIES => {
                    tx.roll_back().await;
                    drop(error);
                    tries += 1;
                    continue;
                }
                Err(error) => {
                    tx.roll_back().await;
                    return Err(error);
                }
            };
            match committed {
                Err(error) if error.is_given_up() && tries < TRIES => tries += 1,
                other => return other.map_err(E::from),
            }
        }
    }

    /// Which engine, for messages: `SQLite` or `PostgreSQL`.
    pub fn engine_name(&self) -> &'static str {
        match *self.engine {
            Engine::Sqlite { .. } => "SQLite",
            Engine::Postgres(_) => "PostgreSQL",
        }
    }

    /// Which version of the schema there is, and which one this program is made for.
    ///
    /// # Errors
    /// [`DbError`] when the database does not answer.
    pub async fn schema_state(&self) -> Result<SchemaState, DbError> {
        let found = self.read(work!(tx => migrations::applied(tx).await)).await?;
        Ok(SchemaState { found, expected: migrations::latest() })
    }

    /// How many statements the database was asked so far, without those that begin and end transactions.
    pub fn statements(&self) -> u64 {
        self.asked.load(Ordering::Relaxed)
    }

    /// How many connections there are, pool by pool.
    pub fn pools(&self) -> Vec<PoolState> {
        match &*self.engine {
            Engine::Sqlite { writer, readers, .. } => vec![PoolState::of("writer", writer), PoolState::of("readers", readers)],
            Engine::Postgres(pool) => vec![PoolState::of("all", pool)],
        }
    }

    /// Closes all connections; open transactions are rolled back.
    pub async fn close(&self) {
        match &*self.engine {
            Engine::Sqlite { writer, readers, .. } => {
                readers.close().await;
                writer.close().await;
            }
            Engine::Postgres(pool) => pool.close().await,
        }
    }
}

/// Versions of the schema; 0 is that of an empty database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SchemaState {
    /// What the database has.
    pub found: i64,
    /// What this program is made for.
    pub expected: i64,
}

/// The connections of a pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoolState {
    /// What the pool is for.
    pub name: &'static str,
    /// Connections at work.
    pub in_use: usize,
    /// Connections that wait for work.
    pub idle: usize,
}

impl PoolState {
    fn of<E: sqlx::Database>(name: &'static str, pool: &sqlx::Pool<E>) -> Self {
        let (open, idle) = (usize::try_from(pool.size()).unwrap_or(usize::MAX), pool.num_idle());
        Self { name, in_use: open.saturating_sub(idle), idle }
    }
}

/// The work of a transaction: `work!(tx => find_order(tx, id).await)`. A boxed future rather than an async closure,
/// since the compiler cannot see today that the future of an async closure which borrows may move between threads.
/// Owned values that it needs are named as borrowed: `work!(tx, &login => find_login(tx, login).await)`.
#[macro_export]
macro_rules! work {
    ($tx:ident, $(&$borrowed:ident),+ => $body:expr) => {{
        $(let $borrowed = &$borrowed;)+
        move |$tx| Box::pin(async move { $body })
    }};
    ($tx:ident => $body:expr) => {
        move |$tx| Box::pin(async move { $body })
    };
}

/// Arguments of a statement: integers and texts, or `Option`s of them.
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => { vec![$($crate::db::Arg::from($value)),*] };
}
