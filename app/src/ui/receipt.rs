//! The order summary as a receipt: its lines in words, its sums, and what is due now and later.
//!
//! [`Receipt`] is the slip, [`ReceiptTotal`] the sum for the stub below it, [`ReceiptNotes`] what follows. A page
//! whose price changes may show them again with every new price: the parts that stay are kept as they are, unfolded lines too.

mod words;

use super::icon::Icon;
use crate::api::cart::CartRow;
use crate::texts::{td_string, use_language, use_locale};
use billing::order::OrderItem;
use billing::price::Renewal;
use billing::{BillingInterval, Currency, Money, OrderPrice, format};
use chrono::NaiveDate;
use leptos::prelude::*;
use words::{LineWords, PriceWords};

/// The names of a priced item, which its lines lack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptItem {
    /// Name of the product.
    pub product_name: String,
    /// Name of the plan that is credited.
    pub plan_name_before: String,
    /// Name of the plan that is charged.
    pub plan_name: String,
    /// The billing frequency that is charged.
    pub interval: BillingInterval,
}

/// On a page that names the product nowhere else, the plan of a single line is called by both; of several, each line is anyway.
pub fn name_products(mut items: Vec<ReceiptItem>) -> Vec<ReceiptItem> {
    if let [item] = items.as_mut_slice() {
        item.plan_name = format!("{} {}", item.product_name, item.plan_name);
    }
    items
}

impl From<&CartRow> for ReceiptItem {
    fn from(row: &CartRow) -> Self {
        Self {
            product_name: row.product_name.clone(),
            plan_name_before: row.plan_name_before.clone(),
            plan_name: row.plan_name.clone(),
            interval: row.item.choice.interval,
        }
    }
}

impl From<&OrderItem> for ReceiptItem {
    fn from(item: &OrderItem) -> Self {
        Self {
            product_name: item.product_name.clone(),
            plan_name_before: item.plan_name_before.clone(),
            plan_name: item.plan_name.clone(),
            interval: item.after.interval,
        }
    }
}

/// Lines and sums of a price. Items come in the order of the price's items.
#[component]
pub fn Receipt(
    price: OrderPrice,
    items: Vec<ReceiptItem>,
    /// Replaces "Bestellübersicht".
    #[prop(optional, into)]
    title: Option<String>,
    /// Id of the title, where a page has several slips.
    #[prop(default = "summary")]
    id: &'static str,
    /// Stands below the lines, on the slip.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let words = PriceWords { price: &price, items: &items, language: use_language() };
    let lines: Vec<_> = words.lines().into_iter().map(|line| view! { <UnfoldingLine line/> }).collect();
    let tax: Vec<_> = words.tax().into_iter().map(|line| view! { <UnfoldingLine line/> }).collect();
    let (subtotal, total, credit_used) = (words.subtotal(), words.total(), words.credit_used());
    view! {
        <section class="receipt" aria-labelledby=id>
            <ReceiptHead title id day=price.today/>
            {lines}
            <SumLine sum=subtotal/>
            {tax}
            {total.map(|sum| view! { <SumLine sum/> })}
            {credit_used.map(|line| view! { <PlainLine line/> })}
            {children.map(|children| children())}
        </section>
    }
    .into_any()
}

/// The slip while there is no price: the sums are there, their amounts are not.
#[component]
pub fn BlankReceipt(day: NaiveDate) -> impl IntoView {
    let locale = use_locale();
    let blank = |label: &str| (label.to_owned(), "–".to_owned());
    view! {
        <section class="receipt" aria-labelledby="summary">
            <ReceiptHead title=None id="summary" day/>
            <SumLine sum=blank(td_string!(locale, receipt.subtotal))/>
            <SumLine sum=blank(td_string!(locale, receipt.vat_blank))/>
        </section>
    }
    .into_any()
}

#[component]
fn ReceiptHead(title: Option<String>, id: &'static str, day: NaiveDate) -> impl IntoView {
    let title = title.unwrap_or_else(|| td_string!(use_locale(), receipt.title).to_owned());
    view! {
        <div class="receipt-head">
            <h2 id=id>{title}</h2>
            <p>{format::date(day, use_language())}</p>
        </div>
    }
}

/// A line that tells, unfolded, how its amount came about.
#[component]
fn UnfoldingLine(line: LineWords) -> impl IntoView {
    let steps: Vec<_> = line.steps.into_iter().map(|(step, amount)| view! { <div><dt>{step}</dt><dd>{amount}</dd></div> }).collect();
    view! {
        <details class="receipt-line">
            <summary>
                <span class="line-label">{line.label}</span>
                " "
                <span class=line.amount_class>{line.amount}</span>
                {note(line.note)}
                " "
                <span class="line-how">{td_string!(use_locale(), receipt.how)} <Icon name="chevron"/></span>
            </summary>
            <div class="line-explain">
                <p>{line.sentence}</p>
                {(!steps.is_empty()).then(|| view! { <dl>{steps}</dl> })}
            </div>
        </details>
    }
}

#[component]
fn PlainLine(line: LineWords) -> impl IntoView {
    view! {
        <p class="receipt-line">
            <span class="line-label">{line.label}</span>
            " "
            <span class=line.amount_class>{line.amount}</span>
            {note(line.note)}
        </p>
    }
}

#[component]
fn SumLine(sum: (String, String)) -> impl IntoView {
    let (label, amount) = sum;
    view! {
        <p class="receipt-line subtotal">
            <span class="line-label">{label}</span>
            " "
            <span class="amount">{amount}</span>
        </p>
    }
}

fn note(text: String) -> Option<impl IntoView> {
    (!text.is_empty()).then(|| view! { <span class="line-note">" " {text}</span> })
}

/// What is to be paid now, large.
#[component]
pub fn ReceiptTotal(
    price: OrderPrice,
    /// Replaces "Heute fällig", where the day is over.
    #[prop(optional, into)]
    label: Option<String>,
) -> impl IntoView {
    let amount = format::money(Money::new(price.due_now_minor, price.currency), use_language());
    let label = label.unwrap_or_else(|| td_string!(use_locale(), receipt.due_today).to_owned());
    view! { <p class="receipt-total"><span>{label}</span> " " <span class="amount">{amount}</span></p> }
}

/// What is to be paid now while it still changes: said to screen readers with every change, a dash when unknown.
#[component]
pub fn LiveTotal(#[prop(into)] due_minor: Signal<Option<i64>>, currency: Currency) -> impl IntoView {
    let language = use_language();
    let amount = move || due_minor.get().map_or_else(|| "–".to_owned(), |minor| format::money(Money::new(minor, currency), language));
    view! {
        <p class="receipt-total" aria-live="polite" aria-atomic="true">
            <span>{td_string!(use_locale(), receipt.due_today)}</span>
            " "
            <span class="amount">{amount}</span>
        </p>
    }
}

/// What comes after: the account credit where the order leaves more of it, and the next bill of each item.
#[component]
pub fn ReceiptNotes(price: OrderPrice, items: Vec<ReceiptItem>) -> impl IntoView {
    let locale = use_locale();
    let credit = (price.total_minor < 0).then(|| format::money(Money::new(price.credit_after_minor, price.currency), use_language()));
    let credit = credit.map(|amount| {
        view! {
            <p class="receipt-note credit">
                {td_string!(locale, receipt.credit_after)} " " <span class="amount">{amount}</span> ". " {td_string!(locale, receipt.credit_after_sentence)}
            </p>
        }
    });
    let several = items.len() > 1;
    let renewals = price.renewals.iter().filter_map(|renewal| {
        let item = items.get(usize::try_from(renewal.item).ok()?)?;
        Some(renewal_note(&price, renewal, item, several.then_some(item.product_name.as_str())))
    });
    let renewals: Vec<_> = renewals.collect();
    view! {
        {credit}
        {renewals}
    }
    .into_any()
}

/// "Danach 226,10 € im Monat, erstmals am 21.12.2026." With several items the sentence names the product.
fn renewal_note(price: &OrderPrice, renewal: &Renewal, item: &ReceiptItem, product: Option<&str>) -> impl IntoView + use<> {
    let (locale, language) = (use_locale(), use_language());
    // Renewals take tomorrow's tax, which is today's as far as anybody knows.
    let total_minor = price.tax_today.rate.of(renewal.net_minor).ok().and_then(|tax| renewal.net_minor.checked_add(tax));
    let total = total_minor.map_or_else(|| "–".to_owned(), |minor| format::money(Money::new(minor, price.currency), language));
    let begin = match product {
        Some(product) => td_string!(locale, receipt.after_of, product = product).to_string(),
        None => td_string!(locale, receipt.after).to_owned(),
    };
    let rhythm = match item.interval {
        BillingInterval::Monthly => td_string!(locale, receipt.after_month),
        BillingInterval::Annual => td_string!(locale, receipt.after_year),
    };
    view! {
        <p class="receipt-note">
            {begin} " " <span class="amount">{total}</span> " " {rhythm} " " <span class="whole">{format::date(renewal.on, language)}</span> "."
        </p>
    }
}
