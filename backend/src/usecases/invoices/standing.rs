//! Where invoices stand today: what was paid, what is open since when, and what happens when.

use crate::db::invoices::CollectedInvoice;
use crate::db::{DbError, Tx, attempts, credit_notes, invoice_search, invoices, payment_methods, payments, receipts, refunds};
use crate::work;
use crate::{Actor, Backend, Refusal, Role};
use billing::dunning::DunningAction;
use billing::order::MethodOnFile;
use billing::standing::{Booking, InvoiceStanding, PaymentUnderWay, PlannedStep};
use chrono::NaiveDate;

/// An invoice's standing, and what could pay it.
pub struct Standing {
    /// None for a credit note, and for an invoice that was cancelled.
    pub invoice: Option<InvoiceStanding>,
    /// Numbers of the documents that correct it, oldest first.
    pub corrections: Vec<String>,
    /// The method on file, if it can pay today.
    pub usable: Option<MethodOnFile>,
}

/// Open invoices, oldest first, and what could pay them.
pub struct OpenInvoices {
    /// The invoices.
    pub invoices: Vec<InvoiceStanding>,
    /// The method on file, if it can pay today.
    pub usable: Option<MethodOnFile>,
}

/// Where an invoice of the actor's account stands.
///
/// # Errors
/// [`Refusal::NotFound`] when no document of the account has that number.
pub async fn load_standing(backend: &Backend, actor: &Actor, number: &str) -> Result<Standing, Refusal> {
    let today = backend.today();
    backend
        .db
        .read(work!(tx => {
            let usable = payment_methods::find_usable(tx, &actor.account, today).await?.map(|method| method.shown);
            let invoice = match invoices::find_collected_by_number(tx, &actor.account, number).await? {
                Some(invoice) => Some(standing_of(tx, backend, invoice, (today, usable.is_some())).await?),
                None => {
                    invoices::find_document(tx, &actor.account, number).await?.ok_or(Refusal::NotFound)?;
                    None
                }
            };
            let corrections = invoice_search::list_corrections(tx, &actor.account, number).await?;
            Ok::<_, Refusal>(Standing { invoice, corrections, usable })
        }))
        .await
}

/// All invoices of the actor's account that are open. They are the billing contact's business; others are shown none.
///
/// # Errors
/// [`Refusal`].
pub async fn load_open_invoices(backend: &Backend, actor: &Actor) -> Result<OpenInvoices, Refusal> {
    if actor.role != Role::BillingContact {
        return Ok(OpenInvoices { invoices: Vec::new(), usable: None });
    }
    let today = backend.today();
    let open: Result<OpenInvoices, DbError> = backend
        .db
        .read(work!(tx => {
            let usable = payment_methods::find_usable(tx, &actor.account, today).await?.map(|method| method.shown);
            let mut standings = Vec::new();
            for invoice in invoices::list_open(tx, &actor.account).await? {
                standings.push(standing_of(tx, backend, invoice, (today, usable.is_some())).await?);
            }
            Ok::<_, DbError>(OpenInvoices { invoices: standings, usable })
        }))
        .await;
    Ok(open?)
}

pub(crate) async fn standing_of(
    tx: &mut Tx<'_>,
    backend: &Backend,
    invoice: CollectedInvoice,
    (today, can_pay): (NaiveDate, bool),
) -> Result<InvoiceStanding, DbError> {
    let open_attempt = attempts::find_open_of_invoice(tx, &invoice.account, &invoice.id).await?;
    Ok(InvoiceStanding {
        ahead: ahead_of(backend, &invoice, today).into_iter().filter(|step| can_pay || step.action != DunningAction::Retry).collect(),
        payments: payments::list_of_invoice(tx, &invoice.account, &invoice.id).await?,
        bookings: bookings_of(tx, &invoice).await?,
        declined: attempts::list_declined_of_invoice(tx, &invoice.account, &invoice.id).await?,
        under_way: open_attempt.map(|attempt| PaymentUnderWay { action_url: attempt.action_url }),
        number: invoice.number,
        products: invoice.products,
        currency: invoice.currency,
        total_minor: invoice.total_minor,
        open_minor: invoice.open_minor,
        issued_on: invoice.issued_on,
        due_on: invoice.due_on,
        overdue_since: invoice.overdue_since,
    })
}

/// What was booked by hand, newest first.
async fn bookings_of(tx: &mut Tx<'_>, invoice: &CollectedInvoice) -> Result<Vec<Booking>, DbError> {
    let mut bookings = receipts::list_of_invoice(tx, &invoice.account, &invoice.id).await?;
    bookings.extend(credit_notes::list_of_invoice(tx, &invoice.account, &invoice.id).await?);
    bookings.extend(refunds::list_of_invoice(tx, &invoice.account, &invoice.id).await?);
    // Stable, so that each keeps the order in which it was booked.
    bookings.sort_by_key(|booking| std::cmp::Reverse(booking.on));
    Ok(bookings)
}

/// The steps that are still to come, none before today; for what is not overdue there is no plan yet.
fn ahead_of(backend: &Backend, invoice: &CollectedInvoice, today: NaiveDate) -> Vec<PlannedStep> {
    let Some(since) = invoice.overdue_since.filter(|_| invoice.open_minor > 0) else { return Vec::new() };
    let steps = backend.settings.dunning.ahead(invoice.dunning_step, since);
    steps.into_iter().map(|(day, action)| PlannedStep { on: day.max(today), action }).collect()
}
