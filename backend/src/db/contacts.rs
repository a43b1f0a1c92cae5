//! SQL of the people who work for an account, and of places that change hands.

use super::people::{Door, right_of};
use super::{DbError, Row, Tx};
use crate::actor::{Contact, Role};
use crate::args;
use crate::identifiers::new_id;
use billing::corporate::{ContactRight, GiverAfter};
use billing::ids::{AccountId, HandOverId, PersonId};

/// A person of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountContact {
    /// The person.
    pub person: PersonId,
    /// Name and mail address.
    pub contact: Contact,
    /// What they may do.
    pub right: ContactRight,
    /// What they sign in with; none of who cannot sign in (yet).
    pub user_id: Option<String>,
    /// When they last signed in, microseconds.
    pub last_sign_in: Option<i64>,
}

/// The people of an account, those who may order first.
pub async fn list_contacts(tx: &mut Tx<'_>, account: &AccountId, door: Door) -> Result<Vec<AccountContact>, DbError> {
    let sql = "SELECT p.id, p.name, p.email, m.role, m.may_pay, \
               (SELECT COALESCE(l.user_id, l.login_folded) FROM logins l WHERE l.person_id = p.id AND l.door = $2 ORDER BY l.created_at, l.login_folded LIMIT 1) AS user_id, \
               (SELECT MAX(l.last_used_at) FROM logins l WHERE l.person_id = p.id AND l.door = $2) AS last_sign_in \
               FROM memberships m JOIN people p ON p.id = m.person_id WHERE m.account_id = $1 ORDER BY m.role, m.may_pay DESC, m.created_at, p.id";
    tx.all(sql, args![account.as_str(), door.code()], read_contact).await
}

/// A person of an account; none who does not belong to it.
pub async fn find_contact(tx: &mut Tx<'_>, account: &AccountId, door: Door, person: &PersonId) -> Result<Option<AccountContact>, DbError> {
    Ok(list_contacts(tx, account, door).await?.into_iter().find(|found| found.person == *person))
}

fn read_contact(row: &Row<'_>) -> Result<AccountContact, DbError> {
    Ok(AccountContact {
        person: PersonId(row.text("id")?),
        contact: Contact { name: row.text("name")?, email: row.text("email")? },
        right: right_of(row.parsed("role", Role::parse)?, row.int("may_pay")?),
        user_id: row.opt_text("user_id")?,
        last_sign_in: row.opt_int("last_sign_in")?,
    })
}

/// Sets what a person may do for an account.
pub async fn set_right(tx: &mut Tx<'_>, account: &AccountId, person: &PersonId, right: ContactRight) -> Result<(), DbError> {
    let sql = "UPDATE memberships SET role = $3, may_pay = $4 WHERE account_id = $1 AND person_id = $2";
    let role = Role::of_right(right);
    tx.exec(sql, args![account.as_str(), person.as_str(), role.code(), i64::from(right == ContactRight::Pay)]).await?;
    Ok(())
}

/// Lets a person pay who may not order anyway.
pub async fn let_pay(tx: &mut Tx<'_>, account: &AccountId, person: &PersonId) -> Result<(), DbError> {
    let sql = "UPDATE memberships SET may_pay = 1 WHERE account_id = $1 AND person_id = $2 AND role = 'member'";
    tx.exec(sql, args![account.as_str(), person.as_str()]).await?;
    Ok(())
}

/// Takes a person out of an account.
pub async fn delete_membership(tx: &mut Tx<'_>, account: &AccountId, person: &PersonId) -> Result<(), DbError> {
    tx.exec("DELETE FROM memberships WHERE account_id = $1 AND person_id = $2", args![account.as_str(), person.as_str()]).await?;
    Ok(())
}

/// Takes a person's logins at a door away: there is nothing left to sign in to.
pub async fn delete_logins(tx: &mut Tx<'_>, door: Door, person: &PersonId) -> Result<(), DbError> {
    tx.exec("DELETE FROM logins WHERE door = $1 AND person_id = $2", args![door.code(), person.as_str()]).await?;
    Ok(())
}

/// A place that is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandOver {
    /// Identifier.
    pub id: HandOverId,
    /// Who offers it.
    pub giver: PersonId,
    /// The same, as mails address them.
    pub giver_contact: Contact,
    /// To whom.
    pub receiver: PersonId,
    /// The same, as mails address them.
    pub receiver_contact: Contact,
    /// What the giver may do once it has changed hands.
    pub after: GiverAfter,
    /// When it was offered, microseconds.
    pub offered_at: i64,
}

/// What became of a place that was offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandOverEnd {
    /// It has changed hands.
    Confirmed,
    /// It was not wanted.
    Declined,
    /// It is no longer offered.
    Withdrawn,
}

impl HandOverEnd {
    const fn code(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// Writes an offer; answers its identifier. Of each giver one is open at most.
pub async fn insert_hand_over(
    tx: &mut Tx<'_>,
    account: &AccountId,
    (giver, receiver): (&PersonId, &PersonId),
    after: GiverAfter,
    now: i64,
) -> Result<HandOverId, DbError> {
    let id = HandOverId(new_id());
    let sql = "INSERT INTO hand_overs (id, account_id, from_person_id, to_person_id, state, created_at, giver_after) VALUES ($1, $2, $3, $4, 'open', $5, $6)";
    tx.exec(sql, args![id.as_str(), account.as_str(), giver.as_str(), receiver.as_str(), now, after.code()]).await?;
    Ok(id)
}

/// The offers of an account that wait for an answer, the oldest first.
pub async fn list_hand_overs(tx: &mut Tx<'_>, account: &AccountId) -> Result<Vec<HandOver>, DbError> {
    let sql = "SELECT h.id, h.from_person_id, h.to_person_id, h.giver_after, h.created_at, f.name AS from_name, f.email AS from_email, t.name AS to_name, \
               t.email AS to_email FROM hand_overs h JOIN people f ON f.id = h.from_person_id JOIN people t ON t.id = h.to_person_id \
               WHERE h.account_id = $1 AND h.state = 'open' ORDER BY h.created_at, h.id";
    tx.all(sql, args![account.as_str()], read_hand_over).await
}

/// Ends an offer; answers false when it had ended.
pub async fn settle_hand_over(tx: &mut Tx<'_>, account: &AccountId, id: &HandOverId, end: HandOverEnd, now: i64) -> Result<bool, DbError> {
    let sql = "UPDATE hand_overs SET state = $3, settled_at = $4 WHERE account_id = $1 AND id = $2 AND state = 'open'";
    Ok(tx.exec(sql, args![account.as_str(), id.as_str(), end.code(), now]).await? == 1)
}

fn read_hand_over(row: &Row<'_>) -> Result<HandOver, DbError> {
    Ok(HandOver {
        id: HandOverId(row.text("id")?),
        giver: PersonId(row.text("from_person_id")?),
        giver_contact: Contact { name: row.text("from_name")?, email: row.text("from_email")? },
        receiver: PersonId(row.text("to_person_id")?),
        receiver_contact: Contact { name: row.text("to_name")?, email: row.text("to_email")? },
        after: row.parsed("giver_after", GiverAfter::parse)?,
        offered_at: row.int("created_at")?,
    })
}
