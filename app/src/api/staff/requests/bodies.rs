//! What the server functions of the staff's queue do.

use super::{QueueAfter, QueuePage, QueueRow, RequestPage};
use crate::api::ApiError;
use crate::api::request::{StaffSignedIn, lead_to, reply, run_to_end, staff_as};
use crate::api::requests::bodies::{Names, about, message};
use crate::api::session::Contact;
use crate::api::staff::bodies::INVITING;
use crate::api::staff::clock::AccountLink;
use backend::Backend;
use backend::db::requests;
use backend::usecases::requests::answer;
use backend::usecases::requests::queue::{RequestView, list_queue, view_request};
use billing::editor::PlanChoice;
use billing::ids::RequestId;
use billing::request::RequestState;

pub async fn load_queue(state: String, after: (String, String)) -> Result<QueuePage, ApiError> {
    reply(queue_page(&state, after).await)
}

async fn queue_page(state: &str, (since, id): (String, String)) -> Result<QueuePage, ApiError> {
    let StaffSignedIn { backend, member } = staff_as(INVITING).await?;
    // Whatever the address says besides the other two is the queue itself.
    let state = RequestState::parse(state).unwrap_or(RequestState::Open);
    let after = since.parse().ok().map(|since| (since, RequestId(id)));
    let page = list_queue(&backend, &member, state, after).await?;
    Ok(QueuePage {
        rows: page.rows.into_iter().map(|row| queue_row(&backend, row)).collect(),
        next: page.next.map(|(since, id)| QueueAfter { since, id: id.0 }),
    })
}

fn queue_row(backend: &Backend, row: requests::QueueRow) -> QueueRow {
    let since = backend.clock.local_time(row.changed_at);
    let (number, name) = row.account;
    QueueRow { id: row.id.0, account: AccountLink { number, name }, subject: row.subject, since_on: since.date(), since_at: since.format("%H:%M").to_string() }
}

pub async fn load_staff_request(request: String) -> Result<RequestPage, ApiError> {
    reply(request_page(&RequestId(request)).await)
}

async fn request_page(id: &RequestId) -> Result<RequestPage, ApiError> {
    let StaffSignedIn { backend, member } = staff_as(INVITING).await?;
    let RequestView { account, request, messages, can_schedule } = view_request(&backend, &member, id).await?;
    let change_address = request.subscription.as_ref().filter(|_| can_schedule).map(|subscription| {
        let page = format!("/staff/accounts/{}/subscriptions/{subscription}/change", account.number);
        request.wish.as_ref().map_or_else(|| page.clone(), |wish| format!("{page}?{}", query_of(wish)))
    });
    Ok(RequestPage {
        account: AccountLink { number: account.number, name: account.party.name },
        about: about(&request),
        subject: request.subject,
        state: request.state,
        context: request.context,
        opened_by: Contact { name: request.opened_by.name, email: request.opened_by.email },
        change_address,
        messages: messages.into_iter().map(|row| message(&backend, row, Names::Told)).collect(),
        id: request.id.0,
    })
}

/// The fields of an editor with what is wished.
pub(in crate::api) fn query_of(wish: &PlanChoice) -> String {
    format!("plan={}&seats={}&interval={}", wish.plan, wish.seats, wish.interval.code())
}

pub async fn answer_request(request: String, message: String) -> Result<(), ApiError> {
    let id = RequestId(request);
    let page = format!("/staff/requests/{id}?done=answered");
    let answer = async || {
        let StaffSignedIn { backend, member } = staff_as(INVITING).await?;
        run_to_end(async move { answer::answer_request(&backend, &member, &id, &message).await }).await
    };
    reply(answer().await)?;
    lead_to(&page);
    Ok(())
}

pub async fn close_request(request: String) -> Result<(), ApiError> {
    let id = RequestId(request);
    let page = format!("/staff/requests/{id}?done=closed");
    let close = async || {
        let StaffSignedIn { backend, member } = staff_as(INVITING).await?;
        run_to_end(async move { answer::close_request(&backend, &member, &id).await }).await
    };
    reply(close().await)?;
    lead_to(&page);
    Ok(())
}
