//! Issues the invoice of an order and, where a credit cannot stand on it, the credit note beside it.

use super::complete::charge_of;
use crate::db::Tx;
use crate::db::invoices::{self, DocumentNumber, NewDocument};
use crate::db::jobs::{self, JobKind};
use crate::db::orders::OrderContent;
use crate::db::{payment_methods, people};
use crate::texts::invoice::{Terms, line_explanation, line_text, tax_notes, terms_note};
use crate::usecases::purchase_orders::draw::store_document;
use crate::{Account, Backend, Refusal};
use billing::PriceErrorCode;
use billing::ids::OrderId;
use billing::invoice::{DocumentKind, InvoiceDocument, InvoiceLine, Settlement};
use billing::order::MethodOnFile;
use billing::price::{DocumentPart, Line, LineKind};
use chrono::{Datelike, NaiveDate};

/// What documents are issued for.
pub struct Issuing<'a> {
    /// None for what no order caused.
    pub order: Option<&'a OrderId>,
    /// What was ordered.
    pub content: &'a OrderContent,
    /// What its credits took off earlier invoices.
    pub reduced: &'a [Settlement],
    /// The day of issue.
    pub on: NaiveDate,
    /// The number of the customer's purchase order.
    pub purchase_order: Option<&'a str>,
}

/// Issues what was ordered, numbered in this transaction. What nothing pays stays open, within the account's terms.
///
/// # Errors
/// [`Refusal`]; the transaction must not be committed.
pub async fn issue_documents(tx: &mut Tx<'_>, backend: &Backend, account: &Account, issuing: Issuing<'_>, now: i64) -> Result<(), Refusal> {
    let Issuing { order, content, reduced, on, purchase_order } = issuing;
    let documents = content.price.documents().map_err(|_| Refusal::Price(PriceErrorCode::AmountOverflow))?;
    let issuer = Issuer { backend, account, order, content, reduced, corrected: corrected_invoices(tx, account, content).await?, on, purchase_order, now };
    let open = unpaid(tx, backend, account, content).await?;
    let invoice_number = issuer.number(tx, documents.invoice.as_ref(), DocumentKind::Invoice).await?;
    let credit_number = issuer.number(tx, documents.credit_note.as_ref(), DocumentKind::CreditNote).await?;
    if let (Some(part), Some(number)) = (&documents.invoice, &invoice_number) {
        let settlements = issuer.invoice_settlements(part, documents.credit_note.as_ref().zip(credit_number.as_ref()));
        let id = issuer.store_open(tx, DocumentKind::Invoice, part, number, settlements, open).await?;
        for (place, item) in content.items.iter().enumerate() {
            if let Some(charge) = charge_of(&content.price, place) {
                invoices::link_period(tx, &account.id, &id, &item.subscription, charge.period).await?;
            }
        }
    }
    if let (Some(part), Some(number)) = (&documents.credit_note, &credit_number) {
        let settlements = issuer.credit_settlements(part, documents.invoice.as_ref().zip(invoice_number.as_ref()));
        issuer.store(tx, DocumentKind::CreditNote, part, number, settlements).await?;
    }
    Ok(())
}

/// Issues the invoice of a renewal: open for what credit did not settle, and due at once where it is charged by itself.
/// Answers its identifier; none where there is nothing to invoice.
///
/// # Errors
/// [`Refusal`]; the transaction must not be committed.
pub async fn issue_invoice_of_renewal(
    tx: &mut Tx<'_>,
    backend: &Backend,
    account: &Account,
    content: &OrderContent,
    (purchase_order, now): (Option<&str>, i64),
) -> Result<Option<String>, Refusal> {
    let documents = content.price.documents().map_err(|_| Refusal::Price(PriceErrorCode::AmountOverflow))?;
    let Some(part) = &documents.invoice else { return Ok(None) };
    let on = content.price.today;
    let issuer = Issuer { backend, account, order: None, content, reduced: &[], corrected: Vec::new(), on, purchase_order, now };
    let Some(number) = issuer.number(tx, Some(part), DocumentKind::Invoice).await? else { return Ok(None) };
    let price = &content.price;
    let open = unpaid(tx, backend, account, content).await?;
    let id = issuer.store_open(tx, DocumentKind::Invoice, part, &number, issuer.invoice_settlements(part, None), open).await?;
    for (place, item) in content.items.iter().enumerate() {
        if let Some(charge) = charge_of(price, place) {
            invoices::link_period(tx, &account.id, &id, &item.subscription, charge.period).await?;
        }
    }
    invoices::note_told(tx, &account.id, &id, 0).await?;
    Ok(Some(id))
}

/// What is due and paid by nothing yet.
async fn unpaid(tx: &mut Tx<'_>, backend: &Backend, account: &Account, content: &OrderContent) -> Result<Option<Open>, Refusal> {
    let minor = content.price.due_now_minor;
    if minor == 0 || content.method.is_some() {
        return Ok(None);
    }
    Ok(Some(Open { minor, terms: terms_of(tx, backend, account).await? }))
}

/// Issues an invoice that is open until a day, and is collected then. Answers its identifier; none where there is nothing to
/// invoice.
///
/// # Errors
/// [`Refusal`]; the transaction must not be committed.
pub(crate) async fn issue_open_invoice(
    tx: &mut Tx<'_>,
    backend: &Backend,
    account: &Account,
    content: &OrderContent,
    purchase_order: Option<&str>,
    (due_on, now): (NaiveDate, i64),
) -> Result<Option<String>, Refusal> {
    let documents = content.price.documents().map_err(|_| Refusal::Price(PriceErrorCode::AmountOverflow))?;
    let Some(part) = &documents.invoice else { return Ok(None) };
    let issuer = Issuer { backend, account, order: None, content, reduced: &[], corrected: Vec::new(), on: content.price.today, purchase_order, now };
    let Some(number) = issuer.number(tx, Some(part), DocumentKind::Invoice).await? else { return Ok(None) };
    let open = Open { minor: content.price.due_now_minor, terms: Terms::Transfer { due_on } };
    let id = issuer.store_open(tx, DocumentKind::Invoice, part, &number, issuer.invoice_settlements(part, None), Some(open)).await?;
    let after = due_on.succ_opt().unwrap_or(due_on);
    jobs::schedule(tx, JobKind::Collection, &id, &account.id, after, now).await?;
    Ok(Some(id))
}

/// What is open of a document at its issue.
struct Open {
    minor: i64,
    terms: Terms,
}

/// By the method on file, or within the days that the seller gives: from today on, also where the invoice should have been
/// issued earlier. Our own delay takes no time away from the customer.
async fn terms_of(tx: &mut Tx<'_>, backend: &Backend, account: &Account) -> Result<Terms, Refusal> {
    let today = backend.today();
    let usable = payment_methods::find_usable(tx, &account.id, today).await?;
    let agreed = account.terms.map_or(backend.settings.payment_terms_days, |terms| terms.days);
    let days = chrono::Days::new(u64::from(agreed));
    Ok(match usable {
        Some(method) => Terms::Automatic { method: method.shown, on: today },
        None => Terms::Transfer { due_on: today.checked_add_days(days).unwrap_or(today) },
    })
}

/// The number of the invoice that each item's credit corrects.
async fn corrected_invoices(tx: &mut Tx<'_>, account: &Account, content: &OrderContent) -> Result<Vec<Option<String>>, Refusal> {
    let mut numbers = Vec::with_capacity(content.items.len());
    for item in &content.items {
        let found = match &item.before {
            Some(before) => invoices::find_period_invoice(tx, &account.id, &item.subscription, before.period_start).await?,
            None => None,
        };
        numbers.push(found.map(|invoice| invoice.number));
    }
    Ok(numbers)
}

struct Issuer<'a> {
    backend: &'a Backend,
    account: &'a Account,
    order: Option<&'a OrderId>,
    content: &'a OrderContent,
    reduced: &'a [Settlement],
    corrected: Vec<Option<String>>,
    on: NaiveDate,
    purchase_order: Option<&'a str>,
    now: i64,
}

impl Issuer<'_> {
    async fn number(&self, tx: &mut Tx<'_>, part: Option<&DocumentPart>, kind: DocumentKind) -> Result<Option<DocumentNumber>, Refusal> {
        if part.is_none() {
            return Ok(None);
        }
        let year = i64::from(self.on.year());
        Ok(Some(invoices::take_number(tx, self.backend.settings.series(self.account, kind), year).await?))
    }

    async fn store(
        &self,
        tx: &mut Tx<'_>,
        kind: DocumentKind,
        part: &DocumentPart,
        number: &DocumentNumber,
        settlements: Vec<Settlement>,
    ) -> Result<String, Refusal> {
        self.store_open(tx, kind, part, number, settlements, None).await
    }

    async fn store_open(
        &self,
        tx: &mut Tx<'_>,
        kind: DocumentKind,
        part: &DocumentPart,
        number: &DocumentNumber,
        settlements: Vec<Settlement>,
        open: Option<Open>,
    ) -> Result<String, Refusal> {
        let (account, language) = (self.account, self.account.language);
        let lines: Vec<InvoiceLine> = part.lines.iter().filter_map(|line| self.line(line)).collect();
        let document = InvoiceDocument {
            kind,
            number: number.text(),
            corrects: self.corrects(kind, part),
            issued_on: self.on,
            language,
            currency: account.currency,
            seller: self.backend.settings.seller.clone(),
            buyer: account.party.clone(),
            account_number: account.number.clone(),
            user_id: people::find_user_id(tx, &account.id).await?,
            purchase_order: self.purchase_order.map(ToOwned::to_owned),
            lines,
            net_minor: part.net_minor,
            tax: part.tax.clone(),
            total_minor: part.total_minor,
            notes: tax_notes(part, language).into_iter().chain(open.as_ref().map(|open| terms_note(&open.terms, &number.text(), language))).collect(),
            settlements,
        };
        let names: Vec<&str> = self.content.items.iter().map(|item| item.product_name.as_str()).collect();
        let (open_minor, due_on) = open.map_or((0, None), |open| (open.minor, Some(open.terms.due_on())));
        let products = names.join(", ");
        let new_document = NewDocument { account: &account.id, order: self.order, number, content: &document, products: &products, open_minor, due_on };
        store_document(tx, self.backend, account, &new_document, self.now).await
    }

    fn line(&self, line: &Line) -> Option<InvoiceLine> {
        let place = usize::try_from(line.item).ok()?;
        let item = self.content.items.get(place)?;
        let corrected = self.corrected.get(place).and_then(Option::as_deref);
        let language = self.account.language;
        Some(InvoiceLine {
            text: line_text(line, item, language),
            explanation: line_explanation(line, self.account.currency, corrected, language),
            seats: line.seats,
            unit_minor: line.unit_minor,
            period: line.period,
            net_minor: line.net_minor,
        })
    }

    /// A credit note names the invoice that it corrects; with several, the lines name them.
    fn corrects(&self, kind: DocumentKind, part: &DocumentPart) -> Option<String> {
        let credit = part.lines.iter().find(|line| line.kind == LineKind::Credit).filter(|_| kind == DocumentKind::CreditNote)?;
        usize::try_from(credit.item).ok().and_then(|place| self.corrected.get(place).cloned().flatten())
    }

    fn invoice_settlements(&self, part: &DocumentPart, beside: Option<(&DocumentPart, &DocumentNumber)>) -> Vec<Settlement> {
        let price = &self.content.price;
        let mut settlements = Vec::new();
        if let Some((credit, number)) = beside {
            let amount_minor = part.total_minor.min(-credit.total_minor);
            settlements.push(Settlement::CreditNote { number: number.text(), amount_minor });
        }
        if price.credit_used_minor > 0 {
            settlements.push(Settlement::AccountCredit { amount_minor: price.credit_used_minor });
        }
        // What a renewal leaves open is settled later, by whatever pays it then.
        if price.due_now_minor > 0 {
            let (amount_minor, on) = (price.due_now_minor, self.on);
            settlements.extend(self.content.method.clone().map(|method| match method {
                MethodOnFile::Card(card) => Settlement::Card { brand: card.brand, last4: card.last4, amount_minor, on },
                MethodOnFile::SepaDebit(debit) => Settlement::SepaDebit { last4: debit.last4, mandate_reference: debit.mandate_reference, amount_minor, on },
            }));
        }
        settlements
    }

    fn credit_settlements(&self, part: &DocumentPart, beside: Option<(&DocumentPart, &DocumentNumber)>) -> Vec<Settlement> {
        let mut settlements = Vec::new();
        let mut rest = -part.total_minor;
        if let Some((invoice, number)) = beside {
            let amount_minor = rest.min(invoice.total_minor);
            rest -= amount_minor;
            settlements.push(Settlement::ToInvoice { number: number.text(), amount_minor });
        }
        for taken in self.reduced {
            if let Settlement::ToInvoice { amount_minor, .. } = taken {
                rest -= amount_minor;
                settlements.push(taken.clone());
            }
        }
        if rest > 0 {
            settlements.push(Settlement::ToAccountCredit { amount_minor: rest });
        }
        settlements
    }
}
