//! The operator makes a person one of the staff.

use crate::Backend;
use crate::clock::now_micros;
use crate::db::people::{self, Door, fold_login};
use crate::db::{DbError, Tx, audit, staff};
use crate::identifiers::new_id;
use crate::usecases::sessions::passwords::{PasswordError, hash_password};
use crate::work;
use billing::ids::PersonId;
use billing::people::{PasswordFault, SHORTEST_PASSWORD, check_password, is_mail_address};
use secrecy::{ExposeSecret, SecretString};

pub use super::StaffRole;

/// Why nobody was added.
#[derive(Debug, thiserror::Error)]
pub enum AddStaffError {
    /// The mail address has no `@` between two parts.
    #[error("{0:?} is not a mail address")]
    Email(String),
    /// The name is empty.
    #[error("the name is empty")]
    Name,
    /// The password does not do.
    #[error("{}", complaint(*.0))]
    Password(PasswordFault),
    /// Somebody of the staff has this login.
    #[error("{0} is one of the staff already")]
    Taken(String),
    /// Storage failed.
    #[error(transparent)]
    Storage(#[from] DbError),
    /// The password could not be hashed.
    #[error(transparent)]
    Hash(#[from] PasswordError),
}

const fn complaint(fault: PasswordFault) -> &'static str {
    const _: () = assert!(SHORTEST_PASSWORD == 12, "the sentence below says twelve");
    match fault {
        PasswordFault::TooShort => "the password must have at least 12 characters",
        PasswordFault::IsMailAddress => "the password must not be the mail address",
        PasswordFault::IsPublic => "the password is the demonstration's, which everybody knows",
    }
}

/// Adds a member of staff with a login of their own at the staff door.
///
/// # Errors
/// [`AddStaffError`]; nothing was stored.
pub async fn add_staff(backend: &Backend, name: &str, email: &str, role: StaffRole, password: &SecretString) -> Result<PersonId, AddStaffError> {
    let (name, email) = (name.trim(), email.trim());
    if name.is_empty() {
        return Err(AddStaffError::Name);
    }
    if !is_mail_address(email) {
        return Err(AddStaffError::Email(email.to_owned()));
    }
    check_password(password.expose_secret(), email).map_err(AddStaffError::Password)?;
    let hash = hash_password(backend, password).await?;
    let person = PersonId(new_id());
    backend.db.write(work!(tx, &person, &hash => write_staff(tx, person, (name, email), role, hash).await)).await?;
    Ok(person)
}

async fn write_staff(tx: &mut Tx<'_>, person: &PersonId, who: (&str, &str), role: StaffRole, hash: &str) -> Result<(), AddStaffError> {
    let login = fold_login(who.1);
    if people::find_login(tx, Door::Staff, &login).await?.is_some() {
        return Err(AddStaffError::Taken(who.1.to_owned()));
    }
    let now = now_micros();
    people::insert_person(tx, person, who.0, who.1, now).await?;
    people::insert_login(tx, Door::Staff, &login, person, hash, now).await?;
    staff::insert_staff(tx, person, role, now).await?;
    let details = serde_json::json!({ "role": role.code() });
    audit::add_entry(tx, audit::AuditEntry { account: None, person: None, action: "staff_added", subject: person.as_str(), details }, now).await?;
    Ok(())
}
