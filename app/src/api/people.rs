//! People from nothing: invitations, forgotten passwords, the profile, and the choice of an account.

#[cfg(feature = "ssr")]
mod bodies;

use super::ApiError;
use super::session::Role;
use billing::corporate::ContactRight;
use chrono::NaiveDate;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What the page of an invitation shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvitationPage {
    /// It can be accepted.
    Open(Box<OpenInvitation>),
    /// It cannot, and why.
    Over(LinkEnd),
}

/// An invitation that can be accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenInvitation {
    /// The secret of its address.
    pub token: String,
    /// Who is invited.
    pub name: String,
    /// Where they were written to.
    pub email: String,
    /// What they will sign in with: that address, or a User ID.
    pub login: String,
    /// What they will be allowed to do.
    pub right: ContactRight,
    /// Who invites.
    pub invited_by: String,
    /// Who sells.
    pub seller: String,
    /// Whether somebody of the account invites, and not the seller.
    pub by_colleague: bool,
    /// The account.
    pub account_name: String,
    /// Its number.
    pub account_number: String,
    /// What the reader has to do.
    pub step: InvitationStep,
}

/// What somebody has to do to accept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvitationStep {
    /// Choose a name and a password.
    SetPassword,
    /// Sign in with the login that they have.
    SignIn,
    /// Accept: they are signed in.
    Accept,
    /// Sign out first: somebody else is signed in.
    Switch { signed_in: String },
}

/// Why a link that was mailed leads no further.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkEnd {
    /// It was used before.
    Used,
    /// It was taken back.
    Withdrawn,
    /// It is too old.
    Expired,
    /// It is not known (any more).
    Unknown,
}

/// What the page for a new password shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PasswordLinkPage {
    /// The link can be used by the person with that mail address, who signs in with that login.
    Open { token: String, email: String, login: String },
    /// It cannot.
    Over,
}

/// A running sign-in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInRow {
    /// The device in a few words; empty when unknown.
    pub device: String,
    /// Since when, in the seller's calendar.
    pub since: NaiveDate,
    /// When it was last used.
    pub last_used: NaiveDate,
    /// Whether it is this one.
    pub is_current: bool,
}

/// What the profile shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfilePage {
    /// Name.
    pub name: String,
    /// Mail address.
    pub email: String,
    /// What they sign in with.
    pub login: String,
    /// Where they are signed in, the last used first.
    pub sign_ins: Vec<SignInRow>,
}

/// An account to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountChoice {
    /// Identifier.
    pub account: String,
    /// Name.
    pub name: String,
    /// Number.
    pub number: String,
    /// As what the reader belongs to it.
    pub role: Role,
    /// Whether it is the one that is looked at.
    pub is_current: bool,
}

/// What the choice of an account shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountsPage {
    /// The first one first.
    pub accounts: Vec<AccountChoice>,
}

/// What an invitation's link leads to.
#[server(endpoint = "load_invitation")]
pub async fn load_invitation(#[server(default)] door: String, #[server(default)] token: String) -> Result<InvitationPage, ApiError> {
    bodies::load_invitation(door, token).await
}

/// Somebody new accepts with a name and a password, and is signed in. Never sent by script, see `sign_in`.
#[server(endpoint = "accept_invitation")]
pub async fn accept_invitation(
    #[server(default)] door: String,
    #[server(default)] token: String,
    #[server(default)] name: String,
    #[server(default)] password: String,
) -> Result<(), ApiError> {
    bodies::accept_invitation(door, token, name, password.into()).await
}

/// Who is signed in accepts, and looks at the account from then on. Never sent by script.
#[server(endpoint = "accept_as_signed_in")]
pub async fn accept_as_signed_in(#[server(default)] door: String, #[server(default)] token: String) -> Result<(), ApiError> {
    bodies::accept_as_signed_in(door, token).await
}

/// Asks for a link to set a password. The answer is the same whether there is such a login or not.
#[server(endpoint = "ask_password_link")]
pub async fn ask_password_link(#[server(default)] email: String) -> Result<(), ApiError> {
    bodies::ask_password_link(email).await
}

/// What a link to set a password leads to.
#[server(endpoint = "load_password_link")]
pub async fn load_password_link(#[server(default)] token: String) -> Result<PasswordLinkPage, ApiError> {
    bodies::load_password_link(token).await
}

/// Sets a password by a link. Never sent by script, so that browsers offer to keep it.
#[server(endpoint = "set_password")]
pub async fn set_password(#[server(default)] token: String, #[server(default)] password: String) -> Result<(), ApiError> {
    bodies::set_password(token, password.into()).await
}

/// The profile's data.
#[server(endpoint = "load_profile")]
pub async fn load_profile(#[server(default)] door: String) -> Result<ProfilePage, ApiError> {
    bodies::load_profile(door).await
}

/// Changes name and language of who is signed in. Never sent by script: the page that follows may speak the other language.
#[server(endpoint = "save_profile")]
pub async fn save_profile(#[server(default)] door: String, #[server(default)] name: String, #[server(default)] language: String) -> Result<(), ApiError> {
    bodies::save_profile(door, name, language).await
}

/// Changes the password of who is signed in.
#[server(endpoint = "change_password")]
pub async fn change_password(
    #[server(default)] door: String,
    #[server(default)] old_password: String,
    #[server(default)] password: String,
) -> Result<(), ApiError> {
    bodies::change_password(door, old_password.into(), password.into()).await
}

/// Signs the reader out on all other devices.
#[server(endpoint = "sign_out_elsewhere")]
pub async fn sign_out_elsewhere(#[server(default)] door: String) -> Result<(), ApiError> {
    bodies::sign_out_elsewhere(door).await
}

/// The accounts to choose from.
#[server(endpoint = "load_accounts")]
pub async fn load_accounts() -> Result<AccountsPage, ApiError> {
    bodies::load_accounts().await
}

/// Looks at another account from now on. Never sent by script: nothing of the account before is to stay in memory.
#[server(endpoint = "switch_account")]
pub async fn switch_account(#[server(default)] account: String) -> Result<(), ApiError> {
    bodies::switch_account(account).await
}
