//! A quote: its lines, today and after, how long it is valid, and what can be done with it.

mod answer;
pub mod matter;
pub mod payment;
pub mod review;

use super::ask_services::AskServices;
use super::frame::use_corporate_frame;
use super::only_orderer::OnlyOrderer;
use super::order_steps::{OrderStep, OrderSteps};
use super::quotes::state_badge;
use crate::api::ApiError;
use crate::api::corporate::CorporateFrame;
use crate::api::quotes::{AcceptQuote, DeclineQuote, GiveUpPlacing, LoadQuote, QuotePage as PageData};
use crate::forms::{FormAction, PostForm, form_error, use_posted};
use crate::pages::loaded::{Loaded, load_after_answer};
use crate::texts::{error_text, td_string, use_language, use_locale};
use crate::ui::badge::Badge;
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::button::SubmitButton;
use crate::ui::icon::Icon;
use crate::ui::page::{Page, PageKind};
use crate::ui::page_head::PageHead;
use crate::ui::placeholder::{Placeholder, PlaceholderKind};
use crate::wire::{PageResource, watched_resource};
use answer::{Accept, Decline};
use billing::corporate::ContactRight;
use billing::format;
use billing::quote::{Offer, QuoteState};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use leptos_router::params::ParamsMap;
use matter::{QuoteFacts, QuoteLines, TodayAfter};

/// What the forms of the page know of their last tries.
#[derive(Clone, Copy)]
pub(super) struct Attempts {
    accept: FormAction,
    decline: FormAction,
    give_up: FormAction,
    accept_error: Signal<Option<ApiError>>,
    decline_error: Signal<Option<ApiError>>,
    give_up_error: Signal<Option<ApiError>>,
}

/// The quote of the address.
pub(super) fn quote_resource() -> PageResource<PageData> {
    let parameters = use_params_map();
    watched_resource(move || LoadQuote { number: parameters.read().get("number").unwrap_or_default() })
}

/// The page.
#[component]
pub fn QuotePage() -> impl IntoView {
    let quote = quote_resource();
    let (accept, decline) = (FormAction::new::<AcceptQuote>(), FormAction::new::<DeclineQuote>());
    let accept_error = form_error(accept, use_posted::<AcceptQuote>().as_ref());
    let decline_error = form_error(decline, use_posted::<DeclineQuote>().as_ref());
    let give_up = FormAction::new::<GiveUpPlacing>();
    let give_up_error = form_error(give_up, use_posted::<GiveUpPlacing>().as_ref());
    provide_context(Attempts { accept, decline, give_up, accept_error, decline_error, give_up_error });
    load_after_answer(accept, quote);
    load_after_answer(decline, quote);
    load_after_answer(give_up, quote);
    view! {
        <Page title=td_string!(use_locale(), quotes.quote) kind=PageKind::Narrow>
            <Loaded resource=(quote, use_corporate_frame()) skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

fn show((page, frame): (PageData, CorporateFrame)) -> AnyView {
    let locale = use_locale();
    let number = page.quote.number.clone();
    let is_open = page.quote.state == QuoteState::Open;
    let steps = (is_open && page.is_own()).then(|| view! { <OrderSteps current=OrderStep::Quote number=number.clone()/> });
    let (tone, state) = state_badge(locale, page.quote.state);
    // A full load: it is a file, and none of the router's pages.
    let file = page.quote.price.is_some().then(|| {
        let href = format!("/corporate/quotes/{number}/file");
        view! { <a class="button" href=href rel="external" download=""><Icon name="download"/><span>{td_string!(locale, quotes.download)}</span></a> }
    });
    let print = move |_| {
        // Refused where a page may not print; the browser's own menu still can.
        let _refused = window().print();
    };
    view! {
        {steps}
        <PageHead title=td_string!(locale, quotes.title_of, number = number).to_string()>
            <Badge tone text=state/>
            {file}
            <button class="button script-only" type="button" on:click=print><Icon name="print"/><span>{td_string!(locale, quotes.print)}</span></button>
        </PageHead>
        <Declined/>
        <Standing page=page.clone() right=frame.right/>
        <QuoteFacts page=page.clone()/>
        <QuoteLines page=page.clone()/>
        <TodayAfter page=page.clone()/>
        <p class="actions"><AskServices about=format!("quote:{}", page.quote.number)/></p>
        {(is_open && page.pending.is_none()).then(|| view! { <NextStep page frame/> })}
    }
    .into_any()
}

/// The card was declined just now.
#[component]
pub fn Declined() -> impl IntoView {
    let locale = use_locale();
    let was_declined = use_query_map().with_untracked(|query| query.get("declined")).is_some();
    was_declined.then(|| {
        view! { <Banner tone=BannerTone::Error title=td_string!(locale, quotes.card_declined)><p>{td_string!(locale, quotes.card_declined_text)}</p></Banner> }
    })
}

/// What the reader should know of where the quote is.
#[component]
fn Standing(page: PageData, right: ContactRight) -> impl IntoView {
    let (locale, language) = (use_locale(), use_language());
    let quote = page.quote;
    if let Some(pending) = page.pending {
        let text = if pending.action_url.is_some() { td_string!(locale, quotes.confirm_text) } else { td_string!(locale, quotes.asking_text) };
        let ways = pending.action_url.filter(|_| right == ContactRight::Order).map(|url| view! { <Confirming url number=quote.number/> });
        return view! { <Banner tone=BannerTone::Notice title=td_string!(locale, quotes.pending)><p>{text}</p>{ways}</Banner> }.into_any();
    }
    match quote.state {
        QuoteState::Open if quote.price.is_none() => {
            view! { <Banner tone=BannerTone::Error title=td_string!(locale, quotes.no_price)><p>{td_string!(locale, quotes.no_price_text)}</p></Banner> }
                .into_any()
        }
        QuoteState::Accepted => {
            let order = quote.service_order.unwrap_or_default();
            let href = format!("/corporate/service-orders/{order}");
            view! {
                <Banner tone=BannerTone::Success title=td_string!(locale, quotes.accepted_title)>
                    <p><a href=href>{td_string!(locale, quotes.to_service_order, number = order).to_string()}</a></p>
                </Banner>
            }
            .into_any()
        }
        QuoteState::Superseded => {
            let other = quote.replaced_by.unwrap_or_default();
            let href = format!("/corporate/quotes/{other}");
            view! {
                <Banner title=td_string!(locale, quotes.superseded_title)>
                    <p><a href=href>{td_string!(locale, quotes.replaced_by, number = other).to_string()}</a></p>
                </Banner>
            }
            .into_any()
        }
        QuoteState::Expired => {
            let until = format::date(quote.valid_until, language);
            view! { <Banner title=td_string!(locale, quotes.expired_title)><p>{td_string!(locale, quotes.was_valid, until = until).to_string()}</p></Banner> }
                .into_any()
        }
        QuoteState::Declined => {
            let reason = quote.reason.unwrap_or_else(|| td_string!(locale, quotes.no_reason).to_owned());
            view! { <Banner title=td_string!(locale, quotes.declined_title)><p>{reason}</p></Banner> }.into_any()
        }
        QuoteState::Withdrawn => {
            let reason = quote.reason.unwrap_or_default();
            view! { <Banner title=td_string!(locale, quotes.withdrawn_title)><p>{reason}</p></Banner> }.into_any()
        }
        QuoteState::Draft | QuoteState::Discarded | QuoteState::Open => ().into_any(),
    }
}

/// The bank wants a word with the holder of the card: the way there, or out of it.
#[component]
fn Confirming(url: String, number: String) -> impl IntoView {
    let locale = use_locale();
    let Attempts { give_up, give_up_error, .. } = expect_context();
    let refusal = move || give_up_error.get().map(|error| view! { <p>{error_text(locale, &error)}</p> });
    view! {
        <p>{td_string!(locale, quotes.give_up_text)}</p>
        {refusal}
        <div class="actions">
            <a class="button primary" rel="external" href=url>{td_string!(locale, quotes.to_bank)}</a>
            <PostForm action=give_up page=format!("/corporate/quotes/{number}") class="form-inline">
                <input type="hidden" name="number" value=number/>
                <SubmitButton class="button" pending=give_up.pending()>{td_string!(locale, quotes.give_up)}</SubmitButton>
            </PostForm>
        </div>
    }
    .into_any()
}

/// Where it goes on: to payment for one's own, accepting for a representative's; declining either.
#[component]
fn NextStep(page: PageData, frame: CorporateFrame) -> impl IntoView {
    let locale = use_locale();
    if frame.right != ContactRight::Order {
        return view! { <OnlyOrderer text=td_string!(locale, quotes.only_orderer) contact=frame.billing_contact/> }.into_any();
    }
    let Attempts { accept_error, decline_error, .. } = expect_context();
    let refusal = move || {
        accept_error.get().or_else(|| decline_error.get()).map(|error| {
            view! { <Banner tone=BannerTone::Error title=td_string!(locale, quotes.failed)><p>{error_text(locale, &error)}</p></Banner> }
        })
    };
    let number = page.quote.number.clone();
    let forward = match (page.quote.price.is_some(), page.is_own()) {
        (false, _) => ().into_any(),
        (true, true) => {
            let href = format!("/corporate/quotes/{number}/payment");
            view! {
                <div class="actions">
                    <a class="button primary" href=href>{td_string!(locale, quotes.to_payment)}</a>
                    <a class="button" href=seats_address(&page)>{td_string!(locale, quotes.change_seats)}</a>
                </div>
            }
            .into_any()
        }
        (true, false) => view! { <Accept page/> }.into_any(),
    };
    view! {
        {refusal}
        {forward}
        <Decline number/>
    }
    .into_any()
}

/// The seats that the quote was made of, to change them.
fn seats_address(page: &PageData) -> String {
    let wanted = page.quote.items.iter().filter_map(|item| match &item.offer {
        Offer::AddSeats { subscription, seats } => Some((format!("seats[id-{subscription}]"), seats.to_string())),
        Offer::New { .. } => None,
    });
    let query: ParamsMap = wanted.collect();
    format!("/corporate/seats{}", query.to_query_string())
}

#[component]
pub(super) fn Skeleton() -> impl IntoView {
    view! {
        <PageHead title=td_string!(use_locale(), quotes.quote)/>
        <Placeholder kind=PlaceholderKind::Card/>
        <Placeholder kind=PlaceholderKind::Receipt/>
    }
}
