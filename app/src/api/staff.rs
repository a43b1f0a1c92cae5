//! What the staff asks: their door, the accounts of all customers, and invitations into them.

#![allow(clippy::too_many_arguments, reason = "a form's function has an argument for each of its fields")]

pub mod account_parts;
#[cfg(feature = "ssr")]
mod bodies;
pub mod catalogue;
pub mod changes;
pub mod clock;
pub mod invoices;
pub mod jobs;
pub mod outbox;
pub mod purchase_orders;
pub mod quotes;
pub mod receipts;
pub mod requests;
pub mod security;
pub mod service_orders;

use super::ApiError;
use super::session::{Contact, DemoDay, Role, SignInPage};
use billing::corporate::{ContactRight, PaymentProfile, SelfService};
use billing::invoice::Party;
use billing::order::MethodOnFile;
use billing::{Currency, Language};
use changes::SubscriptionRow;
use chrono::NaiveDate;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What a member of staff may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StaffRole {
    /// Works with customers.
    Representative,
    /// Records payments.
    Finance,
    /// Runs the portal.
    Operator,
}

impl StaffRole {
    /// Whether they make accounts and invite people.
    pub const fn may_invite(self) -> bool {
        matches!(self, Self::Representative | Self::Operator)
    }

    /// Whether they see what happens by itself: calendar, jobs, outbox.
    pub const fn may_look_after(self) -> bool {
        matches!(self, Self::Representative | Self::Operator)
    }
}

/// What the frame around every page of the staff shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffFrame {
    /// Name of the reader.
    pub person_name: String,
    /// What they may do.
    pub role: StaffRole,
    /// Whether they have to set up a second factor before they may do it.
    pub must_set_up: bool,
    /// Who sells.
    pub seller_name: String,
    /// The day of the demonstration, if this is one.
    pub demo: Option<DemoDay>,
}

/// Whether an account buys online or with a representative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountKind {
    /// Online.
    Online,
    /// With a representative.
    Corporate,
}

/// An account in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountRow {
    /// Number.
    pub number: String,
    /// Name.
    pub name: String,
    /// City.
    pub city: String,
    /// ISO code of the country.
    pub country: String,
    /// Kind.
    pub kind: AccountKind,
    /// The billing contact, or who is invited to become it.
    pub contact: Option<String>,
    /// Subscriptions that run.
    pub subscriptions: i64,
}

/// Where the next page of the list begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct After {
    /// Name of the last account of the page.
    pub name: String,
    /// Its number.
    pub number: String,
}

/// Where the next page of a list by days begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AfterDay {
    /// Day of the last row of the page.
    pub day: NaiveDate,
    /// Its identifier or number.
    pub id: String,
}

/// A page of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountsPage {
    /// By name.
    pub rows: Vec<AccountRow>,
    /// Where the next page begins, if there is one.
    pub next: Option<After>,
    /// The number of the one account that the search means, where it means one.
    pub only: Option<String>,
}

/// A person of an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRow {
    /// Who.
    pub contact: Contact,
    /// What they may do.
    pub right: ContactRight,
}

/// An invitation that nobody has accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationRow {
    /// Identifier.
    pub id: String,
    /// Who.
    pub contact: Contact,
    /// As what.
    pub role: Role,
    /// Who invited.
    pub invited_by: String,
    /// When it was last sent.
    pub sent_on: NaiveDate,
    /// The last day of its link.
    pub valid_until: NaiveDate,
    /// Whether its link is over.
    pub is_over: bool,
}

/// An account with what belongs to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountPage {
    /// Number.
    pub number: String,
    /// Kind.
    pub kind: AccountKind,
    /// Name and address.
    pub party: Party,
    /// Currency.
    pub currency: Currency,
    /// Language of mails and invoices.
    pub language: Language,
    /// Subscriptions that run.
    pub subscriptions: i64,
    /// What runs.
    pub running: Vec<SubscriptionRow>,
    /// Its people.
    pub people: Vec<PersonRow>,
    /// Open invitations, the newest first.
    pub invitations: Vec<InvitationRow>,
    /// Whether the reader may send and withdraw them.
    pub may_invite: bool,
    /// The User ID that its invoices print, at the corporate door.
    pub user_id: Option<String>,
    /// How a corporate account pays.
    pub profile: Option<PaymentProfile>,
    /// What was agreed with a corporate account.
    pub terms: Option<AgreedTerms>,
    /// Credit, minor units.
    pub credit_minor: i64,
    /// Who gets invoices besides the billing contact.
    pub recipients: Vec<String>,
    /// What is charged.
    pub method: Option<MethodOnFile>,
    /// Who looks after it; none where everybody does.
    pub representative: Option<Representative>,
    /// Who could, for who may change that.
    pub representatives: Vec<Representative>,
    /// Whether the reader may.
    pub may_assign: bool,
}

/// What was agreed with a corporate account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreedTerms {
    /// Within how many days it pays.
    pub days: u32,
    /// Whether it adds seats by itself.
    pub self_service: SelfService,
}

/// A representative.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Representative {
    /// Identifier.
    pub id: String,
    /// Full name.
    pub name: String,
}

/// What the form for a new account offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewAccountPage {
    /// Currencies that the catalogue has prices in.
    pub currencies: Vec<Currency>,
}

/// Begins a session at the staff's door and leads to `next`, or home; whoever has a second factor is led to its step first.
/// Never sent by script, see `sign_in`.
#[server(endpoint = "staff_sign_in")]
pub async fn staff_sign_in(#[server(default)] email: String, #[server(default)] password: String, #[server(default)] next: String) -> Result<(), ApiError> {
    bodies::staff_sign_in(email, password.into(), next).await
}

/// The sign-in page's data.
#[server(endpoint = "load_staff_sign_in")]
pub async fn load_staff_sign_in() -> Result<SignInPage, ApiError> {
    bodies::load_staff_sign_in().await
}

/// The frame's data.
#[server(endpoint = "load_staff_frame")]
pub async fn load_staff_frame() -> Result<StaffFrame, ApiError> {
    bodies::load_staff_frame().await
}

/// A page of the accounts that the reader may see and a search finds, after the account of that name and number. With `list`
/// the list is shown even where the search means one account.
#[server(endpoint = "load_staff_accounts")]
pub async fn load_staff_accounts(
    #[server(default)] search: String,
    #[server(default)] list: String,
    #[server(default)] after_name: String,
    #[server(default)] after_number: String,
) -> Result<AccountsPage, ApiError> {
    bodies::load_staff_accounts(search, list, after_name, after_number).await
}

/// One account. That the reader looked at it is written down.
#[server(endpoint = "load_staff_account")]
pub async fn load_staff_account(#[server(default)] number: String) -> Result<AccountPage, ApiError> {
    bodies::load_staff_account(number).await
}

/// What the form for a new account offers.
#[server(endpoint = "load_new_account")]
pub async fn load_new_account() -> Result<NewAccountPage, ApiError> {
    bodies::load_new_account().await
}

/// Makes an account, invites its billing contact, and leads to its page.
#[server(endpoint = "create_account")]
pub async fn create_account(
    #[server(default)] kind: String,
    #[server(default)] terms_days: String,
    #[server(default)] self_service: String,
    #[server(default)] user_id: String,
    #[server(default)] name: String,
    #[server(default)] street: String,
    #[server(default)] postal_code: String,
    #[server(default)] city: String,
    #[server(default)] country: String,
    #[server(default)] currency: String,
    #[server(default)] language: String,
    #[server(default)] vat_id: String,
    #[server(default)] contact_name: String,
    #[server(default)] contact_email: String,
) -> Result<(), ApiError> {
    bodies::create_account(backend::usecases::accounts::create::AccountInput {
        kind,
        terms_days,
        self_service,
        user_id,
        name,
        street,
        postal_code,
        city,
        country,
        currency,
        language,
        vat_id,
        contact_name,
        contact_email,
    })
    .await
}

/// Sets what was agreed with a corporate account.
#[server(endpoint = "change_terms")]
pub async fn change_terms(
    #[server(default)] number: String,
    #[server(default)] terms_days: String,
    #[server(default)] self_service: String,
) -> Result<(), ApiError> {
    bodies::change_terms(number, (terms_days, self_service)).await
}

/// Says who looks after an account; nobody in particular with an empty `representative`.
#[server(endpoint = "assign_representative")]
pub async fn assign_representative(#[server(default)] number: String, #[server(default)] representative: String) -> Result<(), ApiError> {
    bodies::assign_representative(number, representative).await
}

/// Sends an invitation once more, with a new link.
#[server(endpoint = "send_invitation_again")]
pub async fn send_invitation_again(#[server(default)] number: String, #[server(default)] invitation: String) -> Result<(), ApiError> {
    bodies::send_invitation_again(number, invitation).await
}

/// Takes an invitation back.
#[server(endpoint = "withdraw_invitation")]
pub async fn withdraw_invitation(#[server(default)] number: String, #[server(default)] invitation: String) -> Result<(), ApiError> {
    bodies::withdraw_invitation(number, invitation).await
}
