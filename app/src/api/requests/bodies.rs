//! What the server functions of customer care do.

use super::{CarePage, CareRow, CareSubscription, CareWish, ConversationPage, RequestMessage};
use crate::api::ApiError;
use crate::api::request::{SignedIn, lead_to, reply, run_to_end, signed_in_at};
use crate::doors::customer::CustomerDoor;
use backend::Backend;
use backend::db::requests::{MessageRow, RequestRow};
use backend::db::subscriptions::Versioned;
use backend::usecases::requests::load::{self, CareState};
use backend::usecases::requests::open::{self, RequestInput};
use backend::usecases::requests::write;
use billing::RunningSubscription;
use billing::editor::PlanInput;
use billing::ids::{RequestId, SubscriptionId};
use billing::request::Side;
use billing::subscription::SubscriptionState;

type Wish = (String, String, String);

/// Where the pages of requests lie.
fn care_address(door: &str) -> String {
    match CustomerDoor::of(door) {
        CustomerDoor::BillingCenter => "/billing/customer-care".to_owned(),
        CustomerDoor::Corporate => "/corporate/help".to_owned(),
    }
}

pub async fn load_care(door: String, (about, subscription): (String, String), wish: Wish) -> Result<CarePage, ApiError> {
    reply(care_page(&door, (&about, &SubscriptionId(subscription)), wish).await)
}

async fn care_page(door: &str, (about, asked): (&str, &SubscriptionId), (plan, seats, interval): Wish) -> Result<CarePage, ApiError> {
    let SignedIn { backend, actor } = signed_in_at(door).await?;
    let CareState { requests, subscriptions, matters } = load::load_care(&backend, &actor, about).await?;
    let name = |running: &RunningSubscription| running_name(&backend, running);
    let concerned = subscriptions.iter().find(|found| found.subscription.id == *asked);
    let wish = concerned.and_then(|found| read_wish(&backend, found, &PlanInput { plan, seats, interval }));
    let is_over = |found: &Versioned| matches!(found.subscription.state, SubscriptionState::TrialEnded | SubscriptionState::Ended);
    let offered = subscriptions.iter().filter(|found| !is_over(found) || found.subscription.id == *asked);
    Ok(CarePage {
        requests: requests.into_iter().map(|row| care_row(&backend, row)).collect(),
        subscriptions: offered.map(|found| CareSubscription { id: found.subscription.id.to_string(), name: name(&found.subscription.running) }).collect(),
        matters: matters.into_iter().map(|matter| CareSubscription { id: matter.code(), name: matter.number }).collect(),
        wish,
    })
}

fn running_name(backend: &Backend, running: &RunningSubscription) -> String {
    format!("{} {}", backend.catalogue.product_name(&running.product), backend.catalogue.plan_name(&running.product, &running.plan))
}

fn read_wish(backend: &Backend, found: &Versioned, wish: &PlanInput) -> Option<CareWish> {
    let running = &found.subscription.running;
    let choice = wish.read(backend.catalogue.product(&running.product)?).ok()?;
    Some(CareWish {
        from: running_name(backend, running),
        plan_name: backend.catalogue.plan_name(&running.product, &choice.plan),
        seats: choice.seats,
        interval: choice.interval,
    })
}

fn care_row(backend: &Backend, row: RequestRow) -> CareRow {
    CareRow { about: about(&row), asked_on: backend.clock.date_of(row.opened_at), id: row.id.0, subject: row.subject, state: row.state }
}

/// The subscription concerned, as it was when it was asked, or the number of a document.
pub fn about(row: &RequestRow) -> Option<String> {
    if let Some(matter) = &row.context.matter {
        return Some(matter.number.clone());
    }
    let id = row.subscription.as_ref()?;
    row.context.subscriptions.iter().find(|found| found.id == *id).map(|found| format!("{} {}", found.product_name, found.plan_name))
}

/// Whether the seller's people are named to the reader.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Names {
    /// To each other.
    Told,
    /// Customers are answered by customer care, whoever that is.
    Kept,
}

/// A message as it is read.
pub fn message(backend: &Backend, row: MessageRow, names: Names) -> RequestMessage {
    let written = backend.clock.local_time(row.written_at);
    let person = if row.side == Side::Seller && names == Names::Kept { String::new() } else { row.person_name };
    RequestMessage { side: row.side, person, on: written.date(), at: written.format("%H:%M").to_string(), text: row.body }
}

pub async fn open_request(
    door: String,
    (subject, subscription, about): (String, String, String),
    (plan, seats, interval): Wish,
    message: String,
) -> Result<(), ApiError> {
    let open = async || {
        let SignedIn { backend, actor } = signed_in_at(&door).await?;
        let input = RequestInput { subject, subscription, about, wish: PlanInput { plan, seats, interval }, message };
        run_to_end(async move { open::open_request(&backend, &actor, &input).await }).await
    };
    let id = reply(open().await)?;
    lead_to(&format!("{}/{id}?done=sent", care_address(&door)));
    Ok(())
}

pub async fn load_request(door: String, request: String) -> Result<ConversationPage, ApiError> {
    reply(conversation_page(&door, &RequestId(request)).await)
}

async fn conversation_page(door: &str, id: &RequestId) -> Result<ConversationPage, ApiError> {
    let SignedIn { backend, actor } = signed_in_at(door).await?;
    let (row, messages) = load::load_request(&backend, &actor, id).await?;
    Ok(ConversationPage {
        about: about(&row),
        subject: row.subject,
        state: row.state,
        messages: messages.into_iter().map(|row| message(&backend, row, Names::Kept)).collect(),
        id: row.id.0,
    })
}

pub async fn write_message(door: String, request: String, message: String) -> Result<(), ApiError> {
    let id = RequestId(request);
    let page = format!("{}/{id}?done=written", care_address(&door));
    let write = async || {
        let SignedIn { backend, actor } = signed_in_at(&door).await?;
        run_to_end(async move { write::write_message(&backend, &actor, &id, &message).await }).await
    };
    reply(write().await)?;
    lead_to(&page);
    Ok(())
}
