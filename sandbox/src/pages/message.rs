//! A page that only says something; it must not offer to pay.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::page;
use super::texts::{Texts, texts};
use crate::session::Language;

/// Why there is nothing to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    Unknown,
    Expired,
    Finished,
    Unavailable,
}

/// The page.
#[derive(Template)]
#[template(path = "message.html")]
pub(super) struct Message {
    texts: &'static Texts,
    title: &'static str,
    text: &'static str,
    /// Where a link leads back to.
    back: Option<String>,
    status: StatusCode,
}

impl Message {
    pub(super) fn new(reason: Reason, language: Language, back: Option<String>) -> Self {
        let texts = texts(language);
        let (title, text, status) = match reason {
            Reason::Unknown => (texts.unknown_title, texts.unknown_text, StatusCode::NOT_FOUND),
            Reason::Expired => (texts.expired_title, texts.expired_text, StatusCode::GONE),
            Reason::Finished => (texts.finished_title, texts.finished_text, StatusCode::OK),
            Reason::Unavailable => (texts.unavailable_title, texts.unavailable_text, StatusCode::SERVICE_UNAVAILABLE),
        };
        Self { texts, title, text, back, status }
    }
}

impl IntoResponse for Message {
    fn into_response(self) -> Response {
        page(self.status, &self, &[])
    }
}
