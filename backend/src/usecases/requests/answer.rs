//! The staff answers a request, or closes it. The answer is seen in the portal and mailed.

use super::read;
use crate::db::requests::{self, RequestRow};
use crate::db::{Tx, accounts, audit};
use crate::texts::request_mail;
use crate::usecases::notices;
use crate::usecases::staff::{StaffMember, must_see};
use crate::work;
use crate::{Account, Backend, Refusal};
use billing::ids::RequestId;
use billing::request::{RequestState, Side};

/// Writes an answer and mails it to who asked, in the account's language. The same sent twice is there once.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::Input`] for the message.
pub async fn answer_request(backend: &Backend, member: &StaffMember, id: &RequestId, message: &str) -> Result<(), Refusal> {
    let message = read(message)?;
    let now = backend.now();
    backend.db.write(work!(tx => write_answer(tx, backend, member, (id, message), now).await)).await
}

async fn write_answer(tx: &mut Tx<'_>, backend: &Backend, member: &StaffMember, (id, message): (&RequestId, &str), now: i64) -> Result<(), Refusal> {
    let (account, found) = find_locked(tx, member, id).await?;
    let messages = requests::list_messages(tx, &account.id, id).await?;
    if messages.last().is_some_and(|last| last.side == Side::Seller && last.body == message) {
        return Ok(());
    }
    requests::insert_message(tx, (&account.id, id), (Side::Seller, &member.person), message, now).await?;
    requests::set_state(tx, &account.id, id, RequestState::Answered, now).await?;
    let mail = request_mail::answered((id, found.subject, message), &account, &found.opened_by, backend);
    notices::write_mail(tx, &account, &found.opened_by, &mail, now).await?;
    note(tx, member, (&account, &found), "request_answered", now).await
}

/// Is done with a request. Who asked may write again.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn close_request(backend: &Backend, member: &StaffMember, id: &RequestId) -> Result<(), Refusal> {
    let now = backend.now();
    backend
        .db
        .write(work!(tx => {
            let (account, found) = find_locked(tx, member, id).await?;
            if found.state == RequestState::Closed {
                return Ok(());
            }
            requests::set_state(tx, &account.id, id, RequestState::Closed, now).await?;
            note(tx, member, (&account, &found), "request_closed", now).await
        }))
        .await
}

/// The request, with the account that asks locked.
async fn find_locked(tx: &mut Tx<'_>, member: &StaffMember, id: &RequestId) -> Result<(Account, RequestRow), Refusal> {
    let account = requests::find_account_of(tx, id).await?.ok_or(Refusal::NotFound)?;
    must_see(tx, member, &account).await?;
    accounts::lock_account(tx, &account).await?;
    let found = requests::find_request(tx, &account, id).await?.ok_or(Refusal::NotFound)?;
    Ok((accounts::find_account(tx, &account).await?.ok_or(Refusal::NotFound)?, found))
}

async fn note(tx: &mut Tx<'_>, member: &StaffMember, (account, found): (&Account, &RequestRow), action: &'static str, now: i64) -> Result<(), Refusal> {
    let details = serde_json::json!({ "subject": found.subject });
    let entry = audit::AuditEntry { account: Some(&account.id), person: Some(&member.person), action, subject: found.id.as_str(), details };
    Ok(audit::add_entry(tx, entry, now).await?)
}
