//! SQL of people, their logins and memberships.

use super::{DbError, Row, Tx};
use crate::actor::{Actor, Contact, Role};
use crate::args;
use billing::Language;
use billing::corporate::ContactRight;
use billing::ids::{AccountId, PersonId};

/// A door of the portal; logins of different doors never mix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// Accounts that buy online.
    BillingCenter,
    /// Accounts that work with a representative.
    Corporate,
    /// The seller's own people.
    Staff,
}

impl Door {
    /// All doors.
    pub const ALL: [Self; 3] = [Self::BillingCenter, Self::Corporate, Self::Staff];

    /// The word of the door in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::BillingCenter => "billing_center",
            Self::Corporate => "corporate",
            Self::Staff => "staff",
        }
    }

    /// The door of a word.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|door| door.code() == code)
    }

    /// Which accounts are looked at through it, as the word in `accounts.kind`; the staff's door belongs to none.
    pub const fn account_kind(self) -> &'static str {
        match self {
            Self::BillingCenter => "online",
            Self::Corporate => "corporate",
            Self::Staff => "",
        }
    }

    fn of_account(kind: &str) -> Option<Self> {
        [Self::BillingCenter, Self::Corporate].into_iter().find(|door| door.account_kind() == kind)
    }
}

/// No login is longer, in characters: a mail address has 254 at most (RFC 5321), and an index takes no text of any length.
const LONGEST_LOGIN: usize = 320;

/// A login as it is compared: without blanks around it, in small letters. Control characters, which PostgreSQL would
/// refuse in part, belong to no login.
pub fn fold_login(login: &str) -> String {
    let plain: String = login.trim().chars().filter(|character| !character.is_control()).take(LONGEST_LOGIN).collect();
    plain.to_lowercase()
}

/// The person behind a login, and the hash of the password.
pub async fn find_login(tx: &mut Tx<'_>, door: Door, login_folded: &str) -> Result<Option<(PersonId, String)>, DbError> {
    let sql = "SELECT person_id, password_hash FROM logins WHERE door = $1 AND login_folded = $2";
    tx.opt(sql, args![door.code(), login_folded], |row| Ok((PersonId(row.text("person_id")?), row.text("password_hash")?))).await
}

/// The account that a person sees first at a door: those of another are not there.
pub async fn first_account(tx: &mut Tx<'_>, door: Door, person: &PersonId) -> Result<Option<AccountId>, DbError> {
    let sql = "SELECT m.account_id FROM memberships m JOIN accounts a ON a.id = m.account_id WHERE m.person_id = $1 AND a.kind = $2 \
               ORDER BY m.created_at, m.account_id LIMIT 1";
    tx.opt(sql, args![person.as_str(), door.account_kind()], |row| Ok(AccountId(row.text("account_id")?))).await
}

/// A person in an account; none when they do not belong to it.
pub async fn find_actor(tx: &mut Tx<'_>, person: &PersonId, account: &AccountId) -> Result<Option<Actor>, DbError> {
    let sql = "SELECT p.id AS person_id, p.name AS person_name, p.email, p.language AS own_language, a.id AS account_id, a.number AS account_number, \
               a.name AS account_name, a.language AS account_language, a.kind, m.role, m.may_pay, c.name AS contact_name, c.email AS contact_email, \
               (SELECT CAST(COUNT(*) AS BIGINT) FROM memberships o JOIN accounts k ON k.id = o.account_id WHERE o.person_id = p.id AND k.kind = a.kind) AS account_count \
               FROM memberships m JOIN people p ON p.id = m.person_id JOIN accounts a ON a.id = m.account_id \
               JOIN memberships b ON b.account_id = a.id AND b.role = 'billing_contact' JOIN people c ON c.id = b.person_id \
               WHERE m.person_id = $1 AND m.account_id = $2 ORDER BY b.created_at, b.person_id LIMIT 1";
    tx.opt(sql, args![person.as_str(), account.as_str()], read_actor).await
}

/// Who signed in, in an account; none when that has ended, or when they do not belong to it.
pub async fn find_signed_in(tx: &mut Tx<'_>, door: Door, sign_in: &str, account: &AccountId, now: i64) -> Result<Option<Actor>, DbError> {
    let sql = "SELECT p.id AS person_id, p.name AS person_name, p.email, p.language AS own_language, a.id AS account_id, a.number AS account_number, \
               a.name AS account_name, a.language AS account_language, a.kind, m.role, m.may_pay, c.name AS contact_name, c.email AS contact_email, \
               (SELECT CAST(COUNT(*) AS BIGINT) FROM memberships o JOIN accounts k ON k.id = o.account_id WHERE o.person_id = p.id AND k.kind = a.kind) AS account_count \
               FROM sign_ins i JOIN memberships m ON m.person_id = i.person_id JOIN people p ON p.id = m.person_id JOIN accounts a ON a.id = m.account_id \
               JOIN memberships b ON b.account_id = a.id AND b.role = 'billing_contact' JOIN people c ON c.id = b.person_id \
               WHERE i.id = $1 AND i.door = $2 AND i.ends_at > $3 AND m.account_id = $4 AND a.kind = $5 ORDER BY b.created_at, b.person_id LIMIT 1";
    tx.opt(sql, args![sign_in, door.code(), now, account.as_str(), door.account_kind()], read_actor).await
}

fn read_actor(row: &Row<'_>) -> Result<Actor, DbError> {
    let role = row.parsed("role", Role::parse)?;
    let right = right_of(role, row.int("may_pay")?);
    Ok(Actor {
        person: PersonId(row.text("person_id")?),
        person_name: row.text("person_name")?,
        email: row.text("email")?,
        own_language: row.opt_text("own_language")?.as_deref().and_then(Language::parse),
        account_language: row.parsed("account_language", Language::parse)?,
        account: AccountId(row.text("account_id")?),
        account_number: row.text("account_number")?,
        account_name: row.text("account_name")?,
        account_count: row.int("account_count")?,
        door: row.parsed("kind", Door::of_account)?,
        role,
        right,
        billing_contact: Contact { name: row.text("contact_name")?, email: row.text("contact_email")? },
    })
}

/// What somebody may do: a billing contact orders and pays, others pay where that was allowed to them.
pub(super) const fn right_of(role: Role, may_pay: i64) -> ContactRight {
    match (role, may_pay) {
        (Role::BillingContact, _) => ContactRight::Order,
        (Role::Member, 1) => ContactRight::Pay,
        (Role::Member, _) => ContactRight::Read,
    }
}

/// An account that a person belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// The account.
    pub account: AccountId,
    /// Its number.
    pub number: String,
    /// Its name.
    pub name: String,
    /// As what they belong to it.
    pub role: Role,
}

/// The accounts of a person at a door, the first one first.
pub async fn list_memberships(tx: &mut Tx<'_>, door: Door, person: &PersonId) -> Result<Vec<Membership>, DbError> {
    let sql = "SELECT a.id, a.number, a.name, m.role FROM memberships m JOIN accounts a ON a.id = m.account_id WHERE m.person_id = $1 AND a.kind = $2 \
               ORDER BY m.created_at, m.account_id";
    let read = |row: &Row<'_>| {
        Ok(Membership { account: AccountId(row.text("id")?), number: row.text("number")?, name: row.text("name")?, role: row.parsed("role", Role::parse)? })
    };
    tx.all(sql, args![person.as_str(), door.account_kind()], read).await
}

/// Makes a person belong to an account; who belongs to it already loses nothing by it.
pub async fn put_membership(tx: &mut Tx<'_>, account: &AccountId, person: &PersonId, role: Role, now: i64) -> Result<(), DbError> {
    let sql = "INSERT INTO memberships (account_id, person_id, role, created_at) VALUES ($1, $2, $3, $4) \
               ON CONFLICT (account_id, person_id) DO UPDATE SET role = CASE WHEN excluded.role = 'billing_contact' THEN excluded.role ELSE memberships.role END";
    tx.exec(sql, args![account.as_str(), person.as_str(), role.code(), now]).await?;
    Ok(())
}

/// A person, as mails address them.
pub struct Addressee {
    /// Name and mail address.
    pub contact: Contact,
    /// The language that they chose, if they did.
    pub own_language: Option<Language>,
}

/// A person, as mails address them.
pub async fn find_addressee(tx: &mut Tx<'_>, person: &PersonId) -> Result<Option<Addressee>, DbError> {
    let sql = "SELECT name, email, language FROM people WHERE id = $1";
    let read = |row: &Row<'_>| {
        let contact = Contact { name: row.text("name")?, email: row.text("email")? };
        Ok(Addressee { contact, own_language: row.opt_text("language")?.as_deref().and_then(Language::parse) })
    };
    tx.opt(sql, args![person.as_str()], read).await
}

/// The account's billing contact, the first of several.
pub async fn find_billing_contact(tx: &mut Tx<'_>, account: &AccountId) -> Result<Option<Contact>, DbError> {
    let sql = "SELECT p.name, p.email FROM memberships m JOIN people p ON p.id = m.person_id \
               WHERE m.account_id = $1 AND m.role = 'billing_contact' ORDER BY m.created_at, m.person_id LIMIT 1";
    tx.opt(sql, args![account.as_str()], |row| Ok(Contact { name: row.text("name")?, email: row.text("email")? })).await
}

/// Gives a person another name.
pub async fn set_name(tx: &mut Tx<'_>, person: &PersonId, name: &str) -> Result<(), DbError> {
    tx.exec("UPDATE people SET name = $2 WHERE id = $1", args![person.as_str(), name]).await?;
    Ok(())
}

/// Sets a person's language.
pub async fn set_language(tx: &mut Tx<'_>, person: &PersonId, language: Language) -> Result<(), DbError> {
    tx.exec("UPDATE people SET language = $2 WHERE id = $1", args![person.as_str(), language.code()]).await?;
    Ok(())
}

/// Tries at a login that went wrong. Each kind of try has its counter, see `usecases::sessions::tries`.
pub struct Tries {
    /// How many since `first_at`.
    pub failures: i64,
    /// When they began.
    pub first_at: i64,
    /// Until when no try is looked at.
    pub blocked_until: i64,
}

/// Takes the lock of a login's tries, known or not: on PostgreSQL, guesses at once would else all read the same count.
pub async fn lock_tries(tx: &mut Tx<'_>, counter: &str, login_folded: &str, now: i64) -> Result<(), DbError> {
    let sql = "INSERT INTO sign_in_tries (door, login_folded, failures, first_at, blocked_until) VALUES ($1, $2, 0, $3, 0) \
               ON CONFLICT (door, login_folded) DO UPDATE SET failures = sign_in_tries.failures";
    tx.exec(sql, args![counter, login_folded, now]).await?;
    Ok(())
}

/// The tries at a login, known or not.
pub async fn find_tries(tx: &mut Tx<'_>, counter: &str, login_folded: &str) -> Result<Option<Tries>, DbError> {
    let sql = "SELECT failures, first_at, blocked_until FROM sign_in_tries WHERE door = $1 AND login_folded = $2";
    let read = |row: &Row<'_>| Ok(Tries { failures: row.int("failures")?, first_at: row.int("first_at")?, blocked_until: row.int("blocked_until")? });
    tx.opt(sql, args![counter, login_folded], read).await
}

/// Stores the tries at a login.
pub async fn put_tries(tx: &mut Tx<'_>, counter: &str, login_folded: &str, tries: &Tries) -> Result<(), DbError> {
    let sql = "INSERT INTO sign_in_tries (door, login_folded, failures, first_at, blocked_until) VALUES ($1, $2, $3, $4, $5) \
               ON CONFLICT (door, login_folded) DO UPDATE SET failures = excluded.failures, first_at = excluded.first_at, blocked_until = excluded.blocked_until";
    tx.exec(sql, args![counter, login_folded, tries.failures, tries.first_at, tries.blocked_until]).await?;
    Ok(())
}

/// Forgets the tries at a login.
pub async fn clear_tries(tx: &mut Tx<'_>, counter: &str, login_folded: &str) -> Result<(), DbError> {
    tx.exec("DELETE FROM sign_in_tries WHERE door = $1 AND login_folded = $2", args![counter, login_folded]).await?;
    Ok(())
}

/// Forgets tries that count for nothing any more: begun, and last waited for, before that time.
pub async fn delete_old_tries(tx: &mut Tx<'_>, before: i64) -> Result<u64, DbError> {
    tx.exec("DELETE FROM sign_in_tries WHERE first_at < $1 AND blocked_until < $1", args![before]).await
}

/// The person of an account who has that mail address.
pub async fn find_of_account(tx: &mut Tx<'_>, account: &AccountId, email: &str) -> Result<Option<PersonId>, DbError> {
    let sql = "SELECT p.id FROM memberships m JOIN people p ON p.id = m.person_id WHERE m.account_id = $1 AND p.email_folded = $2 ORDER BY m.created_at, p.id LIMIT 1";
    tx.opt(sql, args![account.as_str(), fold_login(email)], |row| Ok(PersonId(row.text("id")?))).await
}

/// Gives a person another name, unless they sign in themselves: then it is theirs to say.
pub async fn rename(tx: &mut Tx<'_>, person: &PersonId, name: &str) -> Result<(), DbError> {
    tx.exec("UPDATE people SET name = $2 WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM logins l WHERE l.person_id = $1)", args![person.as_str(), name]).await?;
    Ok(())
}

/// Writes a person.
pub async fn insert_person(tx: &mut Tx<'_>, person: &PersonId, name: &str, email: &str, now: i64) -> Result<(), DbError> {
    let sql = "INSERT INTO people (id, name, email, email_folded, created_at) VALUES ($1, $2, $3, $4, $5)";
    tx.exec(sql, args![person.as_str(), name, email, fold_login(email), now]).await?;
    Ok(())
}

/// Gives a person a User ID at the corporate door: a name of its own, or their mail address.
pub async fn insert_user_id(tx: &mut Tx<'_>, user_id: &str, person: &PersonId, password_hash: &str, now: i64) -> Result<(), DbError> {
    insert_login(tx, Door::Corporate, &fold_login(user_id), person, password_hash, now).await?;
    let sql = "UPDATE logins SET user_id = $3 WHERE door = $1 AND login_folded = $2";
    tx.exec(sql, args![Door::Corporate.code(), fold_login(user_id), user_id.trim()]).await?;
    Ok(())
}

/// A person's User ID at the corporate door, as it was given.
pub async fn find_shown_user_id(tx: &mut Tx<'_>, person: &PersonId) -> Result<Option<String>, DbError> {
    let sql = "SELECT COALESCE(user_id, login_folded) AS user_id FROM logins WHERE person_id = $1 AND door = $2 ORDER BY created_at, login_folded LIMIT 1";
    tx.opt(sql, args![person.as_str(), Door::Corporate.code()], |row| row.text("user_id")).await
}

/// The User ID of an account's billing contact, as its invoices print it.
pub async fn find_user_id(tx: &mut Tx<'_>, account: &AccountId) -> Result<Option<String>, DbError> {
    let sql = "SELECT COALESCE(l.user_id, l.login_folded) AS user_id FROM memberships m JOIN logins l ON l.person_id = m.person_id \
               WHERE m.account_id = $1 AND m.role = 'billing_contact' AND l.door = $2 ORDER BY m.created_at, m.person_id, l.created_at, l.login_folded LIMIT 1";
    tx.opt(sql, args![account.as_str(), Door::Corporate.code()], |row| row.text("user_id")).await
}

/// Writes a login.
pub async fn insert_login(tx: &mut Tx<'_>, door: Door, login_folded: &str, person: &PersonId, password_hash: &str, now: i64) -> Result<(), DbError> {
    let sql = "INSERT INTO logins (door, login_folded, person_id, password_hash, created_at) VALUES ($1, $2, $3, $4, $5)";
    tx.exec(sql, args![door.code(), login_folded, person.as_str(), password_hash, now]).await?;
    Ok(())
}

/// The hash of a person's password at a door, with the login.
pub async fn find_password(tx: &mut Tx<'_>, door: Door, person: &PersonId) -> Result<Option<(String, String)>, DbError> {
    let sql = "SELECT login_folded, password_hash FROM logins WHERE door = $1 AND person_id = $2 ORDER BY login_folded LIMIT 1";
    tx.opt(sql, args![door.code(), person.as_str()], |row| Ok((row.text("login_folded")?, row.text("password_hash")?))).await
}

/// Sets a person's password at a door.
pub async fn set_password(tx: &mut Tx<'_>, door: Door, person: &PersonId, password_hash: &str) -> Result<(), DbError> {
    let sql = "UPDATE logins SET password_hash = $3 WHERE door = $1 AND person_id = $2";
    tx.exec(sql, args![door.code(), person.as_str(), password_hash]).await?;
    Ok(())
}
