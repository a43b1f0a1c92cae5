//! An invoice of a corporate account: where it stands with all its payments, and the paper as it was issued.

use super::ask_services::AskServices;
use super::frame::use_corporate_frame;
use super::invoices::state_badge;
use crate::api::corporate::CorporateFrame;
use crate::api::corporate_payments::{CorporateInvoice, GiveUpCorporatePayment, LoadCorporateInvoice};
use crate::forms::{FormAction, PostForm};
use crate::pages::billing_center::invoice::{Actions, corrections, show as show_paper};
use crate::pages::billing_center::open_invoices::{DunningPlan, open_text, payment_lines, try_text};
use crate::pages::loaded::{Loaded, load_after_success};
use crate::texts::{td_string, use_locale};
use crate::ui::badge::Badge;
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::button::SubmitButton;
use crate::ui::money::money_text;
use crate::ui::page::{Page, PageKind};
use crate::ui::placeholder::{Placeholder, PlaceholderKind};
use crate::wire::page_resource;
use billing::corporate::ContactRight;
use billing::standing::{DeclinedTry, InvoiceStanding};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// What gives up a payment that waits for the card's holder.
#[derive(Clone, Copy)]
struct GivingUp(FormAction);

/// The page.
#[component]
pub fn CorporateInvoicePage() -> impl IntoView {
    let locale = use_locale();
    let parameters = use_params_map();
    let data = page_resource(move || LoadCorporateInvoice { number: parameters.read().get("number").unwrap_or_default() });
    let action = FormAction::new::<GiveUpCorporatePayment>();
    provide_context(GivingUp(action));
    load_after_success(action, data);
    view! {
        <Page title=td_string!(locale, invoice.invoice) kind=PageKind::Narrow>
            <Actions/>
            <Loaded resource=(data, use_corporate_frame()) skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

fn show((page, frame): (CorporateInvoice, CorporateFrame)) -> AnyView {
    let locale = use_locale();
    let is_paid = use_query_map().with_untracked(|query| query.get("done").as_deref() == Some("paid"));
    let news = is_paid.then(|| view! { <Banner tone=BannerTone::Success><p>{td_string!(locale, corporate.invoices.payment_received)}</p></Banner> });
    let standing = page.standing.map(|invoice| view! { <Standing invoice right=frame.right/> });
    let ask = view! { <p class="invoice-actions"><AskServices about=format!("invoice:{}", page.document.number)/></p> };
    let corrected = corrections(&page.corrections);
    view! { {news}{standing}{corrected}{show_paper(page.document)}{ask} }.into_any()
}

#[component]
fn Standing(invoice: InvoiceStanding, right: ContactRight) -> impl IntoView {
    let locale = use_locale();
    let (tone, state) = state_badge(&invoice);
    let matter = if invoice.under_way.is_some() {
        view! { <UnderWay invoice=invoice.clone() right/> }.into_any()
    } else if invoice.open_minor > 0 {
        let address = format!("/corporate/invoices/pay?invoice={}", invoice.number);
        let amount = money_text(invoice.open_minor, invoice.currency);
        let pay = (right >= ContactRight::Pay).then(|| {
            view! { <p class="actions"><a class="button primary" href=address>{td_string!(locale, open_invoices.pay)}", "<span class="amount">{amount}</span></a></p> }
        });
        view! { <p>{open_text(&invoice)}</p><DunningPlan steps=invoice.ahead.clone()/>{pay} }.into_any()
    } else {
        ().into_any()
    };
    let line = |declined: &DeclinedTry| view! { <p>{try_text(locale, declined, invoice.currency)}</p> };
    let declined = invoice.declined.iter().map(line).collect_view();
    view! {
        <section class="card invoice-standing" aria-labelledby="standing">
            <div class="card-head"><h2 id="standing">{td_string!(locale, open_invoices.standing)}</h2><Badge tone text=state/></div>
            {matter}
            {declined}
            {payment_lines(&invoice)}
        </section>
    }
}

/// The bank is asked, or wants a word with the holder of the card.
#[component]
fn UnderWay(invoice: InvoiceStanding, right: ContactRight) -> impl IntoView {
    let locale = use_locale();
    let GivingUp(action) = expect_context();
    let page = format!("/corporate/invoices/{}", invoice.number);
    let Some(action_url) = invoice.under_way.and_then(|under_way| under_way.action_url).filter(|_| right >= ContactRight::Pay) else {
        return view! { <p>{td_string!(locale, order.placed.lead)}</p><p class="actions"><a class="button" href=page rel="external">{td_string!(locale, order.placed.reload)}</a></p> }
            .into_any();
    };
    let amount = money_text(invoice.open_minor, invoice.currency);
    view! {
        <p>{td_string!(locale, order.confirm.lead, amount = amount).to_string()}</p>
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

#[component]
fn Skeleton() -> impl IntoView {
    view! { <Placeholder kind=PlaceholderKind::Paper/> }
}
