//! The one thread that owns ledger and journal, and the handle to ask it; it must not answer before the disk has it.
//!
//! All commands that wait are decided in turn and written with one sync, so that many callers at
//! once cost little more than one. Reading goes the same way and so sees only what is durable.

use std::path::Path;
use std::sync::Arc;
use std::thread;

use tokio::sync::{mpsc, oneshot};

use crate::charge::{Charge, ChargeRequest, DeclineCode};
use crate::journal::Journal;
use crate::ledger::{Conflict, Ledger};
use crate::options::SandboxError;

/// Commands that may wait before callers are held back.
const QUEUE_LENGTH: usize = 1024;
/// Commands that share one sync at most, which bounds what one of them waits for.
const BATCH_LENGTH: usize = 256;

/// The store is closed, or a write failed: what became of the command is unknown until the next start.
#[derive(Debug)]
pub(crate) struct Unavailable;

/// Whether a charge is left to its token or declined by a fault.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Verdict {
    ByToken,
    Decline,
}

/// The handle; clones ask the same thread.
#[derive(Clone)]
pub(crate) struct Store {
    commands: mpsc::Sender<Command>,
}

enum Command {
    Charge { key: String, request: ChargeRequest, verdict: Verdict, reply: oneshot::Sender<Result<Arc<Charge>, Conflict>> },
    Cancel { key: String, reply: oneshot::Sender<Arc<Charge>> },
    Find { key: String, reply: oneshot::Sender<Option<Arc<Charge>>> },
    List { reply: oneshot::Sender<Vec<Arc<Charge>>> },
    Close { reply: oneshot::Sender<()> },
}

impl Store {
    /// Opens the journal and starts its thread. Blocks on the disk.
    ///
    /// # Errors
    /// As `Journal::open`; `Serve` if no thread can be started.
    pub(crate) fn open(path: &Path) -> Result<Self, SandboxError> {
        let (journal, ledger) = Journal::open(path)?;
        let (commands, queue) = mpsc::channel(QUEUE_LENGTH);
        thread::Builder::new().name("sandbox-store".to_owned()).spawn(move || work_off(journal, ledger, queue)).map_err(SandboxError::Serve)?;
        Ok(Self { commands })
    }

    /// Settles the key by a charge, or answers how it was settled before.
    pub(crate) async fn charge(&self, key: String, request: ChargeRequest, verdict: Verdict) -> Result<Result<Arc<Charge>, Conflict>, Unavailable> {
        self.ask(|reply| Command::Charge { key, request, verdict, reply }).await
    }

    /// Settles the key as cancelled, or answers how it was settled before.
    pub(crate) async fn cancel(&self, key: String) -> Result<Arc<Charge>, Unavailable> {
        self.ask(|reply| Command::Cancel { key, reply }).await
    }

    /// How the key was settled, if it was.
    pub(crate) async fn find(&self, key: String) -> Result<Option<Arc<Charge>>, Unavailable> {
        self.ask(|reply| Command::Find { key, reply }).await
    }

    /// Every settled key, the first settled first.
    pub(crate) async fn list(&self) -> Result<Vec<Arc<Charge>>, Unavailable> {
        self.ask(|reply| Command::List { reply }).await
    }

    /// Whether the thread still takes commands.
    pub(crate) fn is_open(&self) -> bool {
        !self.commands.is_closed()
    }

    /// Ends the thread and frees the journal for the next sandbox. Later commands are `Unavailable`.
    pub(crate) async fn close(&self) {
        // A thread that has ended already has freed it as well.
        let _ended = self.ask(|reply| Command::Close { reply }).await;
    }

    async fn ask<T>(&self, command: impl FnOnce(oneshot::Sender<T>) -> Command) -> Result<T, Unavailable> {
        let (reply, answer) = oneshot::channel();
        self.commands.send(command(reply)).await.map_err(|_| Unavailable)?;
        answer.await.map_err(|_| Unavailable)
    }
}

fn work_off(mut journal: Journal, mut ledger: Ledger, mut queue: mpsc::Receiver<Command>) {
    let mut batch = Vec::new();
    while let Some(first) = queue.blocking_recv() {
        batch.push(first);
        while batch.len() < BATCH_LENGTH
            && let Ok(next) = queue.try_recv()
        {
            batch.push(next);
        }
        let mut closing = None;
        let mut replies = Vec::new();
        for command in batch.drain(..) {
            match decide(&mut ledger, command) {
                Decision::Answer(reply) => replies.push(reply),
                Decision::Close(reply) => {
                    closing = Some(reply);
                    break;
                }
            }
        }
        if let Err(error) = journal.append(&ledger.take_unsaved()) {
            // Memory is now ahead of the disk: ending here leaves every caller without an answer.
            tracing::error!(%error, "the journal cannot be written, the sandbox answers no more");
            return;
        }
        replies.into_iter().for_each(|reply| reply());
        if let Some(reply) = closing {
            drop(journal);
            deliver(reply, ());
            return;
        }
    }
}

enum Decision {
    /// To be called once the batch is on the disk.
    Answer(Box<dyn FnOnce()>),
    Close(oneshot::Sender<()>),
}

fn decide(ledger: &mut Ledger, command: Command) -> Decision {
    match command {
        Command::Charge { key, request, verdict, reply } => {
            let decline_code = match verdict {
                Verdict::ByToken => request.payment_token.decline_code(),
                Verdict::Decline => Some(DeclineCode::CardDeclined),
            };
            answer_with(reply, ledger.charge(key, request, decline_code))
        }
        Command::Cancel { key, reply } => answer_with(reply, ledger.cancel(key)),
        Command::Find { key, reply } => answer_with(reply, ledger.find(&key)),
        Command::List { reply } => answer_with(reply, ledger.list()),
        Command::Close { reply } => Decision::Close(reply),
    }
}

fn answer_with<T: 'static>(reply: oneshot::Sender<T>, value: T) -> Decision {
    Decision::Answer(Box::new(move || deliver(reply, value)))
}

fn deliver<T>(reply: oneshot::Sender<T>, value: T) {
    // Who asked may have gone away; what was decided stands all the same.
    let _gone = reply.send(value);
}
