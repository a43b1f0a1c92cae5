//! SQL of cards that pay once: entered on the gateway's page, and never on file.

use super::orders::to_json;
use super::payment_methods::PaymentMethod;
use super::{DbError, Row, Tx};
use crate::args;
use billing::ids::{AccountId, PersonId};
use billing::order::MethodOnFile;

/// Where such a card is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SingleCardState {
    /// Not entered yet.
    Open,
    /// Entered; it can pay.
    Ready,
    /// It has paid, or was declined.
    Used,
    /// The page was given up.
    Cancelled,
}

impl SingleCardState {
    const ALL: [Self; 4] = [Self::Open, Self::Ready, Self::Used, Self::Cancelled];

    const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Ready => "ready",
            Self::Used => "used",
            Self::Cancelled => "cancelled",
        }
    }

    fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// A card that pays once.
#[derive(Clone, Debug)]
pub struct SingleCard {
    /// Identifier.
    pub id: String,
    /// Where it is.
    pub state: SingleCardState,
    /// What is shown of it, once it was entered.
    pub shown: Option<MethodOnFile>,
}

/// Writes a visit to the gateway's page, by the gateway's name of it.
pub async fn insert_visit(tx: &mut Tx<'_>, id: &str, whose: (&AccountId, &PersonId), gateway_session: &str, now: i64) -> Result<(), DbError> {
    let (account, person) = whose;
    let sql = "INSERT INTO single_cards (id, account_id, person_id, gateway_session, state, created_at) VALUES ($1, $2, $3, $4, 'open', $5)";
    tx.exec(sql, args![id, account.as_str(), person.as_str(), gateway_session, now]).await?;
    Ok(())
}

/// The card of a visit; another account's is not found.
pub async fn find_card(tx: &mut Tx<'_>, account: &AccountId, gateway_session: &str) -> Result<Option<SingleCard>, DbError> {
    let sql = "SELECT id, state, shown FROM single_cards WHERE account_id = $1 AND gateway_session = $2";
    let read = |row: &Row<'_>| {
        let shown = if row.opt_text("shown")?.is_some() { Some(row.json("shown")?) } else { None };
        Ok(SingleCard { id: row.text("id")?, state: row.parsed("state", SingleCardState::parse)?, shown })
    };
    tx.opt(sql, args![account.as_str(), gateway_session], read).await
}

/// Keeps what was entered, for one payment.
pub async fn keep_card(tx: &mut Tx<'_>, account: &AccountId, id: &str, entered: (&str, &MethodOnFile)) -> Result<(), DbError> {
    let (token, shown) = entered;
    let sql = "UPDATE single_cards SET state = 'ready', gateway_token = $3, shown = $4 WHERE account_id = $1 AND id = $2 AND state = 'open'";
    tx.exec(sql, args![account.as_str(), id, token, to_json("shown", shown)?]).await?;
    Ok(())
}

/// Gives a visit up.
pub async fn cancel_visit(tx: &mut Tx<'_>, account: &AccountId, id: &str, now: i64) -> Result<(), DbError> {
    let sql = "UPDATE single_cards SET state = 'cancelled', settled_at = $3 WHERE account_id = $1 AND id = $2 AND state = 'open'";
    tx.exec(sql, args![account.as_str(), id, now]).await?;
    Ok(())
}

/// Uses a card up, if it was entered and has not paid yet.
pub async fn use_card(tx: &mut Tx<'_>, account: &AccountId, gateway_session: &str, now: i64) -> Result<Option<PaymentMethod>, DbError> {
    let sql = "SELECT id, gateway_token, shown FROM single_cards WHERE account_id = $1 AND gateway_session = $2 AND state = 'ready'";
    let read = |row: &Row<'_>| Ok(PaymentMethod { id: row.text("id")?, token: row.text("gateway_token")?, shown: row.json("shown")? });
    let Some(method) = tx.opt(sql, args![account.as_str(), gateway_session], read).await? else { return Ok(None) };
    let sql = "UPDATE single_cards SET state = 'used', settled_at = $3 WHERE account_id = $1 AND id = $2 AND state = 'ready'";
    let is_ours = tx.exec(sql, args![account.as_str(), &method.id, now]).await? == 1;
    Ok(is_ours.then_some(method))
}
