//! Money of a receipt pays invoices, in full or in part: reminders end, and services come back, as when it is charged.

use super::read_form_key;
use crate::db::invoices::{self, CollectedInvoice};
use crate::db::receipts::{self, NewAllocation, Receipt};
use crate::db::{Tx, accounts, audit};
use crate::texts::dunning_mail;
use crate::usecases::collections::overdue::{self, Resumed};
use crate::usecases::jobs::When;
use crate::usecases::staff::StaffMember;
use crate::work;
use crate::{Backend, Refusal};
use billing::input::InputFault;

/// What of a receipt pays an invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptShare {
    /// Number of the invoice.
    pub number: String,
    /// Minor units; zero leaves the invoice alone.
    pub amount_minor: i64,
}

/// What somebody decided about a receipt.
#[derive(Clone, Debug)]
pub struct AllocationInput {
    /// Key of the form.
    pub form_key: String,
    /// The receipt.
    pub receipt: String,
    /// What was unallocated on screen, minor units.
    pub seen_minor: i64,
    /// What pays what.
    pub shares: Vec<ReceiptShare>,
}

/// Allocates all shares, or none. The same form sent twice allocates once.
///
/// # Errors
/// [`Refusal::NotFound`] for a receipt or invoice that is not there, or not of one account; [`Refusal::PriceChanged`] when
/// something else is unallocated by now; [`Refusal::Input`] for `shares` that are nothing or more than there is, and for a
/// share, by the field `share-` with the invoice's number, that is more than is open.
pub async fn allocate_receipt(backend: &Backend, member: &StaffMember, input: &AllocationInput) -> Result<(), Refusal> {
    let when = When { today: backend.today(), now: backend.now() };
    backend.db.write(work!(tx => write_allocations(tx, backend, member, input, when).await)).await
}

pub(crate) async fn write_allocations(tx: &mut Tx<'_>, backend: &Backend, member: &StaffMember, input: &AllocationInput, when: When) -> Result<(), Refusal> {
    let form_key = read_form_key(&input.form_key)?;
    let found = receipts::find_receipt(tx, &input.receipt).await?.ok_or(Refusal::NotFound)?;
    accounts::lock_account(tx, &found.account).await?;
    if receipts::is_allocated_by(tx, form_key).await? {
        return Ok(());
    }
    // What was read before the lock may be an older state.
    let receipt = receipts::find_receipt(tx, &input.receipt).await?.ok_or(Refusal::NotFound)?;
    if receipt.unallocated_minor != input.seen_minor {
        return Err(Refusal::PriceChanged);
    }
    let shares: Vec<&ReceiptShare> = input.shares.iter().filter(|share| share.amount_minor != 0).collect();
    let sum = shares.iter().try_fold(0_i64, |sum, share| sum.checked_add(share.amount_minor)).unwrap_or(i64::MAX);
    if shares.is_empty() || shares.iter().any(|share| share.amount_minor < 0) {
        return Err(Refusal::Input { field: "shares", fault: InputFault::NoAmount });
    }
    if sum > receipt.unallocated_minor {
        return Err(Refusal::Input { field: "shares", fault: InputFault::MoreThanLeft });
    }
    for share in shares {
        pay(tx, backend, (member, &receipt, form_key), share, when).await?;
    }
    Ok(())
}

async fn pay(tx: &mut Tx<'_>, backend: &Backend, by: (&StaffMember, &Receipt, &str), share: &ReceiptShare, when: When) -> Result<(), Refusal> {
    let (member, receipt, form_key) = by;
    let invoice = invoices::find_collected_by_number(tx, &receipt.account, &share.number).await?.ok_or(Refusal::NotFound)?;
    if share.amount_minor > invoice.open_minor {
        return Err(Refusal::Input { field: "shares", fault: InputFault::AmountNotDue });
    }
    let allocation = NewAllocation {
        account: &receipt.account,
        receipt: &receipt.id,
        invoice: &invoice.id,
        form_key,
        amount_minor: share.amount_minor,
        on: when.today,
        person: &member.person,
    };
    receipts::insert_allocation(tx, &allocation, when.now).await?;
    invoices::reduce_open(tx, &receipt.account, &invoice.id, share.amount_minor).await?;
    let resumed = if share.amount_minor == invoice.open_minor { overdue::finish(tx, backend, &invoice, when).await? } else { Resumed::Nothing };
    let details = serde_json::json!({ "amount_minor": share.amount_minor, "kind": receipt.kind, "receipt": receipt.id });
    let entry = audit::AuditEntry { account: Some(&receipt.account), person: Some(&member.person), action: "receipt_allocated", subject: &invoice.id, details };
    audit::add_entry(tx, entry, when.now).await?;
    tell(tx, backend, (&invoice, share.amount_minor, resumed), when).await
}

/// A receipt for the account. One who was not told of the invoice yet is told of both by the mail that tells of it.
async fn tell(tx: &mut Tx<'_>, backend: &Backend, paid: (&CollectedInvoice, i64, Resumed), when: When) -> Result<(), Refusal> {
    let (invoice, amount_minor, resumed) = paid;
    if !invoice.is_told {
        return Ok(());
    }
    let services = if resumed == Resumed::Services { dunning_mail::Services::Back } else { dunning_mail::Services::AsBefore };
    overdue::write(tx, invoice, when, |account, contact| dunning_mail::paid(invoice, amount_minor, services, account, contact, backend)).await
}
