//! What a request tells of its visitor: which page is meant, and in which language; it must not refuse anybody.

use std::convert::Infallible;

use axum::extract::{FromRequestParts, Path, Query};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use serde::Deserialize;

use crate::session::Language;

/// A visit to a page.
pub(super) struct Visit {
    /// The id in the address; empty where it cannot be decoded.
    pub(super) id: String,
    /// The language that the address asks for.
    wish: Option<Language>,
    /// The language that the browser asks for.
    preference: Language,
}

#[derive(Default, Deserialize)]
struct Wish {
    lang: Option<Language>,
}

impl Visit {
    /// The language to answer in: as the address says, else as whoever led here said, else as the browser says.
    pub(super) fn language(&self, given: Option<Language>) -> Language {
        self.wish.or(given).unwrap_or(self.preference)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let id = Path::<String>::from_request_parts(parts, state).await.map(|Path(id)| id).unwrap_or_default();
        let wish = Query::<Wish>::from_request_parts(parts, state).await.ok().and_then(|Query(wish)| wish.lang);
        Ok(Self { id, wish, preference: preferred_language(&parts.headers) })
    }
}

/// The language that the browser prefers, of the two that there are.
fn preferred_language(headers: &HeaderMap) -> Language {
    let accepted = headers.get("accept-language").and_then(|value| value.to_str().ok()).unwrap_or_default().to_ascii_lowercase();
    let place = |language: &str| accepted.split(',').position(|range| range.trim_start().starts_with(language));
    match (place("de"), place("en")) {
        (Some(german), Some(english)) if english < german => Language::En,
        (None, Some(_)) => Language::En,
        _ => Language::De,
    }
}
