//! Copies a SQLite database into a file while the portal works with it.

use super::check_backup::{Finding, check_copy};
use crate::db::fingerprint::Fingerprint;
use crate::db::{Db, DbError};
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// Only who runs the portal reads it: it holds all that the database does.
const OWNER_ONLY: u32 = 0o600;

/// Why there is no backup.
#[derive(Debug, thiserror::Error)]
pub enum BackUpError {
    /// There is no such database.
    #[error("there is no database {0}")]
    NoSource(PathBuf),
    /// A backup is never overwritten.
    #[error("{0} is there already, and a backup overwrites nothing")]
    Exists(PathBuf),
    /// The file cannot be written.
    #[error("{0} cannot be written: {1}")]
    File(PathBuf, #[source] io::Error),
    /// The copy is not what it was copied from.
    #[error("the copy is not good and was thrown away: {0}")]
    Bad(String),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbError),
}

/// What was backed up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackUp {
    /// What each table came to; source and copy are the same.
    pub tables: Vec<Fingerprint>,
    /// Bytes.
    pub size: u64,
}

/// Copies the SQLite database at `source` to `target`. The copy is made under another name beside it and compared with its
/// source; `target` appears once it is whole and on the disk.
///
/// # Errors
/// [`BackUpError`]; nothing is left behind then.
pub async fn back_up(source: &Path, target: &Path) -> Result<BackUp, BackUpError> {
    if !source.is_file() {
        return Err(BackUpError::NoSource(source.to_owned()));
    }
    if target.symlink_metadata().is_ok() {
        return Err(BackUpError::Exists(target.to_owned()));
    }
    let partial = Partial::create(target)?;
    let db = Db::open(&format!("sqlite:{}", source.display())).await?;
    let tables = db.copy_into(&partial.0).await;
    db.close().await;
    let tables = tables?;
    compare(&partial.0, &tables).await?;
    partial.publish(target)?;
    let size = fs::metadata(target).map_err(|error| BackUpError::File(target.to_owned(), error))?.len();
    Ok(BackUp { tables, size })
}

async fn compare(copy: &Path, expected: &[Fingerprint]) -> Result<(), BackUpError> {
    let found = check_copy(copy).await?;
    // Whether the books add up is the source's matter: a backup of what does not is a good backup.
    if let Some(fault) = found.findings.iter().find(|finding| matches!(finding, Finding::Integrity(_))) {
        return Err(BackUpError::Bad(fault.to_string()));
    }
    let differs = expected.iter().zip(&found.tables).find_map(|(source, copy)| source.difference(copy));
    match differs {
        Some(difference) => Err(BackUpError::Bad(difference)),
        None if expected.len() != found.tables.len() => Err(BackUpError::Bad("it has other tables".to_owned())),
        None => Ok(()),
    }
}

/// A file under another name, gone with its owner.
struct Partial(PathBuf);

impl Partial {
    fn create(target: &Path) -> Result<Self, BackUpError> {
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        let path = target.with_file_name(format!(".{name}.{}", uuid::Uuid::new_v4().simple()));
        let outcome = OpenOptions::new().write(true).create_new(true).mode(OWNER_ONLY).open(&path);
        outcome.map_err(|error| BackUpError::File(path.clone(), error))?;
        Ok(Self(path))
    }

    /// Brings it to the disk, and gives it its name.
    fn publish(&self, target: &Path) -> Result<(), BackUpError> {
        let named = || -> io::Result<()> {
            File::open(&self.0)?.sync_all()?;
            // Unlike a renaming, a second name never takes the place of a file that came meanwhile.
            match fs::hard_link(&self.0, target) {
                // Not every file system has second names.
                Err(error) if error.kind() != ErrorKind::AlreadyExists && target.symlink_metadata().is_err() => fs::rename(&self.0, target)?,
                outcome => outcome?,
            }
            let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            File::open(folder)?.sync_all()
        };
        named().map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => BackUpError::Exists(target.to_owned()),
            _ => BackUpError::File(target.to_owned(), error),
        })
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        // Gone already where it was renamed.
        let _gone = fs::remove_file(&self.0);
    }
}
