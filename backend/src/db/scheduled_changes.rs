//! SQL of the changes that are scheduled for renewals, over all accounts: for the staff alone.

use super::{DbError, Row, Tx};
use crate::args;
use billing::BillingInterval;
use billing::editor::PlanChoice;
use billing::ids::{PlanId, ProductId, SubscriptionId};
use chrono::NaiveDate;

/// A scheduled change in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScheduledRow {
    /// Customer number of its account.
    pub account_number: String,
    /// Name of its account.
    pub account_name: String,
    /// The subscription.
    pub subscription: SubscriptionId,
    /// Its product.
    pub product: ProductId,
    /// What runs.
    pub from: PlanChoice,
    /// What it becomes.
    pub to: PlanChoice,
    /// The renewal: the first day after the running period.
    pub on: NaiveDate,
    /// Name of who scheduled it last.
    pub by: Option<String>,
}

/// By day, then by subscription: those after a day and identifier. `scope` is the representative who asks; empty for who sees all.
pub async fn list_scheduled(tx: &mut Tx<'_>, scope: &str, after: (&str, &str), limit: i64) -> Result<Vec<ScheduledRow>, DbError> {
    let sql = "SELECT a.number, a.name, s.id, s.product, s.plan, s.seats, s.billing_interval, s.scheduled_plan, s.scheduled_seats, s.scheduled_interval, \
               s.period_end, (SELECT p.name FROM audit e JOIN people p ON p.id = e.person_id WHERE e.account_id = s.account_id AND e.subject = s.id \
               AND e.action = 'change_scheduled' ORDER BY e.happened_at DESC, e.id DESC LIMIT 1) AS scheduled_by \
               FROM subscriptions s JOIN accounts a ON a.id = s.account_id WHERE s.scheduled_plan IS NOT NULL \
               AND s.state IN ('active', 'pending_cancellation') AND ($1 = '' OR a.representative_id IS NULL OR a.representative_id = $1) \
               AND (s.period_end > $2 OR (s.period_end = $2 AND s.id > $3)) ORDER BY s.period_end, s.id LIMIT $4";
    tx.all(sql, args![scope, after.0, after.1, limit], read_scheduled).await
}

fn read_scheduled(row: &Row<'_>) -> Result<ScheduledRow, DbError> {
    let choice = |plan: &'static str, seats: &'static str, interval: &'static str| -> Result<PlanChoice, DbError> {
        Ok(PlanChoice { plan: PlanId(row.text(plan)?), seats: row.int(seats)?, interval: row.parsed(interval, BillingInterval::parse)? })
    };
    Ok(ScheduledRow {
        account_number: row.text("number")?,
        account_name: row.text("name")?,
        subscription: SubscriptionId(row.text("id")?),
        product: ProductId(row.text("product")?),
        from: choice("plan", "seats", "billing_interval")?,
        to: choice("scheduled_plan", "scheduled_seats", "scheduled_interval")?,
        on: row.date("period_end")?,
        by: row.opt_text("scheduled_by")?,
    })
}
