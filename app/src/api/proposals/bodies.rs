//! What the server functions of wishes do.

use super::{ProposalForm, ProposalPage, ProposalPlan, ProposalRow, ProposalThing, ProposalsPage};
use crate::api::ApiError;
use crate::api::request::{SignedIn, lead_to, reply, run_to_end, signed_in};
use crate::api::session::Contact;
use backend::usecases::cart::put::Wish;
use backend::usecases::proposals::offer::{ProposalOffer, load_offer};
use backend::usecases::proposals::{list, order_address, propose as proposing, settle};
use backend::{Backend, db};
use billing::Product;
use billing::editor::PlanInput;
use billing::ids::{ProductId, ProposalId, SubscriptionId};
use billing::subscription::Subscription;

pub async fn load_proposals() -> Result<ProposalsPage, ApiError> {
    reply(proposals_page().await)
}

async fn proposals_page() -> Result<ProposalsPage, ApiError> {
    let SignedIn { backend, actor } = signed_in().await?;
    let rows = list::list_proposals(&backend, &actor).await?;
    Ok(ProposalsPage {
        role: actor.role.into(),
        contact: Contact { name: actor.billing_contact.name.clone(), email: actor.billing_contact.email.clone() },
        rows: rows.into_iter().map(|row| proposal_row(&backend, row)).collect(),
    })
}

/// A wish as it is told.
pub fn proposal_row(backend: &Backend, row: db::proposals::ProposalRow) -> ProposalRow {
    let (product, plan) = (backend.catalogue.product_name(&row.product), backend.catalogue.plan_name(&row.product, &row.choice.plan));
    ProposalRow {
        address: order_address(&row.product, row.subscription.as_ref(), &row.choice),
        id: row.id.0,
        who: row.proposed_by.name,
        name: format!("{product} {plan}"),
        seats: row.choice.seats,
        interval: row.choice.interval,
        note: row.note,
        state: row.state,
        reason: row.reason,
        on: backend.clock.date_of(row.proposed_at),
    }
}

pub async fn load_proposal(of: (String, String), asked: PlanInput) -> Result<ProposalPage, ApiError> {
    reply(proposal_page(of, asked).await)
}

async fn proposal_page((subscription, product): (String, String), asked: PlanInput) -> Result<ProposalPage, ApiError> {
    let SignedIn { backend, actor } = signed_in().await?;
    let ProposalOffer { subscriptions, products, .. } = load_offer(&backend, &actor).await?;
    let changes = subscriptions.iter().map(|found| change_of(&backend, found));
    let news = products.iter().map(|id| new_of(&backend, id));
    let form = match (subscriptions.iter().find(|found| found.id.as_str() == subscription), products.iter().find(|id| id.as_str() == product)) {
        (Some(found), _) => change_form(&backend, found, asked),
        (None, Some(id)) => new_form(&backend, id, asked),
        // What is not there can be wished as little as another account's.
        (None, None) if !subscription.is_empty() || !product.is_empty() => return Err(ApiError::NotFound),
        (None, None) => None,
    };
    Ok(ProposalPage {
        contact: Contact { name: actor.billing_contact.name.clone(), email: actor.billing_contact.email.clone() },
        things: changes.chain(news).collect(),
        form,
    })
}

fn change_of(backend: &Backend, found: &Subscription) -> ProposalThing {
    let running = &found.running;
    let (product, plan) = (backend.catalogue.product_name(&running.product), backend.catalogue.plan_name(&running.product, &running.plan));
    ProposalThing { subscription: found.id.to_string(), product: String::new(), name: format!("{product} {plan}") }
}

fn new_of(backend: &Backend, id: &ProductId) -> ProposalThing {
    ProposalThing { subscription: String::new(), product: id.to_string(), name: backend.catalogue.product_name(id) }
}

/// A plan of lower rank is not the billing contact's to order.
fn change_form(backend: &Backend, found: &Subscription, asked: PlanInput) -> Option<ProposalForm> {
    let product = backend.catalogue.product(&found.running.product)?;
    let (rank, _) = product.plan(&found.running.plan)?;
    let input = filled(asked, PlanInput::from_running(&found.running));
    Some(ProposalForm { thing: change_of(backend, found), plans: plans_from(product, rank), input })
}

fn new_form(backend: &Backend, id: &ProductId, asked: PlanInput) -> Option<ProposalForm> {
    let product = backend.catalogue.product(id)?;
    let first =
        PlanInput { plan: product.plans.first().map(|plan| plan.id.to_string()).unwrap_or_default(), seats: "1".to_owned(), interval: "monthly".to_owned() };
    Some(ProposalForm { thing: new_of(backend, id), plans: plans_from(product, 0), input: filled(asked, first) })
}

fn plans_from(product: &Product, rank: usize) -> Vec<ProposalPlan> {
    product.plans.iter().skip(rank).map(|plan| ProposalPlan { id: plan.id.to_string(), name: plan.name.clone() }).collect()
}

/// What the address asks for, where it says something.
fn filled(asked: PlanInput, first: PlanInput) -> PlanInput {
    let or = |asked: String, first: String| if asked.is_empty() { first } else { asked };
    PlanInput { plan: or(asked.plan, first.plan), seats: or(asked.seats, first.seats), interval: or(asked.interval, first.interval) }
}

pub async fn propose((subscription, product): (String, String), input: PlanInput, note: String) -> Result<(), ApiError> {
    let wish = if subscription.is_empty() { Wish::New(ProductId(product)) } else { Wish::Change(SubscriptionId(subscription)) };
    let propose = async || {
        let SignedIn { backend, actor } = signed_in().await?;
        run_to_end(async move { proposing::propose(&backend, &actor, (&wish, &input), &note).await }).await
    };
    reply(propose().await).map(|_id| ())?;
    lead_to("/billing/proposals?done=sent");
    Ok(())
}

pub async fn decline_proposal(proposal: String, reason: String) -> Result<(), ApiError> {
    let decline = async || {
        let SignedIn { backend, actor } = signed_in().await?;
        let id = ProposalId(proposal);
        run_to_end(async move { settle::decline(&backend, &actor, &id, &reason).await }).await
    };
    reply(decline().await)?;
    lead_to("/billing/proposals?done=declined");
    Ok(())
}

pub async fn withdraw_proposal(proposal: String) -> Result<(), ApiError> {
    let withdraw = async || {
        let SignedIn { backend, actor } = signed_in().await?;
        let id = ProposalId(proposal);
        run_to_end(async move { settle::withdraw(&backend, &actor, &id).await }).await
    };
    reply(withdraw().await)?;
    lead_to("/billing/proposals?done=withdrawn");
    Ok(())
}
