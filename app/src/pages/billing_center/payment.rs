//! The payment method page: what pays, the VAT number, and the way to change both at any time.

mod method;
mod news;
mod vat;

pub use method::{MethodCard, MethodNeed, MethodWay, OpenPaymentPage};
pub use news::MethodNews;
pub use vat::{VatAttempt, VatForm, provide_vat_attempt};

use super::frame::use_frame;
use super::open_invoices::{OpenInvoiceNotices, PaymentRefusal, provide_payment};
use crate::api::ApiError;
use crate::api::open_invoices::{LoadOpenInvoices, OpenInvoices};
use crate::api::payment::{LoadPayment, PaymentFacts};
use crate::api::session::{Frame, Role};
use crate::pages::error::ErrorView;
use crate::pages::loaded::{Loaded, LoadedPart, load_after_success};
use crate::texts::{td_string, use_language, use_locale};
use crate::ui::address::address_line;
use crate::ui::page::{Page, PageKind};
use crate::ui::page_head::PageHead;
use crate::ui::placeholder::{Placeholder, PlaceholderKind};
use crate::wire::page_resource;
use billing::invoice::Party;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;

/// The address of the page, which its forms are posted to.
const ADDRESS: &str = "/billing/payment-method";
/// The same, open for another payment method.
pub const EDIT_ADDRESS: &str = "/billing/payment-method?edit=method";

/// The page.
#[component]
pub fn PaymentMethodPage() -> impl IntoView {
    let payment = page_resource(|| LoadPayment {});
    let VatAttempt { action, .. } = provide_vat_attempt();
    load_after_success(action, payment);
    let open = page_resource(|| LoadOpenInvoices {});
    load_after_success(provide_payment(), open);
    view! {
        <Page title=td_string!(use_locale(), payment.title) kind=PageKind::Narrow>
            <Head/>
            <MethodNews/>
            <PaymentRefusal/>
            <LoadedPart resource=open view=show_open/>
            <Loaded resource=(payment, use_frame()) skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

#[component]
fn Head() -> impl IntoView {
    let locale = use_locale();
    view! { <PageHead title=td_string!(locale, payment.title) lead=td_string!(locale, payment.lead)/> }
}

fn show((facts, frame): (PaymentFacts, Frame)) -> AnyView {
    if frame.role == Role::Member {
        let error = ApiError::NotBillingContact { name: frame.billing_contact.name, email: frame.billing_contact.email };
        return view! { <ErrorView error/> }.into_any();
    }
    let (buyer, of_method, query) = (facts.buyer.clone(), facts.clone(), use_query_map());
    view! {
        <div class="stack">
            {move || view! { <MethodCard facts=of_method.clone() page=ADDRESS purpose="payment_method" need=MethodNeed::Any way=way(query)/> }}
            <section class="card" aria-labelledby="vat">
                <div class="card-head"><h2 id="vat">{td_string!(use_locale(), payment.vat.heading)}</h2></div>
                <VatForm facts page=ADDRESS/>
            </section>
            <BillTo buyer/>
        </div>
    }
    .into_any()
}

/// Whether the address asks for another payment method.
fn way(query: Memo<ParamsMap>) -> MethodWay {
    let is_editing = query.with(|query| query.get("edit").as_deref() == Some("method"));
    if is_editing { MethodWay::Editing { back: ADDRESS } } else { MethodWay::Behind { edit: EDIT_ADDRESS } }
}

fn show_open(open: OpenInvoices) -> AnyView {
    view! { <OpenInvoiceNotices open page=ADDRESS/> }.into_any()
}

/// Where the invoices go to.
#[component]
fn BillTo(buyer: Party) -> impl IntoView {
    let locale = use_locale();
    let address = address_line(&buyer, use_language());
    view! {
        <section class="card" aria-labelledby="bill-to">
            <div class="card-head">
                <h2 id="bill-to">{td_string!(locale, checkout.address)}</h2>
                <DetailsLink/>
            </div>
            <p><strong>{buyer.name}</strong><br/>{address}</p>
        </section>
    }
}

/// The way to company, address, language and recipients.
#[component]
pub fn DetailsLink() -> impl IntoView {
    let locale = use_locale();
    view! { <a class="edit-link" href="/billing/details">{td_string!(locale, details.edit)}</a> }
}

#[component]
fn Skeleton() -> impl IntoView {
    view! {
        <div class="stack" aria-hidden="true"><Placeholder kind=PlaceholderKind::Card/><Placeholder kind=PlaceholderKind::Card/></div>
    }
}
