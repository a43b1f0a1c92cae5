//! A page of the accounts that a member of staff may see: by name, and searched by whatever they know of one.

use crate::db::account_search::{ExactKeys, find_exactly};
use crate::db::people::fold_login;
use crate::db::staff::{self, AccountRow};
use crate::text::{fold_text, pattern_of};
use crate::usecases::staff::StaffMember;
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
pub async fn list_accounts(backend: &Backend, member: &StaffMember, search: &str, after: Option<(&str, &str)>) -> Result<AccountsPage, DbError> {
    let (pattern, scope) = (pattern_of(search), member.scope());
    let after = after.map(|(name, number)| (fold_text(name), number.to_owned()));
    let mut rows = backend
        .db
        .read(work!(tx, &pattern, &after => {
            let after = after.as_ref().map(|(name, number)| (name.as_str(), number.as_str()));
            // One more than shown tells whether there is a next page.
            staff::list_accounts(tx, pattern, scope, after, PAGE_ROWS + 1).await
        }))
        .await?;
    let shown = usize::try_from(PAGE_ROWS).unwrap_or(usize::MAX);
    let more = rows.len() > shown;
    rows.truncate(shown);
    let next = rows.last().filter(|_| more).map(|row| (row.name.clone(), row.number.clone()));
    Ok(AccountsPage { rows, next })
}

/// The number of the one account that is meant by a whole name, number, User ID or mail address, or by the number of an
/// invoice, an order, a quote or a service order. None when there is no such account, or more than one.
///
/// # Errors
/// [`DbError`] of the database.
pub async fn find_account(backend: &Backend, member: &StaffMember, search: &str) -> Result<Option<String>, DbError> {
    let name = fold_text(search);
    if name.is_empty() {
        return Ok(None);
    }
    let (keys, scope) = (ExactKeys { number: search.trim().to_uppercase().replace('\0', ""), login: fold_login(search), name }, member.scope());
    let mut found = backend.db.read(work!(tx, &keys => find_exactly(tx, keys, scope, 2).await)).await?;
    Ok(if found.len() == 1 { found.pop() } else { None })
}
