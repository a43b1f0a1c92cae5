//! The demo's accounts: names, addresses, cards and subscriptions.

use super::invoices::write_history;
use super::write_person;
use crate::db::jobs::{self, JobKind};
use crate::db::people::Door;
use crate::db::{DbError, Tx, accounts, licences};
use crate::identifiers::new_id;
use crate::text::fold_text;
use crate::usecases::subscriptions::schedule;
use crate::{Backend, Refusal, Role, args};
use billing::BillingPeriod;
use billing::ids::{AccountId, PlanId, ProductId, SubscriptionId};
use billing::licences::Person;
use billing::renewal::PriceOrigin;
use billing::subscription::{LineTax, SubscriptionState};
use billing::{BillingInterval, RunningSubscription, tax};
use chrono::{Datelike, Days, Months, NaiveDate};

pub(super) struct DemoAccount {
    pub number: &'static str,
    pub name: &'static str,
    pub street: &'static str,
    pub postal_code: &'static str,
    pub city: &'static str,
    pub country: &'static str,
    pub vat_id: Option<&'static str>,
}

const NORDLICHT: DemoAccount =
    DemoAccount { number: "KD-10234", name: "Nordlicht GmbH", street: "Hafenstraße 12", postal_code: "20457", city: "Hamburg", country: "DE", vat_id: None };
const SOLO: DemoAccount =
    DemoAccount { number: "KD-10571", name: "Solo Studio", street: "Lindengasse 4", postal_code: "1070", city: "Wien", country: "AT", vat_id: None };
const LEER: DemoAccount =
    DemoAccount { number: "KD-10988", name: "Leer & Söhne", street: "Am Markt 1", postal_code: "26789", city: "Leer", country: "DE", vat_id: None };

/// What an account subscribes to.
#[derive(Clone)]
pub(super) struct DemoSubscription {
    pub id: SubscriptionId,
    pub product_name: &'static str,
    pub plan_name: &'static str,
    pub running: RunningSubscription,
    pub state: SubscriptionState,
    pub origin: PriceOrigin,
}

pub(super) async fn write_accounts(tx: &mut Tx<'_>, backend: &Backend, hash: &str) -> Result<(), Refusal> {
    let (now, today) = (backend.now(), backend.today());
    let nordlicht = insert_account(tx, &NORDLICHT, Door::BillingCenter, now).await?;
    write_person(tx, &nordlicht, ("Anna Albrecht", "anna@nordlicht.example"), Role::BillingContact, hash, now).await?;
    write_person(tx, &nordlicht, ("Ben Brandt", "ben@nordlicht.example"), Role::Member, hash, now + 1).await?;
    insert_card(tx, &nordlicht, today, now).await?;
    let subscriptions = nordlicht_subscriptions(backend, today).ok_or(Refusal::NotFound)?;
    for (place, subscription) in (0_i64..).zip(&subscriptions) {
        insert_subscription(tx, &nordlicht, subscription, now + place).await?;
    }
    // One holder each: the demonstration's plans can be changed to whatever one likes.
    let anna = Person { name: "Anna Albrecht".to_owned(), email: "anna@nordlicht.example".to_owned() };
    licences::put_person(tx, &nordlicht, &anna, now).await?;
    for subscription in subscriptions.iter().filter(|found| found.state == SubscriptionState::Active) {
        licences::assign(tx, &nordlicht, &subscription.id, &anna.email, now).await?;
    }
    let account = accounts::find_account(tx, &nordlicht).await?.ok_or(Refusal::NotFound)?;
    write_history(tx, backend, &account, &subscriptions).await?;
    let solo = insert_account(tx, &SOLO, Door::BillingCenter, now).await?;
    write_person(tx, &solo, ("Carla Conti", "carla@solo.example"), Role::BillingContact, hash, now).await?;
    let trial = trial(backend, ("goto-training", "GoTo Training"), ("pro", "Pro"), 1, (today, 25, 5)).ok_or(Refusal::NotFound)?;
    insert_subscription(tx, &solo, &trial, now).await?;
    let leer = insert_account(tx, &LEER, Door::BillingCenter, now).await?;
    write_person(tx, &leer, ("Dora Decker", "dora@leer.example"), Role::BillingContact, hash, now).await?;
    Ok(())
}

pub(super) async fn insert_account(tx: &mut Tx<'_>, account: &DemoAccount, door: Door, now: i64) -> Result<AccountId, DbError> {
    let id = AccountId(new_id());
    let sql = "INSERT INTO accounts (id, number, kind, name, name_folded, street, postal_code, city, country, currency, language, vat_id, vat_id_state, \
               credit_minor, version, created_at) VALUES ($1, $2, $11, $3, $4, $5, $6, $7, $8, 'EUR', 'de', $9, 'none', 0, 0, $10)";
    let DemoAccount { number, name, street, postal_code, city, country, vat_id } = *account;
    let vat_id = vat_id.map(str::to_owned);
    tx.exec(sql, args![id.as_str(), number, name, fold_text(name), street, postal_code, city, country, vat_id, now, door.account_kind()]).await?;
    Ok(id)
}

pub(super) async fn insert_card(tx: &mut Tx<'_>, account: &AccountId, today: NaiveDate, now: i64) -> Result<(), DbError> {
    let expires = today.checked_add_months(Months::new(17)).unwrap_or(today);
    let sql = "INSERT INTO payment_methods (id, account_id, kind, gateway_token, brand, last4, expires, state, created_at) \
               VALUES ($1, $2, 'card', 'tok_visa_4242', 'visa', '4242', $3, 'active', $4)";
    let id = new_id();
    tx.exec(sql, args![&id, account.as_str(), format!("{:04}-{:02}", expires.year(), expires.month()), now]).await?;
    jobs::schedule(tx, JobKind::CardExpiry, &id, account, expires, now).await
}

pub(super) async fn insert_subscription(tx: &mut Tx<'_>, account: &AccountId, subscription: &DemoSubscription, now: i64) -> Result<(), DbError> {
    let running = &subscription.running;
    let sql = "INSERT INTO subscriptions (id, account_id, product, plan, seats, billing_interval, unit_minor, currency, anchor_day, period_start, period_end, \
               tax_category, tax_rate, state, version, created_at, priced_on, price_origin) VALUES ($1, $2, $3, $4, $5, $6, $7, 'EUR', $8, $9, $10, $11, $12, $13, 0, $14, $9, $15)";
    let (category, rate) = (running.tax.map(|tax| tax.category.code().to_owned()), running.tax.map(|tax| tax.rate.to_string()));
    let (product, plan, interval) = (running.product.as_str(), running.plan.as_str(), running.interval.code());
    let args = args![
        subscription.id.as_str(),
        account.as_str(),
        product,
        plan,
        running.seats,
        interval,
        running.unit_minor,
        running.period_start.day(),
        running.period_start,
        running.period_end,
        category,
        rate,
        subscription.state.code(),
        now,
        subscription.origin.code(),
    ];
    tx.exec(sql, args).await?;
    schedule::schedule_subscription(tx, account, (&subscription.id, subscription.state, running.period()), now).await
}

fn nordlicht_subscriptions(backend: &Backend, today: NaiveDate) -> Option<Vec<DemoSubscription>> {
    let meeting = running(backend, ("goto-meeting", "GoTo Meeting"), ("professional", "Professional"), (10, BillingInterval::Monthly), today - Days::new(20))?;
    let webinar = running(backend, ("goto-webinar", "GoTo Webinar"), ("standard", "Standard"), (2, BillingInterval::Annual), today - Days::new(114))?;
    let mut assist = trial(backend, ("goto-assist-v4", "GoToAssist v4"), ("remote-support", "Remote Support"), 3, (today, 39, -9))?;
    assist.state = SubscriptionState::TrialEnded;
    Some(vec![meeting, webinar, assist])
}

/// A paid subscription whose period began on a day, at the price of that day.
pub(super) fn running(
    backend: &Backend,
    product: (&str, &'static str),
    plan: (&str, &'static str),
    amount: (i64, BillingInterval),
    start: NaiveDate,
) -> Option<DemoSubscription> {
    let ((seats, interval), product_id, plan_id) = (amount, ProductId(product.0.to_owned()), PlanId(plan.0.to_owned()));
    let (_, found) = backend.catalogue.product(&product_id)?.plan(&plan_id)?;
    let period = BillingPeriod::starting(start, interval)?;
    let (category, rate) = tax::tax_for(billing::country::Country::DE, billing::VatIdState::None, start);
    let running = RunningSubscription {
        product: product_id,
        plan: plan_id,
        seats,
        interval,
        unit_minor: found.unit_minor(billing::Currency::EUR, interval, seats, start)?,
        period_start: period.start,
        period_end: period.end,
        tax: Some(LineTax { category, rate }),
    };
    Some(DemoSubscription {
        id: SubscriptionId(new_id()),
        product_name: product.1,
        plan_name: plan.1,
        running,
        state: SubscriptionState::Active,
        origin: PriceOrigin::Catalogue,
    })
}

/// A trial that began some days ago and ends in some (negative: ended).
fn trial(backend: &Backend, product: (&str, &'static str), plan: (&str, &'static str), seats: i64, when: (NaiveDate, u64, i64)) -> Option<DemoSubscription> {
    let (today, began_days_ago, ends_in_days) = when;
    let mut trial = running(backend, product, plan, (seats, BillingInterval::Monthly), today - Days::new(began_days_ago))?;
    trial.running.unit_minor = 0;
    trial.running.tax = None;
    trial.running.period_end = today + chrono::TimeDelta::days(ends_in_days);
    trial.state = SubscriptionState::TrialRunning;
    Some(trial)
}
