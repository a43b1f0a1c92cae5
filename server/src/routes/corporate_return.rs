//! Where people of corporate accounts come back to from the gateway's pages. Coming back says nothing about what they did there:
//! the gateway is asked.

use super::gateway_return::{adopt, ask, plain, signed_in};
use crate::portal::Portal;
use app::doors::customer::corporate_address;
use app::identity::CorporateIdentity;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use axum::{Extension, Router};
use backend::usecases::collections::pay::refresh_invoice;
use backend::usecases::payment_methods::open::CORPORATE_RETURN_PATH;
use backend::usecases::service_orders::place::refresh_quote;
use serde::Deserialize;

/// Where the payment profile is looked at.
const PROFILE: &str = "/corporate/payment-profile";

/// `GET /corporate/payment-profile/return`, `GET /corporate/card-return`, `GET /corporate/invoices/{number}/return` and
/// `GET /corporate/quotes/{number}/return`.
pub fn routes(portal: &Portal) -> Router {
    Router::new()
        .route(CORPORATE_RETURN_PATH, get(from_hosted_page))
        .route("/corporate/card-return", get(from_single_card))
        .route("/corporate/invoices/{number}/return", get(from_confirmation))
        .route("/corporate/quotes/{number}/return", get(from_quote_confirmation))
        .with_state(portal.clone())
}

#[derive(Deserialize)]
struct Visit {
    #[serde(default)]
    session: String,
    #[serde(default)]
    back: String,
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
    let (_, news) = adopt(&portal, actor, visit.session).await;
    let back = corporate_address(&visit.back);
    if let (Some(back), "changed") = (back, news) {
        let joint = if back.contains('?') { '&' } else { '?' };
        return Redirect::to(&format!("{back}{joint}method={news}")).into_response();
    }
    let query = [("method", news), ("back", back.unwrap_or_default())];
    let query = serde_urlencoded::to_string(query.into_iter().filter(|(_, value)| !value.is_empty()).collect::<Vec<_>>()).unwrap_or_default();
    Redirect::to(&format!("{PROFILE}?{query}")).into_response()
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
        ask(&number, async move { refresh_invoice(&portal.backend, &actor, &invoice).await }).await;
    }
    Redirect::to(&format!("/corporate/invoices/{}", plain(&number))).into_response()
}

/// The same for the amount of a quote that is reserved.
async fn from_quote_confirmation(
    State(portal): State<Portal>,
    Extension(CorporateIdentity(identity)): Extension<CorporateIdentity>,
    Path(number): Path<String>,
) -> Response {
    if let Some(actor) = signed_in(&identity) {
        let quote = number.clone();
        let asked = async move { refresh_quote(&portal.backend, &actor, &quote).await };
        if let Some(Some(_declined)) = ask(&number, asked).await {
            return Redirect::to(&format!("/corporate/quotes/{}?declined=1", plain(&number))).into_response();
        }
    }
    Redirect::to(&format!("/corporate/quotes/{}", plain(&number))).into_response()
}
