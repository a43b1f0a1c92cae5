//! Takes an event: its signature is checked before anything of it is read, and each is stored once.

use crate::clock::seconds;
use crate::db::gateway_events::{self, GatewayEvent};
use crate::gateways::signature;
use crate::work;
use crate::{Backend, DbError};
use serde::Deserialize;

/// How long the server that took an event is trusted to handle it; then the worker does.
const LEASE: i64 = seconds(30);

/// What was received.
#[derive(Debug)]
pub enum Received {
    /// Stored; somebody has to handle it.
    New(GatewayEvent),
    /// It was here before.
    Repeated,
    /// Not from the gateway, too old, or not readable: nothing was stored.
    Refused,
}

/// The words of an event; what else stands in it does not matter.
#[derive(Deserialize)]
struct Body {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    key: Option<String>,
    session: Option<String>,
}

/// No name at the gateway is longer.
const LONGEST_NAME: usize = 200;

/// Takes the bytes of an event with the header that signs them.
///
/// # Errors
/// [`DbError`]: it was not stored, and the gateway will send it again.
pub async fn receive_event(backend: &Backend, header: &str, body: &[u8]) -> Result<Received, DbError> {
    let now = backend.now();
    if !signature::is_authentic(&backend.settings.gateway.webhook_secret, header, body, now / 1_000_000) {
        return Ok(Received::Refused);
    }
    let Ok(Body { id, kind, key, session }) = serde_json::from_slice(body) else { return Ok(Received::Refused) };
    if [Some(&id), Some(&kind), key.as_ref(), session.as_ref()].into_iter().flatten().any(|name| name.is_empty() || name.len() > LONGEST_NAME) {
        return Ok(Received::Refused);
    }
    let event = GatewayEvent { id, kind, key, session, lease_until: now + LEASE };
    let is_new = backend.db.write(work!(tx, &event => gateway_events::insert_event(tx, event, now).await)).await?;
    Ok(if is_new { Received::New(event) } else { Received::Repeated })
}
