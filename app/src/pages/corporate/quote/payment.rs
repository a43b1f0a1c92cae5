//! From a quote on: who administers the products, what pays, where the invoice goes.

use super::super::frame::use_corporate_frame;
use super::super::only_orderer::OnlyOrderer;
use super::super::order_steps::{OrderStep, OrderSteps};
use super::super::purchase_orders::choice::{Choosing, PurchaseOrderField};
use super::super::seats::CardNeeded;
use super::{Skeleton, quote_resource};
use crate::api::ApiError;
use crate::api::corporate::CorporateFrame;
use crate::api::quotes::{QuotePage, SaveQuoteDetails};
use crate::forms::{FormAction, PostForm, Posted, field_error, form_error, general_error, use_posted};
use crate::pages::loaded::Loaded;
use crate::texts::{Locale, error_text, td_string, use_language, use_locale};
use crate::ui::address::Address;
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::button::SubmitButton;
use crate::ui::facts::{Fact, Facts};
use crate::ui::field::{Presence, TextField};
use crate::ui::method_text::method_name;
use crate::ui::page::{Page, PageKind};
use crate::ui::page_head::PageHead;
use billing::corporate::ContactRight;
use billing::order::MethodOnFile;
use billing::quote::QuoteState;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

const FIELDS: &[&str] = &["admin_name", "admin_email", "purchase_order"];

#[derive(Clone)]
struct Attempt {
    action: FormAction,
    error: Signal<Option<ApiError>>,
    posted: Option<Posted>,
}

/// The page.
#[component]
pub fn QuotePaymentPage() -> impl IntoView {
    let quote = quote_resource();
    let action = FormAction::new::<SaveQuoteDetails>();
    let posted = use_posted::<SaveQuoteDetails>();
    provide_context(Attempt { action, error: form_error(action, posted.as_ref()), posted });
    view! {
        <Page title=td_string!(use_locale(), seats_page.payment_title) kind=PageKind::Narrow>
            <Loaded resource=(quote, use_corporate_frame()) skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

fn show((page, frame): (QuotePage, CorporateFrame)) -> AnyView {
    let locale = use_locale();
    let is_waiting = page.quote.state == QuoteState::Open && page.pending.is_none();
    if frame.right != ContactRight::Order || !is_waiting {
        let who = (frame.right != ContactRight::Order)
            .then(|| view! { <OnlyOrderer text=td_string!(locale, seats_page.payment_only_orderer) contact=frame.billing_contact/> });
        return view! { {head(page.quote.number.clone())}{who}<Entered page/> }.into_any();
    }
    let Attempt { action, error, posted } = expect_context();
    let above = general_error(error, FIELDS);
    let refusal = move || {
        above.get().map(|error| {
            view! { <Banner tone=BannerTone::Error title=td_string!(locale, quotes.failed)><p>{error_text(locale, &error)}</p></Banner> }
        })
    };
    let number = page.quote.number.clone();
    let admin = page.quote.admin.clone();
    let before =
        |name: &str, stored: Option<String>| posted.as_ref().and_then(|posted| posted.value(name).map(ToOwned::to_owned)).or(stored).unwrap_or_default();
    let admin_name = before("admin_name", admin.as_ref().map(|admin| admin.name.clone()));
    let admin_email = before("admin_email", admin.map(|admin| admin.email));
    // Of what was refused, a number that was typed stands before one that was chosen.
    let typed = posted.as_ref().map(|posted| [posted.value("purchase_order"), posted.value("purchase_order_choice")].map(Option::unwrap_or_default));
    let typed = typed.map(|[typed, chosen]| if typed.trim().is_empty() { chosen.to_owned() } else { typed.to_owned() });
    let purchase_order = typed.or(page.quote.purchase_order.clone()).unwrap_or_default();
    let choosing = Choosing::from(&page);
    view! {
        {head(number.clone())}
        {refusal}
        <Back/>
        <PostForm action page=format!("/corporate/quotes/{number}/payment")>
            <input type="hidden" name="number" value=number/>
            // First, so that Enter goes on and not elsewhere.
            <button class="hidden-text" type="submit" tabindex="-1" aria-hidden="true">{td_string!(locale, seats_page.to_review)}</button>
            <MethodPart page=page.clone() way=|text, class| leave("card", text, class)/>
            <AddressPart page way=|text, class| leave("address", text, class)/>
            <fieldset class="form-part">
                <legend>{td_string!(locale, seats_page.admin)}</legend>
                <p class="field-hint">{td_string!(locale, seats_page.admin_hint)}</p>
                <TextField
                    name="admin_name"
                    label=td_string!(locale, seats_page.admin_name)
                    value=admin_name
                    presence=Presence::Optional
                    error=field_error(error, "admin_name")
                />
                <TextField
                    name="admin_email"
                    kind="email"
                    label=td_string!(locale, seats_page.admin_email)
                    value=admin_email
                    presence=Presence::Optional
                    error=field_error(error, "admin_email")
                />
            </fieldset>
            <PurchaseOrderField choosing value=purchase_order error=field_error(error, "purchase_order")/>
            <SubmitButton pending=action.pending()>{td_string!(locale, seats_page.to_review)}</SubmitButton>
        </PostForm>
    }
    .into_any()
}

fn head(number: String) -> AnyView {
    let locale = use_locale();
    view! {
        <OrderSteps current=OrderStep::Payment number/>
        <PageHead title=td_string!(locale, seats_page.payment_title) lead=td_string!(locale, seats_page.payment_lead)/>
    }
    .into_any()
}

/// The same for who changes nothing of it: what is there, and the way back to the quote.
#[component]
fn Entered(page: QuotePage) -> impl IntoView {
    let locale = use_locale();
    let href = format!("/corporate/quotes/{}", page.quote.number);
    view! {
        <MethodPart page=page.clone() way=no_way/>
        <AddressPart page=page.clone() way=no_way/>
        <section class="card"><div class="card-body"><Facts facts=entered_facts(&page)/></div></section>
        <p class="actions"><a class="button" href=href>{td_string!(locale, seats_page.to_quote)}</a></p>
    }
    .into_any()
}

/// Admin contact and purchase order.
pub(super) fn entered_facts(page: &QuotePage) -> Vec<Fact> {
    let locale = use_locale();
    let none = || td_string!(locale, seats_page.none).to_owned();
    let admin = page.quote.admin.as_ref().map_or_else(none, |admin| format!("{}, {}", admin.name, admin.email));
    vec![
        Fact::text(td_string!(locale, seats_page.admin), admin),
        Fact::text(td_string!(locale, quotes.purchase_order), page.quote.purchase_order.clone().unwrap_or_else(none)),
    ]
}

/// Keeps what is typed here and leads to another page, from which one comes back.
fn leave(next: &'static str, text: &'static str, class: &'static str) -> AnyView {
    view! { <button class=class type="submit" name="next" value=next>{text}</button> }.into_any()
}

/// What was done on the page that one came back from.
#[component]
fn Back() -> impl IntoView {
    let locale = use_locale();
    let query = use_query_map().get_untracked();
    let text = match (query.get("method").as_deref(), query.get("done").as_deref()) {
        (Some("changed"), _) => td_string!(locale, corporate.profile.changed),
        (_, Some("saved")) => td_string!(locale, details.saved),
        _ => return None,
    };
    Some(view! { <Banner tone=BannerTone::Success><p>{text}</p></Banner> })
}

/// The way to change something, by its text and class: a button of the form around it, or nothing.
type Way = fn(&'static str, &'static str) -> AnyView;

/// What is not changed here.
pub(super) fn no_way(_: &'static str, _: &'static str) -> AnyView {
    ().into_any()
}

/// When and how the money is taken by what pays; without anything that is charged, an invoice comes.
pub fn method_hint(locale: Locale, method: Option<&MethodOnFile>) -> &'static str {
    match method {
        Some(MethodOnFile::Card(_)) => td_string!(locale, quotes.reserved_hint),
        Some(MethodOnFile::SepaDebit(_)) => td_string!(locale, quotes.debited_hint),
        None => td_string!(locale, quotes.invoice_hint),
    }
}

/// What pays; without a card, the way to one.
#[component]
pub(super) fn MethodPart(page: QuotePage, way: Way) -> impl IntoView {
    let locale = use_locale();
    if !page.has_card && page.is_own() {
        return view! { <CardNeeded way=way(td_string!(locale, seats_page.to_profile), "button")/> }.into_any();
    }
    let text = page.method.as_ref().map_or_else(|| td_string!(locale, quotes.on_invoice).to_owned(), |method| method_name(locale, method));
    let hint = method_hint(locale, page.method.as_ref());
    view! {
        <section class="card" aria-labelledby="method-title">
            <div class="card-head">
                <h2 id="method-title">{td_string!(locale, seats_page.method)}</h2>
                {way(td_string!(locale, seats_page.change_method), "edit-link")}
            </div>
            <div class="card-body"><p>{text}</p><p class="field-hint">{hint}</p></div>
        </section>
    }
    .into_any()
}

/// Where the invoice goes.
#[component]
pub(super) fn AddressPart(page: QuotePage, way: Way) -> impl IntoView {
    let locale = use_locale();
    view! {
        <section class="card" aria-labelledby="address-title">
            <div class="card-head"><h2 id="address-title">{td_string!(locale, seats_page.address)}</h2>{way(td_string!(locale, seats_page.change_address), "edit-link")}</div>
            <div class="card-body"><Address party=page.address language=use_language()/></div>
        </section>
    }
    .into_any()
}
