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
    /// Whether `/control` may be used: faults and the clock.
    pub faults_allowed: FaultControl,
    /// Origin of the hosted pages as people reach them, without a slash at its end: `https://pay.example.com`.
    pub public_url: String,
    /// Who is told of changes; nobody without it.
    pub webhook: Option<Webhook>,
}

/// Where changes are told, and what the news is signed with. There is no `Debug`, as above.
#[derive(Clone)]
pub struct Webhook {
    /// Takes a POST for each change.
    pub url: String,
    /// The key of the signature. Must not be empty.
    pub secret: String,
}

/// Whether callers may make the sandbox misbehave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultControl {
    /// `/control` works. For tests and demonstrations.
    Allowed,
    /// `/control` answers 403.
    Refused,
}

/// Why a sandbox could not start, or stopped.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// The secret is empty, which would let anybody in.
    #[error("the sandbox needs secrets that are not empty")]
    EmptySecret,
    /// The origin of the pages or the webhook's address is no http:// or https:// address.
    #[error("{name} is no address that starts with http:// or https://")]
    Address {
        /// Which of the options.
        name: &'static str,
    },
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
