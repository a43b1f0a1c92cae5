//! Who works for an account: the list, invitations, what each may do, places that change hands, and who gets invoices. Behind both
//! doors of customers; `door` says which.

#[cfg(feature = "ssr")]
mod bodies;

use super::ApiError;
use billing::corporate::{ContactRight, GiverAfter};
use chrono::NaiveDate;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A person of the account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactRow {
    /// Identifier.
    pub person: String,
    /// Name.
    pub name: String,
    /// Mail address.
    pub email: String,
    /// What they may do.
    pub right: ContactRight,
    /// What they sign in with; none of who cannot.
    pub user_id: Option<String>,
    /// When they last signed in, in the seller's calendar.
    pub last_sign_in: Option<NaiveDate>,
}

/// An invitation that waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuestRow {
    /// Identifier.
    pub id: String,
    /// Who is invited.
    pub name: String,
    /// Their mail address.
    pub email: String,
    /// What they will be allowed to do.
    pub right: ContactRight,
    /// Who invited them.
    pub invited_by: String,
    /// When it was last sent.
    pub sent_on: NaiveDate,
    /// The last day of its link.
    pub valid_until: NaiveDate,
    /// Whether that is over.
    pub is_over: bool,
}

/// A place that is offered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferRow {
    /// Identifier.
    pub id: String,
    /// Name of who offers it.
    pub giver: String,
    /// Name of who is offered it.
    pub receiver: String,
    /// What the giver may do afterwards.
    pub after: GiverAfter,
    /// Since when.
    pub offered_on: NaiveDate,
    /// Whether the reader offers it.
    pub is_given: bool,
    /// Whether the reader is offered it.
    pub is_received: bool,
}

/// All that the page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactsPage {
    /// What the reader may do.
    pub right: ContactRight,
    /// The reader, as a person of the list.
    pub own: String,
    /// Those who may order first.
    pub contacts: Vec<ContactRow>,
    /// The newest first; none for whoever may not order.
    pub invitations: Vec<GuestRow>,
    /// The oldest first.
    pub offers: Vec<OfferRow>,
    /// Who gets invoices besides.
    pub recipients: Vec<String>,
    /// Names the billing details as they stand.
    pub version: String,
}

/// The page's data.
#[server(endpoint = "load_contacts")]
pub async fn load_contacts(#[server(default)] door: String) -> Result<ContactsPage, ApiError> {
    bodies::load_contacts(door).await
}

/// Invites somebody by mail.
#[server(endpoint = "invite_contact")]
pub async fn invite_contact(
    #[server(default)] door: String,
    #[server(default)] name: String,
    #[server(default)] email: String,
    #[server(default)] right: String,
) -> Result<(), ApiError> {
    bodies::invite_contact(door, name, email, right).await
}

/// Sends an invitation `again`, or takes it `back`.
#[server(endpoint = "settle_invitation")]
pub async fn settle_invitation(#[server(default)] door: String, #[server(default)] invitation: String, #[server(default)] act: String) -> Result<(), ApiError> {
    bodies::settle_invitation(door, invitation, act).await
}

/// Changes what somebody may do.
#[server(endpoint = "change_contact")]
pub async fn change_contact(#[server(default)] door: String, #[server(default)] person: String, #[server(default)] right: String) -> Result<(), ApiError> {
    bodies::change_contact(door, person, right).await
}

/// Takes somebody out of the account.
#[server(endpoint = "remove_contact")]
pub async fn remove_contact(#[server(default)] door: String, #[server(default)] person: String) -> Result<(), ApiError> {
    bodies::remove_contact(door, person).await
}

/// Offers the reader's place to somebody.
#[server(endpoint = "offer_place")]
pub async fn offer_place(#[server(default)] door: String, #[server(default)] receiver: String, #[server(default)] after: String) -> Result<(), ApiError> {
    bodies::offer_place(door, receiver, after).await
}

/// Takes a place that is offered, declines it, or no longer offers it: `take`, `decline`, `withdraw`.
#[server(endpoint = "settle_offer")]
pub async fn settle_offer(#[server(default)] door: String, #[server(default)] offer: String, #[server(default)] act: String) -> Result<(), ApiError> {
    bodies::settle_offer(door, offer, act).await
}

/// Sets who gets invoices besides. `version` names the details that the form was filled with.
#[server(endpoint = "save_recipients")]
pub async fn save_recipients(
    #[server(default)] door: String,
    #[server(default)] recipients: String,
    #[server(default)] version: String,
) -> Result<(), ApiError> {
    bodies::save_recipients(door, recipients, version).await
}
