//! The account's history as a file for spreadsheets: what its page shows with the same query, all of it.

use super::invoice_download::{file, hand_out};
use crate::portal::Portal;
use app::history_text::{history_csv, tell};
use app::identity::{CorporateIdentity, Identity};
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::get;
use axum::{Extension, Router};
use backend::Actor;
use backend::usecases::history::read::{HistoryQuery, read_whole_history};
use billing::Language;
use serde::Deserialize;
use std::sync::Arc;

/// `GET /billing/history.csv` and `GET /corporate/history.csv`, with the page's query.
pub fn routes(portal: &Portal) -> Router {
    Router::new().route("/billing/history.csv", get(download)).route("/corporate/history.csv", get(corporate_download)).with_state(portal.clone())
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    kind: String,
    from: String,
    until: String,
}

async fn download(
    State(portal): State<Portal>,
    Extension(identity): Extension<Identity>,
    Extension(language): Extension<Language>,
    Query(asked): Query<Asked>,
) -> Response {
    answer(&portal, (identity, "/billing/history"), language, asked).await
}

async fn corporate_download(
    State(portal): State<Portal>,
    Extension(CorporateIdentity(identity)): Extension<CorporateIdentity>,
    Extension(language): Extension<Language>,
    Query(asked): Query<Asked>,
) -> Response {
    answer(&portal, (identity, "/corporate/history"), language, asked).await
}

async fn answer(portal: &Portal, (identity, page): (Identity, &str), language: Language, Asked { kind, from, until }: Asked) -> Response {
    let found = async |actor: Arc<Actor>| {
        let found = read_whole_history(&portal.backend, &actor, &HistoryQuery { kind, from, until }).await?;
        let reader = (found.account.currency, language);
        let rows: Vec<_> = found.entries.iter().map(|entry| tell(&portal.backend, entry, reader)).collect();
        let name = match language {
            Language::De => "verlauf",
            Language::En => "history",
        };
        Ok(file(&format!("{name}-{}.csv", found.account.number), "text/csv; charset=utf-8", history_csv(&rows, language)))
    };
    hand_out(identity, page, found).await
}
