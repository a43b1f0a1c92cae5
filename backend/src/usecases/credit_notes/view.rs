//! An invoice as the staff sees it: its document, where it stands, and what credit notes and refunds are possible today.

use super::{base_of, find_account};
use crate::db::refunds::{self, RefundablePayment};
use crate::db::{Tx, accounts, invoices, payment_methods};
use crate::usecases::invoices::standing::standing_of;
use crate::usecases::looks::{LookedAt, note_look};
use crate::usecases::staff::{StaffMember, must_see};
use crate::work;
use crate::{Account, Backend, Refusal};
use billing::credit_note::CreditBase;
use billing::invoice::InvoiceDocument;
use billing::standing::InvoiceStanding;
use chrono::NaiveDate;

/// A document of any account.
pub struct StaffInvoice {
    /// The account.
    pub account: Account,
    /// As it was issued.
    pub document: InvoiceDocument,
    /// None for a credit note, and for an invoice that was cancelled: neither can be credited.
    pub standing: Option<InvoiceStanding>,
    /// What credit notes are computed from.
    pub base: CreditBase,
    /// Payments whose money can go back by the gateway.
    pub refundable: Vec<RefundablePayment>,
    /// What of transfers and checks can be transferred back, minor units.
    pub returnable_minor: i64,
}

/// A document of an account that the reader may see, by its number. That the reader looked at it is written down.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn view_invoice(backend: &Backend, member: &StaffMember, number: &str) -> Result<StaffInvoice, Refusal> {
    let today = backend.today();
    let view: StaffInvoice = backend.db.read(work!(tx => read_view(tx, backend, member, number, today).await)).await?;
    note_look(backend, member, &view.account.id, LookedAt::Invoice, number).await?;
    Ok(view)
}

async fn read_view(tx: &mut Tx<'_>, backend: &Backend, member: &StaffMember, number: &str, today: NaiveDate) -> Result<StaffInvoice, Refusal> {
    let account = find_account(tx, number).await?;
    must_see(tx, member, &account).await?;
    let account = accounts::find_account(tx, &account).await?.ok_or(Refusal::NotFound)?;
    let document = invoices::find_document(tx, &account.id, number).await?.ok_or(Refusal::NotFound)?;
    let Some(invoice) = invoices::find_collected_by_number(tx, &account.id, number).await? else {
        let base = CreditBase { lines: Vec::new(), net_minor: 0, tax: Vec::new(), noted_minor: 0, changed_minor: 0 };
        return Ok(StaffInvoice { account, document, standing: None, base, refundable: Vec::new(), returnable_minor: 0 });
    };
    let base = base_of(tx, &account, &invoice.id, &document).await?;
    let refundable = refunds::list_refundable(tx, &account.id, &invoice.id).await?;
    let returnable_minor = refunds::sum_returnable(tx, &account.id, &invoice.id).await?;
    let can_pay = payment_methods::find_usable(tx, &account.id, today).await?.is_some();
    let standing = Some(standing_of(tx, backend, invoice, (today, can_pay)).await?);
    Ok(StaffInvoice { account, document, standing, base, refundable, returnable_minor })
}
