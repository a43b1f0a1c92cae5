//! Where people come back to from the gateway's pages. Coming back says nothing about what they did there: the gateway
//! is asked.

use crate::portal::Portal;
use app::identity::{CorporateIdentity, Identity};
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use axum::{Extension, Router};
use backend::usecases::collections::pay::refresh_invoice;
use backend::usecases::orders::refresh::refresh_order;
use backend::usecases::payment_methods::Purpose;
use backend::usecases::payment_methods::adopt::{Adoption, adopt_session};
use backend::usecases::payment_methods::open::RETURN_PATH;
use backend::usecases::service_orders::place::refresh_quote;
use backend::{Actor, Refusal};
use billing::ids::OrderId;
use serde::Deserialize;
use std::sync::Arc;
use tracing::Instrument;

/// `GET /billing/payment-method/return`, `GET /billing/orders/{id}/return`, `GET /billing/invoices/{number}/return` and
/// `GET /corporate/quotes/{number}/return`.
pub fn routes(portal: &Portal) -> Router {
    Router::new()
        .route(RETURN_PATH, get(from_hosted_page))
        .route("/billing/orders/{id}/return", get(from_confirmation))
        .route("/billing/invoices/{number}/return", get(from_invoice_confirmation))
        .route("/corporate/quotes/{number}/return", get(from_quote_confirmation))
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
    let query = |method: &str| serde_urlencoded::to_string([("method", method), ("session", &visit.session)]).unwrap_or_default();
    let session = visit.session.clone();
    let adopting = async move { adopt_session(&portal.backend, &actor, &session).await };
    // To its end, even when the browser goes away.
    let (page, method) = match tokio::spawn(adopting.in_current_span()).await {
        Ok(Ok((purpose, Adoption::Changed))) => (purpose.page(), "method=changed".to_owned()),
        Ok(Ok((purpose, Adoption::Cancelled))) => (purpose.page(), "method=cancelled".to_owned()),
        Ok(Ok((purpose, Adoption::Open))) => (purpose.page(), "method=unknown".to_owned()),
        Ok(Err(Refusal::GatewaySilent | Refusal::Storage(_))) => (page, query("silent")),
        Ok(Err(error)) => {
            tracing::warn!(%error, "a visit to the payment page ends without a method");
            (page, "method=unknown".to_owned())
        }
        Err(error) => {
            tracing::error!(%error, "a payment method could not be adopted");
            (page, query("silent"))
        }
    };
    Redirect::to(&format!("{page}?{method}")).into_response()
}

/// The order's page shows what is known, also when the gateway does not answer.
async fn from_confirmation(State(portal): State<Portal>, Extension(identity): Extension<Identity>, Path(id): Path<String>) -> Response {
    let id = OrderId(id);
    if let Some(actor) = signed_in(&identity) {
        let order = id.clone();
        let asking = async move { refresh_order(&portal.backend, &actor, &order).await };
        match tokio::spawn(asking.in_current_span()).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(%error, order = %id, "what became of the payment is not known yet"),
            Err(error) => tracing::error!(%error, order = %id, "the gateway could not be asked"),
        }
    }
    Redirect::to(&order_page(&id)).into_response()
}

/// The same for a payment of an invoice.
async fn from_invoice_confirmation(State(portal): State<Portal>, Extension(identity): Extension<Identity>, Path(number): Path<String>) -> Response {
    if let Some(actor) = signed_in(&identity) {
        let invoice = number.clone();
        let asking = async move { refresh_invoice(&portal.backend, &actor, &invoice).await };
        match tokio::spawn(asking.in_current_span()).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(%error, "what became of the invoice's payment is not known yet"),
            Err(error) => tracing::error!(%error, "the gateway could not be asked"),
        }
    }
    Redirect::to(&format!("/billing/invoices/{}", plain(&number))).into_response()
}

/// The same for the amount of a quote that is reserved.
async fn from_quote_confirmation(
    State(portal): State<Portal>,
    Extension(CorporateIdentity(identity)): Extension<CorporateIdentity>,
    Path(number): Path<String>,
) -> Response {
    if let Some(actor) = signed_in(&identity) {
        let quote = number.clone();
        let asking = async move { refresh_quote(&portal.backend, &actor, &quote).await };
        match tokio::spawn(asking.in_current_span()).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(%error, "what became of the quote's card is not known yet"),
            Err(error) => tracing::error!(%error, "the gateway could not be asked"),
        }
    }
    Redirect::to(&format!("/corporate/quotes/{}", plain(&number))).into_response()
}

fn order_page(OrderId(id): &OrderId) -> String {
    format!("/billing/orders/{}", plain(id))
}

/// Identifiers and numbers are plain; anything else could lead elsewhere.
fn plain(text: &str) -> String {
    text.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-').collect()
}

fn signed_in(identity: &Identity) -> Option<Arc<Actor>> {
    match identity {
        Identity::SignedIn(actor) => Some(actor.clone()),
        Identity::SignedOut | Identity::Unknown(_) => None,
    }
}
