//! SQL of visits to the gateway's hosted page.

use super::{DbError, Row, Tx};
use crate::args;
use crate::usecases::payment_methods::Purpose;
use billing::ids::{AccountId, PersonId};

/// Where a visit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionState {
    /// The payer is there, or has closed the page.
    Open,
    /// What was entered is on file.
    Adopted,
    /// The payer gave it up.
    Cancelled,
    /// It was too late.
    Expired,
}

impl SessionState {
    const ALL: [Self; 4] = [Self::Open, Self::Adopted, Self::Cancelled, Self::Expired];

    const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Adopted => "adopted",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
        }
    }

    fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// A visit.
#[derive(Clone, Debug)]
pub struct PaymentSession {
    /// Identifier.
    pub id: String,
    /// Account that pays.
    pub account: AccountId,
    /// Who was sent to the page.
    pub person: PersonId,
    /// The gateway's name of it.
    pub gateway_session: String,
    /// What for.
    pub purpose: Purpose,
    /// The reference of the mandate that could be given there.
    pub mandate_reference: String,
    /// Where it is.
    pub state: SessionState,
}

/// Writes an open visit.
pub async fn insert_session(tx: &mut Tx<'_>, session: &PaymentSession, now: i64) -> Result<(), DbError> {
    let sql = "INSERT INTO payment_sessions (id, account_id, person_id, gateway_session, purpose, mandate_reference, state, created_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let PaymentSession { id, account, person, gateway_session, purpose, mandate_reference, state } = session;
    let args = args![id, account.as_str(), person.as_str(), gateway_session, purpose.code(), mandate_reference, state.code(), now];
    tx.exec(sql, args).await?;
    Ok(())
}

/// A visit by the gateway's name of it, whoever's it is: for the gateway's own news.
pub async fn find_any_session(tx: &mut Tx<'_>, gateway_session: &str) -> Result<Option<PaymentSession>, DbError> {
    let sql = "SELECT id, account_id, person_id, gateway_session, purpose, mandate_reference, state FROM payment_sessions WHERE gateway_session = $1";
    tx.opt(sql, args![gateway_session], read_session).await
}

/// A visit of an account; another account's is not found.
pub async fn find_session(tx: &mut Tx<'_>, account: &AccountId, gateway_session: &str) -> Result<Option<PaymentSession>, DbError> {
    let sql = "SELECT id, account_id, person_id, gateway_session, purpose, mandate_reference, state FROM payment_sessions \
               WHERE account_id = $1 AND gateway_session = $2";
    tx.opt(sql, args![account.as_str(), gateway_session], read_session).await
}

fn read_session(row: &Row<'_>) -> Result<PaymentSession, DbError> {
    Ok(PaymentSession {
        id: row.text("id")?,
        account: AccountId(row.text("account_id")?),
        person: PersonId(row.text("person_id")?),
        gateway_session: row.text("gateway_session")?,
        purpose: row.parsed("purpose", Purpose::parse)?,
        mandate_reference: row.text("mandate_reference")?,
        state: row.parsed("state", SessionState::parse)?,
    })
}

/// Ends an open visit; answers false when it had ended before.
pub async fn settle_session(tx: &mut Tx<'_>, account: &AccountId, id: &str, state: SessionState, now: i64) -> Result<bool, DbError> {
    let sql = "UPDATE payment_sessions SET state = $3, settled_at = $4 WHERE account_id = $1 AND id = $2 AND state = 'open'";
    Ok(tx.exec(sql, args![account.as_str(), id, state.code(), now]).await? == 1)
}

/// Whether another method was put on file after the visit began.
pub async fn is_outdated(tx: &mut Tx<'_>, session: &PaymentSession) -> Result<bool, DbError> {
    let sql = "SELECT CAST(COUNT(*) AS BIGINT) AS methods FROM payment_methods m JOIN payment_sessions s ON s.account_id = m.account_id \
               WHERE s.account_id = $1 AND s.id = $2 AND m.created_at > s.created_at";
    tx.one(sql, args![session.account.as_str(), &session.id], |row| Ok(row.int("methods")? > 0)).await
}
