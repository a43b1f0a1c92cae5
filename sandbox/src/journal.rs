//! The append-only file of all that happened, one JSON object a line; it must not decide what happens.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use crate::event::Event;
use crate::ledger::Ledger;
use crate::options::SandboxError;

/// The open journal. The file is locked as long as this lives.
pub(crate) struct Journal {
    file: File,
}

impl Journal {
    /// Opens or creates the journal and reads it into a ledger. A last line without its end was
    /// being written when the process died: nobody was told of it, so it is cut off.
    ///
    /// # Errors
    /// `StoreLocked`, `StoreDamaged` or `Store`.
    pub(crate) fn open(path: &Path) -> Result<(Self, Ledger), SandboxError> {
        let failed = |source| SandboxError::Store { path: path.to_path_buf(), source };
        let mut file = open_file(path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(SandboxError::StoreLocked { path: path.to_path_buf() }),
            Err(TryLockError::Error(source)) => return Err(failed(source)),
        }
        let mut content = Vec::new();
        file.read_to_end(&mut content).map_err(failed)?;
        let (whole, torn) = split_torn_line(&content);
        let ledger = replay(whole).map_err(|line| SandboxError::StoreDamaged { path: path.to_path_buf(), line })?;
        if !torn.is_empty() {
            tracing::warn!(path = %path.display(), bytes = torn.len(), "cut off the journal's torn last line");
            truncate(&file, whole.len()).map_err(failed)?;
        }
        Ok((Self { file }, ledger))
    }

    /// Writes the events and returns once they are on the disk.
    ///
    /// # Errors
    /// After an error nobody knows what reached the disk: the journal must not be used any more.
    pub(crate) fn append(&mut self, events: &[Event]) -> io::Result<()> {
        if events.is_empty() {
            return Ok(());
        }
        let mut lines = Vec::new();
        for event in events {
            serde_json::to_writer(&mut lines, event)?;
            lines.push(b'\n');
        }
        self.file.write_all(&lines)?;
        self.file.sync_data()
    }
}

fn open_file(path: &Path) -> io::Result<File> {
    let folder = folder_of(path);
    fs::create_dir_all(&folder)?;
    let file = OpenOptions::new().read(true).append(true).create(true).open(path)?;
    // A new file's name is durable only once its folder is.
    #[cfg(unix)]
    File::open(&folder)?.sync_all()?;
    Ok(file)
}

fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_path_buf(),
        _ => PathBuf::from("."),
    }
}

/// Parts the complete lines from what follows the last line end.
fn split_torn_line(content: &[u8]) -> (&[u8], &[u8]) {
    let torn = content.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
    content.split_at(content.len().saturating_sub(torn.len()))
}

/// Reads complete lines; the error is the number of the first that is damaged, counted from 1.
fn replay(lines: &[u8]) -> Result<Ledger, usize> {
    let mut ledger = Ledger::default();
    for (line, number) in lines.split_inclusive(|byte| *byte == b'\n').zip(1_usize..) {
        let event = Event::read(line).map_err(|_| number)?;
        ledger.restore(&event).map_err(|_| number)?;
    }
    Ok(ledger)
}

fn truncate(file: &File, length: usize) -> io::Result<()> {
    file.set_len(u64::try_from(length).map_err(io::Error::other)?)?;
    file.sync_all()
}
