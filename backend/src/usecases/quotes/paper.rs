//! A quote as a paper: what it shows beside its state, in the account's language. Nothing is issued by it.

use super::find::find_quote;
use crate::texts::invoice::{charge_text, line_explanation, tax_notes};
use crate::{Actor, Backend, Refusal};
use billing::invoice::{DocumentKind, InvoiceDocument, InvoiceLine};
use billing::order::MethodOnFile;
use billing::price::Line;
use billing::quote::{Offer, Quote};
use billing::{BillingInterval, Language, OrderPrice, RunningSubscription};
use chrono::NaiveDate;

/// What the paper shows.
pub struct QuotePaper {
    /// The quote.
    pub quote: Quote,
    /// Parties, lines and sums, in the form of a document; it has the quote's number and was never issued.
    pub sheet: InvoiceDocument,
    /// What would pay it today.
    pub method: Option<MethodOnFile>,
    /// The day for which it was priced, while it can be accepted.
    pub today: NaiveDate,
}

/// The paper of a quote of the actor's account.
///
/// # Errors
/// [`Refusal::NotFound`], for a draft and for a quote that has no price any more as well.
pub async fn find_paper(backend: &Backend, actor: &Actor, number: &str) -> Result<QuotePaper, Refusal> {
    let found = find_quote(backend, actor, number).await?;
    let quote = found.shown();
    let price = quote.price.clone().ok_or(Refusal::NotFound)?;
    let (account, language) = (&found.account, found.account.language);
    let line = |line: &Line| line_of(&quote, &found.running, line, &price, language);
    let notes = price.documents().ok().and_then(|documents| documents.invoice).map(|part| tax_notes(&part, language)).unwrap_or_default();
    let sheet = InvoiceDocument {
        kind: DocumentKind::Invoice,
        number: quote.number.clone(),
        corrects: None,
        issued_on: quote.made_on,
        language,
        currency: account.currency,
        seller: backend.settings.seller.clone(),
        buyer: account.party.clone(),
        account_number: account.number.clone(),
        user_id: None,
        purchase_order: quote.purchase_order.clone(),
        lines: price.lines.iter().filter_map(line).collect(),
        net_minor: price.net_minor,
        tax: price.tax.clone(),
        total_minor: price.total_minor,
        notes,
        settlements: Vec::new(),
    };
    Ok(QuotePaper { today: backend.today(), sheet, method: found.method.map(|method| method.shown), quote })
}

fn line_of(quote: &Quote, running: &[Option<RunningSubscription>], line: &Line, price: &OrderPrice, language: Language) -> Option<InvoiceLine> {
    let place = usize::try_from(line.item).ok()?;
    let item = quote.items.get(place)?;
    let interval = match &item.offer {
        Offer::New { interval, .. } => *interval,
        Offer::AddSeats { .. } => running.get(place).and_then(Option::as_ref).map_or(BillingInterval::Annual, |running| running.interval),
    };
    Some(InvoiceLine {
        text: charge_text((&item.product_name, &item.plan_name), line.seats, interval, language),
        explanation: line_explanation(line, price.currency, None, language),
        seats: line.seats,
        unit_minor: line.unit_minor,
        period: line.period,
        net_minor: line.net_minor,
    })
}
