//! SQL of the staff, and of what they see of accounts: lists over all of them, for nobody else.

use super::people::{Addressee, Door, right_of};
use super::{DbError, Row, Tx};
use crate::actor::{Contact, Role};
use crate::args;
use crate::usecases::staff::{SecondFactor, StaffMember, StaffRole};
use billing::Language;
use billing::corporate::ContactRight;
use billing::ids::{AccountId, PersonId};

/// Makes a person one of the staff.
pub async fn insert_staff(tx: &mut Tx<'_>, person: &PersonId, role: StaffRole, now: i64) -> Result<(), DbError> {
    tx.exec("INSERT INTO staff (person_id, role, created_at) VALUES ($1, $2, $3)", args![person.as_str(), role.code(), now]).await?;
    Ok(())
}

/// Whether a person is one of the staff.
pub async fn is_staff(tx: &mut Tx<'_>, person: &PersonId) -> Result<bool, DbError> {
    Ok(tx.opt("SELECT role FROM staff WHERE person_id = $1", args![person.as_str()], |row| row.text("role")).await?.is_some())
}

/// Who of the staff signed in, if that has not ended.
pub async fn find_member(tx: &mut Tx<'_>, sign_in: &str, now: i64) -> Result<Option<StaffMember>, DbError> {
    let sql = "SELECT p.id, p.name, p.email, p.language, s.role, f.state FROM sign_ins i JOIN people p ON p.id = i.person_id \
               JOIN staff s ON s.person_id = p.id LEFT JOIN second_factors f ON f.person_id = p.id AND f.state = 'on' WHERE i.id = $1 AND i.door = $2 AND i.ends_at > $3";
    let read = |row: &Row<'_>| {
        Ok(StaffMember {
            person: PersonId(row.text("id")?),
            name: row.text("name")?,
            email: row.text("email")?,
            own_language: row.opt_text("language")?.as_deref().and_then(Language::parse),
            role: row.parsed("role", StaffRole::parse)?,
            second_factor: if row.opt_text("state")?.is_some() { SecondFactor::On } else { SecondFactor::Off },
        })
    };
    tx.opt(sql, args![sign_in, Door::Staff.code(), now], read).await
}

/// An account in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountRow {
    /// Customer number.
    pub number: String,
    /// Name.
    pub name: String,
    /// Its name as it is sorted.
    pub name_folded: String,
    /// City.
    pub city: String,
    /// ISO code of the country.
    pub country: String,
    /// Whether it buys online or with a representative: `online`, `corporate`.
    pub kind: String,
    /// Its billing contact, else who is invited to become it.
    pub contact: Option<String>,
    /// Subscriptions that run.
    pub subscriptions: i64,
}

/// Where a page of the list begins: after the account of that folded name and number.
pub type After<'a> = Option<(&'a str, &'a str)>;

/// What is shown of an account in a list, from `accounts a`.
macro_rules! account_row {
    () => {
        "SELECT a.number, a.name, a.name_folded, a.city, a.country, a.kind, \
         COALESCE((SELECT p.name FROM memberships m JOIN people p ON p.id = m.person_id WHERE m.account_id = a.id AND m.role = 'billing_contact' \
           ORDER BY m.created_at, m.person_id LIMIT 1), \
           (SELECT i.name FROM invitations i WHERE i.account_id = a.id AND i.state = 'open' ORDER BY i.created_at, i.id LIMIT 1)) AS contact, \
         (SELECT CAST(COUNT(*) AS BIGINT) FROM subscriptions s WHERE s.account_id = a.id \
           AND s.state IN ('active', 'trial_running', 'pending_cancellation')) AS subscriptions \
         FROM accounts a WHERE (a.name_folded > $1 OR (a.name_folded = $1 AND a.number > $2)) \
         AND ($3 = '' OR a.representative_id IS NULL OR a.representative_id = $3)"
    };
}

/// All accounts, along the index of names and no further than the page.
pub const LIST_SQL: &str = concat!(account_row!(), " ORDER BY a.name_folded, a.number LIMIT $4");

/// Those that a search finds. What has the text in it is looked for in the narrow indexes of names, numbers, addresses and User IDs;
/// of the accounts themselves only what was found is read, and sorted.
pub const SEARCH_SQL: &str = concat!(
    account_row!(),
    " AND a.id IN (SELECT id FROM accounts WHERE name_folded LIKE $5 ESCAPE '!' UNION SELECT id FROM accounts WHERE lower(number) LIKE $5 ESCAPE '!' \
      UNION SELECT m.account_id FROM memberships m WHERE m.person_id IN (SELECT p.id FROM people p WHERE p.email_folded LIKE $5 ESCAPE '!' \
        UNION SELECT l.person_id FROM logins l WHERE l.door = 'corporate' AND l.login_folded LIKE $5 ESCAPE '!') \
      UNION SELECT i.account_id FROM invitations i WHERE i.state = 'open' AND i.email_folded LIKE $5 ESCAPE '!') \
     ORDER BY a.name_folded, a.number LIMIT $4"
);

/// Accounts by name. `pattern` is a `LIKE` pattern of folded text for name, number, User IDs, and the mail addresses of people
/// and of those who are invited; an empty one finds all. `scope` is the representative who asks; empty for who sees all.
pub async fn list_accounts(tx: &mut Tx<'_>, pattern: &str, scope: &str, after: After<'_>, limit: i64) -> Result<Vec<AccountRow>, DbError> {
    let (name, number) = after.unwrap_or(("", ""));
    let read = |row: &Row<'_>| {
        Ok(AccountRow {
            number: row.text("number")?,
            name: row.text("name")?,
            name_folded: row.text("name_folded")?,
            city: row.text("city")?,
            country: row.text("country")?,
            kind: row.text("kind")?,
            contact: row.opt_text("contact")?,
            subscriptions: row.int("subscriptions")?,
        })
    };
    if pattern.is_empty() {
        return tx.all(LIST_SQL, args![name, number, scope, limit], read).await;
    }
    tx.all(SEARCH_SQL, args![name, number, scope, limit, pattern], read).await
}

/// The account of a customer number, and whether it buys online or with a representative.
pub async fn find_by_number(tx: &mut Tx<'_>, number: &str) -> Result<Option<(AccountId, String)>, DbError> {
    let sql = "SELECT id, kind FROM accounts WHERE number = $1";
    tx.opt(sql, args![number], |row| Ok((AccountId(row.text("id")?), row.text("kind")?))).await
}

/// The account of a customer number, for a member of staff: one that another representative looks after is not there.
pub async fn find_for(tx: &mut Tx<'_>, member: &StaffMember, number: &str) -> Result<Option<(AccountId, String)>, DbError> {
    let sql = "SELECT id, kind FROM accounts WHERE number = $1 AND ($2 = '' OR representative_id IS NULL OR representative_id = $2)";
    tx.opt(sql, args![number, member.scope()], |row| Ok((AccountId(row.text("id")?), row.text("kind")?))).await
}

/// Whether a member of staff may see an account.
pub async fn may_see(tx: &mut Tx<'_>, member: &StaffMember, account: &AccountId) -> Result<bool, DbError> {
    let sql = "SELECT id FROM accounts WHERE id = $1 AND ($2 = '' OR representative_id IS NULL OR representative_id = $2)";
    Ok(tx.opt(sql, args![account.as_str(), member.scope()], |row| row.text("id")).await?.is_some())
}

/// Who looks after an account, if somebody does.
pub async fn find_representative(tx: &mut Tx<'_>, account: &AccountId) -> Result<Option<(PersonId, String)>, DbError> {
    let sql = "SELECT p.id, p.name FROM accounts a JOIN people p ON p.id = a.representative_id WHERE a.id = $1";
    tx.opt(sql, args![account.as_str()], |row| Ok((PersonId(row.text("id")?), row.text("name")?))).await
}

/// Gives an account to a representative, or to all of them.
pub async fn set_representative(tx: &mut Tx<'_>, account: &AccountId, representative: Option<&PersonId>) -> Result<(), DbError> {
    let person = representative.map(|person| person.0.clone());
    tx.exec("UPDATE accounts SET representative_id = $2 WHERE id = $1", args![account.as_str(), person]).await?;
    Ok(())
}

/// Who could look after an account: the representatives, by name.
pub async fn list_choices(tx: &mut Tx<'_>) -> Result<Vec<(PersonId, String)>, DbError> {
    let sql = "SELECT p.id, p.name FROM staff s JOIN people p ON p.id = s.person_id WHERE s.role = 'representative' ORDER BY p.name, p.id";
    tx.all(sql, args![], |row| Ok((PersonId(row.text("id")?), row.text("name")?))).await
}

/// A person of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountPerson {
    /// Who.
    pub contact: Contact,
    /// What they may do.
    pub right: ContactRight,
}

/// The people of an account, billing contacts first.
pub async fn list_people(tx: &mut Tx<'_>, account: &AccountId) -> Result<Vec<AccountPerson>, DbError> {
    let sql = "SELECT p.name, p.email, m.role, m.may_pay FROM memberships m JOIN people p ON p.id = m.person_id WHERE m.account_id = $1 \
               ORDER BY m.role, m.created_at, m.person_id";
    let read = |row: &Row<'_>| {
        Ok(AccountPerson {
            contact: Contact { name: row.text("name")?, email: row.text("email")? },
            right: right_of(row.parsed("role", Role::parse)?, row.int("may_pay")?),
        })
    };
    tx.all(sql, args![account.as_str()], read).await
}

/// How many subscriptions of an account run.
pub async fn count_subscriptions(tx: &mut Tx<'_>, account: &AccountId) -> Result<i64, DbError> {
    let sql =
        "SELECT CAST(COUNT(*) AS BIGINT) AS running FROM subscriptions WHERE account_id = $1 AND state IN ('active', 'trial_running', 'pending_cancellation')";
    tx.one(sql, args![account.as_str()], |row| row.int("running")).await
}

/// Who looks after an account, as mails address them: its own representative or, where it has none who is one still, all of them.
pub async fn list_looking_after(tx: &mut Tx<'_>, account: &AccountId) -> Result<Vec<Addressee>, DbError> {
    let own = "SELECT p.name, p.email, p.language FROM accounts a JOIN staff s ON s.person_id = a.representative_id JOIN people p ON p.id = s.person_id \
               WHERE a.id = $1 AND s.role <> 'finance'";
    let all = "SELECT p.name, p.email, p.language FROM staff s JOIN people p ON p.id = s.person_id WHERE s.role = 'representative' ORDER BY s.created_at, p.id";
    let read = |row: &Row<'_>| {
        let contact = Contact { name: row.text("name")?, email: row.text("email")? };
        Ok(Addressee { contact, own_language: row.opt_text("language")?.as_deref().and_then(Language::parse) })
    };
    match tx.opt(own, args![account.as_str()], read).await? {
        Some(reader) => Ok(vec![reader]),
        None => tx.all(all, args![], read).await,
    }
}
