//! What documents look like once the tax on them is put right. Pure: no database, no numbers taken.

use crate::db::invoices::StandingDocument;
use crate::db::orders::OrderContent;
use billing::invoice::{DocumentKind, InvoiceDocument, InvoiceLine};
use billing::money::AmountOverflow;
use billing::price::{DocumentPart, Line, LineKind, TaxSum};
use billing::subscription::LineTax;
use billing::{OrderPrice, TaxCategory, TaxRate};

/// The tax of a business whose number is proven.
pub(super) const REVERSE_CHARGE: LineTax = LineTax { category: TaxCategory::AE, rate: TaxRate::ZERO };

/// Lines and sums of a document that is to be issued.
#[derive(Debug)]
pub(super) struct NewPart {
    pub kind: DocumentKind,
    pub lines: Vec<InvoiceLine>,
    pub net_minor: i64,
    pub tax: Vec<TaxSum>,
    pub total_minor: i64,
}

/// What becomes of the documents of one order, or of one document without an order.
#[derive(Debug)]
pub(super) struct Plan {
    /// Places of the documents that are cancelled.
    pub cancelled: Vec<usize>,
    /// What is issued instead.
    pub issued: Vec<NewPart>,
}

/// A document without an order (a renewal) takes the right tax as a whole.
pub(super) fn plan_single(place: usize, document: &InvoiceDocument) -> Plan {
    let part = NewPart {
        kind: document.kind,
        lines: document.lines.clone(),
        net_minor: document.net_minor,
        tax: vec![TaxSum { category: REVERSE_CHARGE.category, rate: REVERSE_CHARGE.rate, base_minor: document.net_minor, tax_minor: 0 }],
        total_minor: document.net_minor,
    };
    Plan { cancelled: vec![place], issued: vec![part] }
}

/// The documents of an order are split anew: its charges take the right tax, and so do those credits that correct an
/// invoice which is put right as well. `is_corrected` tells that of the item at a place.
pub(super) fn plan_order(
    documents: &[(usize, &StandingDocument)],
    content: &OrderContent,
    is_corrected: impl Fn(&Line) -> bool,
) -> Result<Plan, AmountOverflow> {
    let printed = printed_lines(documents, &content.price)?;
    let price = with_right_tax(&content.price, is_corrected)?;
    let split = price.documents()?;
    let parts = [(DocumentKind::Invoice, split.invoice), (DocumentKind::CreditNote, split.credit_note)];
    let (mut cancelled, mut issued) = (Vec::new(), Vec::new());
    for (kind, part) in parts {
        let old = documents.iter().find(|(_, document)| document.content.kind == kind);
        let stays = matches!((old, &part), (Some((_, old)), Some(part)) if old.content.tax == part.tax && old.content.net_minor == part.net_minor);
        if stays {
            continue;
        }
        cancelled.extend(old.map(|(place, _)| *place));
        issued.extend(part.map(|part| new_part(kind, part, &printed)));
    }
    Ok(Plan { cancelled, issued })
}

/// Each line as it was printed, beside the line of the price.
fn printed_lines(documents: &[(usize, &StandingDocument)], price: &OrderPrice) -> Result<Vec<(Line, InvoiceLine)>, AmountOverflow> {
    let split = price.documents()?;
    let mut printed = Vec::new();
    for (kind, part) in [(DocumentKind::Invoice, split.invoice), (DocumentKind::CreditNote, split.credit_note)] {
        let (Some(part), Some((_, document))) = (part, documents.iter().find(|(_, document)| document.content.kind == kind)) else { continue };
        printed.extend(part.lines.into_iter().zip(document.content.lines.iter().cloned()));
    }
    Ok(printed)
}

fn new_part(kind: DocumentKind, part: DocumentPart, printed: &[(Line, InvoiceLine)]) -> NewPart {
    let same = |line: &Line| printed.iter().find(|(old, _)| (old.item, old.kind) == (line.item, line.kind)).map(|(_, printed)| printed.clone());
    NewPart { kind, lines: part.lines.iter().filter_map(same).collect(), net_minor: part.net_minor, tax: part.tax, total_minor: part.total_minor }
}

fn with_right_tax(price: &OrderPrice, is_corrected: impl Fn(&Line) -> bool) -> Result<OrderPrice, AmountOverflow> {
    let mut price = price.clone();
    price.tax_today = REVERSE_CHARGE;
    for line in &mut price.lines {
        if line.kind == LineKind::Charge || is_corrected(line) {
            line.tax = REVERSE_CHARGE;
        }
    }
    price.tax = tax_sums(&price.lines)?;
    let tax_minor = price.tax.iter().try_fold(0_i64, |sum, tax| sum.checked_add(tax.tax_minor)).ok_or(AmountOverflow)?;
    price.total_minor = price.net_minor.checked_add(tax_minor).ok_or(AmountOverflow)?;
    Ok(price)
}

/// Once per category and rate, as orders are priced.
fn tax_sums(lines: &[Line]) -> Result<Vec<TaxSum>, AmountOverflow> {
    let mut sums: Vec<TaxSum> = Vec::new();
    for line in lines {
        match sums.iter_mut().find(|sum| (sum.category, sum.rate) == (line.tax.category, line.tax.rate)) {
            Some(sum) => sum.base_minor = sum.base_minor.checked_add(line.net_minor).ok_or(AmountOverflow)?,
            None => sums.push(TaxSum { category: line.tax.category, rate: line.tax.rate, base_minor: line.net_minor, tax_minor: 0 }),
        }
    }
    for sum in &mut sums {
        sum.tax_minor = sum.rate.of(sum.base_minor)?;
    }
    Ok(sums)
}

/// The same document with every amount turned round: it cancels the other to the cent.
pub(super) fn mirror(document: &InvoiceDocument) -> NewPart {
    let kind = match document.kind {
        DocumentKind::Invoice => DocumentKind::CreditNote,
        DocumentKind::CreditNote => DocumentKind::Invoice,
    };
    let lines = document.lines.iter().map(|line| InvoiceLine { net_minor: -line.net_minor, ..line.clone() }).collect();
    let tax = document.tax.iter().map(|sum| TaxSum { base_minor: -sum.base_minor, tax_minor: -sum.tax_minor, ..*sum }).collect();
    NewPart { kind, lines, net_minor: -document.net_minor, tax, total_minor: -document.total_minor }
}
