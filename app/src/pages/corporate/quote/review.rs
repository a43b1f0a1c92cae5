//! The service order once more in full, and the button that places it.

use super::super::frame::use_corporate_frame;
use super::super::order_steps::{OrderStep, OrderSteps};
use super::super::purchase_orders::choice::{Choosing, ShortfallNote};
use super::matter::{QuoteLines, TodayAfter};
use super::payment::{AddressPart, MethodPart, entered_facts, no_way};
use super::{Declined, Skeleton, quote_resource};
use crate::api::ApiError;
use crate::api::corporate::CorporateFrame;
use crate::api::quotes::{PlaceServiceOrder, QuotePage};
use crate::forms::{FormAction, PostForm, form_error, use_posted};
use crate::pages::loaded::{Loaded, load_after_answer};
use crate::texts::{error_text, td_string, use_locale};
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::button::SubmitButton;
use crate::ui::facts::{Fact, Facts};
use crate::ui::money::money_text;
use crate::ui::page::{Page, PageKind};
use crate::ui::page_head::PageHead;
use billing::corporate::ContactRight;
use billing::quote::QuoteState;
use leptos::prelude::*;

#[derive(Clone, Copy)]
struct Attempt {
    action: FormAction,
    error: Signal<Option<ApiError>>,
}

/// The page.
#[component]
pub fn QuoteReviewPage() -> impl IntoView {
    let quote = quote_resource();
    let action = FormAction::new::<PlaceServiceOrder>();
    provide_context(Attempt { action, error: form_error(action, use_posted::<PlaceServiceOrder>().as_ref()) });
    load_after_answer(action, quote);
    view! {
        <Page title=td_string!(use_locale(), seats_page.review_title) kind=PageKind::Narrow>
            <Loaded resource=(quote, use_corporate_frame()) skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

fn show((page, frame): (QuotePage, CorporateFrame)) -> AnyView {
    let locale = use_locale();
    let Attempt { error, .. } = expect_context();
    let refusal = move || {
        error.get().map(|error| {
            view! { <Banner tone=BannerTone::Error title=td_string!(locale, quotes.failed)><p>{error_text(locale, &error)}</p></Banner> }
        })
    };
    let number = page.quote.number.clone();
    let facts = [Fact::text(td_string!(locale, quotes.quote), number.clone())].into_iter().chain(entered_facts(&page)).collect();
    let choosing = Choosing::from(&page);
    let can_place = page.quote.state == QuoteState::Open && page.pending.is_none() && frame.right == ContactRight::Order;
    let can_place = can_place && (page.has_card || !page.is_own());
    let place = match (can_place, page.quote.price.is_some()) {
        (true, true) => view! { <Place page=page.clone()/> }.into_any(),
        _ => {
            let href = format!("/corporate/quotes/{number}");
            view! { <p class="actions"><a class="button" href=href>{td_string!(locale, seats_page.to_quote)}</a></p> }.into_any()
        }
    };
    view! {
        <OrderSteps current=OrderStep::Review number/>
        <PageHead title=td_string!(locale, seats_page.review_title) lead=td_string!(locale, seats_page.review_lead)/>
        <Declined/>
        {refusal}
        <section class="card"><div class="card-body stack"><Facts facts/><ShortfallNote choosing number=page.quote.purchase_order.clone()/></div></section>
        <MethodPart page=page.clone() way=no_way/>
        <AddressPart page=page.clone() way=no_way/>
        <QuoteLines page=page.clone()/>
        <TodayAfter page/>
        {place}
    }
    .into_any()
}

#[component]
fn Place(page: QuotePage) -> impl IntoView {
    let locale = use_locale();
    let Attempt { action, .. } = expect_context();
    let number = page.quote.number.clone();
    let promise = if page.has_card { td_string!(locale, seats_page.promise) } else { td_string!(locale, seats_page.promise_time) };
    let due = page.quote.price.as_ref().map(|price| money_text(price.due_now_minor, price.currency)).unwrap_or_default();
    view! {
        <PostForm action page=format!("/corporate/quotes/{number}/review")>
            <input type="hidden" name="number" value=number/>
            <input type="hidden" name="seen" value=page.seen/>
            <p class="field-hint">{promise}</p>
            <SubmitButton class="button primary wide" pending=action.pending() amount=due>{td_string!(locale, seats_page.place)}</SubmitButton>
        </PostForm>
    }
    .into_any()
}
