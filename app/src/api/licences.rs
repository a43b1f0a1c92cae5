//! Who holds which licence of which subscription.

#[cfg(feature = "ssr")]
mod bodies;

use super::ApiError;
use billing::licences::{Holder, Person};
use chrono::NaiveDate;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A subscription that has licences to give.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LicencesOf {
    /// Its identifier.
    pub subscription: String,
    /// Name of its product.
    pub product_name: String,
    /// Name of its plan.
    pub plan_name: String,
    /// How many it has.
    pub seats: i64,
    /// How many are held.
    pub held: i64,
    /// Whether the plan editor takes it, to add some.
    pub can_change: bool,
    /// How many it will have from a day on, where it gets smaller then than what is held.
    pub shrinks: Option<Shrinking>,
}

/// A subscription gets smaller than what is held of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shrinking {
    /// The day.
    pub on: NaiveDate,
    /// How many licences it has from then on.
    pub seats: i64,
}

/// What the page of the licences shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LicencesPage {
    /// All subscriptions that live, oldest first.
    pub subscriptions: Vec<LicencesOf>,
    /// The one that is looked at.
    pub chosen: Option<LicencesOf>,
    /// Who holds a licence of it.
    pub holders: Vec<Holder>,
    /// Where the next page of holders begins, if there is one: after this mail address.
    pub older: Option<String>,
    /// Whether holders come before.
    pub is_continued: bool,
    /// People of the account who hold none of it.
    pub candidates: Vec<Person>,
}

/// The page's data.
#[server(endpoint = "load_licences")]
pub async fn load_licences(#[server(default)] subscription: String, #[server(default)] after: String) -> Result<LicencesPage, ApiError> {
    bodies::load_licences(subscription, after).await
}

/// Gives licences to those who were chosen and those who were typed; with the act `forget`, takes those who were chosen off the
/// list of people instead.
#[server(endpoint = "assign_licences")]
pub async fn assign_licences(
    #[server(default)] subscription: String,
    #[server(default)] act: String,
    #[server(default)] person: Vec<String>,
    #[server(default)] people: String,
) -> Result<(), ApiError> {
    bodies::assign_licences(subscription, act, person, people).await
}

/// Takes the licences of those who were chosen, or says that they go first. The pressed button is the act.
#[server(endpoint = "change_licences")]
pub async fn change_licences(
    #[server(default)] subscription: String,
    #[server(default)] act: String,
    #[server(default)] holder: Vec<String>,
) -> Result<(), ApiError> {
    bodies::change_licences(subscription, act, holder).await
}
