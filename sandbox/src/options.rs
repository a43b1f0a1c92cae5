//! What whoever starts a sandbox decides, and how starting can fail; it must not act on either.

use std::io;
use std::path::PathBuf;

/// What a sandbox needs to start. There is no `Debug`, so that the secret cannot slip into a log.
#[derive(Clone)]
pub struct Options {
    /// The journal file. It is created when missing, with its folders, and belongs to one sandbox at a time.
    pub store: PathBuf,
    /// The bearer secret that every call but `/healthz` must present. Must not be empty.
    pub secret: String,
    /// Whether `/control/fault` may be used.
    pub faults_allowed: FaultControl,
}

/// Whether callers may make the sandbox misbehave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultControl {
    /// `/control/fault` works. For tests and demonstrations.
    Allowed,
    /// `/control/fault` answers 403.
    Refused,
}

/// Why a sandbox could not start, or stopped.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// The secret is empty, which would let anybody in.
    #[error("the sandbox needs a secret that is not empty")]
    EmptySecret,
    /// Another sandbox has the journal open.
    #[error("another sandbox uses the journal {}", .path.display())]
    StoreLocked {
        /// The journal file.
        path: PathBuf,
    },
    /// A complete line of the journal cannot be read. Nothing was changed; starting without it could charge twice.
    #[error("line {line} of the journal {} is damaged", .path.display())]
    StoreDamaged {
        /// The journal file.
        path: PathBuf,
        /// The line, counted from 1.
        line: usize,
    },
    /// The journal cannot be opened, read or locked.
    #[error("the journal {} cannot be used", .path.display())]
    Store {
        /// The journal file.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// The thread that keeps the journal, or the listener, failed.
    #[error("the sandbox cannot serve")]
    Serve(#[source] io::Error),
}
