//! SQL of the gateway's news: each event is stored once, and handled until it is done.

use super::{DbError, Row, Tx};
use crate::args;

/// An event: what it is about, never what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GatewayEvent {
    /// The gateway's name of it.
    pub id: String,
    /// `charge.changed` or `session.changed`.
    pub kind: String,
    /// The charge's idempotency key.
    pub key: Option<String>,
    /// The hosted page.
    pub session: Option<String>,
    /// Until when its server is trusted to handle it.
    pub lease_until: i64,
}

/// Stores an event; answers false when it was here before.
pub async fn insert_event(tx: &mut Tx<'_>, event: &GatewayEvent, now: i64) -> Result<bool, DbError> {
    let sql = "INSERT INTO gateway_events (id, kind, gateway_key, gateway_session, received_at, lease_until) VALUES ($1, $2, $3, $4, $5, $6) \
               ON CONFLICT (id) DO NOTHING";
    let args = args![&event.id, &event.kind, event.key.clone(), event.session.clone(), now, event.lease_until];
    Ok(tx.exec(sql, args).await? == 1)
}

/// Events that nobody has handled in time.
pub async fn list_overdue_events(tx: &mut Tx<'_>, now: i64) -> Result<Vec<GatewayEvent>, DbError> {
    let sql = "SELECT id, kind, gateway_key, gateway_session, lease_until FROM gateway_events WHERE handled_at IS NULL AND lease_until < $1 \
               ORDER BY received_at, id LIMIT 100";
    let read = |row: &Row<'_>| {
        Ok(GatewayEvent {
            id: row.text("id")?,
            kind: row.text("kind")?,
            key: row.opt_text("gateway_key")?,
            session: row.opt_text("gateway_session")?,
            lease_until: row.int("lease_until")?,
        })
    };
    tx.all(sql, args![now], read).await
}

/// Claims an overdue event; answers false when another server was quicker.
pub async fn claim_event(tx: &mut Tx<'_>, event: &GatewayEvent, lease_until: i64) -> Result<bool, DbError> {
    let sql = "UPDATE gateway_events SET lease_until = $3 WHERE id = $1 AND lease_until = $2 AND handled_at IS NULL";
    Ok(tx.exec(sql, args![&event.id, event.lease_until, lease_until]).await? == 1)
}

/// Notes that an event was handled.
pub async fn settle_event(tx: &mut Tx<'_>, id: &str, now: i64) -> Result<(), DbError> {
    tx.exec("UPDATE gateway_events SET handled_at = $2 WHERE id = $1 AND handled_at IS NULL", args![id, now]).await?;
    Ok(())
}
