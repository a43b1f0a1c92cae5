//! Writes the intention to give money back, in the transaction of its cause or alone.

use super::carry_out;
use crate::db::invoices::{self, CollectedInvoice};
use crate::db::refunds::{self, NewRefund};
use crate::db::{Tx, accounts, audit};
use crate::identifiers::new_key;
use crate::texts::credit_mail;
use crate::usecases::collections::overdue;
use crate::usecases::jobs::When;
use crate::usecases::receipts::{read_form_key, read_reason};
use crate::usecases::staff::StaffMember;
use crate::work;
use crate::{Account, Backend, Refusal};
use billing::input::InputFault;

/// How money goes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefundWay {
    /// By the gateway, to what a payment came from, by the payment's identifier.
    Payment(String),
    /// The seller has transferred it, or will: the portal notes that.
    PaidOut,
}

/// What a clerk decided.
#[derive(Clone, Debug)]
pub struct RefundInput {
    /// Key of the form.
    pub form_key: String,
    /// Number of the invoice whose money it was.
    pub number: String,
    /// Minor units.
    pub amount_minor: i64,
    /// Why.
    pub reason: String,
    /// How.
    pub way: RefundWay,
}

/// Gives account credit back. The same form sent twice is one refund.
///
/// # Errors
/// [`Refusal::NotFound`]; [`Refusal::Input`] for `reason`, for an `amount` that is nothing or more than the account's credit, and
/// for `paid_part` when that much cannot go back that way.
pub async fn refund_credit(backend: &Backend, member: &StaffMember, input: &RefundInput) -> Result<(), Refusal> {
    let when = When { today: backend.today(), now: backend.now() };
    backend.db.write(work!(tx => write_alone(tx, backend, member, input, when).await)).await?;
    carry_out::carry_out_of_form(backend, &input.form_key).await
}

async fn write_alone(tx: &mut Tx<'_>, backend: &Backend, member: &StaffMember, input: &RefundInput, when: When) -> Result<(), Refusal> {
    let (form_key, reason) = (read_form_key(&input.form_key)?, read_reason(&input.reason)?);
    let account = invoices::find_account_of(tx, &input.number).await?.ok_or(Refusal::NotFound)?;
    accounts::lock_account(tx, &account).await?;
    if refunds::is_begun_by(tx, form_key).await? {
        return Ok(());
    }
    let account = accounts::find_account(tx, &account).await?.ok_or(Refusal::NotFound)?;
    let invoice = invoices::find_collected_by_number(tx, &account.id, &input.number).await?.ok_or(Refusal::NotFound)?;
    if input.amount_minor <= 0 {
        return Err(Refusal::Input { field: "amount", fault: InputFault::NoAmount });
    }
    if input.amount_minor > account.customer.credit_minor {
        return Err(Refusal::Input { field: "amount", fault: InputFault::MoreThanLeft });
    }
    let beginning = Beginning { account: &account, invoice: &invoice, form_key, amount_minor: input.amount_minor, reason, way: &input.way };
    write_refund(tx, backend, member, &beginning, when).await
}

/// A refund that begins; its account is locked and has the credit.
pub(crate) struct Beginning<'a> {
    pub account: &'a Account,
    pub invoice: &'a CollectedInvoice,
    pub form_key: &'a str,
    /// Minor units.
    pub amount_minor: i64,
    pub reason: &'a str,
    pub way: &'a RefundWay,
}

/// Takes the credit and writes the refund: never more than came that way.
pub(crate) async fn write_refund(tx: &mut Tx<'_>, backend: &Backend, member: &StaffMember, beginning: &Beginning<'_>, when: When) -> Result<(), Refusal> {
    let Beginning { account, invoice, form_key, amount_minor, reason, way } = *beginning;
    let (payment, left_minor) = match way {
        RefundWay::Payment(id) => {
            let found = refunds::list_refundable(tx, &account.id, &invoice.id).await?.into_iter().find(|payment| payment.id == *id);
            let payment = found.ok_or(Refusal::Input { field: "paid_part", fault: InputFault::NotOffered })?;
            (Some(id.as_str()), payment.left_minor)
        }
        RefundWay::PaidOut => (None, refunds::sum_returnable(tx, &account.id, &invoice.id).await?),
    };
    if amount_minor > left_minor {
        return Err(Refusal::Input { field: "paid_part", fault: InputFault::MoreThanLeft });
    }
    accounts::change_credit(tx, &account.id, -amount_minor, accounts::CreditReason::Refunded, None, when.now).await?;
    let id = new_key();
    let refund = NewRefund {
        id: &id,
        account: &account.id,
        invoice: &invoice.id,
        payment,
        form_key,
        amount_minor,
        currency: account.currency,
        reason,
        on: when.today,
        person: &member.person,
        lease_until: when.now.saturating_add(carry_out::lease(backend)),
    };
    refunds::insert_refund(tx, &refund, when.now).await?;
    let details = serde_json::json!({ "amount_minor": amount_minor, "reason": reason });
    let action = if payment.is_some() { "refund_begun" } else { "refund_made" };
    let entry = audit::AuditEntry { account: Some(&account.id), person: Some(&member.person), action, subject: &invoice.id, details };
    audit::add_entry(tx, entry, when.now).await?;
    if payment.is_none() {
        overdue::write(tx, invoice, when, |account, contact| credit_mail::refunded(&invoice.number, amount_minor, way, account, contact, backend)).await?;
    }
    Ok(())
}
