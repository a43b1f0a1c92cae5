//! A paid order takes effect: payment, subscriptions, documents, credit, mail, entitlement, audit. All of it in
//! the caller's transaction, or nothing.

use super::issue;
use crate::db::attempts::Attempt;
use crate::db::jobs::{self, JobKind};
use crate::db::orders::OrderRow;
use crate::db::payments::{self, NewPayment};
use crate::db::{Tx, accounts, audit, cart, invoices, orders, subscriptions};
use crate::history::{Terms, TermsChange};
use crate::texts::order_mail;
use crate::usecases::collections::overdue;
use crate::usecases::jobs::When;
use crate::usecases::licences::follow;
use crate::usecases::notices;
use crate::usecases::subscriptions::schedule;
use crate::{Account, Backend, Contact, Refusal};
use billing::ids::{AccountId, OrderId, ProductId, SubscriptionId};
use billing::invoice::Settlement;
use billing::order::{OrderItem, OrderState};
use billing::price::{Line, LineKind, UnitNote};
use billing::{OrderPrice, PriceErrorCode, RunningSubscription};
use chrono::NaiveDate;

/// The payment of an order.
pub struct Paid<'a> {
    /// The attempt that succeeded.
    pub attempt: &'a Attempt,
    /// The gateway's name of the charge.
    pub charge_id: &'a str,
    /// The day on which a debit settles; none for what is paid.
    pub settles_on: Option<NaiveDate>,
}

/// Completes a placed order; one that has ended is left as it is. The caller holds the account's lock.
///
/// # Errors
/// [`Refusal`]; the transaction must not be committed.
pub async fn complete_order(
    tx: &mut Tx<'_>,
    backend: &Backend,
    account: &AccountId,
    order: &OrderId,
    paid: Option<&Paid<'_>>,
    now: i64,
) -> Result<(), Refusal> {
    let row = orders::find_order(tx, account, order).await?.ok_or(Refusal::NotFound)?;
    let account = accounts::find_account(tx, account).await?.ok_or(Refusal::NotFound)?;
    let completing = Completing { backend, account: &account, row: &row, paid, on: row.content.price.today, purchase_order: None, now };
    if let Some(reduced) = completing.put_in_force(tx).await? {
        notify(tx, backend, &account, (&row, &reduced), now).await?;
    }
    Ok(())
}

/// A placed order on its way into force.
pub(crate) struct Completing<'a> {
    /// Settings and catalogue.
    pub backend: &'a Backend,
    /// Whose order it is; the caller holds its lock.
    pub account: &'a Account,
    /// The order as it was placed.
    pub row: &'a OrderRow,
    /// What was paid; none where nothing was due, or where the invoice stays open.
    pub paid: Option<&'a Paid<'a>>,
    /// The day on which its documents are issued and the payment is received.
    pub on: NaiveDate,
    /// The number of the customer's purchase order; the contracts remember it.
    pub purchase_order: Option<&'a str>,
    /// Wall time, microseconds.
    pub now: i64,
}

impl Completing<'_> {
    /// Everything but the mail. Answers what its credits took off earlier invoices; none when the order has ended before.
    ///
    /// # Errors
    /// [`Refusal`]; the transaction must not be committed.
    pub(crate) async fn put_in_force(&self, tx: &mut Tx<'_>) -> Result<Option<Vec<Settlement>>, Refusal> {
        let Self { backend, account, row, now, .. } = *self;
        if !orders::settle_order(tx, &account.id, &row.id, OrderState::Completed, None, now).await? {
            return Ok(None);
        }
        if let Some(paid) = self.paid {
            let Paid { attempt, charge_id, settles_on } = *paid;
            let payment = NewPayment { attempt, charge_id, method: row.content.method.as_ref(), received_on: self.on, settles_on };
            payments::insert_payment(tx, &payment, now).await?;
        }
        // Before the subscriptions change: the credit belongs to the invoice of the period that ends now.
        let reduced = settle_unused_days(tx, backend, account, row, now).await?;
        // Before the invoice, which names the periods that it charges.
        begin_subscriptions(tx, backend, account, row, now).await?;
        let issuing = issue::Issuing { order: Some(&row.id), content: &row.content, reduced: &reduced, on: self.on, purchase_order: self.purchase_order };
        issue::issue_documents(tx, backend, account, issuing, now).await?;
        change_subscriptions(tx, backend, account, row, now).await?;
        if let Some(number) = self.purchase_order {
            for item in &row.content.items {
                subscriptions::note_purchase_order(tx, &account.id, &item.subscription, number).await?;
            }
        }
        empty_cart(tx, account, row).await?;
        grant(tx, account, row, now).await?;
        let details = serde_json::json!({ "total_minor": row.content.price.total_minor, "changes": changes_of(row)? });
        let entry =
            audit::AuditEntry { account: Some(&account.id), person: Some(&row.placed_by), action: "order_completed", subject: row.id.as_str(), details };
        audit::add_entry(tx, entry, now).await?;
        Ok(Some(reduced))
    }
}

/// A sum below zero first reduces what is open of the invoices that the credits correct, each by no more than its
/// own credit; the rest, settled money, becomes account credit. Answers what was reduced.
async fn settle_unused_days(tx: &mut Tx<'_>, backend: &Backend, account: &Account, row: &OrderRow, now: i64) -> Result<Vec<Settlement>, Refusal> {
    let price = &row.content.price;
    let mut rest = -price.total_minor.min(0);
    let mut reduced = Vec::new();
    for (place, item) in row.content.items.iter().enumerate() {
        let Some(before) = &item.before else { continue };
        let invoice = invoices::find_period_invoice(tx, &account.id, &item.subscription, before.period_start).await?;
        let Some(invoice) = invoice else { continue };
        let amount_minor = rest.min(invoice.open_minor).min(gross_credit(price, place)?);
        if amount_minor > 0 {
            invoices::reduce_open(tx, &account.id, &invoice.id, amount_minor).await?;
            if amount_minor == invoice.open_minor
                && let Some(settled) = invoices::find_collected(tx, &account.id, &invoice.id).await?
            {
                overdue::finish(tx, backend, &settled, When { today: price.today, now }).await?;
            }
            reduced.push(Settlement::ToInvoice { number: invoice.number, amount_minor });
            rest -= amount_minor;
        }
    }
    accounts::change_credit(tx, &account.id, rest, accounts::CreditReason::UnusedDays, Some(&row.id), now).await?;
    Ok(reduced)
}

/// What the item at a place gives back, with its tax; not negative.
fn gross_credit(price: &OrderPrice, place: usize) -> Result<i64, Refusal> {
    let Some(credit) = credit_of(price, place) else { return Ok(0) };
    let overflow = Refusal::Price(PriceErrorCode::AmountOverflow);
    let gross = credit.tax.rate.of(credit.net_minor).ok().and_then(|tax| credit.net_minor.checked_add(tax)).and_then(i64::checked_neg);
    gross.ok_or(overflow)
}

async fn change_subscriptions(tx: &mut Tx<'_>, backend: &Backend, account: &Account, row: &OrderRow, now: i64) -> Result<(), Refusal> {
    for (place, item) in row.content.items.iter().enumerate().filter(|(_, item)| item.before.is_some()) {
        let charge = charge_of(&row.content.price, place).ok_or(Refusal::NotFound)?;
        // Without a credit nothing was given back: seats have joined a period that goes on.
        if credit_of(&row.content.price, place).is_none() {
            if !subscriptions::add_seats(tx, &account.id, &item.subscription, &row.id, item.after.seats).await? {
                tracing::error!(order = %row.id, subscription = %item.subscription, "the subscription is not the one that was ordered");
                return Err(Refusal::PriceChanged);
            }
            continue;
        }
        let after = running_after(item, charge);
        if !subscriptions::change_subscription(tx, &account.id, &item.subscription, &row.id, &after).await? {
            // The order holds its subscriptions, so their version cannot have changed. Commit nothing.
            tracing::error!(order = %row.id, subscription = %item.subscription, "the subscription is not the one that was ordered");
            return Err(Refusal::PriceChanged);
        }
        // The cart refuses what is smaller than what is held; what was agreed in another way takes licences by its order.
        if item.before.as_ref().is_some_and(|before| after.seats < before.seats) {
            follow::shrink(tx, backend, account, &item.subscription, now).await?;
        }
        put_on_calendar(tx, account, &item.subscription, &after, now).await?;
    }
    Ok(())
}

async fn put_on_calendar(tx: &mut Tx<'_>, account: &Account, id: &SubscriptionId, running: &RunningSubscription, now: i64) -> Result<(), Refusal> {
    let watched_from = schedule::first_look(running.period());
    jobs::schedule(tx, JobKind::PriceRise, id.as_str(), &account.id, watched_from, now).await?;
    Ok(jobs::schedule(tx, JobKind::Renewal, id.as_str(), &account.id, running.period_end, now).await?)
}

/// The subscriptions that begin with the order; a trial of the same product ends.
async fn begin_subscriptions(tx: &mut Tx<'_>, backend: &Backend, account: &Account, row: &OrderRow, now: i64) -> Result<(), Refusal> {
    for (place, item) in row.content.items.iter().enumerate().filter(|(_, item)| item.before.is_none()) {
        let charge = charge_of(&row.content.price, place).ok_or(Refusal::NotFound)?;
        let trials = subscriptions::end_trial(tx, &account.id, &item.product, charge.period.start).await?;
        for trial in &trials {
            jobs::drop_job(tx, JobKind::TrialEnd, trial.as_str()).await?;
            jobs::drop_job(tx, JobKind::TrialReminder, trial.as_str()).await?;
        }
        let running = running_after(item, charge);
        let new = subscriptions::NewSubscription { id: &item.subscription, account: &account.id, running: &running, currency: account.currency };
        subscriptions::insert_subscription(tx, &new, now).await?;
        for trial in &trials {
            follow::hand_on(tx, backend, account, (trial, &item.subscription), now).await?;
        }
        if charge.unit_note == Some(UnitNote::Negotiated) {
            subscriptions::mark_negotiated(tx, &account.id, &item.subscription).await?;
        }
        put_on_calendar(tx, account, &item.subscription, &running, now).await?;
    }
    Ok(())
}

/// From which price to which: what the history tells of the order.
fn changes_of(row: &OrderRow) -> Result<Vec<TermsChange>, Refusal> {
    let change = |(place, item): (usize, &OrderItem)| {
        let charge = charge_of(&row.content.price, place).ok_or(Refusal::NotFound)?;
        // Seats that join a contract leave its price as it is, whatever they cost until its period ends.
        let joined = item.before.as_ref().filter(|_| credit_of(&row.content.price, place).is_none());
        let after = joined.map_or_else(|| running_after(item, charge), |before| RunningSubscription { seats: item.after.seats, ..before.clone() });
        Ok(TermsChange { product: item.product.clone(), before: item.before.as_ref().map(Terms::from), after: Terms::from(&after) })
    };
    row.content.items.iter().enumerate().map(change).collect()
}

/// The credit of the item at a place.
fn credit_of(price: &OrderPrice, place: usize) -> Option<&Line> {
    price.lines.iter().find(|line| usize::try_from(line.item) == Ok(place) && line.kind == LineKind::Credit)
}

/// The charge of the item at a place.
pub(super) fn charge_of(price: &OrderPrice, place: usize) -> Option<&Line> {
    price.lines.iter().find(|line| usize::try_from(line.item) == Ok(place) && line.kind == LineKind::Charge)
}

fn running_after(item: &OrderItem, charge: &Line) -> RunningSubscription {
    RunningSubscription {
        product: item.product.clone(),
        plan: item.after.plan.clone(),
        seats: item.after.seats,
        interval: item.after.interval,
        unit_minor: charge.unit_minor,
        period_start: charge.period.start,
        period_end: charge.period.end,
        tax: Some(charge.tax),
    }
}

/// Takes out what was ordered. What was put in meanwhile stays; the key changes in any case.
async fn empty_cart(tx: &mut Tx<'_>, account: &Account, row: &OrderRow) -> Result<(), Refusal> {
    let ordered: Vec<(&ProductId, _)> = row.content.items.iter().map(|item| (&item.product, &item.after)).collect();
    for item in cart::list_items(tx, &account.id).await? {
        if ordered.contains(&(&item.product, &item.choice)) {
            cart::remove_item(tx, &account.id, &item.product).await?;
        }
    }
    cart::rotate_key(tx, &account.id).await?;
    Ok(())
}

/// The confirmation mail.
async fn notify(tx: &mut Tx<'_>, backend: &Backend, account: &Account, completed: (&OrderRow, &[Settlement]), now: i64) -> Result<(), Refusal> {
    let (row, reduced) = completed;
    let documents = orders::list_documents(tx, &account.id, &row.id).await?;
    let order = OrderRow { state: OrderState::Completed, ..row.clone() }.into_order(documents);
    // It is paid, so it must not fail for want of who placed it.
    let contact = notices::find_orderer(tx, &account.id, &row.placed_by).await?.ok_or(Refusal::NotFound)?;
    let mail = |contact: &Contact| order_mail::order_confirmation((&order, reduced), account, contact, &backend.settings);
    notices::write_invoice_mail(tx, account, &contact, mail, now).await?;
    Ok(())
}

/// What was bought, for the vendor's product: "access at once".
async fn grant(tx: &mut Tx<'_>, account: &Account, row: &OrderRow, now: i64) -> Result<(), Refusal> {
    for item in &row.content.items {
        let event = serde_json::json!({
            "account": account.number, "subscription": item.subscription, "product": item.product, "plan": item.after.plan,
            "seats": item.after.seats, "order": row.id,
        });
        notices::grant(tx, account, &item.subscription, &event, now).await?;
    }
    Ok(())
}
