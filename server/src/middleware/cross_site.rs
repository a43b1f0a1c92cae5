//! Refuses what another site makes a browser send, before anything looks at it.

use crate::routes::webhooks;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::header::ORIGIN;
use http::{HeaderMap, HeaderName, Method, StatusCode};
use std::sync::Arc;

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Addresses for programs, which send no cookie that could be misused and sign what they say.
const SIGNED: [&str; 1] = [webhooks::GATEWAY_PATH];

/// Lets reads pass, writes that come from our own pages, and writes that are signed.
pub async fn refuse_foreign_writes(State(origin): State<Arc<str>>, request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if reads || SIGNED.contains(&request.uri().path()) || comes_from_us(request.headers(), &origin) {
        return next.run(request).await;
    }
    tracing::warn!(site = ?request.headers().get(FETCH_SITE), origin = ?request.headers().get(ORIGIN), "cross-site write refused");
    (StatusCode::FORBIDDEN, "This request came from another site.").into_response()
}

/// Browsers say where a request comes from; old ones at least its origin. Who says neither is refused.
fn comes_from_us(headers: &HeaderMap, origin: &str) -> bool {
    match (headers.get(FETCH_SITE), headers.get(ORIGIN)) {
        (Some(site), _) => site == "same-origin",
        (None, Some(sender)) => sender.as_bytes() == origin.as_bytes(),
        (None, None) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_pages_may_write() {
        for (site, sender, expected) in [
            (Some("same-origin"), Some("https://kontor.example"), true),
            (Some("same-origin"), Some("null"), true),
            (Some("same-site"), Some("https://kontor.example"), false),
            (Some("cross-site"), Some("https://evil.example"), false),
            (Some("none"), None, false),
            (None, Some("https://kontor.example"), true),
            (None, Some("https://kontor.example.evil.example"), false),
            (None, Some("null"), false),
            (None, None, false),
        ] {
            let mut headers = HeaderMap::new();
            site.map(|site| headers.insert(FETCH_SITE, site.parse().unwrap()));
            sender.map(|sender| headers.insert(ORIGIN, sender.parse().unwrap()));
            assert_eq!(comes_from_us(&headers, "https://kontor.example"), expected, "{headers:?}");
        }
    }
}
