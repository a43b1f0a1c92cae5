//! Carries out what was decided about a service order: asks the gateway, outside any transaction, and then ends all of it in
//! one. Both questions to the gateway may be asked again, so that whoever comes after a crash just does the same.

use crate::clock::seconds;
use crate::db::attempts::{self, Attempt, AttemptEnd};
use crate::db::jobs::{self, JobKind};
use crate::db::orders::OrderRow;
use crate::db::quotes::{self, QuoteRow};
use crate::db::service_orders::{self, Decision, ServiceOrderRow};
use crate::db::{Tx, accounts, audit, invoices, licences, orders, people};
use crate::gateways::payment::{Charge, ChargeOutcome, GatewayError};
use crate::identifiers::new_id;
use crate::texts::quote_mail;
use crate::usecases::jobs::When;
use crate::usecases::notices;
use crate::usecases::orders::complete::{Completing, Paid};
use crate::usecases::orders::settle::end_order;
use crate::work;
use crate::{Account, Backend, Contact, Refusal, Role, failpoint};
use billing::ids::PersonId;
use billing::licences::Person;
use billing::order::OrderState;
use billing::service_order::{AdminContact, ServiceOrderState};

/// For how long a server keeps a decision that it carries out, above what the gateway may take.
const LEASE: i64 = seconds(15);

/// What became of a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// Done: paid and in force.
    Done,
    /// Refused: nothing was charged.
    Refused,
    /// The gateway would not, for its code; somebody has to look.
    GatewayRefused(String),
    /// The gateway has not answered; the portal asks again by itself.
    Unknown,
}

/// Carries out every decision whose lease is over; answers how many ended.
///
/// # Errors
/// [`Refusal::Storage`] when the database fails. What cannot be ended now stays for the next time.
pub async fn finish_overdue(backend: &Backend) -> Result<usize, Refusal> {
    let now = backend.now();
    let overdue = backend.db.read(work!(tx => service_orders::list_overdue_decisions(tx, now).await)).await?;
    let mut ended = 0;
    for row in overdue {
        let timeout = i64::try_from(backend.settings.gateway.timeout.as_micros()).unwrap_or(i64::MAX / 4);
        let lease_until = backend.now().saturating_add(timeout).saturating_add(LEASE);
        if !backend.db.write(work!(tx, &row => service_orders::claim_decision(tx, row, lease_until).await)).await? {
            continue;
        }
        match finish(backend, &row).await {
            Ok(End::Done | End::Refused) => ended += 1,
            Ok(End::GatewayRefused(code)) => tracing::error!(service_order = row.number, code, "the gateway would not; somebody has to look"),
            Ok(End::Unknown) => tracing::warn!(service_order = row.number, "the gateway does not answer; asked again later"),
            Err(error) => tracing::error!(%error, service_order = row.number, "the service order could not be ended"),
        }
    }
    Ok(ended)
}

/// Carries out one decision.
///
/// # Errors
/// [`Refusal`] of storage; the decision stands and is carried out later.
pub(super) async fn finish(backend: &Backend, row: &ServiceOrderRow) -> Result<End, Refusal> {
    let attempt = backend.db.read(work!(tx => attempts::find_authorised(tx, &row.account, &row.order).await)).await?;
    match row.decision {
        Some(Decision::Capture) => capture(backend, row, attempt.as_ref()).await,
        Some(Decision::Void) => void(backend, row, attempt.as_ref()).await,
        None => Ok(End::Unknown),
    }
}

async fn capture(backend: &Backend, row: &ServiceOrderRow, attempt: Option<&Attempt>) -> Result<End, Refusal> {
    let Some(attempt) = attempt else { return end(backend, row, None).await };
    let captured = backend.gateway.capture(&attempt.key, attempt.amount_minor).await;
    failpoint::reach(failpoint::AFTER_GATEWAY_ANSWERED).await;
    match captured {
        Ok(ChargeOutcome::Succeeded(charge)) if (charge.amount_minor, charge.currency.as_str()) == (attempt.amount_minor, attempt.currency.as_str()) => {
            end(backend, row, Some((attempt, &charge))).await
        }
        Ok(other) => undecide(backend, row, &format!("contradicted: {other:?}")).await,
        Err(GatewayError::Refused(code)) => undecide(backend, row, &code).await,
        Err(GatewayError::Unknown(error)) => {
            tracing::warn!(%error, service_order = row.number, "the gateway does not answer");
            Ok(End::Unknown)
        }
    }
}

async fn void(backend: &Backend, row: &ServiceOrderRow, attempt: Option<&Attempt>) -> Result<End, Refusal> {
    let Some(attempt) = attempt else { return end_refused(backend, row, None).await };
    let voided = backend.gateway.void(&attempt.key).await;
    failpoint::reach(failpoint::AFTER_GATEWAY_ANSWERED).await;
    match voided {
        Ok(ChargeOutcome::Voided) => end_refused(backend, row, Some(attempt)).await,
        Ok(other) => undecide(backend, row, &format!("contradicted: {other:?}")).await,
        // Perhaps it has let go by itself, after a time: then there is nothing left to let go of.
        Err(GatewayError::Refused(code)) => match backend.gateway.find(&attempt.key).await {
            Ok(Some(ChargeOutcome::Voided | ChargeOutcome::Cancelled) | None) => end_refused(backend, row, Some(attempt)).await,
            Ok(Some(_)) => undecide(backend, row, &code).await,
            Err(_) => Ok(End::Unknown),
        },
        Err(GatewayError::Unknown(error)) => {
            tracing::warn!(%error, service_order = row.number, "the gateway does not answer");
            Ok(End::Unknown)
        }
    }
}

/// The gateway would not do what was decided: it is open again, with a note for the staff.
async fn undecide(backend: &Backend, row: &ServiceOrderRow, code: &str) -> Result<End, Refusal> {
    let now = backend.now();
    backend
        .db
        .write(work!(tx => {
            accounts::lock_account(tx, &row.account).await?;
            if service_orders::undecide(tx, row, code).await? {
                tell_staff(tx, backend, row, code, now).await?;
                let details = serde_json::json!({ "code": code });
                let entry = audit::AuditEntry { account: Some(&row.account), person: None, action: "service_order_not_settled", subject: &row.number, details };
                audit::add_entry(tx, entry, now).await?;
            }
            Ok::<_, Refusal>(())
        }))
        .await?;
    Ok(End::GatewayRefused(code.to_owned()))
}

/// Whoever decided may have gone, and a decision of the portal's own has nobody who waits for its end.
async fn tell_staff(tx: &mut Tx<'_>, backend: &Backend, row: &ServiceOrderRow, code: &str, now: i64) -> Result<(), Refusal> {
    let account = accounts::find_account(tx, &row.account).await?.ok_or(Refusal::NotFound)?;
    let text = |account: &Account, reader: &Contact| quote_mail::service_order_not_settled((&row.number, code), account, reader, backend);
    Ok(notices::tell_staff(tx, &account, text, now).await?)
}

async fn end(backend: &Backend, row: &ServiceOrderRow, captured: Option<(&Attempt, &Charge)>) -> Result<End, Refusal> {
    let when = When { today: backend.today(), now: backend.now() };
    backend.db.write(work!(tx => write_done(tx, backend, row, captured, when).await)).await?;
    failpoint::reach(failpoint::AFTER_COMPLETING_COMMIT).await;
    Ok(End::Done)
}

/// Payment, seats, invoice, receipt, admin contact, all in one transaction. What has ended is left as it is.
async fn write_done(tx: &mut Tx<'_>, backend: &Backend, row: &ServiceOrderRow, captured: Option<(&Attempt, &Charge)>, when: When) -> Result<(), Refusal> {
    accounts::lock_account(tx, &row.account).await?;
    if let Some((attempt, _)) = captured
        && !attempts::settle_authorised(tx, &attempt.key, AttemptEnd::Succeeded, when.now).await?
    {
        return Ok(());
    }
    if !service_orders::settle(tx, row, ServiceOrderState::Done, when.today, when.now).await? {
        return Ok(());
    }
    let account = accounts::find_account(tx, &row.account).await?.ok_or(Refusal::NotFound)?;
    let order = orders::find_order(tx, &row.account, &row.order).await?.ok_or(Refusal::NotFound)?;
    let quote = quotes::find_by_order(tx, &row.account, &row.order).await?.ok_or(Refusal::NotFound)?;
    let paid = captured.map(|(attempt, charge)| Paid { attempt, charge_id: &charge.id, settles_on: None });
    let purchase_order = quote.purchase_order.as_deref();
    let completing = Completing { backend, account: &account, row: &order, paid: paid.as_ref(), on: when.today, purchase_order, now: when.now };
    if completing.put_in_force(tx).await?.is_none() {
        return Ok(());
    }
    collect_what_is_open(tx, &account, &order, when).await?;
    if let Some(admin) = &quote.admin {
        assign_admin(tx, &account, admin, &order, when.now).await?;
    }
    jobs::drop_job(tx, JobKind::ServiceOrderDue, &row.number).await?;
    tell(tx, backend, &account, (row, &quote, &order), when.now).await?;
    let details = serde_json::json!({ "order": row.order, "total_minor": order.content.price.total_minor });
    let entry = audit::AuditEntry { account: Some(&account.id), person: row.decided_by.as_ref(), action: "service_order_done", subject: &row.number, details };
    audit::add_entry(tx, entry, when.now).await?;
    failpoint::reach(failpoint::BEFORE_COMPLETING_COMMIT).await;
    Ok(())
}

/// An invoice that nothing has paid goes the way of all open ones: debited, or waited for and reminded of.
async fn collect_what_is_open(tx: &mut Tx<'_>, account: &Account, order: &OrderRow, when: When) -> Result<(), Refusal> {
    if order.content.method.is_some() || order.content.price.due_now_minor == 0 {
        return Ok(());
    }
    let invoice = invoices::find_standing_invoice(tx, &account.id, &order.id).await?.ok_or(Refusal::NotFound)?;
    Ok(jobs::schedule(tx, JobKind::Collection, &invoice.id, &account.id, when.today, when.now).await?)
}

/// The admin contact becomes a person of the account, or is renamed, and gets one seat of each product that they do not have yet.
async fn assign_admin(tx: &mut Tx<'_>, account: &Account, admin: &AdminContact, order: &OrderRow, now: i64) -> Result<(), Refusal> {
    let person = match people::find_of_account(tx, &account.id, &admin.email).await? {
        Some(person) => {
            people::rename(tx, &person, &admin.name).await?;
            person
        }
        None => {
            let person = PersonId(new_id());
            people::insert_person(tx, &person, &admin.name, &admin.email, now).await?;
            people::put_membership(tx, &account.id, &person, Role::Member, now).await?;
            person
        }
    };
    licences::put_person(tx, &account.id, &Person { name: admin.name.clone(), email: admin.email.clone() }, now).await?;
    for item in &order.content.items {
        if !licences::assign(tx, &account.id, &item.subscription, &admin.email, now).await? {
            continue;
        }
        let event = serde_json::json!({
            "account": account.number, "subscription": item.subscription, "product": item.product,
            "admin": { "person": person, "name": admin.name, "email": admin.email }, "assigned_seats": 1,
        });
        notices::grant(tx, account, &item.subscription, &event, now).await?;
    }
    let details = serde_json::json!({ "email": admin.email });
    let entry = audit::AuditEntry { account: Some(&account.id), person: None, action: "admin_contact_assigned", subject: person.as_str(), details };
    audit::add_entry(tx, entry, now).await?;
    Ok(())
}

async fn tell(tx: &mut Tx<'_>, backend: &Backend, account: &Account, done: (&ServiceOrderRow, &QuoteRow, &OrderRow), now: i64) -> Result<(), Refusal> {
    let Some(contact) = notices::find_orderer(tx, &account.id, &done.2.placed_by).await? else { return Ok(()) };
    let documents = orders::list_documents(tx, &account.id, &done.2.id).await?;
    let mail = |contact: &Contact| quote_mail::service_order_done(done, &documents, account, contact, backend);
    notices::write_invoice_mail(tx, account, &contact, mail, now).await?;
    Ok(())
}

async fn end_refused(backend: &Backend, row: &ServiceOrderRow, attempt: Option<&Attempt>) -> Result<End, Refusal> {
    let when = When { today: backend.today(), now: backend.now() };
    backend.db.write(work!(tx => write_refused(tx, backend, row, attempt, when).await)).await?;
    failpoint::reach(failpoint::AFTER_COMPLETING_COMMIT).await;
    Ok(End::Refused)
}

/// Attempt and order end, contracts and credit are free again, and the billing contact learns why. What has ended is left as
/// it is.
async fn write_refused(tx: &mut Tx<'_>, backend: &Backend, row: &ServiceOrderRow, attempt: Option<&Attempt>, when: When) -> Result<(), Refusal> {
    accounts::lock_account(tx, &row.account).await?;
    if let Some(attempt) = attempt
        && !attempts::settle_authorised(tx, &attempt.key, AttemptEnd::Cancelled, when.now).await?
    {
        return Ok(());
    }
    if !service_orders::settle(tx, row, ServiceOrderState::Refused, when.today, when.now).await? {
        return Ok(());
    }
    end_order(tx, &row.account, &row.order, (OrderState::Cancelled, None), when.now).await?;
    jobs::drop_job(tx, JobKind::ServiceOrderDue, &row.number).await?;
    let account = accounts::find_account(tx, &row.account).await?.ok_or(Refusal::NotFound)?;
    let order = orders::find_order(tx, &row.account, &row.order).await?.ok_or(Refusal::NotFound)?;
    if let Some(contact) = notices::find_orderer(tx, &account.id, &order.placed_by).await? {
        let mail = quote_mail::service_order_refused(row, &account, &contact, backend);
        notices::write_mail(tx, &account, &contact, &mail, when.now).await?;
    }
    let details = serde_json::json!({ "reason": row.reason });
    let entry =
        audit::AuditEntry { account: Some(&account.id), person: row.decided_by.as_ref(), action: "service_order_refused", subject: &row.number, details };
    audit::add_entry(tx, entry, when.now).await?;
    failpoint::reach(failpoint::BEFORE_COMPLETING_COMMIT).await;
    Ok(())
}
