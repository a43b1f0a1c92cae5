//! SQL of subscriptions.

use super::{DbError, Row, Tx};
use crate::args;
use billing::editor::PlanChoice;
use billing::ids::{AccountId, OrderId, PlanId, ProductId, SubscriptionId};
use billing::renewal::{Announcement, PriceOrigin, Renewed};
use billing::subscription::{LineTax, Subscription, SubscriptionState};
use billing::{BillingInterval, Currency, RunningSubscription, TaxCategory, TaxRate};
use chrono::{Datelike, NaiveDate};

/// A subscription and its version.
pub struct Versioned {
    /// The subscription.
    pub subscription: Subscription,
    /// Grows with every change.
    pub version: i64,
    /// Where its unit price comes from.
    pub origin: PriceOrigin,
    /// The day whose price list the unit price is of.
    pub priced_on: NaiveDate,
    /// The number of the purchase order under which it was bought or extended last.
    pub purchase_order: Option<String>,
}

/// All subscriptions of an account, oldest first.
pub async fn list_subscriptions(tx: &mut Tx<'_>, account: &AccountId) -> Result<Vec<Versioned>, DbError> {
    let sql = "SELECT id, product, plan, seats, billing_interval, unit_minor, currency, anchor_day, period_start, period_end, tax_category, tax_rate, state, \
               open_order_id, version, price_origin, priced_on, announced_on, announced_minor, scheduled_plan, scheduled_seats, scheduled_interval, suspended_on, purchase_order FROM subscriptions WHERE account_id = $1 ORDER BY created_at, id";
    tx.all(sql, args![account.as_str()], read_subscription).await
}

/// A subscription of an account; another account's is not found.
pub async fn find_subscription(tx: &mut Tx<'_>, account: &AccountId, id: &SubscriptionId) -> Result<Option<Versioned>, DbError> {
    let sql = "SELECT id, product, plan, seats, billing_interval, unit_minor, currency, anchor_day, period_start, period_end, tax_category, tax_rate, state, \
               open_order_id, version, price_origin, priced_on, announced_on, announced_minor, scheduled_plan, scheduled_seats, scheduled_interval, suspended_on, purchase_order FROM subscriptions WHERE account_id = $1 AND id = $2";
    tx.opt(sql, args![account.as_str(), id.as_str()], read_subscription).await
}

/// The live subscription to a product, a running trial too: there is one at most.
pub async fn find_live(tx: &mut Tx<'_>, account: &AccountId, product: &ProductId) -> Result<Option<Versioned>, DbError> {
    let sql = "SELECT id, product, plan, seats, billing_interval, unit_minor, currency, anchor_day, period_start, period_end, tax_category, tax_rate, state, \
               open_order_id, version, price_origin, priced_on, announced_on, announced_minor, scheduled_plan, scheduled_seats, scheduled_interval, suspended_on, purchase_order FROM subscriptions WHERE account_id = $1 AND product = $2 AND state IN ('active', 'trial_running', 'pending_cancellation')";
    tx.opt(sql, args![account.as_str(), product.as_str()], read_subscription).await
}

fn read_subscription(row: &Row<'_>) -> Result<Versioned, DbError> {
    let running = RunningSubscription {
        product: ProductId(row.text("product")?),
        plan: PlanId(row.text("plan")?),
        seats: row.int("seats")?,
        interval: row.parsed("billing_interval", BillingInterval::parse)?,
        unit_minor: row.int("unit_minor")?,
        period_start: row.date("period_start")?,
        period_end: row.date("period_end")?,
        tax: read_tax(row)?,
    };
    let subscription = Subscription {
        id: SubscriptionId(row.text("id")?),
        running,
        currency: row.parsed("currency", Currency::parse)?,
        anchor_day: u32::try_from(row.int("anchor_day")?).unwrap_or(1),
        state: row.parsed("state", SubscriptionState::parse)?,
        open_order: row.opt_text("open_order_id")?.map(OrderId),
        suspended_on: row.opt_date("suspended_on")?,
        scheduled: read_scheduled(row)?,
        announcement: read_announcement(row)?,
    };
    let origin = row.parsed("price_origin", PriceOrigin::parse)?;
    let (version, priced_on, purchase_order) = (row.int("version")?, row.date("priced_on")?, row.opt_text("purchase_order")?);
    Ok(Versioned { subscription, version, origin, priced_on, purchase_order })
}

fn read_scheduled(row: &Row<'_>) -> Result<Option<PlanChoice>, DbError> {
    let Some(plan) = row.opt_text("scheduled_plan")? else { return Ok(None) };
    let interval = row.parsed("scheduled_interval", BillingInterval::parse)?;
    Ok(Some(PlanChoice { plan: PlanId(plan), seats: row.int("scheduled_seats")?, interval }))
}

fn read_announcement(row: &Row<'_>) -> Result<Option<Announcement>, DbError> {
    let Some(announced_on) = row.opt_date("announced_on")? else { return Ok(None) };
    Ok(Some(Announcement { announced_on, unit_minor: row.int("announced_minor")? }))
}

fn read_tax(row: &Row<'_>) -> Result<Option<LineTax>, DbError> {
    if row.opt_text("tax_category")?.is_none() {
        return Ok(None);
    }
    Ok(Some(LineTax { category: row.parsed("tax_category", TaxCategory::parse)?, rate: row.parsed("tax_rate", TaxRate::parse)? }))
}

/// Keeps a subscription for an order, if no other has it and its version is still the one that was priced.
pub async fn hold_for_order(tx: &mut Tx<'_>, account: &AccountId, held: &Versioned, order: &OrderId) -> Result<bool, DbError> {
    let sql = "UPDATE subscriptions SET open_order_id = $4 WHERE account_id = $1 AND id = $2 AND version = $3 AND open_order_id IS NULL";
    let changed = tx.exec(sql, args![account.as_str(), held.subscription.id.as_str(), held.version, order.as_str()]).await?;
    let link = "INSERT INTO order_subscriptions (order_id, subscription_id, account_id, version) VALUES ($1, $2, $3, $4)";
    tx.exec(link, args![order.as_str(), held.subscription.id.as_str(), account.as_str(), held.version]).await?;
    Ok(changed == 1)
}

/// Lets go of all subscriptions of an order.
pub async fn release_from_order(tx: &mut Tx<'_>, account: &AccountId, order: &OrderId) -> Result<(), DbError> {
    tx.exec("UPDATE subscriptions SET open_order_id = NULL WHERE account_id = $1 AND open_order_id = $2", args![account.as_str(), order.as_str()]).await?;
    Ok(())
}

/// Puts what was ordered in force: plan, seats, price, a new period from its first day. Answers false when
/// the order does not hold the subscription.
pub async fn change_subscription(
    tx: &mut Tx<'_>,
    account: &AccountId,
    id: &SubscriptionId,
    order: &OrderId,
    after: &RunningSubscription,
) -> Result<bool, DbError> {
    let sql = "UPDATE subscriptions SET plan = $4, seats = $5, billing_interval = $6, unit_minor = $7, period_start = $8, period_end = $9, anchor_day = $10, \
               tax_category = $11, tax_rate = $12, open_order_id = NULL, version = version + 1, price_origin = 'catalogue', priced_on = $8, \
               announced_on = NULL, announced_minor = NULL, scheduled_plan = NULL, scheduled_seats = NULL, scheduled_interval = NULL \
               WHERE account_id = $1 AND id = $2 AND open_order_id = $3 \
               AND version = (SELECT version FROM order_subscriptions WHERE order_id = $3 AND subscription_id = $2)";
    let category = after.tax.map(|tax| tax.category.code().to_owned());
    let rate = after.tax.map(|tax| tax.rate.to_string());
    let (plan, interval, anchor_day) = (after.plan.as_str(), after.interval.code(), after.period_start.day());
    let args = args![
        account.as_str(),
        id.as_str(),
        order.as_str(),
        plan,
        after.seats,
        interval,
        after.unit_minor,
        after.period_start,
        after.period_end,
        anchor_day,
        category,
        rate,
    ];
    Ok(tx.exec(sql, args).await? == 1)
}

/// Puts seats that were added in force: nothing else changes, the period and its price least of all. Answers false when the
/// order does not hold the subscription.
pub async fn add_seats(tx: &mut Tx<'_>, account: &AccountId, id: &SubscriptionId, order: &OrderId, seats_after: i64) -> Result<bool, DbError> {
    let sql = "UPDATE subscriptions SET seats = $4, open_order_id = NULL, version = version + 1 WHERE account_id = $1 AND id = $2 AND open_order_id = $3 \
               AND version = (SELECT version FROM order_subscriptions WHERE order_id = $3 AND subscription_id = $2)";
    Ok(tx.exec(sql, args![account.as_str(), id.as_str(), order.as_str(), seats_after]).await? == 1)
}

/// The unit price of a subscription was agreed in a quote: the catalogue does not touch it.
pub async fn mark_negotiated(tx: &mut Tx<'_>, account: &AccountId, id: &SubscriptionId) -> Result<(), DbError> {
    tx.exec("UPDATE subscriptions SET price_origin = 'negotiated' WHERE account_id = $1 AND id = $2", args![account.as_str(), id.as_str()]).await?;
    Ok(())
}

/// Notes the number of the purchase order under which a subscription was bought or extended; it is no change of the
/// subscription itself.
pub async fn note_purchase_order(tx: &mut Tx<'_>, account: &AccountId, id: &SubscriptionId, number: &str) -> Result<(), DbError> {
    tx.exec("UPDATE subscriptions SET purchase_order = $3 WHERE account_id = $1 AND id = $2", args![account.as_str(), id.as_str(), number]).await?;
    Ok(())
}

/// A subscription that begins: with an order, or as a trial.
pub struct NewSubscription<'a> {
    /// Identifier; an order has pinned it.
    pub id: &'a SubscriptionId,
    /// Account that subscribes.
    pub account: &'a AccountId,
    /// Product, plan, seats, unit price, first period and its tax.
    pub running: &'a RunningSubscription,
    /// Currency of the unit price.
    pub currency: Currency,
}

/// Begins a subscription.
pub async fn insert_subscription(tx: &mut Tx<'_>, new: &NewSubscription<'_>, now: i64) -> Result<(), DbError> {
    insert_as(tx, new, SubscriptionState::Active, now).await
}

/// Begins a free trial.
pub async fn insert_trial(tx: &mut Tx<'_>, new: &NewSubscription<'_>, now: i64) -> Result<(), DbError> {
    insert_as(tx, new, SubscriptionState::TrialRunning, now).await
}

async fn insert_as(tx: &mut Tx<'_>, new: &NewSubscription<'_>, state: SubscriptionState, now: i64) -> Result<(), DbError> {
    let sql = "INSERT INTO subscriptions (id, account_id, product, plan, seats, billing_interval, unit_minor, currency, anchor_day, period_start, period_end, \
               tax_category, tax_rate, state, version, created_at, priced_on) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 0, $15, $10)";
    let running = new.running;
    let category = running.tax.map(|tax| tax.category.code().to_owned());
    let rate = running.tax.map(|tax| tax.rate.to_string());
    let args = args![
        new.id.as_str(),
        new.account.as_str(),
        running.product.as_str(),
        running.plan.as_str(),
        running.seats,
        running.interval.code(),
        running.unit_minor,
        new.currency.code(),
        running.period_start.day(),
        running.period_start,
        running.period_end,
        category,
        rate,
        state.code(),
        now,
    ];
    tx.exec(sql, args).await?;
    Ok(())
}

/// Puts a renewal in force: its period, its price and what was scheduled for it. Answers false when the subscription is
/// no longer the one that was renewed.
pub async fn renew_subscription(tx: &mut Tx<'_>, account: &AccountId, before: &Versioned, renewed: &Renewed) -> Result<bool, DbError> {
    let sql = "UPDATE subscriptions SET plan = $4, seats = $5, billing_interval = $6, unit_minor = $7, period_start = $8, period_end = $9, anchor_day = $10, \
               tax_category = $11, tax_rate = $12, price_origin = $13, priced_on = $14, announced_on = $15, announced_minor = $16, \
               scheduled_plan = NULL, scheduled_seats = NULL, scheduled_interval = NULL, version = version + 1 \
               WHERE account_id = $1 AND id = $2 AND version = $3 AND state = 'active' AND open_order_id IS NULL";
    let after = &renewed.subscription;
    let category = after.tax.map(|tax| tax.category.code().to_owned());
    let rate = after.tax.map(|tax| tax.rate.to_string());
    // A rise that applies now was told; one that does not yet apply stays told.
    let told = before.subscription.announcement.filter(|announcement| announcement.unit_minor != after.unit_minor);
    let args = args![
        account.as_str(),
        before.subscription.id.as_str(),
        before.version,
        after.plan.as_str(),
        after.seats,
        after.interval.code(),
        after.unit_minor,
        after.period_start,
        after.period_end,
        renewed.anchor_day,
        category,
        rate,
        renewed.origin.code(),
        renewed.priced_on,
        told.map(|announcement| announcement.announced_on),
        told.map(|announcement| announcement.unit_minor),
    ];
    Ok(tx.exec(sql, args).await? == 1)
}

/// Notes that a rise was announced. A subscription that an order holds stays the one that was ordered.
pub async fn note_announcement(tx: &mut Tx<'_>, account: &AccountId, id: &SubscriptionId, announcement: Announcement) -> Result<(), DbError> {
    let sql = "UPDATE subscriptions SET announced_on = $3, announced_minor = $4, version = version + CASE WHEN open_order_id IS NULL THEN 1 ELSE 0 END \
               WHERE account_id = $1 AND id = $2";
    tx.exec(sql, args![account.as_str(), id.as_str(), announcement.announced_on, announcement.unit_minor]).await?;
    Ok(())
}

/// Notes what a subscription becomes at its renewal, or that it stays as it is. Answers false when it is no longer the one
/// that was looked at.
pub async fn note_scheduled(tx: &mut Tx<'_>, account: &AccountId, before: &Versioned, scheduled: Option<&PlanChoice>) -> Result<bool, DbError> {
    let sql = "UPDATE subscriptions SET scheduled_plan = $4, scheduled_seats = $5, scheduled_interval = $6, version = version + 1 \
               WHERE account_id = $1 AND id = $2 AND version = $3 AND open_order_id IS NULL";
    let (plan, seats, interval) =
        (scheduled.map(|choice| choice.plan.0.clone()), scheduled.map(|choice| choice.seats), scheduled.map(|choice| choice.interval.code().to_owned()));
    Ok(tx.exec(sql, args![account.as_str(), before.subscription.id.as_str(), before.version, plan, seats, interval]).await? == 1)
}

/// Moves a subscription from one state to another; answers false when it was not in the first.
pub async fn change_state(
    tx: &mut Tx<'_>,
    account: &AccountId,
    id: &SubscriptionId,
    (from, to): (SubscriptionState, SubscriptionState),
    ended_on: Option<NaiveDate>,
) -> Result<bool, DbError> {
    let sql = "UPDATE subscriptions SET state = $4, ended_on = $5, version = version + 1 WHERE account_id = $1 AND id = $2 AND state = $3";
    Ok(tx.exec(sql, args![account.as_str(), id.as_str(), from.code(), to.code(), ended_on]).await? == 1)
}

/// Lets a subscription's service rest, or brings it back; answers false when nothing changes. One that an order holds stays the one
/// that was ordered: what was paid for it is put in force all the same.
pub async fn suspend(tx: &mut Tx<'_>, account: &AccountId, id: &SubscriptionId, on: Option<NaiveDate>) -> Result<bool, DbError> {
    let sql = "UPDATE subscriptions SET suspended_on = $3, version = version + CASE WHEN open_order_id IS NULL THEN 1 ELSE 0 END WHERE account_id = $1 AND id = $2 \
               AND ((suspended_on IS NULL AND CAST($3 AS TEXT) IS NOT NULL) OR (suspended_on IS NOT NULL AND CAST($3 AS TEXT) IS NULL))";
    Ok(tx.exec(sql, args![account.as_str(), id.as_str(), on]).await? == 1)
}

/// The paid subscriptions whose periods an invoice charges and that have not ended.
pub async fn list_of_invoice(tx: &mut Tx<'_>, account: &AccountId, invoice: &str) -> Result<Vec<SubscriptionId>, DbError> {
    let sql = "SELECT s.id FROM invoice_periods p JOIN subscriptions s ON s.id = p.subscription_id WHERE p.account_id = $1 AND p.invoice_id = $2 \
               AND s.state IN ('active', 'pending_cancellation') ORDER BY s.id";
    tx.all(sql, args![account.as_str(), invoice], |row| Ok(SubscriptionId(row.text("id")?))).await
}

/// Whether a free trial of the product runs or has run: there is one for each product and account.
pub async fn was_tried(tx: &mut Tx<'_>, account: &AccountId, product: &ProductId) -> Result<bool, DbError> {
    let sql = "SELECT CAST(COUNT(*) AS BIGINT) AS trials FROM subscriptions WHERE account_id = $1 AND product = $2 \
               AND state IN ('trial_running', 'trial_ended')";
    Ok(tx.one(sql, args![account.as_str(), product.as_str()], |row| row.int("trials")).await? > 0)
}

/// Ends a running trial, since its product was bought: from that day on it is over. Answers which.
pub async fn end_trial(tx: &mut Tx<'_>, account: &AccountId, product: &ProductId, on: NaiveDate) -> Result<Vec<SubscriptionId>, DbError> {
    let sql = "UPDATE subscriptions SET state = 'trial_ended', period_end = $3, ended_on = $3, open_order_id = NULL, version = version + 1 \
               WHERE account_id = $1 AND product = $2 AND state = 'trial_running' RETURNING id";
    tx.all(sql, args![account.as_str(), product.as_str(), on], |row| Ok(SubscriptionId(row.text("id")?))).await
}
