//! Bodies that are larger than a route takes are refused, after they were heard out: a browser that is still sending
//! when the connection closes shows an error of its own, and never our answer.

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http_body_util::BodyExt;
use std::time::Duration;
use tokio::time::timeout;

/// What is read and thrown away at most for the sake of an answer, in bytes beyond the limit.
const HEARD_OUT: usize = 16 * 1024 * 1024;
/// How long a body may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// Hands on bodies of at most so many bytes.
pub async fn limit_body(State(largest): State<usize>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    match hear(body, largest).await {
        Heard::Whole(bytes) => next.run(Request::from_parts(parts, Body::from(bytes))).await,
        Heard::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "This is more than can be taken at once.").into_response(),
        Heard::Broken => StatusCode::BAD_REQUEST.into_response(),
        Heard::Late => StatusCode::REQUEST_TIMEOUT.into_response(),
    }
}

/// What became of a body.
pub enum Heard {
    /// It fits.
    Whole(Bytes),
    /// It does not, and was heard out.
    TooLarge,
    /// It ended before its end.
    Broken,
    /// It took too long.
    Late,
}

/// Reads a body of at most so many bytes, for routes that answer a larger one in their own words.
pub async fn hear(body: Body, largest: usize) -> Heard {
    timeout(PATIENCE, read(body, largest)).await.unwrap_or(Heard::Late)
}

async fn read(mut body: Body, largest: usize) -> Heard {
    let (mut bytes, mut heard) = (Vec::new(), 0_usize);
    while let Some(frame) = body.frame().await {
        let Ok(frame) = frame else { return Heard::Broken };
        let Some(data) = frame.data_ref() else { continue };
        heard = heard.saturating_add(data.len());
        if heard <= largest {
            bytes.extend_from_slice(data);
        } else if heard > largest.saturating_add(HEARD_OUT) {
            return Heard::TooLarge;
        } else {
            bytes.clear();
        }
    }
    if heard > largest { Heard::TooLarge } else { Heard::Whole(bytes.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_fits_is_whole_and_what_does_not_is_refused() {
        for (length, fits) in [(0, true), (9, true), (10, true), (11, false), (100_000, false)] {
            let answer = read(Body::from(vec![b'a'; length]), 10).await;
            assert_eq!(matches!(answer, Heard::Whole(bytes) if bytes.len() == length), fits, "{length}");
        }
    }
}
