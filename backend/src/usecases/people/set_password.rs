//! A person sets a new password by a link that was mailed to them.

use super::change_password::store_password;
use crate::db::passwords::{self, LinkState, PasswordLink};
use crate::db::people::{self, Addressee, Door};
use crate::db::{DbError, Tx};
use crate::identifiers::hash_token;
use crate::usecases::sessions::passwords::{PasswordError, hash_password};
use crate::usecases::sessions::tries;
use crate::{Backend, work};
use billing::people::{PasswordFault, check_password};
use secrecy::{ExposeSecret, SecretString};

/// Why no password was set.
#[derive(Debug, thiserror::Error)]
pub enum SetPasswordError {
    /// The link is unknown, used, replaced, or older than an hour.
    #[error("the link can no longer be used")]
    LinkOver,
    /// The password does not do.
    #[error("password: {0:?}")]
    Fault(PasswordFault),
    /// Storage failed.
    #[error(transparent)]
    Storage(#[from] DbError),
    /// The password could not be hashed.
    #[error(transparent)]
    Password(#[from] PasswordError),
}

/// Whose password a link sets.
pub struct LinkOwner {
    /// The person.
    pub addressee: Addressee,
    /// What they sign in with.
    pub login: String,
}

/// Whose password a link sets.
///
/// # Errors
/// [`SetPasswordError::LinkOver`], or of the database.
pub async fn load_link(backend: &Backend, token: &str) -> Result<LinkOwner, SetPasswordError> {
    let (hash, now) = (hash_token(token), backend.now());
    backend
        .db
        .read(work!(tx, &hash => {
            let (link, addressee) = find_open(tx, hash, now).await?;
            let login = match link.door {
                Door::Corporate => people::find_shown_user_id(tx, &link.person).await?,
                Door::BillingCenter | Door::Staff => None,
            };
            let login = login.unwrap_or_else(|| addressee.contact.email.clone());
            Ok(LinkOwner { addressee, login })
        }))
        .await
}

async fn find_open(tx: &mut Tx<'_>, token_hash: &str, now: i64) -> Result<(PasswordLink, Addressee), SetPasswordError> {
    let link = passwords::find_link(tx, token_hash).await?.filter(|link| link.state == LinkState::Open && link.expires_at > now);
    let link = link.ok_or(SetPasswordError::LinkOver)?;
    let addressee = people::find_addressee(tx, &link.person).await?.ok_or(SetPasswordError::LinkOver)?;
    Ok((link, addressee))
}

/// Sets the password, uses the link up, and signs the person out everywhere. Answers the door where it counts.
///
/// # Errors
/// [`SetPasswordError`]; the link can be used again unless it is over.
pub async fn set_password(backend: &Backend, token: &str, password: &SecretString) -> Result<Door, SetPasswordError> {
    let (token_hash, now) = (hash_token(token), backend.now());
    // Looked at first: hashing costs too much for links that somebody made up.
    let LinkOwner { addressee, .. } = load_link(backend, token).await?;
    check_password(password.expose_secret(), &addressee.contact.email).map_err(SetPasswordError::Fault)?;
    let hash = hash_password(backend, password).await?;
    backend
        .db
        .write(work!(tx, &token_hash, &hash => {
            let (link, addressee) = find_open(tx, token_hash, now).await?;
            if !passwords::use_link(tx, token_hash, now).await? {
                return Err(SetPasswordError::LinkOver);
            }
            if let Some((login, _)) = people::find_password(tx, link.door, &link.person).await? {
                people::clear_tries(tx, tries::Counter::SignIns(link.door).code(), &login).await?;
                people::clear_tries(tx, tries::Counter::PasswordLinks(link.door).code(), &login).await?;
            }
            store_password(tx, backend, (link.door, &link.person), &addressee, (hash, "")).await?;
            Ok(link.door)
        }))
        .await
}
