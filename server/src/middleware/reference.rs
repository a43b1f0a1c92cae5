//! Gives every request a reference: it stands in the log, in the answer, and on screen should something fail.

use super::identify::has_secret;
use app::api::request::RequestReference;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderName, HeaderValue};
use std::sync::Arc;
use std::time::Instant;
use tracing::Instrument;
use uuid::Uuid;

const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// Names the request and logs how it ended: faults of ours as errors, all others for those who ask for `debug`.
pub async fn name_request(mut request: Request, next: Next) -> Response {
    let reference: Arc<str> = new_reference().into();
    request.extensions_mut().insert(RequestReference(reference.clone()));
    let span = tracing::info_span!("request", %reference, method = %request.method(), path = shown_path(request.uri().path()));
    let started = Instant::now();
    let answer = async {
        let mut response = next.run(request).await;
        let status = response.status();
        let milliseconds = started.elapsed().as_secs_f64() * 1000.0;
        if status.is_server_error() {
            tracing::warn!(status = status.as_u16(), milliseconds, "answered");
        } else {
            tracing::debug!(status = status.as_u16(), milliseconds, "answered");
        }
        if let Ok(value) = HeaderValue::from_str(&reference) {
            response.headers_mut().insert(HEADER, value);
        }
        response
    };
    answer.instrument(span).await
}

/// A path for the log. Links that are mailed are secrets, and the log is read by many.
fn shown_path(path: &str) -> &str {
    match path.rsplit_once('/') {
        Some((page, _)) if has_secret(path) => page,
        _ => path,
    }
}

/// Eight letters and digits that are easy to read out: `7F3K-92QD`. Enough to find a line of the log, no secret.
fn new_reference() -> String {
    const LETTERS: [char; 32] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'M', 'N', 'P', 'Q', 'R', 'S', 'T', 'V', 'W', 'X',
        'Y', 'Z',
    ];
    let letter = |byte: &u8| LETTERS.get(usize::from(byte % 32)).copied().unwrap_or('0');
    let mut text: String = Uuid::new_v4().as_bytes().iter().rev().take(8).map(letter).collect();
    text.insert(4, '-');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_short_and_differ() {
        let (one, other) = (new_reference(), new_reference());
        assert_eq!(one.len(), 9);
        assert_ne!(one, other);
    }
}
