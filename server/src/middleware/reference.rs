//! Gives every request a reference: it stands in the log, in the answer, and on screen should something fail.

use super::record::route_of;
use app::api::request::RequestReference;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderName, HeaderValue};
use std::sync::Arc;
use tracing::Instrument;
use uuid::Uuid;

const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// Names the request. What is logged while it is answered carries the name and the route's template.
pub async fn name_request(mut request: Request, next: Next) -> Response {
    let reference: Arc<str> = new_reference().into();
    request.extensions_mut().insert(RequestReference(reference.clone()));
    let span = tracing::info_span!("request", %reference, method = %request.method(), route = %route_of(&request));
    let mut response = next.run(request).instrument(span).await;
    if let Ok(value) = HeaderValue::from_str(&reference) {
        response.headers_mut().insert(HEADER, value);
    }
    response
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
