//! A copy of a SQLite database as it is at one moment, made while others work with it; and what SQLite itself says of a
//! file. Other engines bring tools of their own.

use super::fingerprint::{Fingerprint, take_fingerprints};
use super::{Db, DbError, Engine, Tx};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection, SqliteConnection};
use std::path::Path;
use std::time::Duration;

/// How long others may be kept from writing, until the copy has begun.
const LONGEST_HOLD: Duration = Duration::from_secs(3);
/// Between two looks whether it has.
const LOOK_AGAIN: Duration = Duration::from_millis(2);

impl Db {
    /// Copies the database into `file`, which is there and empty. Answers what the tables came to at the moment of the copy.
    ///
    /// # Errors
    /// [`DbError`] of the database; [`DbError::Address`] where it is none of SQLite, or so busy that no moment was found.
    pub async fn copy_into(&self, file: &Path) -> Result<Vec<Fingerprint>, DbError> {
        let Engine::Sqlite { file: source, .. } = &*self.engine else {
            return Err(DbError::Address("only a database of SQLite is copied like this".to_owned()));
        };
        let mut copying = SqliteConnection::connect_with(&SqliteConnectOptions::new().filename(source).busy_timeout(Duration::from_secs(5))).await?;
        // Nobody writes from here until the copy has begun: so the reader below and the copy see one and the same state.
        let hold = Tx::begin_writing(self).await?;
        let mut reader = Tx::begin_reading(self).await?;
        reader.all("SELECT name FROM sqlite_master LIMIT 1", vec![], |_| Ok(())).await?;
        let copy = async {
            let outcome = sqlx::query("VACUUM INTO $1").bind(file.to_string_lossy().into_owned()).execute(&mut copying).await;
            outcome.map(|_| ()).map_err(DbError::from)
        };
        tokio::pin!(copy);
        let finished = tokio::select! {
            outcome = &mut copy => Some(outcome),
            () = has_begun(file) => None,
            () = tokio::time::sleep(LONGEST_HOLD) => Some(Err(DbError::Address("the copy did not begin in time; try again when the machine is less busy".to_owned()))),
        };
        hold.roll_back().await;
        match finished {
            Some(outcome) => outcome?,
            None => copy.await?,
        }
        let fingerprints = take_fingerprints(&mut reader).await;
        reader.roll_back().await;
        fingerprints
    }

    /// What SQLite finds wrong with a file: its own check of every page and index, and rows that refer to none.
    ///
    /// # Errors
    /// [`DbError`] when it is no database, or cannot be read.
    pub async fn integrity_faults(&self) -> Result<Vec<String>, DbError> {
        let mut reader = Tx::glance(self).await?;
        let found = reader.all("PRAGMA integrity_check(20)", vec![], |row| row.text("integrity_check")).await?;
        let mut faults: Vec<String> = found.into_iter().filter(|line| line != "ok").collect();
        let lost = reader.all("SELECT DISTINCT \"table\" AS name, parent FROM pragma_foreign_key_check LIMIT 20", vec![], |row| {
            Ok(format!("{} has rows that refer to none of {}", row.text("name")?, row.text("parent")?))
        });
        faults.extend(lost.await?);
        Ok(faults)
    }
}

/// The copy reads the source before it writes its first page, and what it reads then is what it copies.
async fn has_begun(file: &Path) {
    while !tokio::fs::metadata(file).await.is_ok_and(|found| found.len() > 0) {
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}
