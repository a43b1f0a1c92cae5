//! The bank's page, where a person confirms a payment (3-D Secure); it must not decide what a charge becomes.

use std::sync::Arc;

use askama::Template;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::amount::format_amount;
use super::message::{Message, Reason};
use super::texts::{Texts, texts};
use super::visit::Visit;
use super::{lead_to, or_message, page};
use crate::charge::{Asked, Charge, ChargeState};
use crate::ledger::ChallengeAnswer;
use crate::session::Session;
use crate::state::Sandbox;
use crate::store::Unavailable;

#[derive(Template)]
#[template(path = "challenge.html")]
struct ChallengePage<'a> {
    texts: &'static Texts,
    asked: &'a Asked,
    amount: String,
    creditor: Option<&'a str>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct ChallengeForm {
    answer: String,
}

/// A charge, and the session in which its card was left, if a page took it.
struct Found {
    charge: Arc<Charge>,
    session: Option<Arc<Session>>,
}

/// `GET /3ds/{id}`.
pub(super) async fn show(State(sandbox): State<Sandbox>, visit: Visit) -> Response {
    let shown = async { Ok(find(&sandbox, &visit).await?.map(|found| answer(&found, &visit))) };
    or_message(shown.await, &visit)
}

/// `POST /3ds/{id}`: the person's answer. Sent twice, the first stands.
pub(super) async fn submit(State(sandbox): State<Sandbox>, visit: Visit, body: Result<Bytes, BytesRejection>) -> Response {
    let form: ChallengeForm = body.ok().and_then(|body| serde_urlencoded::from_bytes(&body).ok()).unwrap_or_default();
    let given = match form.answer.as_str() {
        "confirm" => Some(ChallengeAnswer::Confirm),
        "reject" => Some(ChallengeAnswer::Reject),
        _ => None,
    };
    let decided = async {
        let Some(mut found) = find(&sandbox, &visit).await? else { return Ok(None) };
        if let Some(given) = given {
            let id = found.charge.id.clone();
            let ended = sandbox.store().ask(move |ledger, moment| ledger.end_challenge(&id, given, moment)).await?;
            found.charge = ended.unwrap_or(found.charge);
        }
        Ok(Some(answer(&found, &visit)))
    };
    or_message(decided.await, &visit)
}

async fn find(sandbox: &Sandbox, visit: &Visit) -> Result<Option<Found>, Unavailable> {
    let id = visit.id.clone();
    let find = sandbox.store().ask(move |ledger, _| {
        // Of a key that was cancelled first there is nothing to confirm.
        let charge = ledger.find_charge_by_id(&id)?;
        let token = &charge.asked.as_ref()?.request.payment_token;
        let session = ledger.find_method(token).map(|method| Arc::clone(&method.session));
        Some(Found { charge, session })
    });
    find.await
}

/// The question while it is open, else the way back.
fn answer(found: &Found, visit: &Visit) -> Response {
    // As on the page where the card was left.
    let language = visit.language(found.session.as_ref().map(|session| session.request.language));
    let Some(asked) = &found.charge.asked else { return Message::new(Reason::Unknown, language, None).into_response() };
    let return_url = asked.request.return_url.as_deref();
    if matches!(found.charge.state, ChargeState::ActionRequired { .. }) {
        let amount = format_amount(asked.request.amount_minor, &asked.request.currency, language);
        let creditor = found.session.as_ref().and_then(|session| session.request.creditor_name.as_deref());
        let template = ChallengePage { texts: texts(language), asked, amount, creditor };
        return page(StatusCode::OK, &template, return_url.as_slice());
    }
    match return_url {
        Some(return_url) => lead_to(return_url),
        None => Message::new(Reason::Finished, language, None).into_response(),
    }
}
