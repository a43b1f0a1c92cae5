//! The changes that are scheduled for renewals, of all accounts that a member of the staff may see.

use crate::db::scheduled_changes::{self, ScheduledRow};
use crate::usecases::paging::cut_to_page;
use crate::usecases::staff::StaffMember;
use crate::work;
use crate::{Backend, DbError};
use billing::ids::SubscriptionId;
use chrono::NaiveDate;

/// Rows of a page.
const PAGE: i64 = 50;

/// A page of them.
pub struct ScheduledPage {
    /// By day.
    pub rows: Vec<ScheduledRow>,
    /// Day and subscription after which the next page begins, if there is one.
    pub next: Option<(NaiveDate, SubscriptionId)>,
}

/// Those after a day and subscription; the first ones with two empty texts.
///
/// # Errors
/// Of the database.
pub async fn list_scheduled(backend: &Backend, member: &StaffMember, after: (&str, &str)) -> Result<ScheduledPage, DbError> {
    let mut rows = backend.db.read(work!(tx => scheduled_changes::list_scheduled(tx, member.scope(), after, PAGE + 1).await)).await?;
    let next = cut_to_page(&mut rows, PAGE).map(|last| (last.on, last.subscription.clone()));
    Ok(ScheduledPage { rows, next })
}
