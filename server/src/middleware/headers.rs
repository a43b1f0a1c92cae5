//! The headers that keep browsers on the safe side, on every answer.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header::{CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use http::{HeaderName, HeaderValue};
use leptos::nonce::Nonce;
use std::sync::Arc;

/// The page's nonce; in the request's extensions. A script runs only when it carries it.
#[derive(Clone, Debug)]
pub struct PageNonce(pub Arc<str>);

const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");

/// Makes the nonce, and sets the headers. Forms may lead to our own pages and to those of `gateway`, an origin: browsers
/// check where a form's answer leads as well.
pub async fn protect(State(gateway): State<Arc<str>>, mut request: Request, next: Next) -> Response {
    let nonce: Arc<str> = Nonce::new().to_string().into();
    request.extensions_mut().insert(PageNonce(nonce.clone()));
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    if let Ok(policy) = HeaderValue::from_str(&policy(&nonce, &gateway)) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // Other sites learn nothing; our own forms still tell where they come from.
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(OPENER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(PERMISSIONS_POLICY, HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=(), usb=()"));
    response
}

fn policy(nonce: &str, gateway: &str) -> String {
    format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; font-src 'self'; \
         connect-src 'self'; form-action 'self' {gateway}; base-uri 'none'; frame-ancestors 'none'"
    )
}
