//! A transaction of either engine. One that failed once is never committed, whatever its user does next.

use super::{Arg, Db, DbError, Engine, Row};
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgArguments, PgRow};
use sqlx::query::Query;
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{AssertSqlSafe, PgConnection, Postgres, SqlSafeStr, SqlStr, Sqlite, SqliteConnection, Transaction};
use std::marker::PhantomData;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A running transaction. `'scope` outlives everything that its work borrows.
pub struct Tx<'scope> {
    inner: Inner,
    scope: PhantomData<&'scope ()>,
    /// PostgreSQL answers "ok" to the commit of a transaction that it has aborted; we do not ask it.
    health: Health,
    /// Counts what the database was asked, for all transactions of it.
    asked: Arc<AtomicU64>,
}

enum Inner {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
    /// A connection without a transaction, for a single statement that reads.
    LoneSqlite(PoolConnection<Sqlite>),
    LonePostgres(PoolConnection<Postgres>),
}

/// Whose SQL is spoken.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    Sqlite,
    Postgres,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Health {
    Good,
    /// A statement is under way: should its future be dropped, the state is unknown.
    Asking,
    Failed,
    GivenUp,
}

impl Tx<'_> {
    pub(super) async fn begin_reading(db: &Db) -> Result<Self, DbError> {
        let inner = match &*db.engine {
            Engine::Sqlite { readers, .. } => Inner::Sqlite(readers.begin().await?),
            Engine::Postgres(pool) => Inner::Postgres(pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?),
        };
        Ok(Self { inner, scope: PhantomData, health: Health::Good, asked: db.asked.clone() })
    }

    pub(super) async fn glance(db: &Db) -> Result<Self, DbError> {
        let inner = match &*db.engine {
            Engine::Sqlite { readers, .. } => Inner::LoneSqlite(readers.acquire().await?),
            Engine::Postgres(pool) => Inner::LonePostgres(pool.acquire().await?),
        };
        Ok(Self { inner, scope: PhantomData, health: Health::Good, asked: db.asked.clone() })
    }

    pub(super) async fn begin_writing(db: &Db) -> Result<Self, DbError> {
        let inner = match &*db.engine {
            Engine::Sqlite { writer, .. } => Inner::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?),
            Engine::Postgres(pool) => Inner::Postgres(pool.begin().await?),
        };
        Ok(Self { inner, scope: PhantomData, health: Health::Good, asked: db.asked.clone() })
    }

    /// Which engine, for the few statements that only one of them knows.
    pub(super) fn dialect(&self) -> Dialect {
        match self.inner {
            Inner::Sqlite(_) | Inner::LoneSqlite(_) => Dialect::Sqlite,
            Inner::Postgres(_) | Inner::LonePostgres(_) => Dialect::Postgres,
        }
    }

    pub(super) fn was_given_up(&self) -> bool {
        self.health == Health::GivenUp
    }

    pub(super) async fn commit(self) -> Result<(), DbError> {
        if self.health != Health::Good {
            self.roll_back().await;
            return Err(DbError::Poisoned);
        }
        match self.inner {
            Inner::Sqlite(tx) => tx.commit().await?,
            Inner::Postgres(tx) => tx.commit().await?,
            Inner::LoneSqlite(_) | Inner::LonePostgres(_) => {}
        }
        Ok(())
    }

    pub(super) async fn roll_back(self) {
        let outcome = match self.inner {
            Inner::Sqlite(tx) => tx.rollback().await,
            Inner::Postgres(tx) => tx.rollback().await,
            Inner::LoneSqlite(_) | Inner::LonePostgres(_) => Ok(()),
        };
        if let Err(error) = outcome {
            // Nothing was committed; the connection is given up with it.
            tracing::warn!(%error, "rolling back failed");
        }
    }

    /// All rows of a query.
    ///
    /// # Errors
    /// [`DbError`]; the transaction is then lost.
    pub async fn all<T>(&mut self, sql: &'static str, args: Vec<Arg>, read: impl Fn(&Row<'_>) -> Result<T, DbError>) -> Result<Vec<T>, DbError> {
        self.all_of(sql.into_sql_str(), args, read).await
    }

    /// All rows of a query that was put together from the schema's own names; never from what people typed.
    pub(super) async fn all_built<T>(&mut self, sql: String, args: Vec<Arg>, read: impl Fn(&Row<'_>) -> Result<T, DbError>) -> Result<Vec<T>, DbError> {
        self.all_of(AssertSqlSafe(sql).into_sql_str(), args, read).await
    }

    async fn all_of<T>(&mut self, sql: SqlStr, args: Vec<Arg>, read: impl Fn(&Row<'_>) -> Result<T, DbError>) -> Result<Vec<T>, DbError> {
        self.check()?;
        self.health = Health::Asking;
        self.asked.fetch_add(1, Ordering::Relaxed);
        let outcome = match &mut self.inner {
            Inner::Sqlite(tx) => all_of_sqlite(tx, (sql, args), read).await,
            Inner::LoneSqlite(connection) => all_of_sqlite(connection, (sql, args), read).await,
            Inner::Postgres(tx) => all_of_postgres(tx, (sql, args), read).await,
            Inner::LonePostgres(connection) => all_of_postgres(connection, (sql, args), read).await,
        };
        self.note(outcome)
    }

    /// The first row of a query, if there is one.
    ///
    /// # Errors
    /// [`DbError`]; the transaction is then lost.
    pub async fn opt<T>(&mut self, sql: &'static str, args: Vec<Arg>, read: impl Fn(&Row<'_>) -> Result<T, DbError>) -> Result<Option<T>, DbError> {
        Ok(self.all(sql, args, read).await?.into_iter().next())
    }

    /// The row of a query that always has one.
    ///
    /// # Errors
    /// [`DbError`], also when there is no row; the transaction is then lost.
    pub async fn one<T>(&mut self, sql: &'static str, args: Vec<Arg>, read: impl Fn(&Row<'_>) -> Result<T, DbError>) -> Result<T, DbError> {
        let row = self.opt(sql, args, read).await?;
        self.note(row.ok_or_else(|| sqlx::Error::RowNotFound.into()))
    }

    /// Changes rows; answers how many.
    ///
    /// # Errors
    /// [`DbError`]; the transaction is then lost.
    pub async fn exec(&mut self, sql: &'static str, args: Vec<Arg>) -> Result<u64, DbError> {
        self.exec_of(sql.into_sql_str(), args).await
    }

    /// Changes rows by a statement that was put together from the schema's own names; never from what people typed.
    pub(super) async fn exec_built(&mut self, sql: String, args: Vec<Arg>) -> Result<u64, DbError> {
        self.exec_of(AssertSqlSafe(sql).into_sql_str(), args).await
    }

    async fn exec_of(&mut self, sql: SqlStr, args: Vec<Arg>) -> Result<u64, DbError> {
        self.check()?;
        self.health = Health::Asking;
        self.asked.fetch_add(1, Ordering::Relaxed);
        let outcome = match &mut self.inner {
            Inner::Sqlite(tx) => sqlite_query(sql, args).execute(&mut **tx).await.map(|done| done.rows_affected()),
            Inner::Postgres(tx) => postgres_query(sql, args).execute(&mut **tx).await.map(|done| done.rows_affected()),
            // Changes want a transaction: without one nobody would be told that the commit failed.
            Inner::LoneSqlite(_) | Inner::LonePostgres(_) => return self.note(Err(DbError::Poisoned)),
        };
        self.note(outcome.map_err(DbError::from))
    }

    fn check(&self) -> Result<(), DbError> {
        if self.health == Health::Good { Ok(()) } else { Err(DbError::Poisoned) }
    }

    fn note<T>(&mut self, outcome: Result<T, DbError>) -> Result<T, DbError> {
        self.health = match &outcome {
            Ok(_) => Health::Good,
            Err(error) if error.is_given_up() => Health::GivenUp,
            Err(_) => Health::Failed,
        };
        outcome
    }
}

type Asked = (SqlStr, Vec<Arg>);

async fn all_of_sqlite<T>(connection: &mut SqliteConnection, asked: Asked, read: impl Fn(&Row<'_>) -> Result<T, DbError>) -> Result<Vec<T>, DbError> {
    let rows = sqlite_query(asked.0, asked.1).fetch_all(connection).await?;
    rows.iter().map(|row: &SqliteRow| read(&Row::Sqlite(row))).collect()
}

async fn all_of_postgres<T>(connection: &mut PgConnection, asked: Asked, read: impl Fn(&Row<'_>) -> Result<T, DbError>) -> Result<Vec<T>, DbError> {
    let rows = postgres_query(asked.0, asked.1).fetch_all(connection).await?;
    rows.iter().map(|row: &PgRow| read(&Row::Postgres(row))).collect()
}

fn sqlite_query(sql: SqlStr, args: Vec<Arg>) -> Query<'static, Sqlite, SqliteArguments> {
    args.into_iter().fold(sqlx::query(sql), |query, arg| match arg {
        Arg::Int(value) => query.bind(value),
        Arg::Text(value) => query.bind(value),
    })
}

fn postgres_query(sql: SqlStr, args: Vec<Arg>) -> Query<'static, Postgres, PgArguments> {
    args.into_iter().fold(sqlx::query(sql), |query, arg| match arg {
        Arg::Int(value) => query.bind(value),
        Arg::Text(value) => query.bind(value),
    })
}
