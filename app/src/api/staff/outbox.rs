//! The outbox as the staff sees it: every mail to customers, and what stands in one.

#[cfg(feature = "ssr")]
pub(super) mod bodies;

use super::clock::AccountLink;
use crate::api::ApiError;
use billing::Language;
use chrono::NaiveDate;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What has become of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailStanding {
    /// It will be sent.
    Waiting,
    /// Sending it failed, and is tried again.
    Retrying,
    /// It was sent.
    Sent,
    /// There is no mail server.
    Kept,
    /// It failed too often.
    Failed,
}

/// A mail in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailRow {
    /// Identifier.
    pub id: String,
    /// Whom it goes to.
    pub recipient: String,
    /// Subject line.
    pub subject: String,
    /// Its language.
    pub language: Language,
    /// What has become of it.
    pub standing: MailStanding,
    /// The day on which it was written, by the clock on the wall.
    pub written_on: NaiveDate,
    /// The time of day.
    pub written_at: String,
    /// The account that it concerns.
    pub account: Option<AccountLink>,
}

/// A page of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailsPage {
    /// The newest first.
    pub rows: Vec<MailRow>,
    /// The last row's identifier, when there are older ones.
    pub next: Option<String>,
    /// Whether mails are kept here for want of a mail server.
    pub is_kept: bool,
    /// How many failed too often, of all.
    pub failed: i64,
    /// Whether the reader may have them sent again.
    pub may_send_again: bool,
}

/// A mail with its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailPage {
    /// The mail.
    pub mail: MailRow,
    /// Who sends it.
    pub sender: String,
    /// Its text; dots stand in the place of a secret.
    pub text: String,
    /// Whether there is such a place.
    pub has_secret: bool,
    /// Why sending it failed the last time; told to operators alone.
    pub why: Option<String>,
    /// Whether the reader may have it sent again.
    pub may_send_again: bool,
}

/// Mails to an address with that in it, in that state, before the one of that identifier; without one, the newest.
#[server(endpoint = "load_mails")]
pub async fn load_mails(#[server(default)] search: String, #[server(default)] state: String, #[server(default)] before: String) -> Result<MailsPage, ApiError> {
    bodies::load_mails(search, state, before).await
}

/// Has a mail sent again that failed too often; all of them without an identifier.
#[server(endpoint = "send_mails_again")]
pub async fn send_mails_again(#[server(default)] mail: String) -> Result<(), ApiError> {
    bodies::send_mails_again(mail).await
}

/// One mail. That the reader read it is written down.
#[server(endpoint = "load_mail")]
pub async fn load_mail(#[server(default)] mail: String) -> Result<MailPage, ApiError> {
    bodies::load_mail(mail).await
}
