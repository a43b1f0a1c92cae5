//! Lists of quotes: an account's, and the staff's.

use crate::db::quotes::{self, StaffQuote};
use crate::usecases::paging::cut_to_page;
use crate::usecases::staff::StaffMember;
use crate::work;
use crate::{Actor, Backend, DbError};
use billing::quote::QuoteSummary;
use chrono::NaiveDate;

/// Rows of a page of the staff's list.
const PAGE: i64 = 50;

/// The quotes of the actor's account, open ones first.
///
/// # Errors
/// [`DbError`].
pub async fn list_quotes(backend: &Backend, actor: &Actor) -> Result<Vec<QuoteSummary>, DbError> {
    backend.db.read(work!(tx => quotes::list_quotes(tx, &actor.account).await)).await
}

/// A page of the staff's list.
pub struct StaffQuotesPage {
    /// Newest first.
    pub rows: Vec<StaffQuote>,
    /// Day and number after which the next page begins, if there is one.
    pub next: Option<(NaiveDate, String)>,
}

/// Quotes of all accounts that the reader may see, after a day and number; the newest with two empty texts. `state` is the word of a state,
/// `ended` for all that lead nowhere any more, or empty for all.
///
/// # Errors
/// [`DbError`].
pub async fn list_all(backend: &Backend, member: &StaffMember, state: &str, after: (&str, &str)) -> Result<StaffQuotesPage, DbError> {
    let mut rows = backend.db.read(work!(tx => quotes::list_page(tx, member.scope(), state, after, PAGE + 1).await)).await?;
    let next = cut_to_page(&mut rows, PAGE).map(|last| (last.quote.made_on, last.quote.number.clone()));
    Ok(StaffQuotesPage { rows, next })
}
