//! Where people of corporate accounts come back to from the gateway's pages. Coming back says nothing about what they did there:
//! the gateway is asked.

use crate::portal::Portal;
use app::identity::{CorporateIdentity, Identity};
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use axum::{Extension, Router};
use backend::usecases::collections::pay::refresh_invoice;
use backend::usecases::payment_methods::adopt::{Adoption, adopt_session};
use backend::usecases::payment_methods::open::CORPORATE_RETURN_PATH;
use backend::{Actor, Refusal};
use serde::Deserialize;
use std::sync::Arc;
use tracing::Instrument;

/// Where the payment profile is looked at.
const PROFILE: &str = "/corporate/payment-profile";

/// `GET /corporate/payment-profile/return`, `GET /corporate/card-return` and `GET /corporate/invoices/{number}/return`.
pub fn routes(portal: &Portal) -> Router {
    Router::new()
        .route(CORPORATE_RETURN_PATH, get(from_hosted_page))
        .route("/corporate/card-return", get(from_single_card))
        .route("/corporate/invoices/{number}/return", get(from_confirmation))
        .with_state(portal.clone())
}

#[derive(Deserialize)]
struct Visit {
    #[serde(default)]
    session: String,
    #[serde(default)]
    invoices: String,
    #[serde(default)]
    amount: String,
}

/// A gateway that is silent now is no loss: the same address may be opened again, and the gateway tells by itself as well.
async fn from_hosted_page(
    State(portal): State<Portal>,
    Extension(CorporateIdentity(identity)): Extension<CorporateIdentity>,
    Query(visit): Query<Visit>,
) -> Response {
    let Some(actor) = signed_in(&identity) else { return Redirect::to(PROFILE).into_response() };
    let adopting = async move { adopt_session(&portal.backend, &actor, &visit.session).await };
    // To its end, even when the browser goes away.
    let news = match tokio::spawn(adopting.in_current_span()).await {
        Ok(Ok((_, Adoption::Changed))) => "changed",
        Ok(Ok((_, Adoption::Cancelled))) => "cancelled",
        Ok(Ok((_, Adoption::Open))) => "unknown",
        Ok(Err(Refusal::GatewaySilent | Refusal::Storage(_))) => "silent",
        Ok(Err(error)) => {
            tracing::warn!(%error, "a visit to the payment page ends without a method");
            "unknown"
        }
        Err(error) => {
            tracing::error!(%error, "a payment method could not be adopted");
            "silent"
        }
    };
    Redirect::to(&format!("{PROFILE}?method={news}")).into_response()
}

/// Back to the payment, which asks for the card itself.
async fn from_single_card(Query(visit): Query<Visit>) -> Response {
    let query = [("invoices", visit.invoices.as_str()), ("amount", visit.amount.as_str()), ("card", visit.session.as_str())];
    Redirect::to(&format!("/corporate/invoices/pay?{}", serde_urlencoded::to_string(query).unwrap_or_default())).into_response()
}

/// The invoice's page shows what is known, also when the gateway does not answer.
async fn from_confirmation(
    State(portal): State<Portal>,
    Extension(CorporateIdentity(identity)): Extension<CorporateIdentity>,
    Path(number): Path<String>,
) -> Response {
    if let Some(actor) = signed_in(&identity) {
        let invoice = number.clone();
        let asking = async move { refresh_invoice(&portal.backend, &actor, &invoice).await };
        match tokio::spawn(asking.in_current_span()).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(%error, "what became of the invoice's payment is not known yet"),
            Err(error) => tracing::error!(%error, "the gateway could not be asked"),
        }
    }
    let plain: String = number.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-').collect();
    Redirect::to(&format!("/corporate/invoices/{plain}")).into_response()
}

fn signed_in(identity: &Identity) -> Option<Arc<Actor>> {
    match identity {
        Identity::SignedIn(actor) => Some(actor.clone()),
        Identity::SignedOut | Identity::Unknown(_) => None,
    }
}
