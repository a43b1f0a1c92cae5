//! SQL of licences: who holds which of which subscription.

use super::people::fold_login;
use super::{DbError, Row, Tx};
use crate::args;
use billing::ids::{AccountId, SubscriptionId};
use billing::licences::{Holder, Person};

/// How many licences are held of each of an account's subscriptions; none where nobody holds any.
pub async fn count_held(tx: &mut Tx<'_>, account: &AccountId) -> Result<Vec<(SubscriptionId, i64)>, DbError> {
    let sql = "SELECT subscription_id, CAST(COUNT(*) AS BIGINT) AS held FROM licences WHERE account_id = $1 GROUP BY subscription_id ORDER BY subscription_id";
    tx.all(sql, args![account.as_str()], |row| Ok((SubscriptionId(row.text("subscription_id")?), row.int("held")?))).await
}

/// How many licences are held of a subscription.
pub async fn count_held_of(tx: &mut Tx<'_>, account: &AccountId, subscription: &SubscriptionId) -> Result<i64, DbError> {
    let sql = "SELECT CAST(COUNT(*) AS BIGINT) AS held FROM licences WHERE account_id = $1 AND subscription_id = $2";
    tx.one(sql, args![account.as_str(), subscription.as_str()], |row| row.int("held")).await
}

fn read_holder(row: &Row<'_>) -> Result<Holder, DbError> {
    let person = Person { name: row.text("name")?, email: row.text("email")? };
    Ok(Holder { person, is_marked: row.opt_int("marked_at")?.is_some() })
}

/// Who holds licences of a subscription, in the order of their mail addresses, after the one of that address; an empty one begins
/// with the first.
pub async fn list_holders(tx: &mut Tx<'_>, account: &AccountId, subscription: &SubscriptionId, after: &str, limit: i64) -> Result<Vec<Holder>, DbError> {
    let sql = "SELECT h.name, h.email, l.marked_at FROM licences l JOIN licence_holders h ON h.account_id = l.account_id AND h.email_folded = l.email_folded \
               WHERE l.account_id = $1 AND l.subscription_id = $2 AND l.email_folded > $3 ORDER BY l.email_folded LIMIT $4";
    tx.all(sql, args![account.as_str(), subscription.as_str(), fold_login(after), limit], read_holder).await
}

/// People of the account without a licence of the subscription: those who sign in here, and those who were entered for a licence.
pub async fn list_candidates(tx: &mut Tx<'_>, account: &AccountId, subscription: &SubscriptionId, limit: i64) -> Result<Vec<Person>, DbError> {
    let sql = "SELECT c.name, c.email FROM ( \
                 SELECT p.email_folded, p.email, p.name FROM memberships m JOIN people p ON p.id = m.person_id WHERE m.account_id = $1 \
                 UNION ALL SELECT h.email_folded, h.email, h.name FROM licence_holders h WHERE h.account_id = $1 AND NOT EXISTS (SELECT 1 FROM memberships n \
                   JOIN people q ON q.id = n.person_id WHERE n.account_id = $1 AND q.email_folded = h.email_folded)) c \
               WHERE NOT EXISTS (SELECT 1 FROM licences l WHERE l.subscription_id = $2 AND l.email_folded = c.email_folded) ORDER BY c.email_folded LIMIT $3";
    let read = |row: &Row<'_>| Ok(Person { name: row.text("name")?, email: row.text("email")? });
    tx.all(sql, args![account.as_str(), subscription.as_str(), limit], read).await
}

/// The name of somebody of the account, by their mail address: as they sign in here, else as they were entered.
pub async fn find_person(tx: &mut Tx<'_>, account: &AccountId, email: &str) -> Result<Option<Person>, DbError> {
    let sql = "SELECT c.name, c.email FROM ( \
                 SELECT 1 AS place, p.email, p.name FROM memberships m JOIN people p ON p.id = m.person_id WHERE m.account_id = $1 AND p.email_folded = $2 \
                 UNION ALL SELECT 2 AS place, h.email, h.name FROM licence_holders h WHERE h.account_id = $1 AND h.email_folded = $2) c ORDER BY c.place LIMIT 1";
    let read = |row: &Row<'_>| Ok(Person { name: row.text("name")?, email: row.text("email")? });
    tx.opt(sql, args![account.as_str(), fold_login(email)], read).await
}

/// Enters a person of the account; of one who is known already a name takes the place of none.
pub async fn put_person(tx: &mut Tx<'_>, account: &AccountId, person: &Person, now: i64) -> Result<(), DbError> {
    let sql = "INSERT INTO licence_holders (account_id, email_folded, email, name, created_at) VALUES ($1, $2, $3, $4, $5) \
               ON CONFLICT (account_id, email_folded) DO UPDATE SET name = CASE WHEN excluded.name = '' THEN licence_holders.name ELSE excluded.name END";
    tx.exec(sql, args![account.as_str(), fold_login(&person.email), &person.email, &person.name, now]).await?;
    Ok(())
}

/// Takes somebody off the list of people; answers false for who signs in to the account or holds a licence of any subscription.
pub async fn forget_person(tx: &mut Tx<'_>, account: &AccountId, email: &str) -> Result<bool, DbError> {
    let sql = "DELETE FROM licence_holders WHERE account_id = $1 AND email_folded = $2 \
               AND NOT EXISTS (SELECT 1 FROM licences l WHERE l.account_id = $1 AND l.email_folded = $2) \
               AND NOT EXISTS (SELECT 1 FROM memberships m JOIN people p ON p.id = m.person_id WHERE m.account_id = $1 AND p.email_folded = $2)";
    Ok(tx.exec(sql, args![account.as_str(), fold_login(email)]).await? == 1)
}

/// Whether somebody holds a licence of a subscription.
pub async fn is_held_by(tx: &mut Tx<'_>, account: &AccountId, subscription: &SubscriptionId, email: &str) -> Result<bool, DbError> {
    let sql = "SELECT email_folded FROM licences WHERE account_id = $1 AND subscription_id = $2 AND email_folded = $3";
    Ok(tx.opt(sql, args![account.as_str(), subscription.as_str(), fold_login(email)], |row| row.text("email_folded")).await?.is_some())
}

/// Gives somebody a licence of a subscription that lives and has one to give. The caller holds the account's lock, so that the
/// number which the statement counts is the number it inserts beside: more licences than there are cannot be held.
/// Answers false when there is none to give, or when they hold one.
pub async fn assign(tx: &mut Tx<'_>, account: &AccountId, subscription: &SubscriptionId, email: &str, now: i64) -> Result<bool, DbError> {
    let sql = "INSERT INTO licences (subscription_id, email_folded, account_id, assigned_at) \
               SELECT s.id, CAST($3 AS TEXT), s.account_id, CAST($4 AS BIGINT) FROM subscriptions s WHERE s.account_id = $1 AND s.id = $2 \
               AND s.state IN ('active', 'trial_running', 'pending_cancellation') \
               AND (SELECT COUNT(*) FROM licences l WHERE l.subscription_id = s.id) < s.seats \
               ON CONFLICT (subscription_id, email_folded) DO NOTHING";
    Ok(tx.exec(sql, args![account.as_str(), subscription.as_str(), fold_login(email), now]).await? == 1)
}

/// Takes somebody's licence of a subscription; answers false when they held none.
pub async fn release(tx: &mut Tx<'_>, account: &AccountId, subscription: &SubscriptionId, email: &str) -> Result<bool, DbError> {
    let sql = "DELETE FROM licences WHERE account_id = $1 AND subscription_id = $2 AND email_folded = $3";
    Ok(tx.exec(sql, args![account.as_str(), subscription.as_str(), fold_login(email)]).await? == 1)
}

/// Notes that somebody loses their licence first, or no longer so; answers false when they hold none.
pub async fn mark(tx: &mut Tx<'_>, account: &AccountId, subscription: &SubscriptionId, email: &str, marked_at: Option<i64>) -> Result<bool, DbError> {
    let sql = "UPDATE licences SET marked_at = $4 WHERE account_id = $1 AND subscription_id = $2 AND email_folded = $3";
    Ok(tx.exec(sql, args![account.as_str(), subscription.as_str(), fold_login(email), marked_at]).await? == 1)
}

/// Who loses a licence when a subscription has fewer by so many: who was marked, the first marked first; then who got theirs last.
pub async fn list_first_to_go(tx: &mut Tx<'_>, account: &AccountId, subscription: &SubscriptionId, count: i64) -> Result<Vec<Holder>, DbError> {
    let sql = "SELECT h.name, h.email, l.marked_at FROM licences l JOIN licence_holders h ON h.account_id = l.account_id AND h.email_folded = l.email_folded \
               WHERE l.account_id = $1 AND l.subscription_id = $2 ORDER BY CASE WHEN l.marked_at IS NULL THEN 1 ELSE 0 END, l.marked_at, l.assigned_at DESC, \
               l.email_folded DESC LIMIT $3";
    tx.all(sql, args![account.as_str(), subscription.as_str(), count], read_holder).await
}

/// Hands all licences of one subscription on to another, which takes its place.
pub async fn hand_on(tx: &mut Tx<'_>, account: &AccountId, from: &SubscriptionId, to: &SubscriptionId) -> Result<(), DbError> {
    let sql = "UPDATE licences SET subscription_id = $3 WHERE account_id = $1 AND subscription_id = $2";
    tx.exec(sql, args![account.as_str(), from.as_str(), to.as_str()]).await?;
    Ok(())
}
