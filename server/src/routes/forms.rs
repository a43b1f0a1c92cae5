//! Forms that are posted to their page: the server function is called in this process, and what it refuses is
//! shown by the same page, with what was typed. So forms work before script runs, and without it.

use super::LARGEST_BODY;
use crate::middleware::identify::to_sign_in;
use crate::portal::Portal;
use app::api::ApiError;
use app::api::request::{RequestReference, local_address};
use app::forms::{FUNCTION_FIELD, Posted};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::header::{ACCEPT, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, LOCATION, REFERER};
use http::request::Parts;
use http::{HeaderValue, Method, StatusCode, Uri};
use std::sync::Arc;
use tower::ServiceExt;

/// Fields that never come back, not even to who typed them.
const SECRETS: [&str; 3] = ["password", "old_password", "code"];

/// A page that takes posts.
#[derive(Clone)]
pub struct Form {
    pub portal: Portal,
    /// The server functions, with what slows them down.
    pub api: Router,
    /// Those that this page may call.
    pub functions: Arc<[&'static str]>,
}

/// Answers a post: onwards when it was done, else the page again.
pub async fn post_page(State(form): State<Form>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, LARGEST_BODY).await else { return StatusCode::PAYLOAD_TOO_LARGE.into_response() };
    let Ok(mut values) = serde_urlencoded::from_bytes::<Vec<(String, String)>>(&bytes) else { return StatusCode::BAD_REQUEST.into_response() };
    let asked = values.iter().find(|(name, _)| name == FUNCTION_FIELD).map(|(_, value)| value.as_str());
    let Some(function) = form.functions.iter().copied().find(|function| Some(*function) == asked) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let answer = call(&form.api, &parts, function, bytes.into()).await;
    let here = parts.uri.path_and_query().map_or("/", |whole| whole.as_str());
    if answer.status().is_success() {
        return Redirect::to(location_of(&answer, &form.portal.backend.settings.gateway.public_url).unwrap_or(here)).into_response();
    }
    let (status, error) = read_error(answer, &parts).await;
    if error == ApiError::SignedOut {
        return to_sign_in(here);
    }
    values.retain(|(name, _)| name != FUNCTION_FIELD && !SECRETS.contains(&name.as_str()));
    show_again(&form.portal, parts, status, Posted { function: function.to_owned(), values, error }).await
}

/// Calls the function as a client that wants JSON: no redirect to the Referer, no error in an address.
async fn call(api: &Router, parts: &Parts, function: &'static str, body: Body) -> Response {
    let mut request = Request::from_parts(parts.clone(), body);
    *request.uri_mut() = Uri::from_static(function);
    request.headers_mut().remove(REFERER);
    request.headers_mut().insert(ACCEPT, HeaderValue::from_static("application/json"));
    match api.clone().oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}

/// Where the function leads, here or at the gateway; it is our own code, but a header all the same.
fn location_of<'a>(answer: &'a Response, gateway: &str) -> Option<&'a str> {
    let address = answer.headers().get(LOCATION).and_then(|value| value.to_str().ok())?;
    let is_gateways = address.strip_prefix(gateway).is_some_and(|rest| rest.starts_with('/'));
    if is_gateways { Some(address) } else { local_address(address) }
}

async fn read_error(answer: Response, parts: &Parts) -> (StatusCode, ApiError) {
    let status = answer.status();
    let bytes = to_bytes(answer.into_body(), LARGEST_BODY).await.unwrap_or_default();
    let error = serde_json::from_slice(&bytes).unwrap_or_else(|error| {
        let reference = parts.extensions.get::<RequestReference>().map(|RequestReference(text)| text.to_string()).unwrap_or_default();
        tracing::error!(reference, %status, %error, "a server function answered no error of ours");
        ApiError::Internal { reference }
    });
    (status, error)
}

/// Renders the page that was posted to, with what was posted.
pub(super) async fn show_again(portal: &Portal, mut parts: Parts, status: StatusCode, posted: Posted) -> Response {
    parts.method = Method::GET;
    for header in [CONTENT_TYPE, CONTENT_LENGTH] {
        parts.headers.remove(header);
    }
    let mut response = portal.render(Request::from_parts(parts, Body::empty()), Some(posted)).await;
    // A page that fails itself, or leads elsewhere, has its own say.
    if response.status().is_success() {
        *response.status_mut() = status;
    }
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
