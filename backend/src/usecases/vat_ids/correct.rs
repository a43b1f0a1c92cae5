//! Documents that charged tax because a VAT number was not proven: each is cancelled by a document of its own and issued
//! anew with reverse charge. What was paid too much is the account's.

use super::balance::{self, Balance, Flows};
use super::corrected::{NewPart, Plan, REVERSE_CHARGE, mirror, plan_order, plan_single};
use crate::db::invoices::{self, DocumentNumber, NewDocument, StandingDocument};
use crate::db::jobs::{self, JobKind};
use crate::db::orders::{self, OrderContent};
use crate::db::{Tx, people, vat_ids};
use crate::texts::invoice::tax_notes;
use crate::texts::vat_mail;
use crate::usecases::collections::overdue;
use crate::usecases::jobs::When;
use crate::usecases::purchase_orders::draw::store_document;
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
            let corrected = corrected_items(tx, account, (&row.content, document.issued_at), &wrong_invoices).await?;
            let is_corrected = |line: &Line| usize::try_from(line.item).ok().and_then(|place| corrected.get(place).copied()).unwrap_or(false);
            plans.push(plan_order(&of_order, &row.content, is_corrected).map_err(|_| OVERFLOW)?);
        }
    }
    plans.retain(|plan| !plan.cancelled.is_empty());
    let mut balances: Vec<Balance> = plans.iter().map(|plan| Balance::of(&corrector.cancelled(plan), &plan.issued)).collect();
    balance::cover_shortfall(&mut balances);
    let mut corrections = Vec::with_capacity(plans.len());
    for (plan, balance) in plans.iter().zip(&balances) {
        corrections.push(corrector.carry_out(tx, plan, balance).await?);
    }
    Ok(corrections)
}

/// Whether a document charged tax of a business whose number, as we know now, is good.
fn is_wrong(account: &Account, number: &str, document: &InvoiceDocument) -> bool {
    let (category, _) = tax::tax_for(account.customer.country, VatIdState::Valid, document.issued_on);
    category == TaxCategory::AE && document.buyer.vat_id.as_deref() == Some(number) && document.tax.iter().any(|sum| sum.category == TaxCategory::S)
}

/// For each item of an order, whether its credit corrects an invoice that is put right as well.
async fn corrected_items(tx: &mut Tx<'_>, account: &Account, issued: (&OrderContent, i64), wrong: &BTreeSet<&str>) -> Result<Vec<bool>, Refusal> {
    let (content, issued_at) = issued;
    let mut corrected = Vec::with_capacity(content.items.len());
    for item in &content.items {
        let invoice = match &item.before {
            Some(before) => invoices::find_corrected_invoice(tx, &account.id, (&item.subscription, before.period_start), issued_at).await?,
            None => None,
        };
        corrected.push(invoice.is_some_and(|invoice| wrong.contains(invoice.as_str())));
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
    fn cancelled(&self, plan: &Plan) -> Vec<&StandingDocument> {
        plan.cancelled.iter().filter_map(|place| self.standing.get(*place)).collect()
    }

    async fn carry_out(&self, tx: &mut Tx<'_>, plan: &Plan, balance: &Balance) -> Result<Correction, Refusal> {
        let old = self.cancelled(plan);
        let mirrors: Vec<NewPart> = old.iter().map(|document| mirror(&document.content)).collect();
        let mirror_numbers = self.take_numbers(tx, &mirrors).await?;
        let issued_numbers = self.take_numbers(tx, &plan.issued).await?;
        let mut flows = Flows::new(balance);
        for ((document, part), number) in old.iter().zip(&mirrors).zip(&mirror_numbers) {
            flows.add_mirror(part, number.text(), document);
        }
        for (part, number) in plan.issued.iter().zip(&issued_numbers) {
            flows.add_issued(part, number.text());
        }
        let mut settlements = flows.settle().into_iter();
        let replacing = issued_numbers.first().map(DocumentNumber::text).unwrap_or_default();
        for ((document, part), number) in old.iter().zip(&mirrors).zip(&mirror_numbers) {
            let notes = vec![vat_mail::cancels(&document.content.number, self.account.language)];
            let said = (Some(document.content.number.clone()), notes, settlements.next().unwrap_or_default());
            let stored = self.store(tx, (part, number), Some(document), said, 0).await?;
            invoices::mark_replaced(tx, &self.account.id, &stored, &replacing).await?;
            invoices::mark_replaced(tx, &self.account.id, &document.id, &replacing).await?;
            invoices::reduce_open(tx, &self.account.id, &document.id, document.open_minor).await?;
        }
        for ((part, number), settlements) in plan.issued.iter().zip(&issued_numbers).zip(settlements) {
            self.issue(tx, (part, number), &old, (settlements, balance.open_minor)).await?;
        }
        let texts = |numbers: &[DocumentNumber]| numbers.iter().map(DocumentNumber::text).collect();
        Ok(Correction {
            cancelled: old.iter().map(|document| document.content.number.clone()).collect(),
            cancelling: texts(&mirror_numbers),
            issued: texts(&issued_numbers),
            credit_minor: balance.credit_minor,
        })
    }

    async fn issue(&self, tx: &mut Tx<'_>, new: (&NewPart, &DocumentNumber), old: &[&StandingDocument], money: (Vec<Settlement>, i64)) -> Result<(), Refusal> {
        let ((part, _), (settlements, open_minor), language) = (new, money, self.account.language);
        let same_kind = old.iter().find(|document| document.content.kind == part.kind);
        let taxed = DocumentPart { lines: Vec::new(), net_minor: part.net_minor, tax: part.tax.clone(), total_minor: part.total_minor };
        let mut notes = tax_notes(&taxed, language);
        notes.extend(same_kind.map(|document| vat_mail::replaces(&document.content.number, language)));
        let said = (same_kind.and_then(|document| document.content.corrects.clone()), notes, settlements);
        let open_minor = if part.kind == DocumentKind::Invoice { open_minor } else { 0 };
        let stored = self.store(tx, new, old.first().copied(), said, open_minor).await?;
        if let (DocumentKind::Invoice, Some(document)) = (part.kind, same_kind) {
            invoices::copy_periods(tx, &self.account.id, &document.id, &stored).await?;
            vat_ids::retax_subscriptions(tx, &self.account.id, &stored, REVERSE_CHARGE).await?;
            self.hand_over_collection(tx, document, &stored).await?;
        }
        Ok(())
    }

    /// What is open goes on being collected, with its reminders where they stood. Where the tax was all that was open, it is
    /// paid by this, and services that rested for it come back.
    async fn hand_over_collection(&self, tx: &mut Tx<'_>, old: &StandingDocument, new: &str) -> Result<(), Refusal> {
        let account = &self.account.id;
        invoices::copy_collection(tx, account, &old.id, new).await?;
        jobs::hand_over(tx, JobKind::Collection, &old.id, new).await?;
        let invoice = invoices::find_collected(tx, account, new).await?.ok_or(Refusal::NotFound)?;
        if old.open_minor > 0 && invoice.open_minor == 0 {
            overdue::finish(tx, self.backend, &invoice, When { today: self.today, now: self.now }).await?;
        }
        Ok(())
    }

    async fn take_numbers(&self, tx: &mut Tx<'_>, parts: &[NewPart]) -> Result<Vec<DocumentNumber>, Refusal> {
        let settings = &self.backend.settings;
        let mut numbers = Vec::with_capacity(parts.len());
        for part in parts {
            let series = settings.series(self.account, part.kind);
            numbers.push(invoices::take_number(tx, series, i64::from(self.today.year())).await?);
        }
        Ok(numbers)
    }

    async fn store(
        &self,
        tx: &mut Tx<'_>,
        new: (&NewPart, &DocumentNumber),
        old: Option<&StandingDocument>,
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
            user_id: people::find_user_id(tx, &account.id).await?,
            // What took of a purchase order takes the same of it anew, and what cancels gives it back.
            purchase_order: old.and_then(|old| old.content.purchase_order.clone()),
            lines: part.lines.clone(),
            net_minor: part.net_minor,
            tax: part.tax.clone(),
            total_minor: part.total_minor,
            notes,
            settlements,
        };
        let products = old.map(|old| old.products.as_str()).unwrap_or_default();
        let new_document = NewDocument { account: &account.id, order: None, number, content: &document, products, open_minor, due_on: None };
        store_document(tx, self.backend, account, &new_document, self.now).await
    }
}
