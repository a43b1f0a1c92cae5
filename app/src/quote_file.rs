//! A quote as a file to keep and to print: a paper of the same kind as an invoice's, in the account's language, that needs neither the portal nor
//! the network.

use crate::pages::billing_center::invoice::{Foot, Lines, Parties, Sums};
use crate::pages::corporate::quote::payment::method_hint;
use crate::pages::corporate::quotes::state_badge;
use crate::paper_file::file_of;
use crate::texts::{Locale, locale_of, td_string};
use crate::ui::icon::Icon;
use backend::usecases::quotes::paper::QuotePaper;
use billing::Language;
use billing::format;
use billing::quote::QuoteState;
use leptos::prelude::*;

/// The file.
pub fn quote_file(paper: QuotePaper, language: Language) -> String {
    let title = paper.quote.number.clone();
    file_of(|| vec![view! { <Sheet paper/> }.into_any()], language, &title)
}

/// The sheet: head, lines, sums and what holds.
#[component]
fn Sheet(paper: QuotePaper) -> impl IntoView {
    let QuotePaper { quote, sheet, .. } = &paper;
    let locale = locale_of(sheet.language);
    let title_id = format!("title-{}", quote.number);
    // Read on another day than it was made for, so the day is named.
    let label = match quote.state {
        QuoteState::Open => td_string!(locale, quotes.due_if_accepted_on, day = format::date(paper.today, sheet.language)).to_string(),
        _ => td_string!(locale, quotes.total).to_owned(),
    };
    let message = (!quote.message.is_empty()).then(|| view! { <p>{quote.message.clone()}</p> });
    let notes = notes(&paper, locale).into_iter().map(|note| view! { <p>{note}</p> }).collect_view();
    view! {
        <article class="invoice" lang=sheet.language.code() aria-labelledby=title_id.clone()>
            <div class="invoice-head">
                <p class="invoice-brand"><Icon name="brand"/><span>{sheet.seller.party.name.clone()}</span></p>
                <h1 id=title_id.clone()>{td_string!(locale, quotes.quote)}" "<span class="whole">{quote.number.clone()}</span></h1>
            </div>
            <Parties document=sheet.clone() label=td_string!(locale, quotes.paper_buyer)/>
            {facts(&paper, locale)}
            {message}
            <Lines document=sheet.clone()/>
            <Sums document=sheet.clone() label/>
            <div class="invoice-notes">{notes}</div>
            <Foot seller=sheet.seller.clone() language=sheet.language/>
        </article>
    }
    .into_any()
}

/// Who made it and when, until when it holds, and where it stands.
fn facts(paper: &QuotePaper, locale: Locale) -> AnyView {
    let QuotePaper { quote, sheet, .. } = paper;
    let (_, state) = state_badge(locale, quote.state);
    let mut facts = vec![
        (td_string!(locale, quotes.made_on), format::date(quote.made_on, sheet.language)),
        (td_string!(locale, quotes.valid_until), format::date(quote.valid_until, sheet.language)),
        (td_string!(locale, quotes.state), state.to_owned()),
        (td_string!(locale, quotes.made_by), quote.made_by.clone()),
        (td_string!(locale, invoice.account_number), sheet.account_number.clone()),
    ];
    facts.extend(quote.purchase_order.clone().map(|number| (td_string!(locale, quotes.purchase_order), number)));
    let fact = |(name, value): (&'static str, String)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> };
    view! { <dl class="invoice-meta">{facts.into_iter().map(fact).collect_view()}</dl> }.into_any()
}

/// Why a price is one's own, what the tax wants said, until when it holds, and how it would be paid.
fn notes(paper: &QuotePaper, locale: Locale) -> Vec<String> {
    let QuotePaper { quote, sheet, method, .. } = paper;
    let own = quote.items.iter().filter(|item| !item.reason.is_empty());
    let own = own.map(|item| {
        let reason = td_string!(locale, quotes.own_price, product = item.product_name.as_str(), reason = item.reason.as_str()).to_string();
        // Of added seats it holds for the days that are left; a new product renews at it.
        if item.subscription().is_some() { format!("{reason}. {}", td_string!(locale, quotes.own_price_until)) } else { reason }
    });
    let mut notes: Vec<String> = own.chain(sheet.notes.iter().cloned()).collect();
    if quote.state == QuoteState::Open {
        let until = format::date(quote.valid_until, sheet.language);
        notes.push(td_string!(locale, quotes.paper_valid, until = until).to_string());
        notes.push(td_string!(locale, quotes.counted_daily).to_owned());
        notes.push(method_hint(locale, method.as_ref()).to_owned());
    }
    notes
}
