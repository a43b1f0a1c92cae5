//! What the server functions of the licences do.

use super::{LicencesOf, LicencesPage, Shrinking};
use crate::api::ApiError;
use crate::api::request::{SignedIn, lead_to, reply, run_to_end, signed_in};
use backend::Backend;
use backend::usecases::licences::load::{self, HeldOf};
use backend::usecases::licences::release::{self, HolderAct};
use backend::usecases::licences::{assign, forget};
use billing::ids::SubscriptionId;
use billing::input::InputFault;

pub async fn load_licences(subscription: String, after: String) -> Result<LicencesPage, ApiError> {
    reply(licences_page(&subscription, &after).await)
}

async fn licences_page(subscription: &str, after: &str) -> Result<LicencesPage, ApiError> {
    let SignedIn { backend, actor } = signed_in().await?;
    let state = load::load_licences(&backend, &actor, subscription, after).await?;
    let subscriptions: Vec<LicencesOf> = state.subscriptions.iter().map(|found| licences_of(&backend, found)).collect();
    Ok(LicencesPage {
        chosen: state.chosen.and_then(|place| subscriptions.get(place).cloned()),
        subscriptions,
        older: state.holders.last().filter(|_| state.has_more).map(|holder| holder.person.email.clone()),
        is_continued: !after.is_empty(),
        holders: state.holders,
        candidates: state.candidates,
    })
}

fn licences_of(backend: &Backend, found: &HeldOf) -> LicencesOf {
    let HeldOf { subscription, held } = found;
    let running = &subscription.running;
    let shrinks = subscription.scheduled.as_ref().filter(|scheduled| scheduled.seats < *held);
    LicencesOf {
        subscription: subscription.id.0.clone(),
        product_name: backend.catalogue.product_name(&running.product),
        plan_name: backend.catalogue.plan_name(&running.product, &running.plan),
        seats: running.seats,
        held: *held,
        can_change: subscription.can_change(),
        shrinks: shrinks.map(|scheduled| Shrinking { on: running.period_end, seats: scheduled.seats }),
    }
}

pub async fn assign_licences(subscription: String, act: String, person: Vec<String>, people: String) -> Result<(), ApiError> {
    let id = SubscriptionId(subscription);
    let forgets = act == "forget";
    let done = if forgets { "forgotten" } else { "assigned" };
    let page = format!("/billing/licences?subscription={id}&done={done}");
    let assign = async || {
        let SignedIn { backend, actor } = signed_in().await?;
        run_to_end(async move {
            if forgets {
                forget::forget_people(&backend, &actor, &person).await
            } else {
                assign::assign_licences(&backend, &actor, &id, &person, &people).await
            }
        })
        .await
    };
    reply(assign().await)?;
    lead_to(&page);
    Ok(())
}

pub async fn change_licences(subscription: String, act: String, holder: Vec<String>) -> Result<(), ApiError> {
    let id = SubscriptionId(subscription);
    let page = format!("/billing/licences?subscription={id}&done={act}");
    let change = async || {
        let SignedIn { backend, actor } = signed_in().await?;
        actor.must_be_billing_contact()?;
        let act = HolderAct::parse(&act).ok_or(ApiError::Input { field: "act".to_owned(), fault: InputFault::NotOffered })?;
        run_to_end(async move { release::change_licences(&backend, &actor, &id, act, &holder).await }).await
    };
    reply(change().await)?;
    lead_to(&page);
    Ok(())
}
