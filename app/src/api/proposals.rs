//! What colleagues wish: the form, the list, declining and taking back. What is taken up goes into the cart.

#![allow(clippy::too_many_arguments, reason = "a form's function has an argument for each of its fields")]

#[cfg(feature = "ssr")]
pub(super) mod bodies;

use super::ApiError;
use super::session::{Contact, Role};
use billing::BillingInterval;
use billing::editor::PlanInput;
use billing::request::ProposalState;
use chrono::NaiveDate;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A wish.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalRow {
    /// Identifier.
    pub id: String,
    /// Name of who wishes it.
    pub who: String,
    /// Product and plan that are wished.
    pub name: String,
    /// Licences.
    pub seats: i64,
    /// Frequency.
    pub interval: BillingInterval,
    /// What they added.
    pub note: String,
    /// What has become of it.
    pub state: ProposalState,
    /// Why it was declined.
    pub reason: String,
    /// The day on which it was wished, by the clock on the wall.
    pub on: NaiveDate,
    /// Where it is filled in, to be ordered.
    pub address: String,
}

/// The list of wishes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalsPage {
    /// Which side the reader is on.
    pub role: Role,
    /// Who orders.
    pub contact: Contact,
    /// The billing contact's are open, a colleague's are their own.
    pub rows: Vec<ProposalRow>,
}

/// Something that can be wished.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalThing {
    /// Identifier of the subscription that changes; empty for a new one.
    pub subscription: String,
    /// Identifier of the product of a new one; else empty.
    pub product: String,
    /// Product and, where one runs, its plan.
    pub name: String,
}

/// A plan that can be wished.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalPlan {
    /// Identifier.
    pub id: String,
    /// Name.
    pub name: String,
}

/// The form for one thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalForm {
    /// What it is about.
    pub thing: ProposalThing,
    /// Plans that the billing contact could order.
    pub plans: Vec<ProposalPlan>,
    /// What the form shows at first.
    pub input: PlanInput,
}

/// The page of a new wish: a form, or what there could be one for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalPage {
    /// Who orders.
    pub contact: Contact,
    /// What can be changed, then what can be new.
    pub things: Vec<ProposalThing>,
    /// The form for what the address names.
    pub form: Option<ProposalForm>,
}

/// The wishes that concern the reader.
#[server(endpoint = "load_proposals")]
pub async fn load_proposals() -> Result<ProposalsPage, ApiError> {
    bodies::load_proposals().await
}

/// The form of a wish.
#[server(endpoint = "load_proposal")]
pub async fn load_proposal(
    #[server(default)] subscription: String,
    #[server(default)] product: String,
    #[server(default)] plan: String,
    #[server(default)] seats: String,
    #[server(default)] interval: String,
) -> Result<ProposalPage, ApiError> {
    bodies::load_proposal((subscription, product), PlanInput { plan, seats, interval }).await
}

/// Wishes something of the billing contact and leads to the list.
#[server(endpoint = "propose")]
pub async fn propose(
    #[server(default)] subscription: String,
    #[server(default)] product: String,
    #[server(default)] plan: String,
    #[server(default)] seats: String,
    #[server(default)] interval: String,
    #[server(default)] note: String,
) -> Result<(), ApiError> {
    bodies::propose((subscription, product), PlanInput { plan, seats, interval }, note).await
}

/// Declines a wish with a reason.
#[server(endpoint = "decline_proposal")]
pub async fn decline_proposal(#[server(default)] proposal: String, #[server(default)] reason: String) -> Result<(), ApiError> {
    bodies::decline_proposal(proposal, reason).await
}

/// Takes a wish of one's own back.
#[server(endpoint = "withdraw_proposal")]
pub async fn withdraw_proposal(#[server(default)] proposal: String) -> Result<(), ApiError> {
    bodies::withdraw_proposal(proposal).await
}
