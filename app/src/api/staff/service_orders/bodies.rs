//! What the server functions of the staff's queue do.

use super::{AfterDue, QueuePage, StaffServiceOrderPage};
use crate::api::ApiError;
use crate::api::quotes::bodies::{moment_text, row_of};
use crate::api::request::{StaffSignedIn, lead_to, reply, run_to_end, staff_as};
use crate::api::staff::bodies::LOOKING_AFTER;
use crate::texts::chosen_language;
use backend::db::service_orders::QueuePlace;
use backend::usecases::service_orders::{complete, find, refuse, take};

pub async fn load_service_order_queue(state: String, after: (String, String, String)) -> Result<QueuePage, ApiError> {
    reply(queue(&state, after).await)
}

async fn queue(state: &str, (part, due_at, number): (String, String, String)) -> Result<QueuePage, ApiError> {
    let StaffSignedIn { backend, member } = staff_as(LOOKING_AFTER).await?;
    let language = chosen_language();
    // What cannot be read is the beginning.
    let after = part.parse().ok().zip(due_at.parse().ok()).map(|(part, due_at)| QueuePlace { part, due_at, number });
    let page = find::list_queue(&backend, &member, state, after.as_ref()).await?;
    let next = page.next.map(|QueuePlace { part, due_at, number }| AfterDue { part, due_at, number });
    Ok(QueuePage { rows: page.rows.into_iter().filter_map(|listed| row_of(&backend, listed, language)).collect(), next })
}

pub async fn load_staff_service_order(number: String) -> Result<StaffServiceOrderPage, ApiError> {
    reply(page(&number).await)
}

async fn page(number: &str) -> Result<StaffServiceOrderPage, ApiError> {
    let StaffSignedIn { backend, member } = staff_as(LOOKING_AFTER).await?;
    let language = chosen_language();
    let found = find::find_for_staff(&backend, &member, number).await?;
    Ok(StaffServiceOrderPage {
        account_number: found.account.number.clone(),
        account_name: found.account.party.name.clone(),
        placed: moment_text(&backend, found.shown.placed_at, language),
        due: moment_text(&backend, found.shown.due_at, language),
        gateway_note: found.gateway_note,
        is_decided: found.is_decided,
        order: found.shown,
    })
}

pub async fn take_service_order(number: String) -> Result<(), ApiError> {
    reply(try_take(&number).await)
}

async fn try_take(number: &str) -> Result<(), ApiError> {
    let StaffSignedIn { backend, member } = staff_as(LOOKING_AFTER).await?;
    take::take_service_order(&backend, &member, number).await?;
    lead_back(number);
    Ok(())
}

pub async fn complete_service_order(number: String) -> Result<(), ApiError> {
    reply(try_complete(number).await)
}

async fn try_complete(number: String) -> Result<(), ApiError> {
    let StaffSignedIn { backend, member } = staff_as(LOOKING_AFTER).await?;
    let order = number.clone();
    run_to_end(async move { complete::complete_service_order(&backend, &member, &order).await }).await?;
    lead_back(&number);
    Ok(())
}

pub async fn refuse_service_order(number: String, reason: String) -> Result<(), ApiError> {
    reply(try_refuse(number, reason).await)
}

async fn try_refuse(number: String, reason: String) -> Result<(), ApiError> {
    let StaffSignedIn { backend, member } = staff_as(LOOKING_AFTER).await?;
    let order = number.clone();
    run_to_end(async move { refuse::refuse_service_order(&backend, &member, &order, &reason).await }).await?;
    lead_back(&number);
    Ok(())
}

/// The page tells what became of it.
fn lead_back(number: &str) {
    lead_to(&format!("/staff/service-orders/{number}"));
}
