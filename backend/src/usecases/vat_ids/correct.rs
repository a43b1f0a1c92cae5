//! Documents that charged tax because a VAT number was not proven: each is cancelled by a document of its own and issued
//! anew with reverse charge. What was paid too much is the account's.

use super::corrected::{NewPart, Plan, REVERSE_CHARGE, mirror, plan_order, plan_single};
use crate::db::invoices::{self, DocumentNumber, NewDocument, StandingDocument};
use crate::db::orders::{self, OrderContent};
use crate::db::{Tx, vat_ids};
use crate::texts::invoice::tax_notes;
use crate::texts::vat_mail;
use crate::{Account, Backend, Refusal};
use billing::invoice::{DocumentKind, InvoiceDocument, Settlement};
use billing::price::{DocumentPart, Line};
use billing::{PriceErrorCode, TaxCategory, VatIdState, tax};
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeSet;

/// One order's documents, or one document without an order, put right.
pub(crate) struct Correction {
    /// Numbers of what was cancelled.
    pub cancelled: Vec<String>,
    /// Numbers of what cancels it.
    pub cancelling: Vec<String>,
    /// Numbers of what was issued instead.
    pub issued: Vec<String>,
    /// What becomes account credit, minor units; below zero where too much tax was given back.
    pub credit_minor: i64,
}

impl Correction {
    /// All numbers of it.
    pub fn numbers(&self) -> impl Iterator<Item = &str> {
        self.cancelled.iter().chain(&self.cancelling).chain(&self.issued).map(String::as_str)
    }
}

const OVERFLOW: Refusal = Refusal::Price(PriceErrorCode::AmountOverflow);

/// Puts right every document that names the number and charged tax although the number is good. The caller holds the
/// account's lock, and adds the credit.
pub(super) async fn correct_documents(tx: &mut Tx<'_>, backend: &Backend, account: &Account, number: &str, now: i64) -> Result<Vec<Correction>, Refusal> {
    let standing = invoices::list_standing(tx, &account.id).await?;
    let wrong: Vec<(usize, &StandingDocument)> = standing.iter().enumerate().filter(|(_, document)| is_wrong(account, number, &document.content)).collect();
    let wrong_invoices: BTreeSet<&str> = wrong.iter().map(|(_, document)| document.id.as_str()).collect();
    let corrector = Corrector { backend, account, standing: &standing, today: backend.today(), now };
    let mut plans = Vec::new();
    let mut seen = BTreeSet::new();
    // All are planned before the first is issued: a credit looks for the invoice that it corrected.
    for (place, document) in &wrong {
        let Some(order) = &document.order else {
            plans.push(plan_single(*place, &document.content));
            continue;
        };
        if seen.insert(order.clone()) {
            let row = orders::find_order(tx, &account.id, order).await?.ok_or(Refusal::NotFound)?;
            let of_order: Vec<_> = standing.iter().enumerate().filter(|(_, other)| other.order.as_ref() == Some(order)).collect();
            let corrected = corrected_items(tx, account, &row.content, &wrong_invoices).await?;
            let is_corrected = |line: &Line| usize::try_from(line.item).ok().and_then(|place| corrected.get(place).copied()).unwrap_or(false);
            plans.push(plan_order(&of_order, &row.content, is_corrected).map_err(|_| OVERFLOW)?);
        }
    }
    let mut corrections = Vec::new();
    for plan in plans.into_iter().filter(|plan| !plan.cancelled.is_empty()) {
        corrections.push(corrector.carry_out(tx, plan).await?);
    }
    Ok(corrections)
}

/// Whether a document charged tax of a business whose number, as we know now, is good.
fn is_wrong(account: &Account, number: &str, document: &InvoiceDocument) -> bool {
    let (category, _) = tax::tax_for(account.customer.country, VatIdState::Valid, document.issued_on);
    category == TaxCategory::AE && document.buyer.vat_id.as_deref() == Some(number) && document.tax.iter().any(|sum| sum.category == TaxCategory::S)
}

/// For each item of an order, whether its credit corrects an invoice that is put right as well.
async fn corrected_items(tx: &mut Tx<'_>, account: &Account, content: &OrderContent, wrong: &BTreeSet<&str>) -> Result<Vec<bool>, Refusal> {
    let mut corrected = Vec::with_capacity(content.items.len());
    for item in &content.items {
        let invoice = match &item.before {
            Some(before) => invoices::find_period_invoice(tx, &account.id, &item.subscription, before.period_start).await?,
            None => None,
        };
        corrected.push(invoice.is_some_and(|invoice| wrong.contains(invoice.id.as_str())));
    }
    Ok(corrected)
}

struct Corrector<'a> {
    backend: &'a Backend,
    account: &'a Account,
    standing: &'a [StandingDocument],
    today: NaiveDate,
    now: i64,
}

impl Corrector<'_> {
    async fn carry_out(&self, tx: &mut Tx<'_>, plan: Plan) -> Result<Correction, Refusal> {
        let old: Vec<&StandingDocument> = plan.cancelled.iter().filter_map(|place| self.standing.get(*place)).collect();
        let mirrors: Vec<NewPart> = old.iter().map(|document| mirror(&document.content)).collect();
        let balance = Balance::of(&old, &plan.issued);
        let mirror_numbers = self.take_numbers(tx, &mirrors).await?;
        let issued_numbers = self.take_numbers(tx, &plan.issued).await?;
        let texts = |numbers: &[DocumentNumber]| numbers.iter().map(DocumentNumber::text).collect::<Vec<String>>();
        let (cancelling, issued) = (texts(&mirror_numbers), texts(&issued_numbers));
        let cancelled: Vec<String> = old.iter().map(|document| document.content.number.clone()).collect();
        let replacing = issued.first().cloned().unwrap_or_default();
        for ((document, part), number) in old.iter().zip(&mirrors).zip(&mirror_numbers) {
            let notes = vec![vat_mail::cancels(&document.content.number, self.account.language)];
            let settlements = balance.of_mirror(document, part, (&plan.issued, &issued));
            let corrects = Some(document.content.number.clone());
            let stored = self.store(tx, (part, number), &document.products, (corrects, notes, settlements), 0).await?;
            invoices::mark_replaced(tx, &self.account.id, &stored, &replacing).await?;
            invoices::mark_replaced(tx, &self.account.id, &document.id, &replacing).await?;
            invoices::reduce_open(tx, &self.account.id, &document.id, document.open_minor).await?;
        }
        for (part, number) in plan.issued.iter().zip(&issued_numbers) {
            self.issue(tx, (part, number), &old, (&balance, &cancelling, &plan.issued, &issued)).await?;
        }
        Ok(Correction { cancelled, cancelling, issued, credit_minor: balance.credit_minor })
    }

    async fn issue(
        &self,
        tx: &mut Tx<'_>,
        new: (&NewPart, &DocumentNumber),
        old: &[&StandingDocument],
        beside: (&Balance, &[String], &[NewPart], &[String]),
    ) -> Result<(), Refusal> {
        let (part, _) = new;
        let (balance, cancelling, parts, numbers) = beside;
        let products = old.first().map(|document| document.products.as_str()).unwrap_or_default();
        let language = self.account.language;
        let taxed = DocumentPart { lines: Vec::new(), net_minor: part.net_minor, tax: part.tax.clone(), total_minor: part.total_minor };
        let mut notes = tax_notes(&taxed, language);
        notes.extend(old.iter().find(|document| document.content.kind == part.kind).map(|document| vat_mail::replaces(&document.content.number, language)));
        let corrects = old.iter().find(|document| document.content.kind == part.kind).and_then(|document| document.content.corrects.clone());
        let open_minor = if part.kind == DocumentKind::Invoice { balance.open_minor } else { 0 };
        let settlements = balance.of_issued(part, cancelling, (parts, numbers));
        let stored = self.store(tx, new, products, (corrects, notes, settlements), open_minor).await?;
        if part.kind == DocumentKind::Invoice {
            for document in old.iter().filter(|document| document.content.kind == DocumentKind::Invoice) {
                invoices::copy_periods(tx, &self.account.id, &document.id, &stored).await?;
                vat_ids::retax_subscriptions(tx, &self.account.id, &stored, REVERSE_CHARGE).await?;
            }
        }
        Ok(())
    }

    async fn take_numbers(&self, tx: &mut Tx<'_>, parts: &[NewPart]) -> Result<Vec<DocumentNumber>, Refusal> {
        let settings = &self.backend.settings;
        let mut numbers = Vec::with_capacity(parts.len());
        for part in parts {
            let series = match part.kind {
                DocumentKind::Invoice => &settings.invoice_series,
                DocumentKind::CreditNote => &settings.credit_note_series,
            };
            numbers.push(invoices::take_number(tx, series, i64::from(self.today.year())).await?);
        }
        Ok(numbers)
    }

    async fn store(
        &self,
        tx: &mut Tx<'_>,
        new: (&NewPart, &DocumentNumber),
        products: &str,
        said: (Option<String>, Vec<String>, Vec<Settlement>),
        open_minor: i64,
    ) -> Result<String, Refusal> {
        let ((part, number), (corrects, notes, settlements), account) = (new, said, self.account);
        let document = InvoiceDocument {
            kind: part.kind,
            number: number.text(),
            corrects,
            issued_on: self.today,
            language: account.language,
            currency: account.currency,
            seller: self.backend.settings.seller.clone(),
            buyer: account.party.clone(),
            account_number: account.number.clone(),
            lines: part.lines.clone(),
            net_minor: part.net_minor,
            tax: part.tax.clone(),
            total_minor: part.total_minor,
            notes,
            settlements,
        };
        let new_document = NewDocument { account: &account.id, order: None, number, content: &document, products, open_minor };
        Ok(invoices::insert_document(tx, &new_document, self.now).await?)
    }
}

/// Where the money of the cancelled documents goes.
struct Balance {
    /// Still to be paid of the new invoice, minor units.
    open_minor: i64,
    /// What becomes account credit, minor units.
    credit_minor: i64,
}

impl Balance {
    /// What was open stays open, less what is no longer owed; what was paid too much becomes credit.
    fn of(old: &[&StandingDocument], issued: &[NewPart]) -> Self {
        let was_minor: i64 = old.iter().map(|document| document.content.total_minor).sum();
        let is_minor: i64 = issued.iter().map(|part| part.total_minor).sum();
        let was_open_minor: i64 = old.iter().map(|document| document.open_minor).sum();
        let credit_minor = was_minor - is_minor - was_open_minor;
        let has_invoice = issued.iter().any(|part| part.kind == DocumentKind::Invoice);
        if credit_minor < 0 && has_invoice { Self { open_minor: -credit_minor, credit_minor: 0 } } else { Self { open_minor: 0, credit_minor } }
    }

    /// What a cancelling document gives: first to what it cancels, then to what is issued instead, then to the account.
    fn of_mirror(&self, cancelled: &StandingDocument, part: &NewPart, issued: (&[NewPart], &[String])) -> Vec<Settlement> {
        if part.kind == DocumentKind::Invoice {
            return vec![Settlement::CreditNote { number: cancelled.content.number.clone(), amount_minor: part.total_minor }];
        }
        let mut settlements = Vec::new();
        let mut rest = -part.total_minor;
        let mut give = |rest: &mut i64, number: &str, most: i64| {
            let amount_minor = most.min(*rest);
            if amount_minor > 0 {
                settlements.push(Settlement::ToInvoice { number: number.to_owned(), amount_minor });
                *rest -= amount_minor;
            }
        };
        give(&mut rest, &cancelled.content.number, cancelled.open_minor);
        let credited: i64 = issued.0.iter().filter(|part| part.kind == DocumentKind::CreditNote).map(|part| -part.total_minor).sum();
        for (new, number) in issued.0.iter().zip(issued.1).filter(|(new, _)| new.kind == DocumentKind::Invoice) {
            give(&mut rest, number, new.total_minor - credited - self.open_minor);
        }
        if rest > 0 {
            settlements.push(Settlement::ToAccountCredit { amount_minor: rest });
        }
        settlements
    }

    /// What settles a document that is issued instead.
    fn of_issued(&self, part: &NewPart, cancelling: &[String], issued: (&[NewPart], &[String])) -> Vec<Settlement> {
        let beside = |kind: DocumentKind| issued.0.iter().zip(issued.1).find(move |(other, _)| other.kind == kind);
        match (part.kind, beside(DocumentKind::CreditNote), beside(DocumentKind::Invoice)) {
            (DocumentKind::Invoice, credit, _) => {
                let credited = credit.map_or(0, |(credit, _)| -credit.total_minor);
                let mut settlements: Vec<_> =
                    credit.iter().map(|(_, number)| Settlement::CreditNote { number: (*number).clone(), amount_minor: credited }).collect();
                let rest = part.total_minor - credited - self.open_minor;
                let by = cancelling.first().filter(|_| rest > 0);
                settlements.extend(by.map(|number| Settlement::CreditNote { number: number.clone(), amount_minor: rest }));
                settlements
            }
            (DocumentKind::CreditNote, _, Some((_, number))) => vec![Settlement::ToInvoice { number: number.clone(), amount_minor: -part.total_minor }],
            (DocumentKind::CreditNote, _, None) => vec![Settlement::ToAccountCredit { amount_minor: -part.total_minor }],
        }
    }
}
