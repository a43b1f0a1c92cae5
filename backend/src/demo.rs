//! Customers to look at: made up, relative to today, and only on an empty database in demo mode.

mod accounts;
mod corporate;
mod invoices;
mod purchase_orders;
mod quotes;
mod receipts;

use crate::db::people::{self, Door};
use crate::db::{DbError, Tx, staff};
use crate::identifiers::new_id;
use crate::usecases::sessions::passwords::{PasswordError, hash_password};
use crate::usecases::staff::StaffRole;
use crate::work;
use crate::{Backend, Demo, Refusal, Role};
use billing::ids::{AccountId, PersonId};
use secrecy::SecretString;

/// The password of all demo sign-ins. It opens nothing outside demo mode: no other code makes these logins.
pub const PASSWORD: &str = billing::people::DEMO_PASSWORD;

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

/// People of the corporate accounts, with their User IDs.
const CORPORATE: [DemoSignIn; 4] = [
    DemoSignIn { login: "KD-20417", who: "Julia Alpers, Alpenwerk AG", password: PASSWORD },
    DemoSignIn { login: "konrad.kern@alpenwerk.example", who: "Konrad Kern, Alpenwerk AG", password: PASSWORD },
    DemoSignIn { login: "KD-20418", who: "Hauke Hansen, Hafenbau SE", password: PASSWORD },
    DemoSignIn { login: "KD-20419", who: "Dr. Sabine Stark, Stadtklinik gGmbH", password: PASSWORD },
];

/// The seller's people, with their roles.
const STAFF: [(DemoSignIn, StaffRole); 2] = [
    (DemoSignIn { login: "rita@kontor.example", who: "Rita Rehm, Corporate Account Services", password: PASSWORD }, StaffRole::Representative),
    (DemoSignIn { login: "omar@kontor.example", who: "Omar Orth, Operator", password: PASSWORD }, StaffRole::Operator),
];

/// Who can be tried out at the Billing Center.
pub fn sign_ins() -> &'static [DemoSignIn] {
    &SIGN_INS
}

/// Who can be tried out at the corporate door.
pub fn corporate_sign_ins() -> &'static [DemoSignIn] {
    &CORPORATE
}

/// Who can be tried out at the staff's door.
pub fn staff_sign_ins() -> [DemoSignIn; 2] {
    STAFF.map(|(sign_in, _)| sign_in)
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
    seed(backend, Customers::All).await
}

/// The same with the customers alone that buy online.
///
/// # Errors
/// As [`seed_demo`].
pub async fn seed_online(backend: &Backend) -> Result<(), SeedError> {
    seed(backend, Customers::Online).await
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Customers {
    All,
    Online,
}

async fn seed(backend: &Backend, customers: Customers) -> Result<(), SeedError> {
    if backend.settings.demo == Demo::Off || !is_empty(backend).await? {
        return Ok(());
    }
    let hash = hash_password(backend, &SecretString::from(PASSWORD)).await?;
    let seeded = backend
        .db
        .write(work!(tx, &hash => {
            accounts::write_accounts(tx, backend, hash).await?;
            if customers == Customers::All {
                corporate::write_accounts(tx, backend, hash).await?;
            }
            write_staff(tx, hash, backend.now()).await?;
            if customers == Customers::All {
                quotes::write_quotes(tx, backend).await?;
                receipts::write_receipts(tx, backend).await?;
            }
            Ok(())
        }))
        .await;
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
async fn write_person(tx: &mut Tx<'_>, account: &AccountId, person: (&str, &str), role: Role, hash: &str, now: i64) -> Result<(), DbError> {
    let id = write_member(tx, account, person, role, now).await?;
    people::insert_login(tx, Door::BillingCenter, &people::fold_login(person.1), &id, hash, now).await
}

/// A person with a membership, who cannot sign in yet.
async fn write_member(tx: &mut Tx<'_>, account: &AccountId, person: (&str, &str), role: Role, now: i64) -> Result<PersonId, DbError> {
    let (name, email) = person;
    let id = PersonId(new_id());
    people::insert_person(tx, &id, name, email, now).await?;
    people::put_membership(tx, account, &id, role, now).await?;
    Ok(id)
}

/// The seller's people, with logins at the staff's door.
async fn write_staff(tx: &mut Tx<'_>, hash: &str, now: i64) -> Result<(), DbError> {
    for (sign_in, role) in STAFF {
        let id = PersonId(new_id());
        let name = sign_in.who.split(',').next().unwrap_or(sign_in.who);
        people::insert_person(tx, &id, name, sign_in.login, now).await?;
        people::insert_login(tx, Door::Staff, &people::fold_login(sign_in.login), &id, hash, now).await?;
        staff::insert_staff(tx, &id, role, now).await?;
    }
    Ok(())
}
