//! What can go wrong with the database, sorted by what the caller can do about it.

/// A failure of the database. Its text is for the log, never for users.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// A value that must be unique is there already.
    #[error("not unique: {0}")]
    NotUnique(#[source] sqlx::Error),
    /// Another transaction was preferred; the same work may succeed when run again.
    #[error("given up in favour of another transaction: {0}")]
    GivenUp(#[source] sqlx::Error),
    /// The database cannot be reached or written at the moment: gone, full, read-only, locked.
    #[error("unavailable: {0}")]
    Unavailable(#[source] sqlx::Error),
    /// The address of the database cannot be used.
    #[error("{0}")]
    Address(String),
    /// A migration failed.
    #[error("migration: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// A stored value cannot be read.
    #[error("stored value of {column}: {reason}")]
    Value { column: &'static str, reason: String },
    /// The tables are not as they have to be for what was asked.
    #[error("schema: {0}")]
    Schema(String),
    /// The transaction failed earlier and was not committed.
    #[error("the transaction failed before and was not committed")]
    Poisoned,
    /// Anything else.
    #[error(transparent)]
    Other(sqlx::Error),
}

impl DbError {
    /// Whether trying again later can help, because the database is not to be had right now.
    pub fn is_unavailable(&self) -> bool {
        matches!(self, Self::Unavailable(_))
    }

    /// Whether the same transaction may succeed when run again at once.
    pub fn is_given_up(&self) -> bool {
        matches!(self, Self::GivenUp(_))
    }
}

impl From<sqlx::Error> for DbError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed | sqlx::Error::Tls(_) => {
                Self::Unavailable(error)
            }
            sqlx::Error::Database(database) if database.is_unique_violation() => Self::NotUnique(error),
            sqlx::Error::Database(database) => match database.code().as_deref().map(sort_code) {
                Some(Sort::GivenUp) => Self::GivenUp(error),
                Some(Sort::Unavailable) => Self::Unavailable(error),
                _ => Self::Other(error),
            },
            _ => Self::Other(error),
        }
    }
}

enum Sort {
    GivenUp,
    Unavailable,
    Other,
}

/// SQLSTATE of PostgreSQL (five characters, appendix A of its manual) or SQLite's extended result code.
fn sort_code(code: &str) -> Sort {
    match code {
        "40001" | "40P01" => Sort::GivenUp,
        _ if code.len() == 5 && (code.starts_with("08") || code.starts_with("53") || code.starts_with("57P") || code == "25006") => Sort::Unavailable,
        // Every SQLSTATE has five characters, and many of them are digits; SQLite's codes have four at most.
        _ if code.len() == 5 => Sort::Other,
        _ => match code.parse::<i64>().map(|code| code & 0xff) {
            // BUSY, READONLY, IOERR, FULL, CANTOPEN: sqlite.org/rescode.html
            Ok(5 | 8 | 10 | 13 | 14) => Sort::Unavailable,
            _ => Sort::Other,
        },
    }
}
