//! A quote of a corporate account as a file to keep and to print.

use super::invoice_download::{file, hand_out};
use crate::portal::Portal;
use app::identity::CorporateIdentity;
use app::quote_file::quote_file;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use axum::{Extension, Router};
use backend::Actor;
use backend::usecases::quotes::paper::find_paper;
use billing::Language;
use std::sync::Arc;

/// `GET /corporate/quotes/{number}/file`.
pub fn routes(portal: &Portal) -> Router {
    Router::new().route("/corporate/quotes/{number}/file", get(download)).with_state(portal.clone())
}

async fn download(
    State(portal): State<Portal>,
    Extension(CorporateIdentity(identity)): Extension<CorporateIdentity>,
    Extension(language): Extension<Language>,
    Path(number): Path<String>,
) -> Response {
    let found = async |actor: Arc<Actor>| {
        let paper = find_paper(&portal.backend, &actor, &number).await?;
        Ok(file(&format!("{}.html", paper.quote.number), "text/html; charset=utf-8", quote_file(paper, language)))
    };
    hand_out(identity, "/corporate/quotes", found).await
}
