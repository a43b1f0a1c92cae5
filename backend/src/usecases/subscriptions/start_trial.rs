//! The billing contact starts a free trial: no order, no payment, in force at once, and it ends by itself.

use crate::db::subscriptions::NewSubscription;
use crate::db::{Tx, accounts, audit, orders, subscriptions};
use crate::identifiers::new_id;
use crate::texts::trial_mail;
use crate::usecases::notices;
use crate::usecases::subscriptions::schedule;
use crate::work;
use crate::{Account, Actor, Backend, Contact, Refusal};
use billing::editor::PlanInput;
use billing::ids::{ProductId, SubscriptionId};
use billing::price::PriceRequest;
use billing::subscription::SubscriptionState;
use billing::{BillingInterval, Item, PriceErrorCode, Product, RunningSubscription, price_order};

/// What a trial shall be, as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrialWish {
    /// The product.
    pub product: ProductId,
    /// Chosen plan's id.
    pub plan: String,
    /// Seats as text.
    pub seats: String,
}

/// Starts the trial and answers its subscription. Where a trial of the product runs already, that one is the answer: a
/// second submit finds what the first has made.
///
/// # Errors
/// [`Refusal`]; nothing was written. [`Refusal::TrialUsed`] when the account has had its trial of the product,
/// [`Refusal::AlreadySubscribed`] when it pays for the product, [`Refusal::OrderOpen`] when it is about to.
pub async fn start_trial(backend: &Backend, actor: &Actor, wish: &TrialWish) -> Result<SubscriptionId, Refusal> {
    actor.must_be_billing_contact()?;
    let now = backend.now();
    backend.db.write(work!(tx => write_trial(tx, backend, actor, wish, now).await)).await
}

async fn write_trial(tx: &mut Tx<'_>, backend: &Backend, actor: &Actor, wish: &TrialWish, now: i64) -> Result<SubscriptionId, Refusal> {
    accounts::lock_account(tx, &actor.account).await?;
    let account = accounts::find_account(tx, &actor.account).await?.ok_or(Refusal::NotFound)?;
    if let Some(running) = find_running_trial(tx, &account, &wish.product).await? {
        return Ok(running);
    }
    if let Some(order) = orders::find_placed_for(tx, &account.id, &wish.product).await? {
        return Err(Refusal::OrderOpen(order));
    }
    if subscriptions::was_tried(tx, &account.id, &wish.product).await? {
        return Err(Refusal::TrialUsed);
    }
    let product = backend.catalogue.product(&wish.product).ok_or(Refusal::Price(PriceErrorCode::UnknownProduct))?;
    let running = trial_of(backend, &account, product, wish)?;
    let id = SubscriptionId(new_id());
    let new = NewSubscription { id: &id, account: &account.id, running: &running, currency: account.currency };
    subscriptions::insert_trial(tx, &new, now).await?;
    schedule::schedule_subscription(tx, &account.id, (&id, SubscriptionState::TrialRunning, running.period()), now).await?;
    welcome(tx, backend, actor, (&account, product, &running), now).await?;
    grant(tx, &account, &id, &running, now).await?;
    let details = serde_json::json!({ "product": running.product, "plan": running.plan, "seats": running.seats, "ends": running.period_end });
    let entry = audit::AuditEntry { account: Some(&account.id), person: Some(&actor.person), action: "trial_started", subject: id.as_str(), details };
    audit::add_entry(tx, entry, now).await?;
    Ok(id)
}

/// The trial of the product that runs, if there is one; whoever pays for the product has none.
async fn find_running_trial(tx: &mut Tx<'_>, account: &Account, product: &ProductId) -> Result<Option<SubscriptionId>, Refusal> {
    match subscriptions::find_live(tx, &account.id, product).await?.map(|found| found.subscription) {
        None => Ok(None),
        Some(found) if found.state == SubscriptionState::TrialRunning => Ok(Some(found.id)),
        Some(found) => Err(Refusal::AlreadySubscribed(found.id)),
    }
}

/// What runs from today on, priced like everything else that is ordered: a trial has a period and no line.
fn trial_of(backend: &Backend, account: &Account, product: &Product, wish: &TrialWish) -> Result<RunningSubscription, Refusal> {
    // A trial is never billed; the interval is there because every subscription has one.
    let interval = BillingInterval::Monthly;
    let input = PlanInput { plan: wish.plan.clone(), seats: wish.seats.clone(), interval: interval.code().to_owned() };
    let choice = input.read(product).map_err(Refusal::PlanInput)?;
    let item = Item::Trial { product: product.id.clone(), plan: choice.plan.clone(), seats: choice.seats };
    let request = PriceRequest { today: backend.today(), currency: account.currency, customer: account.customer.clone(), items: vec![item] };
    let price = price_order(&backend.catalogue, &request)?;
    let period = price.periods.first().ok_or(Refusal::Price(PriceErrorCode::ProductNotEligible))?.period;
    Ok(RunningSubscription {
        product: product.id.clone(),
        plan: choice.plan,
        seats: choice.seats,
        interval,
        unit_minor: 0,
        period_start: period.start,
        period_end: period.end,
        tax: None,
    })
}

/// The welcome mail.
async fn welcome(tx: &mut Tx<'_>, backend: &Backend, actor: &Actor, trial: (&Account, &Product, &RunningSubscription), now: i64) -> Result<(), Refusal> {
    let (account, product, running) = trial;
    let contact = Contact { name: actor.person_name.clone(), email: actor.email.clone() };
    let mail = trial_mail::welcome((product, running), account, &contact, &backend.settings);
    Ok(notices::write_mail(tx, account, &contact, &mail, now).await?)
}

/// Tells the vendor's product what may be used, and until when: "access at once".
async fn grant(tx: &mut Tx<'_>, account: &Account, id: &SubscriptionId, running: &RunningSubscription, now: i64) -> Result<(), Refusal> {
    let event = serde_json::json!({
        "account": account.number, "subscription": id, "product": running.product, "plan": running.plan, "seats": running.seats,
        "trial_ends": running.period_end,
    });
    Ok(notices::grant(tx, account, id, &event, now).await?)
}
