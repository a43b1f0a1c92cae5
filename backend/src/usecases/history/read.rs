//! The account's history: newest first, filtered by kind and time, a page at a time or all at once.

pub use crate::db::history::{Doer, HistoryEntry};

use crate::db::history::{self, HistoryFilter};
use crate::db::{Tx, accounts};
use crate::history::HistoryKind;
use crate::work;
use crate::{Account, Actor, Backend, Refusal, Role};
use billing::period::parse_iso_date;

/// Entries of a page.
const PAGE_ENTRIES: i64 = 20;
/// The most entries of a download.
const DOWNLOAD_ENTRIES: i64 = 20_000;

/// What is looked for, as it stands in the address: absent, or whatever somebody typed.
#[derive(Clone, Debug, Default)]
pub struct HistoryQuery {
    /// Word of a kind; anything else is every kind.
    pub kind: String,
    /// The first day, an ISO date; anything else is no beginning.
    pub from: String,
    /// The last day.
    pub until: String,
}

/// A page of the history.
pub struct HistoryPage {
    /// The account.
    pub account: Account,
    /// Newest first.
    pub entries: Vec<HistoryEntry>,
    /// The last entry's identifier, when there are older ones.
    pub older: Option<String>,
}

/// What happened before the entry of that identifier; without it the newest.
///
/// # Errors
/// [`Refusal::NotFound`] when the entry is not this account's.
pub async fn read_history(backend: &Backend, actor: &Actor, query: &HistoryQuery, before: Option<&str>) -> Result<HistoryPage, Refusal> {
    let filter = filter_of(backend, actor, query);
    backend.db.read(work!(tx, &filter => read_page(tx, actor, filter, before, PAGE_ENTRIES).await)).await
}

/// All that is found, for a download.
///
/// # Errors
/// [`Refusal`].
pub async fn read_whole_history(backend: &Backend, actor: &Actor, query: &HistoryQuery) -> Result<HistoryPage, Refusal> {
    let filter = filter_of(backend, actor, query);
    backend.db.read(work!(tx, &filter => read_page(tx, actor, filter, None, DOWNLOAD_ENTRIES).await)).await
}

/// What stands for the newest thing that happened to the actor's account: another text once something else has happened.
///
/// # Errors
/// [`Refusal`].
pub async fn newest_event(backend: &Backend, actor: &Actor) -> Result<String, Refusal> {
    Ok(backend.db.read(work!(tx => Ok::<_, Refusal>(history::newest_entry(tx, &actor.account).await?))).await?.unwrap_or_default())
}

async fn read_page(tx: &mut Tx<'_>, actor: &Actor, filter: &HistoryFilter, before: Option<&str>, most: i64) -> Result<HistoryPage, Refusal> {
    let account = accounts::find_account(tx, &actor.account).await?.ok_or(Refusal::NotFound)?;
    let start = match before {
        Some(id) => (history::find_instant(tx, &actor.account, id).await?.ok_or(Refusal::NotFound)?, id),
        None => (filter.until, ""),
    };
    // One more than shown tells whether there is a next page.
    let mut entries = history::list_entries(tx, &actor.account, filter, start, most + 1).await?;
    let shown = usize::try_from(most).unwrap_or(usize::MAX);
    let more = entries.len() > shown;
    entries.truncate(shown);
    let entries: Vec<HistoryEntry> = entries.into_iter().flatten().collect();
    let older = entries.last().filter(|_| more).map(|entry| entry.id.clone());
    Ok(HistoryPage { account, entries, older })
}

fn filter_of(backend: &Backend, actor: &Actor, query: &HistoryQuery) -> HistoryFilter {
    let from = parse_iso_date(&query.from).map(|day| backend.clock.start_of(day));
    let until = parse_iso_date(&query.until).and_then(|day| day.succ_opt()).map(|day| backend.clock.start_of(day));
    // Whom somebody invited is the billing contact's to know.
    let only_own = (actor.role != Role::BillingContact).then(|| actor.person.clone());
    let kind = HistoryKind::parse(&query.kind).map_or("", HistoryKind::code);
    HistoryFilter { kind, from: from.unwrap_or(0), until: until.unwrap_or(i64::MAX), only_own }
}
