//! The list of invoices to take along: as a file for spreadsheets, and the papers themselves as one file to print. Both
//! hold what the list shows with the same query.

use crate::portal::Portal;
use app::forms::sign_in_address;
use app::identity::{CorporateIdentity, Identity};
use app::paper_file::paper_file;
use axum::extract::{FromRequestParts, Path, Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use axum::{Extension, Router};
use backend::usecases::invoices::find::find_invoice;
use backend::usecases::invoices::search::{InvoiceQuery, download_invoices, load_papers};
use backend::{Actor, Refusal};
use billing::Language;
use http::StatusCode;
use http::request::Parts;
use serde::Deserialize;
use std::sync::Arc;

/// The page that the files of the Billing Center belong to, and that of the corporate door.
const PAGES: [&str; 2] = ["/billing/invoices", "/corporate/invoices"];

/// `GET …/invoices.csv` and `GET …/invoices.html` with the list's query, and `GET …/invoices/{number}/file`, at both doors of customers.
pub fn routes(portal: &Portal) -> Router {
    Router::new()
        .route("/billing/invoices.csv", get(list_file))
        .route("/billing/invoices.html", get(papers_file))
        .route("/billing/invoices/{number}/file", get(one_paper))
        .route("/corporate/invoices.csv", get(list_file))
        .route("/corporate/invoices.html", get(papers_file))
        .route("/corporate/invoices/{number}/file", get(one_paper))
        .with_state(portal.clone())
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    search: String,
    year: String,
    product: String,
    state: String,
}

impl From<Asked> for InvoiceQuery {
    fn from(Asked { search, year, product, state }: Asked) -> Self {
        Self { search, year, product, state }
    }
}

/// Hands out what a signed-in reader asks for; who is not signed in is led to the sign-in, and from there to the page.
pub(super) async fn hand_out(identity: Identity, page: &str, found: impl AsyncFnOnce(Arc<Actor>) -> Result<Response, Refusal>) -> Response {
    match identity {
        Identity::SignedIn(actor) => found(actor).await.unwrap_or_else(|refusal| refused(&refusal)),
        Identity::SignedOut | Identity::Unknown(_) => Redirect::to(&sign_in_address(page)).into_response(),
    }
}

/// Who asks, at the door that the address belongs to, and the page of the list there.
pub struct Asking(Identity, &'static str);

impl<S: Send + Sync> FromRequestParts<S> for Asking {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, StatusCode> {
        let [billing, corporate] = PAGES;
        let found = if parts.uri.path().starts_with(corporate) {
            parts.extensions.get::<CorporateIdentity>().map(|CorporateIdentity(identity)| Self(identity.clone(), corporate))
        } else {
            parts.extensions.get::<Identity>().map(|identity| Self(identity.clone(), billing))
        };
        found.ok_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

async fn list_file(
    State(portal): State<Portal>,
    Asking(identity, page): Asking,
    Extension(language): Extension<Language>,
    Query(asked): Query<Asked>,
) -> Response {
    let found = async |actor: Arc<Actor>| {
        let found = download_invoices(&portal.backend, &actor, &asked.into(), language).await?;
        Ok(file(&format!("{}-{}.csv", list_name(language), found.account_number), "text/csv; charset=utf-8", found.content))
    };
    hand_out(identity, page, found).await
}

async fn papers_file(
    State(portal): State<Portal>,
    Asking(identity, page): Asking,
    Extension(language): Extension<Language>,
    Query(asked): Query<Asked>,
) -> Response {
    let found = async |actor: Arc<Actor>| {
        let year: String = asked.year.chars().filter(char::is_ascii_digit).collect();
        let papers = load_papers(&portal.backend, &actor, &asked.into()).await?;
        let account = papers.first().map(|paper| paper.account_number.clone()).unwrap_or_default();
        let parts = [list_name(language), &account, &year];
        let name = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
        Ok(file(&format!("{name}.html"), "text/html; charset=utf-8", paper_file(papers, language, &name)))
    };
    hand_out(identity, page, found).await
}

async fn one_paper(
    State(portal): State<Portal>,
    Asking(identity, page): Asking,
    Extension(language): Extension<Language>,
    Path(number): Path<String>,
) -> Response {
    let found = async |actor: Arc<Actor>| {
        let document = find_invoice(&portal.backend, &actor, &number).await?;
        let name = document.number.clone();
        Ok(file(&format!("{name}.html"), "text/html; charset=utf-8", paper_file(vec![document], language, &name)))
    };
    hand_out(identity, page, found).await
}

const fn list_name(language: Language) -> &'static str {
    match language {
        Language::De => "rechnungen",
        Language::En => "invoices",
    }
}

pub(super) fn file(name: &str, kind: &'static str, content: String) -> Response {
    let heads = [(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")), (CACHE_CONTROL, "no-store".to_owned())];
    (heads, content).into_response()
}

pub(super) fn refused(refusal: &Refusal) -> Response {
    if matches!(refusal, Refusal::NotFound) {
        return StatusCode::NOT_FOUND.into_response();
    }
    tracing::error!(error = %refusal, "what was asked for as a file could not be read");
    StatusCode::SERVICE_UNAVAILABLE.into_response()
}
