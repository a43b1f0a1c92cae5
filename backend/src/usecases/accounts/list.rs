//! A page of all accounts, for the staff: by name, and searched by name, number or mail address.

use crate::db::staff::{self, AccountRow};
use crate::text::{fold_text, pattern_of};
use crate::work;
use crate::{Backend, DbError};

/// Rows of a page.
pub const PAGE_ROWS: i64 = 25;

/// A page, and where the next one begins.
pub struct AccountsPage {
    /// By name.
    pub rows: Vec<AccountRow>,
    /// Name and number of the last row, when there are more.
    pub next: Option<(String, String)>,
}

/// The accounts that a search finds, after the account of that name and number; an empty search finds all.
///
/// # Errors
/// [`DbError`] of the database.
pub async fn list_accounts(backend: &Backend, search: &str, after: Option<(&str, &str)>) -> Result<AccountsPage, DbError> {
    let pattern = pattern_of(search);
    let after = after.map(|(name, number)| (fold_text(name), number.to_owned()));
    let mut rows = backend
        .db
        .read(work!(tx, &pattern, &after => {
            let after = after.as_ref().map(|(name, number)| (name.as_str(), number.as_str()));
            // One more than shown tells whether there is a next page.
            staff::list_accounts(tx, pattern, after, PAGE_ROWS + 1).await
        }))
        .await?;
    let shown = usize::try_from(PAGE_ROWS).unwrap_or(usize::MAX);
    let more = rows.len() > shown;
    rows.truncate(shown);
    let next = rows.last().filter(|_| more).map(|row| (row.name.clone(), row.number.clone()));
    Ok(AccountsPage { rows, next })
}
