//! Where the invoice stands today, beside the paper that never changes: paid by what, or open, and what can be done.

use super::invoice_address;
use crate::api::ApiError;
use crate::api::open_invoices::{GiveUpPayment, LoadStanding, StandingPage};
use crate::forms::{FormAction, PostForm, form_error, use_posted};
use crate::pages::billing_center::open_invoices::{DunningPlan, PayButton, PaymentRefusal, Tries, open_text, payment_lines, provide_payment};
use crate::pages::billing_center::order::look_again;
use crate::pages::loaded::{LoadedPart, load_after_success};
use crate::texts::{Locale, error_text, td_string, use_locale};
use crate::ui::alert::InlineAlert;
use crate::ui::badge::{Badge, BadgeTone};
use crate::ui::banner::BannerTone;
use crate::ui::button::SubmitButton;
use crate::ui::money::money_text;
use crate::wire::{PageResource, watched_resource};
use billing::standing::InvoiceStanding;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// What gives up a payment that waits for the card's holder.
#[derive(Clone, Copy)]
struct GivingUp {
    action: FormAction,
    error: Signal<Option<ApiError>>,
}

/// The invoice's standing, asked for again while a payment is under way; to be called at the top of the page.
pub fn watch_standing() -> PageResource<StandingPage> {
    let parameters = use_params_map();
    let standing = watched_resource(move || LoadStanding { number: parameters.read().get("number").unwrap_or_default() });
    let action = FormAction::new::<GiveUpPayment>();
    provide_context(GivingUp { action, error: form_error(action, use_posted::<GiveUpPayment>().as_ref()) });
    load_after_success(action, standing);
    load_after_success(provide_payment(), standing);
    let looks = RwSignal::new(0_u32);
    Effect::new(move |_| {
        let Some(Ok(StandingPage { invoice: Some(invoice), .. })) = standing.get() else { return };
        if invoice.under_way.is_some_and(|under_way| under_way.action_url.is_none()) {
            look_again(standing, looks);
        }
    });
    standing
}

/// The card; nothing for a credit note.
#[component]
pub fn StandingCard(standing: PageResource<StandingPage>) -> impl IntoView {
    view! { <LoadedPart resource=standing view=show/> }
}

fn show(page: StandingPage) -> AnyView {
    let corrections = corrections(&page.corrections);
    let Some(invoice) = page.invoice.clone() else { return corrections };
    let locale = use_locale();
    let (tone, state) = state_badge(locale, &invoice);
    let matter = if invoice.under_way.is_some() && page.may_pay {
        view! { <UnderWay invoice=invoice.clone()/> }.into_any()
    } else if invoice.open_minor > 0 {
        view! { <Open page invoice=invoice.clone()/> }.into_any()
    } else {
        ().into_any()
    };
    let payments = payment_lines(&invoice);
    view! {
        <section class="card invoice-standing" aria-labelledby="standing">
            <div class="card-head"><h2 id="standing">{td_string!(locale, open_invoices.standing)}</h2><Badge tone text=state/></div>
            <PaymentRefusal/>
            {matter}
            {payments}
            {corrections}
        </section>
    }
    .into_any()
}

/// What corrects the document, each with its link.
pub fn corrections(numbers: &[String]) -> AnyView {
    let link = |number: &String| {
        let address = invoice_address(number);
        view! { " "<a class="whole" href=address>{number.clone()}</a> }
    };
    let links = numbers.iter().map(link).collect_view();
    (!numbers.is_empty()).then(|| view! { <p class="invoice-standing">{td_string!(use_locale(), invoice.corrected_by)}{links}</p> }).into_any()
}

fn state_badge(locale: Locale, invoice: &InvoiceStanding) -> (BadgeTone, &'static str) {
    if invoice.under_way.is_some() {
        (BadgeTone::Accent, td_string!(locale, open_invoices.state.under_way))
    } else if invoice.open_minor == 0 {
        (BadgeTone::Success, td_string!(locale, invoices.paid))
    } else if invoice.overdue_since.is_some() {
        (BadgeTone::Error, td_string!(locale, open_invoices.state.overdue))
    } else {
        (BadgeTone::Notice, td_string!(locale, invoices.open))
    }
}

/// What is open, why the tries failed, what happens when, and the way to pay.
#[component]
fn Open(page: StandingPage, invoice: InvoiceStanding) -> impl IntoView {
    let locale = use_locale();
    let address = format!("/billing/invoices/{}", invoice.number);
    let other = page.usable.is_some().then(|| view! { <a class="button" href="/billing/payment-method">{td_string!(locale, open_invoices.other_method)}</a> });
    let actions = page.may_pay.then(|| view! { <div class="actions"><PayButton invoice=invoice.clone() usable=page.usable page=address/>{other}</div> });
    view! {
        <p>{open_text(&invoice)}</p>
        <Tries invoice=invoice.clone()/>
        <DunningPlan steps=invoice.ahead/>
        {actions}
    }
    .into_any()
}

/// The browser's way to look again where no script does it. Script would make text of an element in here.
const LOOK_AGAIN: &str = r#"<meta http-equiv="refresh" content="3">"#;

/// The bank is asked, or wants a word with the holder of the card.
#[component]
fn UnderWay(invoice: InvoiceStanding) -> impl IntoView {
    let locale = use_locale();
    let GivingUp { action, error } = expect_context();
    let amount = money_text(invoice.open_minor, invoice.currency);
    let Some(action_url) = invoice.under_way.and_then(|under_way| under_way.action_url) else {
        return view! {
            <p>{td_string!(locale, order.placed.lead)}</p>
            <div class="progress" role="progressbar" aria-label=td_string!(locale, order.placed.title)></div>
            <noscript inner_html=LOOK_AGAIN></noscript>
        }
        .into_any();
    };
    let page = format!("/billing/invoices/{}", invoice.number);
    let refusal = move || error.get().map(|error| view! { <InlineAlert tone=BannerTone::Error><p>{error_text(locale, &error)}</p></InlineAlert> });
    view! {
        <p>{td_string!(locale, order.confirm.lead, amount = amount).to_string()}</p>
        {refusal}
        <div class="actions">
            <a class="button primary" rel="external" href=action_url>{td_string!(locale, order.confirm.go)}</a>
            <PostForm action page class="form-inline">
                <input type="hidden" name="number" value=invoice.number/>
                <SubmitButton class="button" pending=action.pending()>{td_string!(locale, open_invoices.give_up)}</SubmitButton>
            </PostForm>
        </div>
    }
    .into_any()
}
