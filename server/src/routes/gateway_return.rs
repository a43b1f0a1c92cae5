//! Where people come back to from the gateway's pages. Coming back says nothing about what they did there: the gateway
//! is asked.

use crate::portal::Portal;
use app::identity::Identity;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use axum::{Extension, Router};
use backend::usecases::collections::pay::refresh_invoice;
use backend::usecases::orders::refresh::refresh_order;
use backend::usecases::payment_methods::Purpose;
use backend::usecases::payment_methods::adopt::{Adoption, adopt_session};
use backend::usecases::payment_methods::open::RETURN_PATH;
use backend::{Actor, Refusal};
use billing::ids::OrderId;
use serde::Deserialize;
use std::sync::Arc;
use tracing::Instrument;

/// `GET /billing/payment-method/return`, `GET /billing/orders/{id}/return` and `GET /billing/invoices/{number}/return`.
pub fn routes(portal: &Portal) -> Router {
    Router::new()
        .route(RETURN_PATH, get(from_hosted_page))
        .route("/billing/orders/{id}/return", get(from_confirmation))
        .route("/billing/invoices/{number}/return", get(from_invoice_confirmation))
        .with_state(portal.clone())
}

#[derive(Deserialize)]
struct Visit {
    #[serde(default)]
    session: String,
    #[serde(default)]
    purpose: String,
}

/// Leads to the page at which the visit began, with what became of it. A gateway that is silent now is no loss: the
/// same address may be opened again, and the gateway tells by itself as well.
async fn from_hosted_page(State(portal): State<Portal>, Extension(identity): Extension<Identity>, Query(visit): Query<Visit>) -> Response {
    let page = Purpose::parse(&visit.purpose).unwrap_or(Purpose::PaymentMethod).page();
    let Some(actor) = signed_in(&identity) else { return Redirect::to(page).into_response() };
    let (purpose, news) = adopt(&portal, actor, visit.session.clone()).await;
    let page = purpose.map_or(page, Purpose::page);
    if news == SILENT {
        let query = serde_urlencoded::to_string([("method", news), ("session", &visit.session)]).unwrap_or_default();
        return Redirect::to(&format!("{page}?{query}")).into_response();
    }
    Redirect::to(&format!("{page}?method={news}")).into_response()
}

/// The order's page shows what is known, also when the gateway does not answer.
async fn from_confirmation(State(portal): State<Portal>, Extension(identity): Extension<Identity>, Path(id): Path<String>) -> Response {
    if let Some(actor) = signed_in(&identity) {
        let order = OrderId(id.clone());
        ask(&id, async move { refresh_order(&portal.backend, &actor, &order).await }).await;
    }
    Redirect::to(&format!("/billing/orders/{}", plain(&id))).into_response()
}

/// The same for a payment of an invoice.
async fn from_invoice_confirmation(State(portal): State<Portal>, Extension(identity): Extension<Identity>, Path(number): Path<String>) -> Response {
    if let Some(actor) = signed_in(&identity) {
        let invoice = number.clone();
        ask(&number, async move { refresh_invoice(&portal.backend, &actor, &invoice).await }).await;
    }
    Redirect::to(&format!("/billing/invoices/{}", plain(&number))).into_response()
}

/// What a page is told of a visit whose end nobody knows yet.
const SILENT: &str = "silent";

/// Adopts what was entered on the gateway's page, to its end, even when the browser goes away. Answers what the visit was for, where
/// that is known, and what the page is told of it.
pub(super) async fn adopt(portal: &Portal, actor: Arc<Actor>, session: String) -> (Option<Purpose>, &'static str) {
    let backend = portal.backend.clone();
    let adopting = async move { adopt_session(&backend, &actor, &session).await };
    match tokio::spawn(adopting.in_current_span()).await {
        Ok(Ok((purpose, Adoption::Changed))) => (Some(purpose), "changed"),
        Ok(Ok((purpose, Adoption::Cancelled))) => (Some(purpose), "cancelled"),
        Ok(Ok((purpose, Adoption::Open))) => (Some(purpose), "unknown"),
        Ok(Err(Refusal::GatewaySilent | Refusal::Storage(_))) => (None, SILENT),
        Ok(Err(error)) => {
            tracing::warn!(%error, "a visit to the payment page ends without a method");
            (None, "unknown")
        }
        Err(error) => {
            tracing::error!(%error, "a payment method could not be adopted");
            (None, SILENT)
        }
    }
}

/// Asks what became of a payment, to its end, even when the browser goes away. The page that follows shows what is known.
pub(super) async fn ask<T: Send + 'static>(owed: &str, asking: impl Future<Output = Result<T, Refusal>> + Send + 'static) -> Option<T> {
    match tokio::spawn(asking.in_current_span()).await {
        Ok(Ok(known)) => return Some(known),
        Ok(Err(error)) => tracing::warn!(%error, owed, "what became of the payment is not known yet"),
        Err(error) => tracing::error!(%error, owed, "the gateway could not be asked"),
    }
    None
}

/// Identifiers and numbers are plain; anything else could lead elsewhere.
pub(super) fn plain(text: &str) -> String {
    text.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-').collect()
}

pub(super) fn signed_in(identity: &Identity) -> Option<Arc<Actor>> {
    match identity {
        Identity::SignedIn(actor) => Some(actor.clone()),
        Identity::SignedOut | Identity::Unknown(_) => None,
    }
}
