//! A transfer that finance has recorded: the clinic pays its invoice in two parts, and this is the first.

use crate::db::people::{self, Door};
use crate::db::receipts::{self, NewAllocation, NewReceipt};
use crate::db::{Tx, accounts, audit, invoices, staff};
use crate::identifiers::new_key;
use crate::text::fold_text;
use crate::{Backend, Refusal};
use billing::receipt::ReceiptKind;
use chrono::Days;

/// Number of the clinic's account.
const CLINIC: &str = "KD-20419";
/// What it has transferred, cents.
const FIRST_PART: i64 = 500_000;
/// How many days ago.
const DAYS_AGO: u64 = 6;

/// Written without mails: the demo begins with an empty outbox.
pub(super) async fn write_receipts(tx: &mut Tx<'_>, backend: &Backend) -> Result<(), Refusal> {
    let (account, _) = staff::find_by_number(tx, CLINIC).await?.ok_or(Refusal::NotFound)?;
    let account = accounts::find_account(tx, &account).await?.ok_or(Refusal::NotFound)?;
    let (person, _) = people::find_login(tx, Door::Staff, "omar@kontor.example").await?.ok_or(Refusal::NotFound)?;
    let invoice = invoices::list_open(tx, &account.id).await?.into_iter().next().ok_or(Refusal::NotFound)?;
    let (now, key, on) = (backend.now(), new_key(), backend.today() - Days::new(DAYS_AGO));
    let reference = format!("{} 1. Rate", invoice.number);
    let receipt = NewReceipt {
        account: &account.id,
        form_key: &key,
        kind: ReceiptKind::BankTransfer,
        amount_minor: FIRST_PART,
        currency: account.currency,
        received_on: on,
        reference: &reference,
        searched: &fold_text(&format!("{CLINIC} {} {reference}", account.party.name)),
        person: &person,
    };
    let id = receipts::insert_receipt(tx, &receipt, now).await?;
    let allocation = NewAllocation { account: &account.id, receipt: &id, invoice: &invoice.id, form_key: &key, amount_minor: FIRST_PART, on, person: &person };
    receipts::insert_allocation(tx, &allocation, now).await?;
    invoices::reduce_open(tx, &account.id, &invoice.id, FIRST_PART).await?;
    for (action, subject) in [("receipt_recorded", &id), ("receipt_allocated", &invoice.id)] {
        let details = serde_json::json!({ "amount_minor": FIRST_PART, "kind": ReceiptKind::BankTransfer });
        let entry = audit::AuditEntry { account: Some(&account.id), person: Some(&person), action, subject, details };
        audit::add_entry(tx, entry, now).await?;
    }
    Ok(())
}
