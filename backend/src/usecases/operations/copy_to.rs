//! Moves everything from one database into another, empty one of either engine.

use crate::db::copy::{CopyError, Progress, copy_all, must_be_free};
use crate::db::fingerprint::Fingerprint;
use crate::db::{Db, DbError};

/// Brings the schema of `target` up to date and copies everything from `source`, as it is at one moment.
///
/// # Errors
/// [`CopyError`]; no row of the target was changed then.
pub async fn copy_to(source: &Db, target: &Db, tell: &(dyn Fn(Progress<'_>) + Send + Sync)) -> Result<Vec<Fingerprint>, CopyError> {
    let schema = source.schema_state().await?;
    if schema.found != schema.expected {
        return Err(CopyError::OtherSchema(format!("the source has version {}, this program {}", schema.found, schema.expected)));
    }
    // Before its schema is touched; and again in the transaction that copies.
    must_be_free(target).await?;
    target.migrate().await?;
    copy_all(source, target, tell).await
}

/// Where a database is of SQLite, there has to be a file: opening it would make an empty one.
///
/// # Errors
/// [`DbError::Address`] when there is none.
pub async fn open_source(url: &str) -> Result<Db, DbError> {
    let file = url.strip_prefix("sqlite:").map(|file| file.trim_start_matches("//"));
    match file {
        Some(file) if !std::path::Path::new(file).is_file() => Err(DbError::Address(format!("there is no database {file}"))),
        _ => Db::open(url).await,
    }
}
