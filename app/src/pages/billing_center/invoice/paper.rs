//! The sheet of paper: an invoice or credit note as it was issued, in its own language. It knows no reader.

use super::invoice_address;
use super::lines::{Lines, Sums};
use super::parties::{Foot, Parties};
use super::settled::settled_text;
use crate::texts::{Locale, locale_of, td_string};
use crate::ui::icon::Icon;
use billing::format;
use billing::invoice::{DocumentKind, InvoiceDocument};
use leptos::prelude::*;

/// The sheet. Several may stand in one file, so ids carry the number.
#[component]
pub fn Paper(document: InvoiceDocument) -> impl IntoView {
    let locale = locale_of(document.language);
    let settled = document.settlements.iter().map(|settlement| settled_text(&document, settlement));
    let notes: Vec<_> = document.notes.iter().cloned().chain(settled).map(|note| view! { <p>{note}</p> }).collect();
    let title_id = format!("title-{}", document.number);
    view! {
        <article class="invoice" lang=document.language.code() aria-labelledby=title_id.clone()>
            <div class="invoice-head">
                <p class="invoice-brand"><Icon name="brand"/><span>{document.seller.party.name.clone()}</span></p>
                <h1 id=title_id.clone()>{kind_name(locale, document.kind)}" "<span class="whole">{document.number.clone()}</span></h1>
            </div>
            <Parties document=document.clone()/>
            <Facts document=document.clone()/>
            <Lines document=document.clone()/>
            <Sums document=document.clone()/>
            <div class="invoice-notes">{notes}</div>
            <Foot seller=document.seller language=document.language/>
        </article>
    }
    .into_any()
}

/// What the document is called.
pub fn kind_name(locale: Locale, kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::Invoice => td_string!(locale, invoice.invoice),
        DocumentKind::CreditNote => td_string!(locale, invoice.credit_note),
    }
}

/// Date, account, and for a credit note the invoice that it corrects.
#[component]
fn Facts(document: InvoiceDocument) -> impl IntoView {
    let locale = locale_of(document.language);
    let date_label = match document.kind {
        DocumentKind::Invoice => td_string!(locale, invoice.issued_on),
        DocumentKind::CreditNote => td_string!(locale, invoice.corrected_on),
    };
    let corrects = document.corrects.map(|number| {
        let address = invoice_address(&number);
        view! { <div><dt>{td_string!(locale, invoice.corrects)}</dt><dd><a href=address>{number}</a></dd></div> }
    });
    view! {
        <dl class="invoice-meta">
            <div><dt>{date_label}</dt><dd>{format::date(document.issued_on, document.language)}</dd></div>
            {corrects}
            <div><dt>{td_string!(locale, invoice.account_number)}</dt><dd>{document.account_number}</dd></div>
            {document.purchase_order.map(|number| view! { <div><dt>{td_string!(locale, purchase_orders.on_paper)}</dt><dd>{number}</dd></div> })}
            {document.user_id.map(|user_id| view! { <div><dt>{td_string!(locale, corporate.user_id)}</dt><dd>{user_id}</dd></div> })}
        </dl>
    }
}
