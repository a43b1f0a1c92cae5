//! An invoice or credit note as it was issued: a sheet of paper in its own language, to read and to print.

mod lines;
mod parties;
mod settled;
mod standing;

use crate::api::invoices::LoadInvoice;
use crate::pages::loaded::Loaded;
use crate::texts::{Locale, locale_of, td_string, use_locale};
use crate::ui::icon::Icon;
use crate::ui::page::{Page, PageKind};
use crate::ui::placeholder::{Placeholder, PlaceholderKind};
use crate::ui::way_back::BackLink;
use crate::wire::page_resource;
use billing::format;
use billing::invoice::{DocumentKind, InvoiceDocument};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use lines::{Lines, Sums};
use parties::{Foot, Parties};
use settled::settled_text;
use standing::{StandingCard, watch_standing};

/// The page. Its buttons speak the reader's language, the document its own.
#[component]
pub fn InvoicePage() -> impl IntoView {
    let locale = use_locale();
    let parameters = use_params_map();
    let document = page_resource(move || LoadInvoice { number: parameters.read().get("number").unwrap_or_default() });
    let standing = watch_standing();
    view! {
        <Page title=td_string!(locale, invoice.invoice) kind=PageKind::Narrow>
            <Actions/>
            <StandingCard standing/>
            <Loaded resource=document skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

/// The way back, and printing where there is script to do it.
#[component]
fn Actions() -> impl IntoView {
    let locale = use_locale();
    let print = move |_| {
        // Refused where a page may not print; the browser's own menu still can.
        let _refused = window().print();
    };
    view! {
        <div class="invoice-actions">
            <BackLink href="/billing/invoices" text=td_string!(locale, invoice.back)/>
            <button class="button script-only" type="button" on:click=print>
                <Icon name="print"/>
                <span>{td_string!(locale, invoice.print)}</span>
            </button>
        </div>
    }
}

fn show(document: InvoiceDocument) -> AnyView {
    let locale = locale_of(document.language);
    let settled = document.settlements.iter().map(|settlement| settled_text(&document, settlement));
    let notes: Vec<_> = document.notes.iter().cloned().chain(settled).map(|note| view! { <p>{note}</p> }).collect();
    let title = format!("{} {}", kind_name(use_locale(), document.kind), document.number);
    view! {
        <Title text=title/>
        <article class="invoice" lang=document.language.code() aria-labelledby="invoice-title">
            <div class="invoice-head">
                <p class="invoice-brand"><Icon name="brand"/><span>{document.seller.party.name.clone()}</span></p>
                <h1 id="invoice-title">{kind_name(locale, document.kind)}" "<span class="whole">{document.number.clone()}</span></h1>
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

fn kind_name(locale: Locale, kind: DocumentKind) -> &'static str {
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
        let address = format!("/billing/invoices/{number}");
        view! { <div><dt>{td_string!(locale, invoice.corrects)}</dt><dd><a href=address>{number}</a></dd></div> }
    });
    view! {
        <dl class="invoice-meta">
            <div><dt>{date_label}</dt><dd>{format::date(document.issued_on, document.language)}</dd></div>
            {corrects}
            <div><dt>{td_string!(locale, invoice.account_number)}</dt><dd>{document.account_number}</dd></div>
        </dl>
    }
}

#[component]
fn Skeleton() -> impl IntoView {
    view! { <Placeholder kind=PlaceholderKind::Paper/> }
}
