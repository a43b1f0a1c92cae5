//! What the server functions of the staff's queue do.

use super::StaffServiceOrderPage;
use crate::api::ApiError;
use crate::api::quotes::ServiceOrderRow;
use crate::api::quotes::bodies::{moment_text, row_of};
use crate::api::request::{StaffSignedIn, lead_to, reply, run_to_end, staff_as};
use crate::api::staff::bodies::LOOKING_AFTER;
use crate::texts::chosen_language;
use backend::usecases::service_orders::{complete, find, refuse, take};

pub async fn load_service_order_queue() -> Result<Vec<ServiceOrderRow>, ApiError> {
    reply(queue().await)
}

async fn queue() -> Result<Vec<ServiceOrderRow>, ApiError> {
    let StaffSignedIn { backend, member } = staff_as(LOOKING_AFTER).await?;
    let language = chosen_language();
    let listed = find::list_queue(&backend, &member).await?;
    Ok(listed.into_iter().filter_map(|listed| row_of(&backend, listed, language)).collect())
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
