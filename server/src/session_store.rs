//! Where sessions are kept: in the portal's database, so that servers hold no state. When a session ends in any
//! case is enforced here, whatever the cookie says.

use app::identity::{SessionPerson, session_key};
use async_trait::async_trait;
use backend::clock::now_micros;
use backend::db::people::Door;
use backend::db::{Db, DbError};
use std::fmt;
use std::time::Duration;
use time::OffsetDateTime;
use tower_sessions::SessionStore;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result};

/// The store.
#[derive(Clone)]
pub struct DatabaseSessions {
    db: Db,
    absolute_micros: i64,
}

impl DatabaseSessions {
    /// A store in which no session outlives `absolute`.
    pub fn new(db: Db, absolute: Duration) -> Self {
        Self { db, absolute_micros: i64::try_from(absolute.as_micros()).unwrap_or(i64::MAX) }
    }

    fn ends_at(&self, record: &Record) -> i64 {
        let idle_end = i64::try_from(record.expiry_date.unix_timestamp_nanos() / 1000).unwrap_or(i64::MAX);
        let at_door = |door| record.data.get(session_key(door)).and_then(|value| serde_json::from_value::<SessionPerson>(value.clone()).ok());
        let newest = Door::ALL.into_iter().filter_map(at_door).map(|person| person.created_micros).max();
        newest.map_or(idle_end, |created_micros| idle_end.min(created_micros.saturating_add(self.absolute_micros)))
    }
}

impl fmt::Debug for DatabaseSessions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("DatabaseSessions")
    }
}

#[async_trait]
impl SessionStore for DatabaseSessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        let data = encode(record)?;
        while !self.db.create_session(&record.id.to_string(), &data, self.ends_at(record)).await.map_err(backend_fault)? {
            record.id = Id::default();
        }
        Ok(())
    }

    /// Only moves a session's end: signing in begins a new one. Where that cannot be stored now, the page that was
    /// asked for is still shown; a later request moves it.
    async fn save(&self, record: &Record) -> Result<()> {
        match self.db.save_session(&record.id.to_string(), &encode(record)?, self.ends_at(record)).await {
            Err(error) if error.is_unavailable() => tracing::warn!(%error, "a session's end was not moved"),
            outcome => outcome.map_err(backend_fault)?,
        }
        Ok(())
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let Some(stored) = self.db.load_session(&id.to_string(), now_micros()).await.map_err(backend_fault)? else { return Ok(None) };
        let data = serde_json::from_str(&stored.data).map_err(|error| Error::Decode(error.to_string()))?;
        let expiry_date = OffsetDateTime::from_unix_timestamp_nanos(i128::from(stored.expires_at) * 1000).map_err(|error| Error::Decode(error.to_string()))?;
        Ok(Some(Record { id: *id, data, expiry_date }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        self.db.delete_session(&id.to_string()).await.map_err(backend_fault)
    }
}

fn encode(record: &Record) -> Result<String> {
    serde_json::to_string(&record.data).map_err(|error| Error::Encode(error.to_string()))
}

fn backend_fault(error: DbError) -> Error {
    Error::Backend(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use billing::ids::AccountId;
    use std::collections::HashMap;

    #[tokio::test]
    async fn a_session_ends_in_any_case_however_much_it_is_used() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&format!("sqlite:{}", folder.path().join("sessions.sqlite").display())).await.unwrap();
        db.migrate().await.unwrap();
        let store = DatabaseSessions::new(db, Duration::from_secs(3600));
        for (age_seconds, expected) in [(0, true), (3500, true), (3601, false)] {
            let created_micros = now_micros() - age_seconds * 1_000_000;
            let account = Some(AccountId("a".to_owned()));
            let person = SessionPerson { sign_in: "s".to_owned(), account, created_micros, touched_micros: now_micros() };
            let data = HashMap::from([(session_key(Door::BillingCenter).to_owned(), serde_json::to_value(&person).unwrap())]);
            let mut record = Record { id: Id::default(), data, expiry_date: OffsetDateTime::now_utc() + time::Duration::HOUR };
            store.create(&mut record).await.unwrap();
            assert_eq!(store.load(&record.id).await.unwrap().is_some(), expected, "{age_seconds} s old");
            store.save(&record).await.unwrap();
            assert_eq!(store.load(&record.id).await.unwrap().is_some(), expected, "{age_seconds} s old, saved again");
            store.delete(&record.id).await.unwrap();
            assert!(store.load(&record.id).await.unwrap().is_none());
        }
    }

    #[tokio::test]
    async fn an_identifier_that_is_taken_is_not_shared() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&format!("sqlite:{}", folder.path().join("sessions.sqlite").display())).await.unwrap();
        db.migrate().await.unwrap();
        let store = DatabaseSessions::new(db, Duration::from_secs(3600));
        let record = Record { id: Id::default(), data: HashMap::new(), expiry_date: OffsetDateTime::now_utc() + time::Duration::HOUR };
        let (mut one, mut other) = (record.clone(), record);
        store.create(&mut one).await.unwrap();
        store.create(&mut other).await.unwrap();
        assert_ne!(one.id, other.id);
    }
}
