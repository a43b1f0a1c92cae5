//! Customers to look at: made up, relative to today, and only on an empty database in demo mode.

mod accounts;
mod invoices;

use crate::db::people::{self, Door};
use crate::db::{DbError, Tx};
use crate::identifiers::new_id;
use crate::usecases::sessions::passwords::{PasswordError, hash_password};
use crate::work;
use crate::{Backend, Demo, Refusal, args};
use billing::ids::{AccountId, PersonId};
use secrecy::SecretString;

/// The password of all demo sign-ins. It opens nothing outside demo mode: no other code makes these logins.
pub const PASSWORD: &str = "kontor-demo-2026";

/// A person who can be tried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DemoSignIn {
    /// Mail address to sign in with.
    pub login: &'static str,
    /// Name and company.
    pub who: &'static str,
    /// Password, the same for all.
    pub password: &'static str,
}

const SIGN_INS: [DemoSignIn; 4] = [
    DemoSignIn { login: "anna@nordlicht.example", who: "Anna Albrecht, Nordlicht GmbH", password: PASSWORD },
    DemoSignIn { login: "ben@nordlicht.example", who: "Ben Brandt, Nordlicht GmbH", password: PASSWORD },
    DemoSignIn { login: "carla@solo.example", who: "Carla Conti, Solo Studio", password: PASSWORD },
    DemoSignIn { login: "dora@leer.example", who: "Dora Decker, Leer & Söhne", password: PASSWORD },
];

/// Who can be tried out at the Billing Center.
pub fn sign_ins() -> &'static [DemoSignIn] {
    &SIGN_INS
}

/// Why there is no demo data.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    /// The password could not be hashed.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The data could not be written.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Storage failed.
    #[error(transparent)]
    Storage(#[from] DbError),
}

/// Fills an empty database with the demo's customers. Does nothing outside demo mode or when there is an account.
///
/// # Errors
/// [`SeedError`]; nothing was written.
pub async fn seed_demo(backend: &Backend) -> Result<(), SeedError> {
    if backend.settings.demo == Demo::Off || !is_empty(backend).await? {
        return Ok(());
    }
    let hash = hash_password(backend, &SecretString::from(PASSWORD)).await?;
    let seeded = backend.db.write(work!(tx, &hash => accounts::write_accounts(tx, backend, hash).await)).await;
    match seeded {
        // Another server was quicker: its data is the same.
        Err(Refusal::Storage(DbError::NotUnique(_))) => Ok(()),
        outcome => Ok(outcome?),
    }
}

async fn is_empty(backend: &Backend) -> Result<bool, DbError> {
    let sql = "SELECT CAST(COUNT(*) AS BIGINT) AS accounts FROM accounts";
    backend.db.read(work!(tx => tx.one(sql, vec![], |row| row.int("accounts")).await)).await.map(|count| count == 0)
}

/// A person with a login at the Billing Center and a membership.
async fn write_person(tx: &mut Tx<'_>, account: &AccountId, person: (&str, &str), role: &str, hash: &str, now: i64) -> Result<(), DbError> {
    let (name, email) = person;
    let id = PersonId(new_id());
    people::insert_person(tx, &id, name, email, now).await?;
    people::insert_login(tx, Door::BillingCenter, &people::fold_login(email), &id, hash, now).await?;
    let sql = "INSERT INTO memberships (account_id, person_id, role, created_at) VALUES ($1, $2, $3, $4)";
    tx.exec(sql, args![account.as_str(), id.as_str(), role, now]).await?;
    Ok(())
}
