//! Links to set a password: sent by the worker to whoever asked and has a login, and nothing to all others. So the page
//! that takes the request does the same work for both, and takes the same time.

use crate::clock::seconds;
use crate::db::accounts;
use crate::db::audit::{AuditEntry, add_entry};
use crate::db::outbox::{NewMessage, OutboxKind, add_secret_message};
use crate::db::passwords::{self, PasswordRequest};
use crate::db::{DbError, Tx, people};
use crate::identifiers::{hash_token, new_token};
use crate::texts::people_mail;
use crate::{Backend, work};

/// How long a link can be used: one hour, in microseconds.
pub const LINK_LIFE: i64 = seconds(3600);

/// Answers the requests that wait; tells how many.
///
/// # Errors
/// [`DbError`] of the database; what was not answered is tried again.
pub async fn answer_requests(backend: &Backend) -> Result<usize, DbError> {
    let requests = backend.db.read(work!(tx => passwords::list_requests(tx).await)).await?;
    let mut answered = 0;
    for request in requests {
        let token = new_token();
        let (request, token) = (&request, &token);
        answered += usize::from(backend.db.write(work!(tx => answer(tx, backend, request, token).await)).await?);
    }
    Ok(answered)
}

async fn answer(tx: &mut Tx<'_>, backend: &Backend, request: &PasswordRequest, token: &str) -> Result<bool, DbError> {
    if !passwords::take_request(tx, &request.id).await? {
        return Ok(false);
    }
    let Some((person, _)) = people::find_login(tx, request.door, &request.login_folded).await? else { return Ok(true) };
    let Some(addressee) = people::find_addressee(tx, &person).await? else { return Ok(true) };
    // Who belongs to no account has nothing to sign in to.
    let Some(account) = people::first_account(tx, request.door, &person).await? else { return Ok(true) };
    let Some(found) = accounts::find_account(tx, &account).await? else { return Ok(true) };
    let now = backend.now();
    passwords::insert_link(tx, &hash_token(token), request.door, &person, (now, now + LINK_LIFE)).await?;
    let language = addressee.own_language.unwrap_or(found.language);
    let text = people_mail::password_link(&addressee.contact, &backend.settings.seller.party.name, language);
    let message =
        NewMessage { account: &account, kind: OutboxKind::Mail, recipient: &addressee.contact.email, language, subject: &text.subject, content: &text.body };
    add_secret_message(tx, &message, &format!("{}/set-password/{token}", backend.settings.origin), now).await?;
    let entry = AuditEntry {
        account: Some(&account),
        person: None,
        action: "password_link_sent",
        subject: person.as_str(),
        details: serde_json::json!({ "door": request.door.code() }),
    };
    add_entry(tx, entry, now).await?;
    Ok(true)
}
