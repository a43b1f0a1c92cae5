//! What the server functions of scheduled changes do.

use super::{ChangePage, FirstBill, PlanOption, PlanWords, ScheduledPage, ScheduledRow, Standing, SubscriptionRow};
use crate::api::ApiError;
use crate::api::request::{StaffSignedIn, lead_to, reply, run_to_end, staff_as};
use crate::api::staff::AfterDay;
use crate::api::staff::bodies::INVITING;
use crate::api::staff::clock::AccountLink;
use backend::Backend;
use backend::db::subscriptions::Versioned;
use backend::usecases::subscriptions::list_scheduled::list_scheduled;
use backend::usecases::subscriptions::preview_change::{ChangePreview, preview_change};
use backend::usecases::subscriptions::schedule_change::{Target, schedule_change as schedule};
use backend::usecases::subscriptions::withdraw_change::withdraw_change as withdraw;
use billing::editor::{PlanChoice, PlanInput};
use billing::ids::{ProductId, SubscriptionId};
use billing::renewal::Renewed;
use billing::subscription::{Subscription, SubscriptionState};
use billing::{Catalogue, RunningSubscription, money};

pub async fn load_change(of: (String, String), asked: PlanInput) -> Result<ChangePage, ApiError> {
    reply(change_page(of, asked).await)
}

pub async fn load_scheduled_changes(after: (String, String)) -> Result<ScheduledPage, ApiError> {
    reply(scheduled_page(&after.0, &after.1).await)
}

async fn scheduled_page(day: &str, id: &str) -> Result<ScheduledPage, ApiError> {
    let StaffSignedIn { backend, member } = staff_as(INVITING).await?;
    let page = list_scheduled(&backend, &member, (day, id)).await?;
    let catalogue = &backend.catalogue;
    let row = |row: backend::db::scheduled_changes::ScheduledRow| ScheduledRow {
        product_name: catalogue.product_name(&row.product),
        from: choice_words(catalogue, &row.product, &row.from),
        to: choice_words(catalogue, &row.product, &row.to),
        account: AccountLink { number: row.account_number, name: row.account_name },
        subscription: row.subscription.0,
        on: row.on,
        by: row.by,
    };
    Ok(ScheduledPage { rows: page.rows.into_iter().map(row).collect(), next: page.next.map(|(day, id)| AfterDay { day, id: id.0 }) })
}

async fn change_page((number, subscription): (String, String), asked: PlanInput) -> Result<ChangePage, ApiError> {
    let StaffSignedIn { backend, member } = staff_as(INVITING).await?;
    let asked = Some(asked).filter(|asked| *asked != PlanInput::default());
    let ChangePreview { account, found, preview } = preview_change(&backend, &member, (&number, &SubscriptionId(subscription)), asked.as_ref()).await?;
    let Versioned { subscription, version, .. } = found;
    let (catalogue, running) = (&backend.catalogue, &subscription.running);
    let (bill, fault) = match preview {
        Some(Ok(renewed)) => (Some(first_bill(catalogue, &renewed)), None),
        Some(Err(refusal)) => (None, Some(ApiError::from(refusal))),
        None => (None, None),
    };
    let input = asked.unwrap_or_else(|| subscription.scheduled.as_ref().map_or_else(|| PlanInput::from_running(running), PlanInput::from_choice));
    let plans = catalogue.product(&running.product).map(|product| product.plans.as_slice()).unwrap_or_default();
    Ok(ChangePage {
        number: account.number,
        account_name: account.party.name,
        version,
        product_name: catalogue.product_name(&running.product),
        running: running_words(catalogue, running),
        renews_on: running.period_end,
        currency: account.currency,
        plans: plans.iter().map(|plan| PlanOption { id: plan.id.to_string(), name: plan.name.clone() }).collect(),
        input,
        scheduled: scheduled_words(catalogue, &subscription),
        obstacle: subscription.schedule_obstacle(backend.today()),
        bill,
        fault,
        subscription: subscription.id.0,
    })
}

fn first_bill(catalogue: &Catalogue, renewed: &Renewed) -> FirstBill {
    let (after, price) = (&renewed.subscription, &renewed.price);
    FirstBill {
        words: running_words(catalogue, after),
        last_day: after.period().last_day(),
        unit_minor: after.unit_minor,
        net_minor: price.net_minor,
        total_minor: price.total_minor,
        credit_used_minor: price.credit_used_minor,
        due_minor: price.due_now_minor,
    }
}

fn running_words(catalogue: &Catalogue, running: &RunningSubscription) -> PlanWords {
    PlanWords { plan_name: catalogue.plan_name(&running.product, &running.plan), seats: running.seats, interval: running.interval }
}

fn choice_words(catalogue: &Catalogue, product: &ProductId, choice: &PlanChoice) -> PlanWords {
    PlanWords { plan_name: catalogue.plan_name(product, &choice.plan), seats: choice.seats, interval: choice.interval }
}

fn scheduled_words(catalogue: &Catalogue, subscription: &Subscription) -> Option<PlanWords> {
    subscription.scheduled.as_ref().map(|choice| choice_words(catalogue, &subscription.running.product, choice))
}

/// A live subscription as the account's page shows it.
pub fn subscription_row(backend: &Backend, found: Versioned, may_schedule: bool) -> Option<SubscriptionRow> {
    let subscription = found.subscription;
    let standing = match subscription.state {
        SubscriptionState::TrialEnded | SubscriptionState::Ended => return None,
        SubscriptionState::TrialRunning => Standing::Trial,
        SubscriptionState::PendingCancellation => Standing::PendingCancellation,
        SubscriptionState::Active if subscription.open_order.is_some() => Standing::OrderOpen,
        SubscriptionState::Active if subscription.suspended_on.is_some() => Standing::Suspended,
        SubscriptionState::Active => Standing::Active,
    };
    let (catalogue, running) = (&backend.catalogue, &subscription.running);
    Some(SubscriptionRow {
        product_name: catalogue.product_name(&running.product),
        running: running_words(catalogue, running),
        net_minor: money::prorate(running.unit_minor, running.seats, 1, 1).unwrap_or_default(),
        standing,
        period_end: running.period_end,
        scheduled: scheduled_words(catalogue, &subscription),
        may_schedule: may_schedule && subscription.schedule_obstacle(backend.today()).is_none(),
        id: subscription.id.0,
    })
}

/// A version that is no number is none that anybody saw.
fn read_version(version: &str) -> Result<i64, ApiError> {
    version.parse().map_err(|_| ApiError::SubscriptionChanged)
}

pub async fn schedule_change((number, subscription, version): (String, String, String), input: PlanInput) -> Result<(), ApiError> {
    let page = format!("/staff/accounts/{number}?done=scheduled");
    let schedule = async || {
        let StaffSignedIn { backend, member } = staff_as(INVITING).await?;
        let (id, version) = (SubscriptionId(subscription), read_version(&version)?);
        run_to_end(async move { schedule(&backend, &member, Target { number: &number, id: &id, version }, &input).await }).await
    };
    reply(schedule().await)?;
    lead_to(&page);
    Ok(())
}

pub async fn withdraw_change((number, subscription, version): (String, String, String)) -> Result<(), ApiError> {
    let page = format!("/staff/accounts/{number}?done=unscheduled");
    let withdraw = async || {
        let StaffSignedIn { backend, member } = staff_as(INVITING).await?;
        let (id, version) = (SubscriptionId(subscription), read_version(&version)?);
        run_to_end(async move { withdraw(&backend, &member, Target { number: &number, id: &id, version }).await }).await
    };
    reply(withdraw().await)?;
    lead_to(&page);
    Ok(())
}
