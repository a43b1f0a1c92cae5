//! The document of a purchase order: sent as `multipart/form-data`, with script or without, and handed out to who may see it.
//! Its body is larger than any other's, so that it has a limit of its own.

use super::forms::show_again;
use crate::middleware::body_limit::{self, Heard};
use crate::middleware::identify::to_sign_in;
use crate::portal::Portal;
use app::api::ApiError;
use app::api::purchase_orders::{DOCUMENT_FIELD, DOCUMENT_UPLOAD};
use app::forms::Posted;
use app::identity::{CorporateIdentity, Identity, StaffIdentity};
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Path, Query, Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Extension, Json, Router};
use backend::usecases::purchase_orders::document::{PurchaseOrderDocument, may_store, read_document, store_document};
use backend::usecases::purchase_orders::staff::view_document;
use backend::usecases::staff::StaffRole;
use backend::{Actor, Refusal};
use billing::ids::PurchaseOrderId;
use billing::input::InputFault;
use billing::purchase_order::LARGEST_DOCUMENT;
use http::header::{ACCEPT, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use http::request::Parts;
use http::{HeaderValue, StatusCode};
use serde::Deserialize;
use std::sync::Arc;

/// What the form says around its file: boundaries, names, types.
const AROUND_THE_FILE: usize = 16 * 1024;

/// `POST /corporate/purchase-orders/{id}/document`. To be merged outside the limit of all other bodies, and inside everything else.
pub fn upload_routes(portal: &Portal) -> Router {
    Router::new()
        .route("/corporate/purchase-orders/{id}/document", post(receive))
        // The limit is our own: what is larger is heard out and answered by the page.
        .layer(DefaultBodyLimit::disable())
        .with_state(portal.clone())
}

/// `GET /corporate/purchase-orders/{id}/file` and `GET /staff/purchase-orders/{id}/file`, to look at; with `?download=1` to keep.
pub fn routes(portal: &Portal) -> Router {
    Router::new()
        .route("/corporate/purchase-orders/{id}/file", get(show_file))
        .route("/staff/purchase-orders/{id}/file", get(show_file_to_staff))
        .with_state(portal.clone())
}

async fn receive(State(portal): State<Portal>, Path(id): Path<String>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let wants_json = parts.headers.get(ACCEPT).and_then(|value| value.to_str().ok()).is_some_and(|accept| accept.contains("application/json"));
    let id = PurchaseOrderId(id);
    match (take(&portal, &parts, body, &id).await, wants_json) {
        (Ok(()), true) => Json(()).into_response(),
        (Ok(()), false) => Redirect::to(&format!("/corporate/purchase-orders/{}?done=document", id.as_str())).into_response(),
        (Err(error), true) => (status_of(&error), Json(error)).into_response(),
        (Err(ApiError::SignedOut), false) => to_sign_in(&format!("/corporate/purchase-orders/{}", id.as_str())),
        (Err(error), false) => {
            let posted = Posted { function: DOCUMENT_UPLOAD.to_owned(), values: Vec::new(), error: error.clone() };
            show_again(&portal, parts, status_of(&error), posted).await
        }
    }
}

/// The body is heard out first, whoever sends it: only then is the answer read.
async fn take(portal: &Portal, parts: &Parts, body: Body, id: &PurchaseOrderId) -> Result<(), ApiError> {
    let largest = usize::try_from(LARGEST_DOCUMENT).unwrap_or_default().saturating_add(AROUND_THE_FILE);
    let heard = body_limit::hear(body, largest).await;
    let actor = signed_in(parts)?;
    may_store(&portal.backend, &actor, id).await?;
    let bytes = match heard {
        Heard::Whole(bytes) => bytes,
        Heard::TooLarge => return Err(at_field(InputFault::FileTooLarge { most_bytes: LARGEST_DOCUMENT })),
        Heard::Broken | Heard::Late => return Err(ApiError::Unreachable),
    };
    let (name, content) = read_file(parts, bytes).await?;
    let (backend, id) = (portal.backend.clone(), id.clone());
    // Encoding five megabytes takes a moment, and a client that goes away must not leave it half done.
    app::api::request::run_to_end(async move { store_document(&backend, &actor, &id, (&name, &content)).await }).await
}

fn signed_in(parts: &Parts) -> Result<Arc<Actor>, ApiError> {
    match parts.extensions.get::<CorporateIdentity>() {
        Some(CorporateIdentity(Identity::SignedIn(actor))) => Ok(actor.clone()),
        Some(CorporateIdentity(Identity::Unknown(error))) => Err(error.clone()),
        Some(CorporateIdentity(Identity::SignedOut)) | None => Err(ApiError::SignedOut),
    }
}

/// Name and bytes of the form's file; a form without one is a form whose file was not chosen.
async fn read_file(parts: &Parts, body: Bytes) -> Result<(String, Bytes), ApiError> {
    let unreadable = |error: &dyn std::fmt::Display| {
        tracing::info!(%error, "a form with a document cannot be read");
        at_field(InputFault::Missing)
    };
    let request = Request::from_parts(parts.clone(), Body::from(body));
    let mut form = Multipart::from_request(request, &()).await.map_err(|error| unreadable(&error))?;
    while let Some(part) = form.next_field().await.map_err(|error| unreadable(&error))? {
        if part.name() == Some(DOCUMENT_FIELD) {
            let name = part.file_name().unwrap_or_default().to_owned();
            return Ok((name, part.bytes().await.map_err(|error| unreadable(&error))?));
        }
    }
    Err(at_field(InputFault::Missing))
}

fn at_field(fault: InputFault) -> ApiError {
    ApiError::Input { field: DOCUMENT_FIELD.to_owned(), fault }
}

fn status_of(error: &ApiError) -> StatusCode {
    StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    download: String,
}

async fn show_file(
    State(portal): State<Portal>,
    Extension(CorporateIdentity(identity)): Extension<CorporateIdentity>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    match identity {
        Identity::SignedIn(actor) => handed_out(read_document(&portal.backend, &actor, &PurchaseOrderId(id)).await, &asked),
        Identity::SignedOut => to_sign_in("/corporate/purchase-orders"),
        Identity::Unknown(error) => status_of(&error).into_response(),
    }
}

/// As the pages of the staff: finance looks after no customers.
const fn may_look_after(role: StaffRole) -> bool {
    matches!(role, StaffRole::Representative | StaffRole::Operator)
}

async fn show_file_to_staff(
    State(portal): State<Portal>,
    Extension(identity): Extension<StaffIdentity>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    match identity {
        StaffIdentity::SignedIn(member) if may_look_after(member.role) => {
            handed_out(view_document(&portal.backend, &member, &PurchaseOrderId(id)).await, &asked)
        }
        StaffIdentity::SignedIn(_) => StatusCode::FORBIDDEN.into_response(),
        StaffIdentity::SignedOut => to_sign_in("/staff/purchase-orders"),
        StaffIdentity::Unknown(error) => status_of(&error).into_response(),
    }
}

fn handed_out(found: Result<PurchaseOrderDocument, Refusal>, asked: &Asked) -> Response {
    match found {
        Ok(PurchaseOrderDocument { file_name, bytes }) => {
            let manner = if asked.download.is_empty() { "inline" } else { "attachment" };
            let disposition = HeaderValue::from_str(&disposition(manner, &file_name)).unwrap_or(HeaderValue::from_static("attachment"));
            let heads = [
                (CONTENT_TYPE, HeaderValue::from_static("application/pdf")),
                (CONTENT_DISPOSITION, disposition),
                (CACHE_CONTROL, HeaderValue::from_static("no-store")),
            ];
            (heads, bytes).into_response()
        }
        Err(Refusal::NotFound) => StatusCode::NOT_FOUND.into_response(),
        Err(refusal) => {
            tracing::error!(error = %refusal, "a purchase order's document could not be read");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

/// The name for old programs in ASCII, and for all others as it is (RFC 6266).
fn disposition(manner: &str, file_name: &str) -> String {
    let plain: String = file_name.chars().map(|letter| if letter.is_ascii_graphic() || letter == ' ' { letter } else { '_' }).collect();
    let plain = plain.replace(['"', '\\'], "_");
    let encoded: String = file_name
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect();
    format!("{manner}; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_end_its_header() {
        assert_eq!(disposition("inline", "Bestellung Süd.pdf"), "inline; filename=\"Bestellung S_d.pdf\"; filename*=UTF-8''Bestellung%20S%C3%BCd.pdf");
        assert_eq!(disposition("attachment", "a\"b\r\n.pdf"), "attachment; filename=\"a_b__.pdf\"; filename*=UTF-8''a%22b%0D%0A.pdf");
    }
}
