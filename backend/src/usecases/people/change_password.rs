//! A person who is signed in changes their password.

use crate::db::audit::{AuditEntry, add_entry};
use crate::db::outbox::{NewMessage, OutboxKind, add_message};
use crate::db::people::{self, Addressee, Door};
use crate::db::{DbError, Tx, accounts, passwords, sign_ins};
use crate::texts::people_mail;
use crate::usecases::sessions::passwords::{PasswordError, check_password as fits, hash_password};
use crate::usecases::sessions::tries::{self, TryError};
use crate::{Actor, Backend, work};
use billing::ids::PersonId;
use billing::people::{PasswordFault, check_password};
use secrecy::{ExposeSecret, SecretString};

/// Why no password was changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangePasswordError {
    /// The old password is not the one.
    #[error("the old password does not fit")]
    WrongPassword,
    /// Too many wrong ones.
    #[error("too many tries, wait {retry_after_seconds} s")]
    TooManyTries { retry_after_seconds: i64 },
    /// The new password does not do.
    #[error("password: {0:?}")]
    Fault(PasswordFault),
    /// Storage failed.
    #[error(transparent)]
    Storage(#[from] DbError),
    /// A password could not be hashed.
    #[error(transparent)]
    Password(#[from] PasswordError),
}

impl From<TryError> for ChangePasswordError {
    fn from(error: TryError) -> Self {
        match error {
            TryError::TooMany { retry_after_seconds } => Self::TooManyTries { retry_after_seconds },
            TryError::Storage(error) => Self::Storage(error),
        }
    }
}

/// Checks the old password, sets the new one, and signs the person out everywhere but at `sign_in`.
///
/// # Errors
/// [`ChangePasswordError`]; a wrong old password counts as a try at signing in.
pub async fn change_password(backend: &Backend, actor: &Actor, sign_in: &str, old: &SecretString, new: &SecretString) -> Result<(), ChangePasswordError> {
    let (door, now) = (actor.door, backend.now());
    let counter = tries::Counter::SignIns(door);
    let (login, old_hash) = backend
        .db
        .write(work!(tx => {
            let (login, hash) = people::find_password(tx, door, &actor.person).await?.ok_or(ChangePasswordError::WrongPassword)?;
            tries::count_try(tx, counter, &login, now).await?;
            Ok::<_, ChangePasswordError>((login, hash))
        }))
        .await?;
    if !fits(backend, old, Some(old_hash)).await? {
        return Err(ChangePasswordError::WrongPassword);
    }
    check_password(new.expose_secret(), &actor.email).map_err(ChangePasswordError::Fault)?;
    let hash = hash_password(backend, new).await?;
    backend
        .db
        .write(work!(tx, &login, &hash => {
            people::clear_tries(tx, counter.code(), login).await?;
            let addressee = people::find_addressee(tx, &actor.person).await?.ok_or(ChangePasswordError::WrongPassword)?;
            Ok(store_password(tx, backend, (door, &actor.person), &addressee, (hash, sign_in)).await?)
        }))
        .await
}

/// Ends all other sign-ins of a person; answers how many there were.
///
/// # Errors
/// [`DbError`] of the database.
pub async fn sign_out_elsewhere(backend: &Backend, actor: &Actor, sign_in: &str) -> Result<u64, DbError> {
    let now = backend.now();
    backend
        .db
        .write(work!(tx => {
            let ended = sign_ins::end_other_sign_ins(tx, actor.door, &actor.person, sign_in).await?;
            let details = serde_json::json!({ "ended": ended });
            let entry = AuditEntry { account: Some(&actor.account), person: Some(&actor.person), action: "signed_out_elsewhere", subject: actor.person.as_str(), details };
            add_entry(tx, entry, now).await?;
            Ok(ended)
        }))
        .await
}

/// Where who forgot their password asks for a link; the operator helps the staff.
const fn forgot_page(door: Door) -> &'static str {
    match door {
        Door::Corporate => "/corporate/forgot-password",
        Door::BillingCenter | Door::Staff => "/forgot-password",
    }
}

/// Stores a hash; what the old password opened is closed: links and sign-ins, all but the one that is named. The person
/// is told by mail.
pub(super) async fn store_password(
    tx: &mut Tx<'_>,
    backend: &Backend,
    whose: (Door, &PersonId),
    addressee: &Addressee,
    (hash, but): (&str, &str),
) -> Result<(), DbError> {
    let ((door, person), now) = (whose, backend.now());
    people::set_password(tx, door, person, hash).await?;
    passwords::replace_links(tx, door, person).await?;
    sign_ins::end_other_sign_ins(tx, door, person, but).await?;
    let account = people::first_account(tx, door, person).await?;
    let details = serde_json::json!({ "door": door.code() });
    add_entry(tx, AuditEntry { account: account.as_ref(), person: Some(person), action: "password_changed", subject: person.as_str(), details }, now).await?;
    let Some(account) = account else { return Ok(()) };
    let language = accounts::find_account(tx, &account).await?.map(|account| account.language);
    let language = addressee.own_language.or(language).unwrap_or_default();
    let address = format!("{}{}", backend.settings.origin, forgot_page(door));
    let text = people_mail::password_changed(&addressee.contact, &backend.settings.seller, &address, language);
    let message =
        NewMessage { account: &account, kind: OutboxKind::Mail, recipient: &addressee.contact.email, language, subject: &text.subject, content: &text.body };
    add_message(tx, &message, now).await
}
