//! An invoice becomes overdue, and what follows step by step, as the plan in the configuration says.

use crate::db::invoices::{self, CollectedInvoice};
use crate::db::jobs::{self, JobKind};
use crate::db::subscriptions::{self, Versioned};
use crate::db::{Tx, accounts, audit, people};
use crate::texts::dunning_mail::{self, Overdue};
use crate::texts::order_mail::MailText;
use crate::usecases::jobs::{When, renewal};
use crate::usecases::licences::follow;
use crate::usecases::notices;
use crate::usecases::subscriptions::schedule;
use crate::{Account, Backend, Contact, Refusal};
use billing::ids::{AccountId, SubscriptionId};
use billing::subscription::SubscriptionState;

/// From today on the invoice is overdue: the plan's first step is put on the calendar, and the account is told, unless the
/// mail that tells of the invoice itself is still to come, or another mail has just said why.
pub(crate) async fn begin(tx: &mut Tx<'_>, backend: &Backend, invoice: &CollectedInvoice, notice: Notice<'_>, when: When) -> Result<(), Refusal> {
    let plan = &backend.settings.dunning;
    invoices::note_dunning(tx, &invoice.account, &invoice.id, Some(when.today), 0).await?;
    match plan.day_of(0, when.today, when.today) {
        Some(day) => jobs::schedule(tx, JobKind::Collection, &invoice.id, &invoice.account, day, when.now).await?,
        None => jobs::drop_job(tx, JobKind::Collection, &invoice.id).await?,
    }
    if let Notice::Tell { decline_code } = notice
        && invoice.is_told
    {
        let overdue = Overdue { invoice, decline_code, ahead: &plan.ahead(0, when.today) };
        write(tx, invoice, when, |account, contact| dunning_mail::not_collected(&overdue, account, contact, backend)).await?;
    }
    note(tx, &invoice.account, &invoice.id, "invoice_overdue", serde_json::json!({ "open_minor": invoice.open_minor }), when).await
}

/// A debit came back: the invoice is overdue from today on or, where it was before, the plan goes on with its next step,
/// and a service that had rested rests again. The mail of the debit has told why.
pub(crate) async fn go_on(tx: &mut Tx<'_>, backend: &Backend, invoice: &CollectedInvoice, when: When) -> Result<(), Refusal> {
    let Some(since) = invoice.overdue_since else { return begin(tx, backend, invoice, Notice::Told, when).await };
    let plan = &backend.settings.dunning;
    if invoice.dunning_step > plan.suspension() {
        suspend(tx, backend, invoice, when).await?;
    }
    if let Some(day) = plan.day_of(invoice.dunning_step, since, when.today) {
        jobs::schedule(tx, JobKind::Collection, &invoice.id, &invoice.account, day, when.now).await?;
    }
    Ok(())
}

/// Whether the account has to be told.
#[derive(Clone, Copy)]
pub(crate) enum Notice<'a> {
    /// It was told by another mail.
    Told,
    /// It is told, with the gateway's reason where there is one.
    Tell { decline_code: Option<&'a str> },
}

/// A reminder.
pub(crate) async fn remind(tx: &mut Tx<'_>, backend: &Backend, invoice: &CollectedInvoice, level: u32, when: When) -> Result<(), Refusal> {
    let ahead = ahead_of(backend, invoice, when);
    let overdue = Overdue { invoice, decline_code: None, ahead: &ahead };
    write(tx, invoice, when, |account, contact| dunning_mail::reminder(&overdue, level, when.today, account, contact, backend)).await?;
    note(tx, &invoice.account, &invoice.id, "invoice_reminded", serde_json::json!({ "level": level }), when).await
}

/// The services that the invoice charges rest from today on.
pub(crate) async fn suspend(tx: &mut Tx<'_>, backend: &Backend, invoice: &CollectedInvoice, when: When) -> Result<(), Refusal> {
    let suspended = change_each(tx, invoice, when, Change::Suspend).await?;
    if suspended.is_empty() {
        return Ok(());
    }
    let ahead = ahead_of(backend, invoice, when);
    let overdue = Overdue { invoice, decline_code: None, ahead: &ahead };
    write(tx, invoice, when, |account, contact| dunning_mail::suspended(&overdue, account, contact, backend)).await
}

/// The subscriptions that the invoice charges end today. What is open stays open.
pub(crate) async fn end(tx: &mut Tx<'_>, backend: &Backend, invoice: &CollectedInvoice, when: When) -> Result<(), Refusal> {
    let ended = change_each(tx, invoice, when, Change::End).await?;
    if ended.is_empty() {
        return Ok(());
    }
    let overdue = Overdue { invoice, decline_code: None, ahead: &[] };
    write(tx, invoice, when, |account, contact| dunning_mail::ended(&overdue, account, contact, backend)).await
}

/// What was overdue has been paid: the reminders stop, and the services that rested for it come back. Answers whether any did.
pub(crate) async fn finish(tx: &mut Tx<'_>, backend: &Backend, invoice: &CollectedInvoice, when: When) -> Result<Resumed, Refusal> {
    let resumed = rest(tx, backend, invoice, when).await?;
    invoices::note_dunning(tx, &invoice.account, &invoice.id, None, 0).await?;
    Ok(resumed)
}

/// A debit that was submitted counts as paid until it comes back: services are back and reminders rest, but where the plan
/// stood is not forgotten.
pub(crate) async fn rest(tx: &mut Tx<'_>, backend: &Backend, invoice: &CollectedInvoice, when: When) -> Result<Resumed, Refusal> {
    jobs::drop_job(tx, JobKind::Collection, &invoice.id).await?;
    let mut resumed = Resumed::Nothing;
    for id in subscriptions::list_of_invoice(tx, &invoice.account, &invoice.id).await? {
        if invoices::has_other_overdue(tx, &invoice.account, &id, &invoice.id, backend.settings.dunning.suspension()).await? {
            continue;
        }
        if subscriptions::suspend(tx, &invoice.account, &id, None).await? {
            resume(tx, backend, invoice, &id, when).await?;
            resumed = Resumed::Services;
        }
    }
    Ok(resumed)
}

/// Whether a payment has brought services back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Resumed {
    /// No service had rested.
    Nothing,
    /// Services are back.
    Services,
}

/// A service comes back. One whose period ended while it rested begins a new one today, or has ended by then.
async fn resume(tx: &mut Tx<'_>, backend: &Backend, invoice: &CollectedInvoice, id: &SubscriptionId, when: When) -> Result<(), Refusal> {
    let account = accounts::find_account(tx, &invoice.account).await?.ok_or(Refusal::NotFound)?;
    let found = subscriptions::find_subscription(tx, &account.id, id).await?.ok_or(Refusal::NotFound)?;
    note(tx, &account.id, id.as_str(), "service_resumed", serde_json::json!({ "invoice": invoice.number }), when).await?;
    if found.subscription.running.period_end <= when.today && found.subscription.state == SubscriptionState::Active {
        // Money that has come is booked in any case: what cannot be renewed, since what was arranged for it is no longer
        // sold, is a renewal that fails, and waits for staff.
        let period = if renewal::can_renew(backend, &account, &found) {
            renewal::renew_from_today(tx, backend, &account, found, when).await?.subscription.period()
        } else {
            found.subscription.running.period()
        };
        schedule::schedule_subscription(tx, &account.id, (id, SubscriptionState::Active, period), when.now).await?;
    }
    let now_found = subscriptions::find_subscription(tx, &account.id, id).await?.ok_or(Refusal::NotFound)?;
    Ok(notices::grant_subscription(tx, &account, &now_found.subscription, when.now).await?)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Change {
    Suspend,
    End,
}

async fn change_each(tx: &mut Tx<'_>, invoice: &CollectedInvoice, when: When, change: Change) -> Result<Vec<SubscriptionId>, Refusal> {
    let account = accounts::find_account(tx, &invoice.account).await?.ok_or(Refusal::NotFound)?;
    let mut changed = Vec::new();
    for id in subscriptions::list_of_invoice(tx, &account.id, &invoice.id).await? {
        let Some(found) = subscriptions::find_subscription(tx, &account.id, &id).await? else { continue };
        let (is_changed, action) = match change {
            Change::Suspend => (subscriptions::suspend(tx, &account.id, &id, Some(when.today)).await?, "service_suspended"),
            Change::End => (end_one(tx, &account, &found, when).await?, "subscription_ended"),
        };
        if is_changed {
            notices::revoke(tx, &account, &found.subscription, "unpaid", when.now).await?;
            note(tx, &account.id, id.as_str(), action, serde_json::json!({ "invoice": invoice.number }), when).await?;
            changed.push(id);
        }
    }
    Ok(changed)
}

async fn end_one(tx: &mut Tx<'_>, account: &Account, found: &Versioned, when: When) -> Result<bool, Refusal> {
    let subscription = &found.subscription;
    // An order that is being charged decides first.
    if subscription.open_order.is_some() {
        return Ok(false);
    }
    let states = (subscription.state, SubscriptionState::Ended);
    let is_ended = subscriptions::change_state(tx, &account.id, &subscription.id, states, Some(when.today)).await?;
    let state = (&subscription.id, SubscriptionState::Ended, subscription.running.period());
    schedule::schedule_subscription(tx, &account.id, state, when.now).await?;
    if is_ended {
        follow::release_all(tx, account, subscription, when.now).await?;
    }
    Ok(is_ended)
}

/// What happens when, from the next step on.
fn ahead_of(backend: &Backend, invoice: &CollectedInvoice, when: When) -> Vec<(chrono::NaiveDate, billing::dunning::DunningAction)> {
    let since = invoice.overdue_since.unwrap_or(when.today);
    backend.settings.dunning.ahead(invoice.dunning_step + 1, since).into_iter().map(|(day, action)| (day.max(when.today), action)).collect()
}

/// A mail to the account's billing contact, should it have one, and to all who get its invoices.
pub(crate) async fn write(
    tx: &mut Tx<'_>,
    invoice: &CollectedInvoice,
    when: When,
    text: impl Fn(&Account, &Contact) -> MailText + Send + Sync,
) -> Result<(), Refusal> {
    let account = accounts::find_account(tx, &invoice.account).await?.ok_or(Refusal::NotFound)?;
    let Some(contact) = people::find_billing_contact(tx, &account.id).await? else { return Ok(()) };
    Ok(notices::write_invoice_mail(tx, &account, &contact, |contact| text(&account, contact), when.now).await?)
}

async fn note(tx: &mut Tx<'_>, account: &AccountId, subject: &str, action: &'static str, details: serde_json::Value, when: When) -> Result<(), Refusal> {
    let entry = audit::AuditEntry { account: Some(account), person: None, action, subject, details };
    Ok(audit::add_entry(tx, entry, when.now).await?)
}
