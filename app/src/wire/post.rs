//! One request to a server function: the only code in the browser that asks the server anything.

use super::json;
use super::payload::unreadable;
use crate::api::ApiError;
use crate::doors::Bundle;
use gloo_net::http::{Request, Response};
use leptos::prelude::window;
use leptos::server_fn::redirect::{REDIRECT_HEADER, call_redirect_hook};
use send_wrapper::SendWrapper;
use web_sys::AbortController;

/// Posts a form's data to a server function and returns the JSON of its answer. Where the answer leads elsewhere,
/// the router goes there. Whoever stops waiting stops the request.
///
/// # Errors
/// The function's own, or [`ApiError::Unreachable`] when no answer of ours came.
pub(crate) fn post(function: &'static str, form: String) -> impl Future<Output = Result<String, ApiError>> + Send {
    // A browser has one thread.
    SendWrapper::new(async move {
        let abort = AbortOnDrop(AbortController::new().ok());
        let signal = abort.0.as_ref().map(AbortController::signal);
        let request = Request::post(function)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept", "application/json")
            .abort_signal(signal.as_ref())
            .body(form);
        let response = match request {
            Ok(request) => request.send().await,
            Err(error) => Err(error),
        };
        match response {
            Ok(response) => read_answer(response).await,
            Err(error) => Err(silence(&error)),
        }
    })
}

async fn read_answer(response: Response) -> Result<String, ApiError> {
    let text = response.text().await.map_err(|error| silence(&error))?;
    if response.status() >= 400 {
        return Err(json::decode(&text).unwrap_or_else(|error| unreadable(&error)));
    }
    let headers = response.headers();
    if headers.get(REDIRECT_HEADER).is_some() {
        lead_on(&headers.get("Location").unwrap_or_else(|| response.url()));
    }
    Ok(text)
}

/// Within a door the router goes there. It knows no page of another door, which the browser loads.
fn lead_on(address: &str) {
    let location = window().location();
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let stays = !path.starts_with('/') || location.pathname().is_ok_and(|here| Bundle::of_path(path) == Bundle::of_path(&here));
    if stays {
        call_redirect_hook(address);
    } else if location.assign(address).is_err() {
        leptos::logging::warn!("the browser does not go to {address}");
    }
}

fn silence(error: &gloo_net::Error) -> ApiError {
    leptos::logging::warn!("no answer: {error}");
    ApiError::Unreachable
}

struct AbortOnDrop(Option<AbortController>);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        if let Some(controller) = &self.0 {
            controller.abort();
        }
    }
}
