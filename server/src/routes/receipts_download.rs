//! A month's transfers and checks as a file for the accountant. Everybody of the staff may read it, as the list.

use super::invoice_download::{file, refused};
use crate::portal::Portal;
use app::forms::sign_in_address;
use app::identity::StaffIdentity;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use axum::{Extension, Router};
use backend::usecases::receipts::find::download_month;
use billing::Language;
use serde::Deserialize;

/// `GET /staff/payments.csv?month=2026-11`.
pub fn routes(portal: &Portal) -> Router {
    Router::new().route("/staff/payments.csv", get(download)).with_state(portal.clone())
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    month: String,
}

async fn download(
    State(portal): State<Portal>,
    Extension(identity): Extension<StaffIdentity>,
    Extension(language): Extension<Language>,
    Query(Asked { month }): Query<Asked>,
) -> Response {
    let StaffIdentity::SignedIn(member) = identity else { return Redirect::to(&sign_in_address("/staff/payments")).into_response() };
    let name = match language {
        Language::De => "zahlungseingaenge",
        Language::En => "payments",
    };
    // It becomes part of a file's name.
    let month: String = month.chars().filter(|letter| letter.is_ascii_digit() || *letter == '-').collect();
    match download_month(&portal.backend, &member, &month, language).await {
        Ok(content) => file(&format!("{name}-{month}.csv"), "text/csv; charset=utf-8", content),
        Err(refusal) => refused(&refusal),
    }
}
