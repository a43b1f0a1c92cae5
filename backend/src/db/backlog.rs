//! SQL of work that waits to be done: how much of each kind is due, and since when. One look at a few rows each: what is
//! done does not count.

use super::jobs::JobKind;
use super::{DbError, Row, Tx};
use crate::args;
use chrono::NaiveDate;

/// Work of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    /// Whose time has come.
    pub due: i64,
    /// Of these, whose time has come before `late_before`.
    pub late: i64,
    /// What is not tried any more: somebody has to look.
    pub failed: i64,
    /// Since when the oldest is due, microseconds.
    pub oldest_due_at: Option<i64>,
}

/// The instants that work is measured by, microseconds.
#[derive(Clone, Copy, Debug)]
pub struct Instants {
    /// Now.
    pub now: i64,
    /// What was due before is late.
    pub late_before: i64,
}

/// Counts the rows of a query that names the time of each, `due_at`. Its own arguments begin with `$3`.
macro_rules! counting {
    ($waiting:literal) => {
        concat!(
            "SELECT CAST(COUNT(*) AS BIGINT) AS due, CAST(COALESCE(SUM(CASE WHEN due_at < $2 THEN 1 ELSE 0 END), 0) AS BIGINT) AS late, ",
            "MIN(due_at) AS oldest FROM (",
            $waiting,
            ") waiting WHERE due_at <= $1"
        )
    };
}

fn read_counts(row: &Row<'_>) -> Result<Counts, DbError> {
    Ok(Counts { due: row.int("due")?, late: row.int("late")?, failed: 0, oldest_due_at: row.opt_int("oldest")? })
}

async fn count_failed(tx: &mut Tx<'_>, sql: &'static str) -> Result<i64, DbError> {
    tx.one(sql, args![], |row| row.int("failed")).await
}

/// Mails and events that wait to leave, and those that failed too often.
pub async fn count_outbox(tx: &mut Tx<'_>, at: Instants) -> Result<Counts, DbError> {
    let sql = counting!("SELECT due_at FROM outbox WHERE state = 'waiting'");
    let counts = tx.one(sql, args![at.now, at.late_before], read_counts).await?;
    let failed = count_failed(tx, "SELECT CAST(COUNT(*) AS BIGINT) AS failed FROM outbox WHERE state = 'failed'").await?;
    Ok(Counts { failed, ..counts })
}

/// Charges whose server did not end them in time. Failed is an order that is still placed and has none under way, or an open
/// invoice whose charge was another: the gateway did something else than it was asked to.
pub async fn count_attempts(tx: &mut Tx<'_>, at: Instants) -> Result<Counts, DbError> {
    let sql = counting!("SELECT lease_until AS due_at FROM payment_attempts WHERE state = 'open'");
    let counts = tx.one(sql, args![at.now, at.late_before], read_counts).await?;
    let sql = "SELECT CAST(COUNT(*) AS BIGINT) AS failed FROM orders o WHERE o.state = 'placed' \
               AND NOT EXISTS (SELECT 1 FROM payment_attempts a WHERE a.order_id = o.id AND a.state = 'open')";
    let orders = count_failed(tx, sql).await?;
    let sql = "SELECT CAST(COUNT(*) AS BIGINT) AS failed FROM payment_attempts a JOIN invoices i ON i.id = a.invoice_id WHERE a.state = 'contradicted' AND i.open_minor > 0";
    Ok(Counts { failed: orders + count_failed(tx, sql).await?, ..counts })
}

/// News of the gateway that its server did not handle in time.
pub async fn count_gateway_events(tx: &mut Tx<'_>, at: Instants) -> Result<Counts, DbError> {
    let sql = counting!("SELECT lease_until AS due_at FROM gateway_events WHERE handled_at IS NULL");
    tx.one(sql, args![at.now, at.late_before], read_counts).await
}

/// Debits to be asked about: from their day on, which began at `day_began_at`, and `pause` after each question. Failed is
/// one whose record contradicts what was submitted.
pub async fn count_debits(tx: &mut Tx<'_>, at: Instants, today: NaiveDate, day_began_at: i64, pause: i64) -> Result<Counts, DbError> {
    let sql = counting!(
        "SELECT CASE WHEN asked_at + $5 > $4 THEN asked_at + $5 ELSE $4 END AS due_at FROM payments \
         WHERE state = 'pending' AND settles_on <= $3 AND idempotency_key IS NOT NULL"
    );
    let counts = tx.one(sql, args![at.now, at.late_before, today, day_began_at, pause], read_counts).await?;
    let sql = "SELECT CAST(COUNT(*) AS BIGINT) AS failed FROM payments WHERE state = 'pending' AND settles_on = '9999-12-31'";
    Ok(Counts { failed: count_failed(tx, sql).await?, ..counts })
}

/// VAT numbers that the register has to be asked about again, `pause` after it was asked last.
pub async fn count_vat_ids(tx: &mut Tx<'_>, at: Instants, pause: i64) -> Result<Counts, DbError> {
    let sql = counting!("SELECT COALESCE(vat_checked_at, created_at) + $3 AS due_at FROM accounts WHERE vat_id_state = 'unverified' AND vat_id IS NOT NULL");
    tx.one(sql, args![at.now, at.late_before, pause], read_counts).await
}

/// Forgotten passwords that wait for their mail.
pub async fn count_password_requests(tx: &mut Tx<'_>, at: Instants) -> Result<Counts, DbError> {
    let sql = counting!("SELECT requested_at AS due_at FROM password_requests");
    tx.one(sql, args![at.now, at.late_before], read_counts).await
}

/// What stands on the calendar for a day that has come, and is not put off. Failed is what was given up.
pub async fn count_jobs(tx: &mut Tx<'_>, kind: JobKind, at: Instants, today: NaiveDate, day_began_at: i64) -> Result<Counts, DbError> {
    // A day is late by a day, whatever hour it is.
    let sql = counting!(
        "SELECT CASE WHEN try_at > $4 THEN try_at WHEN due_on < $3 THEN $4 - 86400000000 ELSE $4 END AS due_at FROM jobs \
         WHERE kind = $5 AND state = 'waiting' AND due_on <= $3"
    );
    let counts = tx.one(sql, args![at.now, at.late_before, today, day_began_at, kind.code()], read_counts).await?;
    let sql = "SELECT CAST(COUNT(*) AS BIGINT) AS failed FROM jobs WHERE kind = $1 AND state = 'dead'";
    let failed = tx.one(sql, args![kind.code()], |row| row.int("failed")).await?;
    Ok(Counts { failed, ..counts })
}
