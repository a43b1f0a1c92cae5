//! The billing contact writes again in a request: it waits for an answer from then on, also one that was closed.

use super::open::tell_seller;
use super::{must_be_allowed_to_ask, read, too_many_open, too_many_unanswered};
use crate::db::requests::{self, MessageRow};
use crate::db::{Tx, accounts, audit};
use crate::texts::request_mail::Asked;
use crate::work;
use crate::{Actor, Backend, Refusal};
use billing::ids::RequestId;
use billing::request::{MOST_OPEN, MOST_UNANSWERED, RequestState, Side};

/// Adds a message. The same sent twice is there once.
///
/// # Errors
/// [`Refusal::NotBillingContact`], [`Refusal::NotFound`] also for another account's request, [`Refusal::Input`] for the message.
pub async fn write_message(backend: &Backend, actor: &Actor, id: &RequestId, message: &str) -> Result<(), Refusal> {
    must_be_allowed_to_ask(actor)?;
    let message = read(message)?;
    let now = backend.now();
    backend.db.write(work!(tx => add_message(tx, backend, actor, (id, message), now).await)).await
}

async fn add_message(tx: &mut Tx<'_>, backend: &Backend, actor: &Actor, (id, message): (&RequestId, &str), now: i64) -> Result<(), Refusal> {
    accounts::lock_account(tx, &actor.account).await?;
    let account = accounts::find_account(tx, &actor.account).await?.ok_or(Refusal::NotFound)?;
    let found = requests::find_request(tx, &account.id, id).await?.ok_or(Refusal::NotFound)?;
    let messages = requests::list_messages(tx, &account.id, id).await?;
    if messages.last().is_some_and(|last| last.side == Side::Customer && last.body == message) {
        return Ok(());
    }
    if unanswered(&messages) >= MOST_UNANSWERED {
        return Err(too_many_unanswered());
    }
    if found.state != RequestState::Open {
        if requests::count_open(tx, &account.id).await? >= MOST_OPEN {
            return Err(too_many_open());
        }
        requests::set_state(tx, &account.id, id, RequestState::Open, now).await?;
        // Once for each time that it begins to wait, not for each message.
        tell_seller(tx, backend, &account, (id, found.subject, Asked::Again), now).await?;
    }
    requests::insert_message(tx, (&account.id, id), (Side::Customer, &actor.person), message, now).await?;
    let details = serde_json::json!({ "subject": found.subject });
    let entry = audit::AuditEntry { account: Some(&account.id), person: Some(&actor.person), action: "request_written", subject: id.as_str(), details };
    Ok(audit::add_entry(tx, entry, now).await?)
}

/// How many messages of the account follow the last answer.
fn unanswered(messages: &[MessageRow]) -> i64 {
    let count = messages.iter().rev().take_while(|message| message.side == Side::Customer).count();
    i64::try_from(count).unwrap_or(i64::MAX)
}
