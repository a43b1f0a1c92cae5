//! What happened while the demo's calendar was moved: told by day and kind, and kept in the audit trail.

use super::EventKind;
use crate::db::job_lists::{self, DebitRow};
use crate::db::{DbError, accounts, audit, staff};
use crate::usecases::jobs::tally::Tally;
use crate::usecases::staff::StaffMember;
use crate::work;
use crate::{Backend, Refusal};
use billing::ids::{AccountId, PersonId};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The word in the audit trail.
const MOVED: &str = "demo_clock_moved";
/// Debits of a day that are told of.
const MOST_DEBITS: i64 = 500;
/// Accounts that are named for a kind on a day.
const MOST_NAMES: usize = 8;

/// A move of the calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    /// The day on which it stood.
    pub from: NaiveDate,
    /// The day to which it came.
    pub to: NaiveDate,
    /// The days on which something happened, in order. Moves from before they were told have none.
    #[serde(default)]
    pub days: Vec<DayPassed>,
    /// Who moved it; the audit trail knows.
    #[serde(skip)]
    pub moved_by: Option<String>,
}

/// A day that passed and on which something happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayPassed {
    /// The day.
    pub day: NaiveDate,
    /// What happened on it, in the order in which a day goes through the kinds.
    pub happened: Vec<Passed>,
}

/// What happened of one kind on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passed {
    /// The kind.
    pub kind: EventKind,
    /// How often it was done.
    pub done: u64,
    /// How often it failed; then it is tried again.
    pub failed: u64,
    /// Whom it concerned, or the first of them.
    pub accounts: Vec<NamedAccount>,
    /// Whether it concerned others as well.
    pub has_more: bool,
}

/// An account, to lead to it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct NamedAccount {
    /// Customer number.
    pub number: String,
    /// Name.
    pub name: String,
}

/// Debits on which the bank decides after a day and by another.
pub(super) async fn list_settling(backend: &Backend, after: NaiveDate, until: NaiveDate) -> Result<Vec<DebitRow>, DbError> {
    backend.db.read(work!(tx => job_lists::list_debits(tx, "", (after, until), MOST_DEBITS).await)).await
}

/// What a day's round and its debits came to, with the names of the accounts.
pub(super) async fn name_what_happened(backend: &Backend, tally: &Tally, debits: Vec<DebitRow>) -> Result<Vec<Passed>, DbError> {
    let mut happened = Vec::new();
    if !debits.is_empty() {
        let done = u64::try_from(debits.len()).unwrap_or(u64::MAX);
        let named: Vec<_> = debits.into_iter().map(|debit| NamedAccount { number: debit.account_number, name: debit.account_name }).collect();
        happened.push(passed(EventKind::Debit, (done, 0), named));
    }
    for (kind, counts) in tally.iter() {
        let mut named = Vec::new();
        for account in &counts.accounts {
            named.extend(name_account(backend, account).await?);
        }
        happened.push(passed(EventKind::Job(kind), (counts.done, counts.failed), named));
    }
    Ok(happened)
}

fn passed(kind: EventKind, (done, failed): (u64, u64), mut accounts: Vec<NamedAccount>) -> Passed {
    accounts.sort_by(|a, b| (&a.name, &a.number).cmp(&(&b.name, &b.number)));
    accounts.dedup();
    let has_more = accounts.len() > MOST_NAMES;
    accounts.truncate(MOST_NAMES);
    Passed { kind, done, failed, accounts, has_more }
}

async fn name_account(backend: &Backend, id: &AccountId) -> Result<Option<NamedAccount>, DbError> {
    let account = backend.db.read(work!(tx => accounts::find_account(tx, id).await)).await?;
    Ok(account.map(|account| NamedAccount { number: account.number, name: account.party.name }))
}

/// Writes a move down.
pub(super) async fn note_move(backend: &Backend, person: &PersonId, told: &Move) -> Result<(), Refusal> {
    let now = backend.now();
    let details = serde_json::json!(told);
    backend
        .db
        .write(work!(tx, &details => {
            let details = details.clone();
            audit::add_entry(tx, audit::AuditEntry { account: None, person: Some(person), action: MOVED, subject: "clock", details }, now).await
        }))
        .await?;
    Ok(())
}

/// The last move, if there was one. It moved everybody's calendar, so that the counts are of all accounts; named are those that the
/// reader may see.
///
/// # Errors
/// [`DbError`].
pub async fn find_last_move(backend: &Backend, member: &StaffMember) -> Result<Option<Move>, DbError> {
    backend
        .db
        .read(work!(tx => {
            let Some(entry) = audit::find_last(tx, MOVED).await? else { return Ok(None) };
            let Ok(mut told) = serde_json::from_str::<Move>(&entry.details) else { return Ok(None) };
            let happened = || told.days.iter().flat_map(|day| &day.happened);
            let named: BTreeSet<String> = happened().flat_map(|passed| &passed.accounts).map(|account| account.number.clone()).collect();
            let mut seen = BTreeSet::new();
            for number in named {
                if staff::find_for(tx, member, &number).await?.is_some() {
                    seen.insert(number);
                }
            }
            for passed in told.days.iter_mut().flat_map(|day| &mut day.happened) {
                let before = passed.accounts.len();
                passed.accounts.retain(|account| seen.contains(&account.number));
                passed.has_more |= passed.accounts.len() < before;
            }
            Ok(Some(Move { moved_by: entry.person_name, ..told }))
        }))
        .await
}
