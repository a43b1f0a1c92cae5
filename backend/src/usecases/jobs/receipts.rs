//! An account is told which invoices its renewals have brought: in one mail, however many came at once.

use super::{Next, When};
use crate::db::attempts;
use crate::db::invoices;
use crate::db::jobs::Job;
use crate::db::{Tx, accounts, people};
use crate::db::{payment_methods, payments};
use crate::texts::receipts_mail::{self, Told, ToldState};
use crate::usecases::notices;
use crate::{Backend, Contact, Refusal};

pub(super) async fn tell(tx: &mut Tx<'_>, backend: &Backend, job: &Job, when: When) -> Result<Next, Refusal> {
    let untold = invoices::list_untold(tx, &job.account).await?;
    let mut told = Vec::with_capacity(untold.len());
    for invoice in untold {
        // Nothing can be said of it before staff has looked.
        if attempts::is_contradicted(tx, &job.account, &invoice.id).await? {
            continue;
        }
        // What becomes of the charge is part of the news.
        if attempts::find_open_of_invoice(tx, &job.account, &invoice.id).await?.is_some() {
            return Ok(Next::Soon);
        }
        let state = if let Some(pending) = payments::find_pending_of_invoice(tx, &job.account, &invoice.id).await? {
            ToldState::Debited { amount_minor: pending.amount_minor }
        } else if invoice.open_minor == 0 {
            ToldState::Settled
        } else if invoice.overdue_since.is_some() {
            ToldState::NotCollected { decline_code: attempts::find_decline_of_invoice(tx, &job.account, &invoice.id).await? }
        } else if invoice.due_on.is_none_or(|due_on| due_on <= when.today) && payment_methods::find_usable(tx, &job.account, when.today).await?.is_some() {
            // Its charge has not begun: the other lane is behind. One with days to pay in says so itself.
            return Ok(Next::Soon);
        } else {
            ToldState::Open
        };
        told.push(Told { invoice, state });
    }
    if told.is_empty() {
        return Ok(Next::Done);
    }
    let account = accounts::find_account(tx, &job.account).await?.ok_or(Refusal::NotFound)?;
    if let Some(contact) = people::find_billing_contact(tx, &account.id).await? {
        let mail = |contact: &Contact| receipts_mail::renewals(&told, when.today, &account, contact, backend);
        notices::write_invoice_mail(tx, &account, &contact, mail, when.now).await?;
    }
    for told in &told {
        invoices::note_told(tx, &account.id, &told.invoice.id, 1).await?;
    }
    Ok(Next::Done)
}
