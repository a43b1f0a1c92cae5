//! What a quote says: who made it and until when it is valid, its lines as a receipt, and today and after side by side. The
//! customer and the staff see the same.

use crate::api::quotes::QuotePage;
use crate::texts::{td_string, use_language, use_locale};
use crate::ui::facts::{Fact, Facts};
use crate::ui::money::money_text;
use crate::ui::receipt::{Receipt, ReceiptItem, ReceiptTotal, name_products};
use crate::ui::table::{Column, Row, Table};
use billing::format;
use billing::quote::QuoteState;
use leptos::prelude::*;

/// Who made it, when, until when, and what they say about it.
#[component]
pub fn QuoteFacts(page: QuotePage) -> impl IntoView {
    let (locale, language) = (use_locale(), use_language());
    let quote = page.quote;
    let mut facts = vec![
        Fact::text(td_string!(locale, quotes.made_by), quote.made_by.clone()),
        Fact::text(td_string!(locale, quotes.made_on), format::date(quote.made_on, language)),
        Fact::text(td_string!(locale, quotes.valid_until), format::date(quote.valid_until, language)),
    ];
    if let Some(number) = quote.purchase_order {
        facts.push(Fact::text(td_string!(locale, quotes.purchase_order), number));
    }
    let message = (!quote.message.is_empty()).then(|| view! { <p class="quote-message">{quote.message}</p> });
    view! {
        <section class="card">
            <div class="card-body">{message}<Facts facts/></div>
        </section>
    }
    .into_any()
}

/// The lines, each unfolding to how it came about.
#[component]
pub fn QuoteLines(page: QuotePage) -> impl IntoView {
    let locale = use_locale();
    let items = receipt_items(&page);
    let Some(price) = page.quote.price.clone() else { return ().into_any() };
    let is_waiting = matches!(page.quote.state, QuoteState::Draft | QuoteState::Open);
    let label = if is_waiting { td_string!(locale, quotes.due_if_accepted) } else { td_string!(locale, quotes.total) };
    let reasons = page.quote.items.iter().filter(|item| !item.reason.is_empty()).map(|item| {
        let text = td_string!(locale, quotes.own_price, product = item.product_name.as_str(), reason = item.reason.as_str()).to_string();
        // Of added seats it holds for the days that are left; a new product renews at it.
        let until = item.subscription().is_some().then(|| view! { " "<span>{td_string!(locale, quotes.own_price_until)}</span> });
        view! { <p class="receipt-note">{text}{until}</p> }
    });
    let reasons: Vec<_> = reasons.collect();
    let daily = is_waiting.then(|| view! { <p class="receipt-fine">{td_string!(locale, quotes.counted_daily)}</p> });
    view! {
        <Receipt price=price.clone() items title=td_string!(locale, quotes.lines)>
            <ReceiptTotal price label/>
        </Receipt>
        {reasons}
        {daily}
    }
    .into_any()
}

/// The names that the receipt needs.
pub fn receipt_items(page: &QuotePage) -> Vec<ReceiptItem> {
    let item = |(item, interval): (&billing::quote::QuoteItem, &billing::BillingInterval)| ReceiptItem {
        product_name: item.product_name.clone(),
        plan_name_before: String::new(),
        plan_name: item.plan_name.clone(),
        interval: *interval,
    };
    name_products(page.quote.items.iter().zip(&page.intervals).map(item).collect())
}

/// Of each line: seats and price of a whole period, today and after.
#[component]
pub fn TodayAfter(page: QuotePage) -> impl IntoView {
    let (locale, language) = (use_locale(), use_language());
    if page.quote.changes.is_empty() {
        return ().into_any();
    }
    let columns = vec![
        Column::text(td_string!(locale, quotes.product)),
        Column::number(td_string!(locale, quotes.seats)),
        Column::number(td_string!(locale, quotes.today)),
        Column::number(td_string!(locale, quotes.after)),
        Column::text(td_string!(locale, quotes.after_from)),
    ];
    let row = |(item, change): (&billing::quote::QuoteItem, &billing::quote::TodayAndAfter)| {
        let count = |count: i64| format::count(count, language);
        let added = change.seats_after.saturating_sub(change.seats_before);
        let seats = format!("{} + {} = {}", count(change.seats_before), count(added), count(change.seats_after));
        Row::new(vec![
            format!("{} {}", item.product_name, item.plan_name).into_any(),
            view! { <span class="whole">{seats}</span> }.into_any(),
            money_text(change.before_minor, page.currency).into_any(),
            money_text(change.after.net_minor, page.currency).into_any(),
            view! { <span class="whole">{format::date(change.after.on, language)}</span> }.into_any(),
        ])
    };
    let rows: Vec<Row> = page.quote.items.iter().zip(&page.quote.changes).map(row).collect();
    view! {
        <section class="stack" aria-labelledby="today-after">
            <h2 id="today-after">{td_string!(locale, quotes.today_after)}</h2>
            <p class="field-hint">{td_string!(locale, quotes.net_per_period)}</p>
            <Table caption=td_string!(locale, quotes.today_after) columns rows/>
        </section>
    }
    .into_any()
}
