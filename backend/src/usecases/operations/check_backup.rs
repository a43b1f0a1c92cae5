//! Finds out whether a file could take the place of the database: whole, of a version that this program knows, and with
//! books that add up. Changes nothing.

use crate::db::fingerprint::Fingerprint;
use crate::db::{Db, DbError, SchemaState, books};
use crate::work;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why a file cannot be checked.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// There is no such file.
    #[error("{0} cannot be read: {1}")]
    File(PathBuf, #[source] io::Error),
    /// Its last changes lie beside it.
    #[error("{0} is a database in use, with changes in {1}: make a backup of it, and check that")]
    InUse(PathBuf, PathBuf),
    /// It is no database.
    #[error(transparent)]
    Database(#[from] DbError),
}

/// Something that is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// What SQLite says.
    Integrity(String),
    /// It was never a database of this portal, or that of a newer one.
    Schema(SchemaState),
    /// What does not add up.
    Books(String),
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integrity(text) => write!(formatter, "damaged: {text}"),
            Self::Schema(SchemaState { found: 0, .. }) => formatter.write_str("it is no database of Kontor"),
            Self::Schema(SchemaState { found, expected }) => {
                write!(formatter, "its schema has version {found}, and this program knows {expected} at most: use a newer one")
            }
            Self::Books(text) => write!(formatter, "the books do not add up: {text}"),
        }
    }
}

/// What was found out about a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The version of its schema. An older one is brought up to date when the portal starts.
    pub schema: SchemaState,
    /// What each table comes to.
    pub tables: Vec<Fingerprint>,
    /// What is wrong; nothing, where the file is good.
    pub findings: Vec<Finding>,
}

/// Checks a backup.
///
/// # Errors
/// [`CheckError`] when the file cannot be read, or is the database of a running portal.
pub async fn check_backup(file: &Path) -> Result<Checked, CheckError> {
    std::fs::File::open(file).map_err(|error| CheckError::File(file.to_owned(), error))?;
    let log = PathBuf::from(format!("{}-wal", file.display()));
    if log.metadata().is_ok_and(|found| found.len() > 0) {
        return Err(CheckError::InUse(file.to_owned(), log));
    }
    Ok(check_copy(file).await?)
}

/// The same of a file that is known to be nobody else's.
pub(super) async fn check_copy(file: &Path) -> Result<Checked, DbError> {
    let db = Db::open_copy(file);
    let checked = look_into(&db).await;
    db.close().await;
    checked
}

async fn look_into(db: &Db) -> Result<Checked, DbError> {
    let mut findings: Vec<Finding> = db.integrity_faults().await?.into_iter().map(Finding::Integrity).collect();
    let schema = db.schema_state().await?;
    if !findings.is_empty() {
        return Ok(Checked { schema, tables: Vec::new(), findings });
    }
    if schema.found == 0 || schema.found > schema.expected {
        findings.push(Finding::Schema(schema));
    } else {
        let faults = db.read(work!(tx => books::find_faults(tx).await)).await?;
        findings.extend(faults.iter().map(|fault| Finding::Books(fault.to_string())));
    }
    Ok(Checked { schema, tables: db.fingerprints().await?, findings })
}
