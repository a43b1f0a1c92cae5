//! A subscription's next period begins: its price by the rules of renewal, its invoice, and a job that collects it.

use super::{Next, When};
use crate::db::jobs::{self, Job, JobKind};
use crate::db::orders::OrderContent;
use crate::db::subscriptions::{self, Versioned};
use crate::db::{Tx, accounts, audit};
use crate::history::Terms;
use crate::usecases::licences::follow;
use crate::usecases::notices;
use crate::usecases::orders::issue;
use crate::usecases::purchase_orders::draw::number_for_renewal;
use crate::usecases::subscriptions::schedule;
use crate::{Account, Backend, Refusal};
use billing::ids::SubscriptionId;
use billing::order::OrderItem;
use billing::renewal::{self, RenewalRequest, Renewed};
use billing::subscription::{Subscription, SubscriptionState};
use chrono::Datelike;

/// Renews for one period. A subscription that was down for several is due again at once.
pub(super) async fn renew(tx: &mut Tx<'_>, backend: &Backend, job: &Job, when: When) -> Result<Next, Refusal> {
    let id = SubscriptionId(job.subject.clone());
    let Some(found) = subscriptions::find_subscription(tx, &job.account, &id).await? else { return Ok(Next::Done) };
    let subscription = &found.subscription;
    if subscription.state != SubscriptionState::Active {
        return Ok(Next::Done);
    }
    if subscription.running.period_end > when.today {
        return Ok(Next::On(subscription.running.period_end));
    }
    if subscription.open_order.is_some() {
        return Ok(Next::Soon);
    }
    // A service that rests is not charged; when it comes back, its next period begins that day.
    if subscription.suspended_on.is_some() {
        return Ok(Next::Done);
    }
    let account = accounts::find_account(tx, &job.account).await?.ok_or(Refusal::NotFound)?;
    let renewed = renew_and_invoice(tx, backend, &account, &found, when).await?;
    Ok(Next::On(renewed.subscription.period_end))
}

/// Renews a subscription from its period's end on, with all that this leaves behind but its own job. The caller holds the
/// account's lock.
pub(crate) async fn renew_and_invoice(tx: &mut Tx<'_>, backend: &Backend, account: &Account, found: &Versioned, when: When) -> Result<Renewed, Refusal> {
    let renewed = renewal::renew(&backend.catalogue, &request_of(account, found))?;
    if !subscriptions::renew_subscription(tx, &account.id, found, &renewed).await? {
        // The account's lock is ours, so this cannot be; should it, nothing is written.
        return Err(Refusal::PriceChanged);
    }
    if renewed.subscription.seats < found.subscription.running.seats {
        follow::shrink(tx, backend, account, &found.subscription.id, when.now).await?;
    }
    issue_invoice(tx, backend, account, (found, &renewed), when).await?;
    let (before, after) = (&found.subscription.running, &renewed.subscription);
    // What was scheduled is there at once, as what is bought.
    if (&before.plan, before.seats) != (&after.plan, after.seats) {
        let subscription = Subscription { running: after.clone(), ..found.subscription.clone() };
        notices::grant_subscription(tx, account, &subscription, when.now).await?;
    }
    schedule::watch_price(tx, backend, &account.id, (&found.subscription.id, &request_of(account, found).after(&renewed)), when).await?;
    let price = &renewed.price;
    let details = serde_json::json!({
        "period_start": renewed.subscription.period_start, "period_end": renewed.subscription.period_end,
        "before": Terms::from(&found.subscription.running), "after": Terms::from(&renewed.subscription), "total_minor": price.total_minor,
    });
    let subject = found.subscription.id.as_str();
    audit::add_entry(tx, audit::AuditEntry { account: Some(&account.id), person: None, action: "subscription_renewed", subject, details }, when.now).await?;
    Ok(renewed)
}

/// What the rules of renewal want to know.
pub(crate) fn request_of(account: &Account, found: &Versioned) -> RenewalRequest {
    let subscription = &found.subscription;
    RenewalRequest {
        subscription: subscription.running.clone(),
        currency: subscription.currency,
        anchor_day: subscription.anchor_day,
        origin: found.origin,
        priced_on: found.priced_on,
        announcement: subscription.announcement,
        scheduled: subscription.scheduled.clone(),
        customer: account.customer.clone(),
    }
}

/// The invoice, its use of credit, and what follows from it: it is collected, and its account is told.
async fn issue_invoice(tx: &mut Tx<'_>, backend: &Backend, account: &Account, of: (&Versioned, &Renewed), when: When) -> Result<(), Refusal> {
    let (found, renewed) = of;
    let used_minor = renewed.price.credit_used_minor;
    accounts::change_credit(tx, &account.id, -used_minor, accounts::CreditReason::Renewal, None, when.now).await?;
    let content = OrderContent { items: vec![item_of(backend, found, renewed)], price: renewed.price.clone(), method: None };
    let number = number_for_renewal(tx, &account.id, found.purchase_order.as_deref(), when.today).await?;
    let invoice = issue::issue_invoice_of_renewal(tx, backend, account, &content, (number.as_deref(), when.now)).await?;
    let Some(invoice) = invoice else { return Ok(()) };
    if renewed.price.due_now_minor > 0 {
        jobs::schedule(tx, JobKind::Collection, &invoice, &account.id, renewed.price.today, when.now).await?;
    }
    jobs::schedule(tx, JobKind::Receipts, account.id.as_str(), &account.id, when.today, when.now).await?;
    Ok(())
}

fn item_of(backend: &Backend, found: &Versioned, renewed: &Renewed) -> OrderItem {
    let after = &renewed.subscription;
    OrderItem {
        subscription: found.subscription.id.clone(),
        product: after.product.clone(),
        before: None,
        after: after.into(),
        product_name: backend.catalogue.product_name(&after.product),
        plan_name_before: String::new(),
        plan_name: backend.catalogue.plan_name(&after.product, &after.plan),
    }
}

/// Whether the rules of renewal have a price for it.
pub(crate) fn can_renew(backend: &Backend, account: &Account, found: &Versioned) -> bool {
    renewal::renew(&backend.catalogue, &request_of(account, found)).is_ok()
}

/// A service that rested comes back after its period had ended: the days in between are not charged, and the next period
/// begins today.
pub(crate) async fn renew_from_today(tx: &mut Tx<'_>, backend: &Backend, account: &Account, mut found: Versioned, when: When) -> Result<Renewed, Refusal> {
    let running = &mut found.subscription.running;
    running.period_end = when.today;
    found.subscription.anchor_day = when.today.day();
    renew_and_invoice(tx, backend, account, &found, when).await
}
