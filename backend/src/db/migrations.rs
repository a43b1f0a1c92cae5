//! The schema's versions: one text each, for both engines.

use super::transaction::Dialect;
use super::{DbError, Engine, Tx};
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{AssertSqlSafe, SqlSafeStr};
use std::borrow::Cow;
use std::fs::File;
use std::path::Path;
use std::time::Duration;

/// Version, name and text, in order.
const VERSIONS: &[(i64, &str, &str)] = &[
    (1, "first slice", include_str!("../../migrations/0001_first_slice.sql")),
    (2, "people", include_str!("../../migrations/0002_people.sql")),
    (3, "payments", include_str!("../../migrations/0003_payments.sql")),
    (4, "orders", include_str!("../../migrations/0004_orders.sql")),
    (5, "time", include_str!("../../migrations/0005_time.sql")),
    (6, "lists", include_str!("../../migrations/0006_lists.sql")),
    (7, "billing details", include_str!("../../migrations/0007_billing_details.sql")),
    (8, "licences", include_str!("../../migrations/0008_licences.sql")),
    (9, "requests", include_str!("../../migrations/0009_requests.sql")),
    (10, "corporate", include_str!("../../migrations/0010_corporate.sql")),
    (11, "quotes", include_str!("../../migrations/0011_quotes.sql")),
    (12, "tried on", include_str!("../../migrations/0012_tried_on.sql")),
    (13, "purchase orders", include_str!("../../migrations/0013_purchase_orders.sql")),
    (14, "contacts", include_str!("../../migrations/0014_contacts.sql")),
    (15, "finance", include_str!("../../migrations/0015_finance.sql")),
    (16, "staff", include_str!("../../migrations/0016_staff.sql")),
    (17, "staff side", include_str!("../../migrations/0017_staff_side.sql")),
];

/// Two servers that start at once on an empty PostgreSQL collide; the later one then finds the work done.
const TRIES: u32 = 5;

/// The version that this program is made for.
pub(super) fn latest() -> i64 {
    VERSIONS.iter().map(|(version, ..)| *version).max().unwrap_or_default()
}

/// The version that the database has; 0 for one without any table of ours.
pub(super) async fn applied(tx: &mut Tx<'_>) -> Result<i64, DbError> {
    let known = match tx.dialect() {
        Dialect::Sqlite => "SELECT COUNT(*) AS known FROM sqlite_master WHERE name = '_sqlx_migrations'",
        Dialect::Postgres => {
            "SELECT CAST(COUNT(*) AS BIGINT) AS known FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = '_sqlx_migrations'"
        }
    };
    if tx.one(known, vec![], |row| row.int("known")).await? == 0 {
        return Ok(0);
    }
    tx.one("SELECT COALESCE(MAX(version), 0) AS version FROM _sqlx_migrations WHERE success", vec![], |row| row.int("version")).await
}

/// Applies what lacks of the versions up to `last`.
pub(super) async fn migrate(engine: &Engine, last: i64) -> Result<(), DbError> {
    match engine {
        Engine::Sqlite { writer, file, .. } => {
            // The lock file keeps a second process from reading a schema that is being made.
            let _lock = lock_beside(file).await?;
            migrator(sqlite_text, last).run(writer).await?;
        }
        Engine::Postgres(pool) => {
            for attempt in 1.. {
                match migrator(postgres_text, last).run(pool).await {
                    Err(error) if attempt < TRIES => tracing::warn!(%error, attempt, "migration is tried again"),
                    outcome => {
                        outcome?;
                        break;
                    }
                }
                tokio::time::sleep(Duration::from_millis(300)).await;
            }
        }
    }
    Ok(())
}

fn migrator(adapt: fn(&str) -> String, last: i64) -> Migrator {
    let migration = |(version, name, text): &(i64, &'static str, &'static str)| {
        let sql = AssertSqlSafe(adapt(text)).into_sql_str();
        Migration::new(*version, Cow::Borrowed(*name), MigrationType::Simple, sql, false)
    };
    let mut migrator = Migrator::with_migrations(VERSIONS.iter().filter(|(version, ..)| *version <= last).map(migration).collect());
    // PostgreSQL-compatible distributed databases have no advisory locks.
    migrator.set_locking(false);
    migrator
}

/// STRICT tables refuse what does not fit a column, as PostgreSQL does; they want the word INTEGER.
fn sqlite_text(text: &str) -> String {
    sections(text, "-- postgres:").replace("BIGINT", "INTEGER").replace("\n);\n", "\n) STRICT;\n")
}

fn postgres_text(text: &str) -> String {
    sections(text, "-- sqlite:")
}

/// The text without the sections of the other engine. A section begins with a line that names who reads it, and ends
/// where the next one begins.
fn sections(text: &str, others: &str) -> String {
    let mut is_ours = true;
    let mut ours = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        if ["-- sqlite:", "-- postgres:", "-- both:"].contains(&line.trim_end()) {
            is_ours = line.trim_end() != others;
        } else if is_ours {
            ours.push_str(line);
        }
    }
    ours
}

async fn lock_beside(file: &Path) -> Result<File, DbError> {
    let mut name = file.as_os_str().to_owned();
    name.push(".migration-lock");
    let lock = move || -> std::io::Result<File> {
        let file = File::create(name)?;
        file.lock()?;
        Ok(file)
    };
    let outcome = tokio::task::spawn_blocking(lock).await.map_err(std::io::Error::other).and_then(|outcome| outcome);
    outcome.map_err(|error| DbError::from(sqlx::Error::Io(error)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_is_strict_on_sqlite() {
        for (_, name, text) in VERSIONS {
            let text = sqlite_text(text);
            let kept_for_a_moment = text.matches(" AS SELECT * FROM").count();
            assert_eq!(text.matches("CREATE TABLE").count() - kept_for_a_moment, text.matches(") STRICT;").count(), "{name}");
            assert!(!text.contains("BIGINT"), "{name}");
        }
    }
}
