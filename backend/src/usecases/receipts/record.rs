//! A transfer or check is recorded, as it stands on the bank's statement. It pays nothing until it is allocated.

use super::read_form_key;
use crate::db::receipts::{self, NewReceipt};
use crate::db::{Tx, accounts, audit, staff};
use crate::text::fold_text;
use crate::usecases::jobs::When;
use crate::usecases::staff::StaffMember;
use crate::work;
use crate::{Backend, Refusal};
use billing::input::InputFault;
use billing::receipt::{LONGEST_REFERENCE, ReceiptKind};
use chrono::NaiveDate;

/// A receipt of before that many days is a slip of the finger; what is older was booked long ago.
const MOST_DAYS: u32 = 730;

/// So is one above a hundred million, minor units.
const MOST_MINOR: i64 = 10_000_000_000;

/// What was typed.
#[derive(Clone, Debug)]
pub struct ReceiptInput {
    /// Key of the form.
    pub form_key: String,
    /// Number of the account.
    pub account: String,
    /// Code of the kind.
    pub kind: String,
    /// Minor units of the account's currency.
    pub amount_minor: i64,
    /// The day on which it arrived, ISO.
    pub received_on: String,
    /// What the payer wrote on it; may be empty.
    pub reference: String,
}

/// Records it; answers its identifier. The same form sent twice is one receipt.
///
/// # Errors
/// [`Refusal::Input`] for each of the fields; for the reference also when the same money was recorded by another form.
pub async fn record_receipt(backend: &Backend, member: &StaffMember, input: &ReceiptInput) -> Result<String, Refusal> {
    let when = When { today: backend.today(), now: backend.now() };
    backend.db.write(work!(tx => write_receipt(tx, member, input, when).await)).await
}

pub(crate) async fn write_receipt(tx: &mut Tx<'_>, member: &StaffMember, input: &ReceiptInput, when: When) -> Result<String, Refusal> {
    let refused = |field, fault| Err(Refusal::Input { field, fault });
    let form_key = read_form_key(&input.form_key)?;
    let Some((id, _)) = staff::find_for(tx, member, input.account.trim()).await? else { return refused("account", InputFault::NotOffered) };
    accounts::lock_account(tx, &id).await?;
    if let Some(before) = receipts::find_by_form(tx, form_key).await? {
        return Ok(before);
    }
    let account = accounts::find_account(tx, &id).await?.ok_or(Refusal::NotFound)?;
    let Some(kind) = ReceiptKind::parse(&input.kind) else { return refused("kind", InputFault::NotOffered) };
    if input.amount_minor <= 0 {
        return refused("amount", InputFault::NoAmount);
    }
    if input.amount_minor > MOST_MINOR {
        return refused("amount", InputFault::AmountTooLarge);
    }
    let Ok(received_on) = input.received_on.parse::<NaiveDate>() else { return refused("received_on", InputFault::NotDate) };
    if received_on > when.today {
        return refused("received_on", InputFault::DayToCome);
    }
    if when.today.signed_duration_since(received_on).num_days() > i64::from(MOST_DAYS) {
        return refused("received_on", InputFault::DayTooOld { most_days: MOST_DAYS });
    }
    let reference = input.reference.trim();
    if i64::try_from(reference.chars().count()).unwrap_or(i64::MAX) > LONGEST_REFERENCE {
        return refused("reference", InputFault::TooLong { most: LONGEST_REFERENCE });
    }
    let searched = fold_text(&format!("{} {} {reference}", account.number, account.party.name));
    let receipt = NewReceipt {
        account: &id,
        form_key,
        kind,
        amount_minor: input.amount_minor,
        currency: account.currency,
        received_on,
        reference,
        searched: &searched,
        person: &member.person,
    };
    if receipts::is_recorded(tx, &receipt).await? {
        return refused("reference", InputFault::RecordedBefore);
    }
    let receipt_id = receipts::insert_receipt(tx, &receipt, when.now).await?;
    let details = serde_json::json!({ "amount_minor": input.amount_minor, "kind": kind, "received_on": received_on });
    let entry = audit::AuditEntry { account: Some(&id), person: Some(&member.person), action: "receipt_recorded", subject: &receipt_id, details };
    audit::add_entry(tx, entry, when.now).await?;
    Ok(receipt_id)
}
