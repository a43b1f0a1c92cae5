//! An allocation, or a whole receipt, is taken back: a check that bounced, a transfer that was booked to the wrong invoice.
//! What it paid is open again, with the day on which it was due; if that has passed, the reminders begin anew, as when a
//! debit comes back.

use super::read_reason;
use crate::db::invoices::{self, CollectedInvoice};
use crate::db::jobs::{self, JobKind};
use crate::db::receipts::{self, Allocation, NewReversal, Receipt};
use crate::db::{Tx, accounts, audit};
use crate::texts::payment_mail;
use crate::usecases::collections::{overdue, reopen};
use crate::usecases::jobs::When;
use crate::usecases::staff::StaffMember;
use crate::work;
use crate::{Backend, Refusal};

/// Takes one allocation back; its money is unallocated again. One that was taken back is left as it is.
///
/// # Errors
/// [`Refusal::NotFound`]; [`Refusal::Input`] for the reason.
pub async fn reverse_allocation(backend: &Backend, member: &StaffMember, receipt: &str, allocation: &str, reason: &str) -> Result<(), Refusal> {
    let reason = read_reason(reason)?;
    let when = When { today: backend.today(), now: backend.now() };
    backend
        .db
        .write(work!(tx => {
            let receipt = find_locked(tx, receipt).await?;
            let found = receipts::list_allocations(tx, &receipt.account, &receipt.id).await?.into_iter().find(|found| found.id == allocation);
            let found = found.ok_or(Refusal::NotFound)?;
            if found.reversal.is_some() {
                return Ok(());
            }
            take_back(tx, backend, (member, &receipt, reason), &found, when).await?;
            Ok(receipts::change_unallocated(tx, &receipt.account, &receipt.id, found.amount_minor).await?)
        }))
        .await
}

/// Takes a whole receipt back with all that it pays: its money is not there. One that was taken back is left as it is.
///
/// # Errors
/// As [`reverse_allocation`].
pub async fn reverse_receipt(backend: &Backend, member: &StaffMember, receipt: &str, reason: &str) -> Result<(), Refusal> {
    let reason = read_reason(reason)?;
    let when = When { today: backend.today(), now: backend.now() };
    backend
        .db
        .write(work!(tx => {
            let receipt = find_locked(tx, receipt).await?;
            if receipt.reversal.is_some() {
                return Ok(());
            }
            write_reversal(tx, backend, (member, &receipt, reason), when).await
        }))
        .await
}

type By<'a> = (&'a StaffMember, &'a Receipt, &'a str);

async fn write_reversal(tx: &mut Tx<'_>, backend: &Backend, by: By<'_>, when: When) -> Result<(), Refusal> {
    let (member, receipt, reason) = by;
    for allocation in receipts::list_allocations(tx, &receipt.account, &receipt.id).await? {
        if allocation.reversal.is_none() {
            take_back(tx, backend, by, &allocation, when).await?;
        }
    }
    let (account, amount_minor) = (&receipt.account, receipt.amount_minor);
    let reversal = NewReversal { account, receipt: &receipt.id, allocation: None, amount_minor, reason, on: when.today, person: &member.person };
    receipts::insert_reversal(tx, &reversal, when.now).await?;
    receipts::change_unallocated(tx, account, &receipt.id, -receipt.unallocated_minor).await?;
    let details = serde_json::json!({ "amount_minor": amount_minor, "kind": receipt.kind, "reason": reason });
    let entry = audit::AuditEntry { account: Some(account), person: Some(&member.person), action: "receipt_reversed", subject: &receipt.id, details };
    Ok(audit::add_entry(tx, entry, when.now).await?)
}

/// The receipt as it is, with its account locked.
async fn find_locked(tx: &mut Tx<'_>, id: &str) -> Result<Receipt, Refusal> {
    let found = receipts::find_receipt(tx, id).await?.ok_or(Refusal::NotFound)?;
    accounts::lock_account(tx, &found.account).await?;
    receipts::find_receipt(tx, id).await?.ok_or(Refusal::NotFound)
}

/// The invoice is open by that amount again, or the one that was issued in its place since.
async fn take_back(tx: &mut Tx<'_>, backend: &Backend, by: By<'_>, allocation: &Allocation, when: When) -> Result<(), Refusal> {
    let (member, receipt, reason) = by;
    let (account, amount_minor) = (&receipt.account, allocation.amount_minor);
    let reversal =
        NewReversal { account, receipt: &receipt.id, allocation: Some(&allocation.id), amount_minor, reason, on: when.today, person: &member.person };
    receipts::insert_reversal(tx, &reversal, when.now).await?;
    let standing = invoices::find_standing(tx, account, &allocation.invoice).await?.ok_or(Refusal::NotFound)?;
    let before = invoices::find_collected(tx, account, &standing).await?.ok_or(Refusal::NotFound)?;
    reopen::reopen(tx, account, &standing, amount_minor, when.now).await?;
    let invoice = invoices::find_collected(tx, account, &standing).await?.ok_or(Refusal::NotFound)?;
    // Of one that was partly open the plan goes on as it is.
    if before.open_minor == 0 {
        collect_again(tx, backend, &invoice, when).await?;
    }
    let details = serde_json::json!({ "amount_minor": amount_minor, "kind": receipt.kind, "reason": reason });
    let entry = audit::AuditEntry { account: Some(account), person: Some(&member.person), action: "allocation_reversed", subject: &invoice.id, details };
    audit::add_entry(tx, entry, when.now).await?;
    let taken = payment_mail::TakenBack { invoice: &invoice, kind: receipt.kind, amount_minor, reason };
    overdue::write(tx, &invoice, when, |account, contact| payment_mail::taken_back(&taken, account, contact, backend)).await
}

/// It is collected on the day after it is due; if that has passed, it is overdue from today on, as when a debit comes back.
async fn collect_again(tx: &mut Tx<'_>, backend: &Backend, invoice: &CollectedInvoice, when: When) -> Result<(), Refusal> {
    match invoice.due_on.filter(|due_on| *due_on >= when.today && invoice.overdue_since.is_none()) {
        Some(due_on) => {
            let after = due_on.succ_opt().unwrap_or(due_on);
            Ok(jobs::schedule(tx, JobKind::Collection, &invoice.id, &invoice.account, after, when.now).await?)
        }
        None => overdue::go_on(tx, backend, invoice, when).await,
    }
}
