//! A member of staff looks at an account. That they did is written down.

use crate::actor::Account;
use crate::db::audit::{AuditEntry, add_entry};
use crate::db::invitations::{self, Invitation};
use crate::db::staff::{self, AccountPerson};
use crate::db::subscriptions::{self, Versioned};
use crate::db::{DbError, Tx, accounts};
use crate::usecases::staff::StaffMember;
use crate::{Backend, Refusal, work};
use billing::ids::AccountId;

/// An account with what belongs to it.
pub struct AccountView {
    /// The account.
    pub account: Account,
    /// `online` or `corporate`.
    pub kind: String,
    /// Its people, billing contacts first.
    pub people: Vec<AccountPerson>,
    /// Invitations that nobody has accepted.
    pub invitations: Vec<Invitation>,
    /// How many subscriptions run.
    pub subscriptions: i64,
    /// All subscriptions, oldest first.
    pub running: Vec<Versioned>,
}

/// The account of a customer number.
///
/// # Errors
/// [`Refusal::NotFound`], or of the database.
pub async fn view_account(backend: &Backend, member: &StaffMember, number: &str) -> Result<AccountView, Refusal> {
    backend.db.write(work!(tx => view(tx, backend, member, number).await)).await
}

async fn view(tx: &mut Tx<'_>, backend: &Backend, member: &StaffMember, number: &str) -> Result<AccountView, Refusal> {
    let (id, kind) = staff::find_by_number(tx, number).await?.ok_or(Refusal::NotFound)?;
    let account = accounts::find_account(tx, &id).await?.ok_or(Refusal::NotFound)?;
    note_view(tx, member, &id, backend.now()).await?;
    Ok(AccountView {
        account,
        kind,
        people: staff::list_people(tx, &id).await?,
        invitations: invitations::list_open(tx, &id).await?,
        subscriptions: staff::count_subscriptions(tx, &id).await?,
        running: subscriptions::list_subscriptions(tx, &id).await?,
    })
}

async fn note_view(tx: &mut Tx<'_>, member: &StaffMember, account: &AccountId, now: i64) -> Result<(), DbError> {
    let details = serde_json::json!({});
    add_entry(tx, AuditEntry { account: Some(account), person: Some(&member.person), action: "account_viewed", subject: account.as_str(), details }, now).await
}
