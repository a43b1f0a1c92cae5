//! What the gateway tells by itself. It has no cookie and comes from another site: its signature is what counts.

use crate::portal::Portal;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::routing::post;
use backend::gateways::signature;
use backend::usecases::gateway_events::handle::handle_event;
use backend::usecases::gateway_events::receive::{Received, receive_event};
use http::{HeaderMap, StatusCode};
use tracing::Instrument;

/// The address that the gateway is told.
pub const GATEWAY_PATH: &str = "/webhooks/gateway";

/// `POST /webhooks/gateway`.
pub fn routes(portal: &Portal) -> Router {
    Router::new().route(GATEWAY_PATH, post(take_event)).with_state(portal.clone())
}

/// Answers as soon as the event is stored; the gateway is asked afterwards. Should this process end before, the worker
/// of another asks.
async fn take_event(State(portal): State<Portal>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let header = headers.get(signature::HEADER).and_then(|value| value.to_str().ok()).unwrap_or_default();
    match receive_event(&portal.backend, header, &body).await {
        Ok(Received::New(event)) => {
            let handling = async move {
                if let Err(error) = handle_event(&portal.backend, &event).await {
                    tracing::warn!(%error, event = event.id, "the event is left to the worker");
                }
            };
            tokio::spawn(handling.in_current_span());
            StatusCode::OK
        }
        Ok(Received::Repeated) => StatusCode::OK,
        Ok(Received::Refused) => {
            tracing::warn!("news that the gateway has not signed were refused");
            StatusCode::BAD_REQUEST
        }
        Err(error) => {
            tracing::error!(%error, "the gateway's news could not be stored; it will send them again");
            StatusCode::SERVICE_UNAVAILABLE
        }
    }
}
