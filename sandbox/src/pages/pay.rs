//! The payment page: shows the form, takes it, and leads back; it must not decide what a session becomes.

use std::sync::Arc;

use askama::Template;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;

use super::form::{Errors, PayForm, check};
use super::message::{Message, Reason};
use super::texts::{Texts, texts};
use super::visit::Visit;
use super::{lead_to, or_message, page};
use crate::method::Kind;
use crate::session::{Language, Session, SessionRequest, SessionState};
use crate::state::Sandbox;
use crate::store::Unavailable;
use crate::test_data::{TEST_METHODS, TestMethod};

#[derive(Template)]
#[template(path = "pay.html")]
struct PayPage<'a> {
    texts: &'static Texts,
    request: &'a SessionRequest,
    form: PayForm,
    errors: Errors,
    test_methods: &'static [TestMethod],
}

impl PayPage<'_> {
    fn offers(&self, kind: &str) -> bool {
        self.request.kinds.iter().any(|offered| offered.code() == kind)
    }

    fn kinds(&self) -> &[Kind] {
        &self.request.kinds
    }
}

/// `GET /pay/{id}`.
pub(super) async fn show(State(sandbox): State<Sandbox>, visit: Visit) -> Response {
    let shown = async {
        let Some(session) = find(&sandbox, &visit).await? else { return Ok(None) };
        let form = PayForm::begin(&session.request);
        Ok(Some(answer(&session, language_of(&visit, &session), StatusCode::OK, form, Errors::default())))
    };
    or_message(shown.await, &visit)
}

/// `POST /pay/{id}`: a method, or the wish to go back. Sent twice, it does what it did first.
pub(super) async fn submit(State(sandbox): State<Sandbox>, visit: Visit, body: Result<Bytes, BytesRejection>) -> Response {
    // What is no form is taken for an empty one: its fields then say what they need.
    let form: PayForm = body.ok().and_then(|body| serde_urlencoded::from_bytes(&body).ok()).unwrap_or_default();
    let taken = async {
        let Some(session) = find(&sandbox, &visit).await? else { return Ok(None) };
        take(&sandbox, &session, language_of(&visit, &session), form).await.map(Some)
    };
    or_message(taken.await, &visit)
}

async fn find(sandbox: &Sandbox, visit: &Visit) -> Result<Option<Arc<Session>>, Unavailable> {
    let id = visit.id.clone();
    sandbox.store().ask(move |ledger, _| ledger.find_session(&id)).await
}

fn language_of(visit: &Visit, session: &Session) -> Language {
    visit.language(Some(session.request.language))
}

async fn take(sandbox: &Sandbox, session: &Session, language: Language, form: PayForm) -> Result<Response, Unavailable> {
    let id = session.id.clone();
    if form.action == "cancel" {
        let ended = sandbox.store().ask(move |ledger, moment| ledger.cancel_session(&id, moment)).await?;
        return Ok(after(ended.as_deref().unwrap_or(session), language));
    }
    let today: NaiveDate = sandbox.store().ask(|ledger, moment| ledger.today(moment)).await?;
    match check(&form, &session.request, today, texts(language)) {
        Ok(method) => {
            let ended = sandbox.store().ask(move |ledger, moment| ledger.complete_session(&id, method, moment)).await?;
            Ok(after(ended.as_deref().unwrap_or(session), language))
        }
        Err(errors) => Ok(answer(session, language, StatusCode::UNPROCESSABLE_ENTITY, form.without_secrets(), errors)),
    }
}

/// The form while the session is open, else where its end leads.
fn answer(session: &Session, language: Language, status: StatusCode, form: PayForm, errors: Errors) -> Response {
    let SessionState::Open = session.state else { return after(session, language) };
    let request = &session.request;
    let template = PayPage { texts: texts(language), request, form, errors, test_methods: &TEST_METHODS };
    page(status, &template, &[&request.return_url, &request.cancel_url])
}

fn after(session: &Session, language: Language) -> Response {
    match session.state {
        SessionState::Completed(_) => lead_to(&session.way_back()),
        SessionState::Cancelled => lead_to(&session.request.cancel_url),
        SessionState::Expired => Message::new(Reason::Expired, language, Some(session.request.cancel_url.clone())).into_response(),
        // Only a mistake in this crate leaves a session open that was to end.
        SessionState::Open => Message::new(Reason::Unavailable, language, None).into_response(),
    }
}
