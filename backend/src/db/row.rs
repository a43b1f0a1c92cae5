//! Arguments into and values out of statements: 64-bit integers and texts, nothing else.

use super::DbError;
use chrono::NaiveDate;
use sqlx::Row as _;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;

/// An argument of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arg {
    /// BIGINT.
    Int(Option<i64>),
    /// TEXT.
    Text(Option<String>),
}

impl Arg {
    /// Texts hold no NUL, which PostgreSQL refuses: on both engines another character stands in its place, so that
    /// it is found nowhere and stored nowhere.
    fn text(value: String) -> Self {
        Self::Text(Some(if value.contains('\0') { value.replace('\0', "\u{fffd}") } else { value }))
    }
}

impl From<i64> for Arg {
    fn from(value: i64) -> Self {
        Self::Int(Some(value))
    }
}
impl From<u32> for Arg {
    fn from(value: u32) -> Self {
        Self::Int(Some(i64::from(value)))
    }
}
impl From<Option<i64>> for Arg {
    fn from(value: Option<i64>) -> Self {
        Self::Int(value)
    }
}
impl From<&str> for Arg {
    fn from(value: &str) -> Self {
        Self::text(value.to_owned())
    }
}
impl From<String> for Arg {
    fn from(value: String) -> Self {
        Self::text(value)
    }
}
impl From<&String> for Arg {
    fn from(value: &String) -> Self {
        Self::text(value.clone())
    }
}
impl From<Option<String>> for Arg {
    fn from(value: Option<String>) -> Self {
        value.map_or(Self::Text(None), Self::text)
    }
}
impl From<NaiveDate> for Arg {
    fn from(value: NaiveDate) -> Self {
        Self::Text(Some(value.to_string()))
    }
}
impl From<Option<NaiveDate>> for Arg {
    fn from(value: Option<NaiveDate>) -> Self {
        Self::Text(value.map(|day| day.to_string()))
    }
}

/// A row of either engine; columns are named.
pub enum Row<'a> {
    #[doc(hidden)]
    Sqlite(&'a SqliteRow),
    #[doc(hidden)]
    Postgres(&'a PgRow),
}

impl Row<'_> {
    /// An integer that is never NULL.
    ///
    /// # Errors
    /// [`DbError`] when the column lacks or holds something else.
    pub fn int(&self, column: &str) -> Result<i64, DbError> {
        Ok(match self {
            Self::Sqlite(row) => row.try_get(column)?,
            Self::Postgres(row) => row.try_get(column)?,
        })
    }

    /// An integer or NULL.
    ///
    /// # Errors
    /// [`DbError`] when the column lacks or holds something else.
    pub fn opt_int(&self, column: &str) -> Result<Option<i64>, DbError> {
        Ok(match self {
            Self::Sqlite(row) => row.try_get(column)?,
            Self::Postgres(row) => row.try_get(column)?,
        })
    }

    /// A text that is never NULL.
    ///
    /// # Errors
    /// [`DbError`] when the column lacks or holds something else.
    pub fn text(&self, column: &str) -> Result<String, DbError> {
        Ok(match self {
            Self::Sqlite(row) => row.try_get(column)?,
            Self::Postgres(row) => row.try_get(column)?,
        })
    }

    /// A text or NULL.
    ///
    /// # Errors
    /// [`DbError`] when the column lacks or holds something else.
    pub fn opt_text(&self, column: &str) -> Result<Option<String>, DbError> {
        Ok(match self {
            Self::Sqlite(row) => row.try_get(column)?,
            Self::Postgres(row) => row.try_get(column)?,
        })
    }

    /// A text that `parse` understands: a code, a date, JSON.
    ///
    /// # Errors
    /// [`DbError::Value`] when it does not.
    pub fn parsed<T>(&self, column: &'static str, parse: impl FnOnce(&str) -> Option<T>) -> Result<T, DbError> {
        let text = self.text(column)?;
        parse(&text).ok_or_else(|| DbError::Value { column, reason: format!("{text:?} is not understood") })
    }

    /// A date, or nothing.
    ///
    /// # Errors
    /// [`DbError::Value`] when it is something else.
    pub fn opt_date(&self, column: &'static str) -> Result<Option<NaiveDate>, DbError> {
        let Some(text) = self.opt_text(column)? else { return Ok(None) };
        text.parse().map(Some).map_err(|_| DbError::Value { column, reason: format!("{text:?} is not a date") })
    }

    /// A date.
    ///
    /// # Errors
    /// [`DbError::Value`] when it is none.
    pub fn date(&self, column: &'static str) -> Result<NaiveDate, DbError> {
        self.parsed(column, |text| text.parse().ok())
    }

    /// A value stored as JSON.
    ///
    /// # Errors
    /// [`DbError::Value`] when it does not fit `T`.
    pub fn json<T: serde::de::DeserializeOwned>(&self, column: &'static str) -> Result<T, DbError> {
        serde_json::from_str(&self.text(column)?).map_err(|error| DbError::Value { column, reason: error.to_string() })
    }
}
