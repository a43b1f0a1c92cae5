//! The one thread that owns ledger and journal, and the handle to ask it; it must not answer before the disk has it.
//!
//! All that waits is decided in turn and written with one sync, so that many callers at once cost
//! little more than one. Reading goes the same way and so sees only what is durable.

use std::path::Path;
use std::thread;

use tokio::sync::{mpsc, oneshot, watch};

use crate::journal::Journal;
use crate::ledger::{Ledger, Receiver};
use crate::moment::Moment;
use crate::options::SandboxError;

/// Commands that may wait before callers are held back.
const QUEUE_LENGTH: usize = 1024;
/// Commands that share one sync at most, which bounds what one of them waits for.
const BATCH_LENGTH: usize = 256;

/// The store is closed, or a write failed: what became of the command is unknown until the next start.
#[derive(Debug)]
pub(crate) struct Unavailable;

/// The handle; clones ask the same thread.
#[derive(Clone)]
pub(crate) struct Store {
    commands: mpsc::Sender<Command>,
    last_notice: watch::Receiver<u64>,
}

/// What is to be decided; it hands back how to tell the caller.
type Decide = Box<dyn FnOnce(&mut Ledger, Moment) -> Tell + Send>;
/// To be called once the batch is on the disk.
type Tell = Box<dyn FnOnce()>;

enum Command {
    Decide(Decide),
    Close(oneshot::Sender<()>),
}

impl Store {
    /// Opens the journal and starts its thread. Blocks on the disk.
    ///
    /// # Errors
    /// As `Journal::open`; `Serve` if no thread can be started.
    pub(crate) fn open(path: &Path, receiver: Receiver) -> Result<Self, SandboxError> {
        let (journal, mut ledger) = Journal::open(path)?;
        ledger.set_receiver(receiver);
        let (commands, queue) = mpsc::channel(QUEUE_LENGTH);
        let (news, last_notice) = watch::channel(ledger.last_notice());
        let thread = thread::Builder::new().name("sandbox-store".to_owned());
        thread.spawn(move || work_off(journal, ledger, queue, &news)).map_err(SandboxError::Serve)?;
        Ok(Self { commands, last_notice })
    }

    /// Lets something be decided, and answers once that is on the disk.
    pub(crate) async fn ask<T: Send + 'static>(&self, decide: impl FnOnce(&mut Ledger, Moment) -> T + Send + 'static) -> Result<T, Unavailable> {
        let (reply, answer) = oneshot::channel();
        let decide: Decide = Box::new(move |ledger, moment| {
            let value = decide(ledger, moment);
            Box::new(move || deliver(reply, value))
        });
        self.commands.send(Command::Decide(decide)).await.map_err(|_| Unavailable)?;
        answer.await.map_err(|_| Unavailable)
    }

    /// The number of the youngest event that is on the disk.
    pub(crate) fn last_notice(&self) -> watch::Receiver<u64> {
        self.last_notice.clone()
    }

    /// Whether the thread still takes commands.
    pub(crate) fn is_open(&self) -> bool {
        !self.commands.is_closed()
    }

    /// Ends the thread and frees the journal for the next sandbox. Later commands are `Unavailable`.
    pub(crate) async fn close(&self) {
        let (reply, closed) = oneshot::channel();
        // A thread that has ended already has freed it as well.
        if self.commands.send(Command::Close(reply)).await.is_ok() {
            let _ended = closed.await;
        }
    }
}

fn work_off(mut journal: Journal, mut ledger: Ledger, mut queue: mpsc::Receiver<Command>, news: &watch::Sender<u64>) {
    let mut batch = Vec::new();
    while let Some(first) = queue.blocking_recv() {
        batch.push(first);
        while batch.len() < BATCH_LENGTH
            && let Ok(next) = queue.try_recv()
        {
            batch.push(next);
        }
        let moment = Moment::take();
        if let Err(denial) = ledger.advance(moment) {
            tracing::error!(?denial, "what is due cannot happen");
        }
        let mut closing = None;
        let mut tellings = Vec::new();
        for command in batch.drain(..) {
            match command {
                Command::Decide(decide) => tellings.push(decide(&mut ledger, moment)),
                Command::Close(reply) => {
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
        tellings.into_iter().for_each(|tell| tell());
        news.send_if_modified(|last| std::mem::replace(last, ledger.last_notice()) != ledger.last_notice());
        if let Some(reply) = closing {
            drop(journal);
            deliver(reply, ());
            return;
        }
    }
}

fn deliver<T>(reply: oneshot::Sender<T>, value: T) {
    // Who asked may have gone away; what was decided stands all the same.
    let _gone = reply.send(value);
}
