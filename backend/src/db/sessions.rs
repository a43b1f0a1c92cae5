//! SQL of sessions. What is in one is the server's business.

use super::{Db, DbError, Row};
use crate::args;
use crate::work;

/// A stored session.
pub struct StoredSession {
    /// Its content as JSON.
    pub data: String,
    /// When it ends, microseconds.
    pub expires_at: i64,
}

impl Db {
    /// Stores a new session; answers false when the identifier is taken.
    ///
    /// # Errors
    /// [`DbError`] of the database.
    pub async fn create_session(&self, id: &str, data: &str, expires_at: i64) -> Result<bool, DbError> {
        let sql = "INSERT INTO sessions (id, data, expires_at) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING";
        self.write(work!(tx => Ok(tx.exec(sql, args![id, data, expires_at]).await? == 1))).await
    }

    /// Stores a session, new or not.
    ///
    /// # Errors
    /// [`DbError`] of the database.
    pub async fn save_session(&self, id: &str, data: &str, expires_at: i64) -> Result<(), DbError> {
        let sql = "INSERT INTO sessions (id, data, expires_at) VALUES ($1, $2, $3) \
                   ON CONFLICT (id) DO UPDATE SET data = excluded.data, expires_at = excluded.expires_at";
        self.write(work!(tx => tx.exec(sql, args![id, data, expires_at]).await.map(|_| ()))).await
    }

    /// A session that has not ended.
    ///
    /// # Errors
    /// [`DbError`] of the database.
    pub async fn load_session(&self, id: &str, now: i64) -> Result<Option<StoredSession>, DbError> {
        let sql = "SELECT data, expires_at FROM sessions WHERE id = $1 AND expires_at > $2";
        let read = |row: &Row<'_>| Ok(StoredSession { data: row.text("data")?, expires_at: row.int("expires_at")? });
        self.glance(work!(tx => tx.opt(sql, args![id, now], read).await)).await
    }

    /// Ends a session.
    ///
    /// # Errors
    /// [`DbError`] of the database.
    pub async fn delete_session(&self, id: &str) -> Result<(), DbError> {
        self.write(work!(tx => tx.exec("DELETE FROM sessions WHERE id = $1", args![id]).await.map(|_| ()))).await
    }

    /// Clears away sessions that have ended.
    ///
    /// # Errors
    /// [`DbError`] of the database.
    pub async fn delete_ended_sessions(&self, now: i64) -> Result<u64, DbError> {
        self.write(work!(tx => tx.exec("DELETE FROM sessions WHERE expires_at <= $1", args![now]).await)).await
    }
}
