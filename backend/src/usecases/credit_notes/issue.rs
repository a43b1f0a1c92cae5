//! Issues a credit note: its number, its frozen document, and what it does to the invoice and the account, in one transaction.

use super::{at_lines, base_of, find_account};
use crate::db::credit_notes::{self, NewCreditNote};
use crate::db::invoices::{self, CollectedInvoice, NewDocument};
use crate::db::{Tx, accounts, audit, people};
use crate::texts::{credit_mail, invoice};
use crate::usecases::collections::overdue;
use crate::usecases::jobs::When;
use crate::usecases::purchase_orders::draw::store_document;
use crate::usecases::receipts::{read_form_key, read_reason};
use crate::usecases::refunds::begin::{self, Beginning, RefundWay};
use crate::usecases::refunds::carry_out;
use crate::usecases::staff::StaffMember;
use crate::work;
use crate::{Account, Backend, Refusal};
use billing::credit_note::CreditAmounts;
use billing::invoice::{DocumentKind, InvoiceDocument, InvoiceLine, Settlement};
use billing::price::DocumentPart;
use chrono::Datelike;

/// What becomes of what was paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PaidPart {
    /// It is the account's credit, used by its next invoice.
    Credit,
    /// It goes back.
    Refund(RefundWay),
}

/// What a clerk decided.
#[derive(Clone, Debug)]
pub struct CreditNoteInput {
    /// Key of the form.
    pub form_key: String,
    /// Number of the invoice.
    pub number: String,
    /// What was open of it on screen, minor units.
    pub seen_minor: i64,
    /// Net amounts for its lines, in their order, minor units.
    pub lines: Vec<i64>,
    /// Why.
    pub reason: String,
    /// What becomes of what was paid.
    pub paid_part: PaidPart,
}

/// Issues it; answers its number. The same form sent twice is one credit note. Where money goes back by the gateway, that is
/// asked afterwards, and by recovery should this never return.
///
/// # Errors
/// [`Refusal::NotFound`] for an invoice that is not there, or that was cancelled; [`Refusal::PriceChanged`] when something
/// else is open by now; [`Refusal::Input`] for `reason`, for `lines` that give nothing or more than is left, and for
/// `paid_part` when it cannot go back that way.
pub async fn issue_credit_note(backend: &Backend, member: &StaffMember, input: &CreditNoteInput) -> Result<String, Refusal> {
    let when = When { today: backend.today(), now: backend.now() };
    let number = backend.db.write(work!(tx => write_credit_note(tx, backend, member, input, when).await)).await?;
    carry_out::carry_out_of_form(backend, &input.form_key).await?;
    Ok(number)
}

pub(crate) async fn write_credit_note(
    tx: &mut Tx<'_>,
    backend: &Backend,
    member: &StaffMember,
    input: &CreditNoteInput,
    when: When,
) -> Result<String, Refusal> {
    let (form_key, reason) = (read_form_key(&input.form_key)?, read_reason(&input.reason)?);
    let account = find_account(tx, &input.number).await?;
    accounts::lock_account(tx, &account).await?;
    if let Some(number) = credit_notes::find_by_form(tx, form_key).await? {
        return Ok(number);
    }
    let account = accounts::find_account(tx, &account).await?.ok_or(Refusal::NotFound)?;
    let invoice = invoices::find_collected_by_number(tx, &account.id, &input.number).await?.ok_or(Refusal::NotFound)?;
    if invoice.open_minor != input.seen_minor {
        return Err(Refusal::PriceChanged);
    }
    let document = invoices::find_document(tx, &account.id, &invoice.number).await?.ok_or(Refusal::NotFound)?;
    let base = base_of(tx, &account, &invoice.id, &document).await?;
    let amounts = base.credit(&input.lines).map_err(at_lines)?;
    let reduced_minor = amounts.total_minor.min(invoice.open_minor);
    let credited_minor = amounts.total_minor - reduced_minor;
    let noted = Noted { account: &account, invoice: &invoice, document: &document, amounts: &amounts, reason, split: (reduced_minor, credited_minor) };
    let (id, number) = store(tx, backend, &noted, &input.paid_part, when).await?;
    let note = NewCreditNote {
        document: &id,
        account: &account.id,
        invoice: &invoice.id,
        form_key,
        reason,
        reduced_minor,
        credited_minor,
        lines: &amounts.lines,
        person: &member.person,
    };
    credit_notes::insert_credit_note(tx, &note, when.now).await?;
    invoices::reduce_open(tx, &account.id, &invoice.id, reduced_minor).await?;
    if reduced_minor > 0 && reduced_minor == invoice.open_minor {
        overdue::finish(tx, backend, &invoice, when).await?;
    }
    accounts::change_credit(tx, &account.id, credited_minor, accounts::CreditReason::CreditNote, None, when.now).await?;
    let details = serde_json::json!({ "amount_minor": amounts.total_minor, "number": number, "reason": reason });
    let entry = audit::AuditEntry { account: Some(&account.id), person: Some(&member.person), action: "credit_note_issued", subject: &invoice.id, details };
    audit::add_entry(tx, entry, when.now).await?;
    if let (PaidPart::Refund(way), 1..) = (&input.paid_part, credited_minor) {
        let beginning = Beginning { account: &account, invoice: &invoice, form_key, amount_minor: credited_minor, reason, way };
        begin::write_refund(tx, backend, member, &beginning, when).await?;
    }
    let is_refunded = matches!(input.paid_part, PaidPart::Refund(_));
    let told = credit_mail::Credited { invoice: &invoice, number: &number, total_minor: amounts.total_minor, reduced_minor, credited_minor, reason };
    let fate = if is_refunded { credit_mail::Fate::Refunded } else { credit_mail::Fate::Credit };
    overdue::write(tx, &invoice, when, |account, contact| credit_mail::issued(&told, fate, account, contact, backend)).await?;
    Ok(number)
}

/// What the document says.
struct Noted<'a> {
    account: &'a Account,
    invoice: &'a CollectedInvoice,
    document: &'a InvoiceDocument,
    amounts: &'a CreditAmounts,
    reason: &'a str,
    /// What was open and no longer is, and what was paid, minor units.
    split: (i64, i64),
}

/// Freezes the document; answers its identifier and number.
async fn store(tx: &mut Tx<'_>, backend: &Backend, noted: &Noted<'_>, paid_part: &PaidPart, when: When) -> Result<(String, String), Refusal> {
    let (account, amounts, language) = (noted.account, noted.amounts, noted.account.language);
    let series = backend.settings.series(account, DocumentKind::CreditNote);
    let number = invoices::take_number(tx, series, i64::from(when.today.year())).await?;
    let tax = billing::price::TaxSum { base_minor: -amounts.net_minor, tax_minor: -amounts.tax.tax_minor, ..amounts.tax };
    let part = DocumentPart { lines: Vec::new(), net_minor: -amounts.net_minor, tax: vec![tax], total_minor: -amounts.total_minor };
    let mut notes = invoice::tax_notes(&part, language);
    notes.push(credit_mail::reason_note(noted.reason, language));
    let (reduced_minor, credited_minor) = noted.split;
    let mut settlements = Vec::new();
    if reduced_minor > 0 {
        settlements.push(Settlement::ToInvoice { number: noted.invoice.number.clone(), amount_minor: reduced_minor });
    }
    match paid_part {
        PaidPart::Credit if credited_minor > 0 => settlements.push(Settlement::ToAccountCredit { amount_minor: credited_minor }),
        PaidPart::Refund(_) if credited_minor > 0 => notes.push(credit_mail::refund_note(credited_minor, account)),
        PaidPart::Credit | PaidPart::Refund(_) => {}
    }
    let content = InvoiceDocument {
        kind: DocumentKind::CreditNote,
        number: number.text(),
        corrects: Some(noted.invoice.number.clone()),
        issued_on: when.today,
        language,
        currency: account.currency,
        seller: backend.settings.seller.clone(),
        buyer: account.party.clone(),
        account_number: account.number.clone(),
        user_id: people::find_user_id(tx, &account.id).await?,
        purchase_order: noted.document.purchase_order.clone(),
        lines: lines_of(noted),
        net_minor: part.net_minor,
        tax: part.tax,
        total_minor: part.total_minor,
        notes,
        settlements,
    };
    let products = &noted.invoice.products;
    let document = NewDocument { account: &account.id, order: None, number: &number, content: &content, products, open_minor: 0, due_on: None };
    Ok((store_document(tx, backend, account, &document, when.now).await?, number.text()))
}

/// The invoice's lines that are credited, turned round.
fn lines_of(noted: &Noted<'_>) -> Vec<InvoiceLine> {
    let credited = noted.document.lines.iter().zip(&noted.amounts.lines).filter(|(_, amount)| **amount != 0);
    let line = |(line, amount): (&InvoiceLine, &i64)| {
        let explanation = credit_mail::line_note(&noted.invoice.number, *amount == line.net_minor, noted.account.language);
        InvoiceLine { net_minor: amount.saturating_neg(), explanation, ..line.clone() }
    };
    credited.map(line).collect()
}
