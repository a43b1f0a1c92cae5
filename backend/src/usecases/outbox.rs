//! Sends what waits in the outbox: at least once, and a mail under one Message-ID however often.

pub mod read;
pub mod send_again;

use crate::clock::seconds;
use crate::db::outbox::{self, Delivery, Message, OutboxKind};
use crate::work;
use crate::{Backend, DbError, failpoint};
use std::time::Duration;

/// Longer than a mail server may take, see [`LONGEST_SENDING`].
const LEASE: i64 = seconds(30);
/// A server that answers each command slowly must not outlast the lease: another worker would send the mail again.
const LONGEST_SENDING: Duration = Duration::from_secs(25);
const MOST_TRIES: i64 = 8;
const FIRST_PAUSE: i64 = seconds(30);

/// Sends all messages that are due; answers how many it had in hand.
///
/// # Errors
/// [`DbError`] of the database; messages that were claimed are tried again when their lease ends.
pub async fn send_due(backend: &Backend) -> Result<usize, DbError> {
    let now = backend.now();
    let due = backend.db.read(work!(tx => outbox::list_due(tx, now).await)).await?;
    let mut handled = 0;
    for message in due {
        let lease_until = backend.now() + LEASE;
        if backend.db.write(work!(tx, &message => outbox::claim_message(tx, message, lease_until).await)).await? {
            send_message(backend, &message).await?;
            handled += 1;
        }
    }
    Ok(handled)
}

async fn send_message(backend: &Backend, message: &Message) -> Result<(), DbError> {
    let delivery = match (message.kind, &backend.mailer) {
        (OutboxKind::Mail, Some(mailer)) => {
            failpoint::reach(failpoint::BEFORE_MAIL).await;
            let sending = mailer.send(&message.id, &message.recipient, &message.subject, &message.content);
            match tokio::time::timeout(LONGEST_SENDING, sending).await {
                Ok(Ok(())) => Delivery::Sent,
                Ok(Err(error)) => again(backend, message, error.to_string()),
                Err(_) => again(backend, message, "the mail server took too long".to_owned()),
            }
        }
        (OutboxKind::Mail, None) => {
            failpoint::reach(failpoint::BEFORE_MAIL).await;
            Delivery::Kept
        }
        // No vendor's address can be configured yet: events are kept for the one who will fetch them.
        (OutboxKind::Entitlement, _) => Delivery::Kept,
    };
    let now = backend.now();
    backend.db.write(work!(tx, &delivery => outbox::settle_message(tx, &message.id, delivery, now).await)).await
}

/// Later and later: half a minute, a minute, two, and so on.
fn again(backend: &Backend, message: &Message, error: String) -> Delivery {
    tracing::warn!(message = message.id, tries = message.tries + 1, error = without_addresses(&error), "mail was not sent");
    if message.tries + 1 >= MOST_TRIES {
        return Delivery::Failed { error };
    }
    let doublings = u32::try_from(message.tries).unwrap_or(0);
    Delivery::Again { due_at: backend.now() + FIRST_PAUSE.saturating_mul(2_i64.saturating_pow(doublings)), error }
}

/// A mail server's words without the addresses in them: staff reads them whole in the outbox, the log is read by many.
fn without_addresses(error: &str) -> String {
    error.split(' ').map(|word| if word.contains('@') { "(address)" } else { word }).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_mail_server_says_is_logged_without_addresses() {
        let said = "server: permanent error (550): <anna@nordlicht.example>: no such user, try ben@nordlicht.example";
        assert_eq!(without_addresses(said), "server: permanent error (550): (address) no such user, try (address)");
    }
}
