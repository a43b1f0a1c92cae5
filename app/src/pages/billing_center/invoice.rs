//! An invoice or credit note as it was issued: a sheet of paper in its own language, to read and to print.

mod lines;
mod paper;
mod parties;
mod settled;
mod standing;

use crate::api::invoices::LoadInvoice;
use crate::pages::loaded::Loaded;
use crate::pages::not_found::use_home;
use crate::texts::{td_string, use_locale};
use crate::ui::icon::Icon;
use crate::ui::page::{Page, PageKind};
use crate::ui::placeholder::{Placeholder, PlaceholderKind};
use crate::ui::way_back::BackLink;
use crate::wire::page_resource;
use billing::invoice::InvoiceDocument;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
pub use lines::{Lines, Sums};
pub use paper::Paper;
use paper::kind_name;
pub use parties::{Foot, Parties};
pub use standing::corrections;
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

/// Where a document's own page lies, at the door of this one.
pub fn invoice_address(number: &str) -> String {
    let home = use_home().address;
    let door = if home.starts_with("/staff") { "/staff" } else { home };
    format!("{door}/invoices/{number}")
}

/// The way back, the paper as a file, and printing where there is script to do it; at either door of customers.
#[component]
pub fn Actions() -> impl IntoView {
    let locale = use_locale();
    let parameters = use_params_map();
    let list = format!("{}/invoices", use_home().address);
    let all = list.clone();
    let file = move || format!("{list}/{}/file", parameters.read().get("number").unwrap_or_default());
    let print = move |_| {
        // Refused where a page may not print; the browser's own menu still can.
        let _refused = window().print();
    };
    view! {
        <div class="invoice-actions">
            <BackLink href=all text=td_string!(locale, invoice.back)/>
            <div class="actions">
                // A full load: it is a file, and none of the router's pages.
                <a class="button" href=file rel="external" download=""><Icon name="download"/><span>{td_string!(locale, invoice.download)}</span></a>
                <button class="button script-only" type="button" on:click=print>
                    <Icon name="print"/>
                    <span>{td_string!(locale, invoice.print)}</span>
                </button>
            </div>
        </div>
    }
}

/// The sheet of paper, under its own title.
pub fn show(document: InvoiceDocument) -> AnyView {
    let title = format!("{} {}", kind_name(use_locale(), document.kind), document.number);
    view! { <Title text=title/><Paper document/> }.into_any()
}

#[component]
fn Skeleton() -> impl IntoView {
    view! { <Placeholder kind=PlaceholderKind::Paper/> }
}
