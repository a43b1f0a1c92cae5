//! A quote for the staff: as its account will see it, or sees it, and sending a draft.

use crate::api::ApiError;
use crate::api::staff::quotes::{LoadStaffQuote, SendQuote, StaffQuotePage as PageData};
use crate::forms::{FormAction, PostForm, form_error, use_posted};
use crate::pages::corporate::quote::matter::{QuoteFacts, QuoteLines, TodayAfter};
use crate::pages::corporate::quotes::state_badge;
use crate::pages::loaded::{Loaded, load_after_answer};
use crate::texts::{error_text, td_string, use_locale};
use crate::ui::badge::Badge;
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::button::SubmitButton;
use crate::ui::page::{Page, PageKind};
use crate::ui::page_head::PageHead;
use crate::ui::placeholder::{Placeholder, PlaceholderKind};
use crate::wire::watched_resource;
use billing::quote::QuoteState;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

#[derive(Clone, Copy)]
struct Attempt {
    action: FormAction,
    error: Signal<Option<ApiError>>,
}

/// The page.
#[component]
pub fn QuotePage() -> impl IntoView {
    let parameters = use_params_map();
    let quote = watched_resource(move || LoadStaffQuote { number: parameters.read().get("number").unwrap_or_default() });
    let action = FormAction::new::<SendQuote>();
    provide_context(Attempt { action, error: form_error(action, use_posted::<SendQuote>().as_ref()) });
    load_after_answer(action, quote);
    view! {
        <Page title=td_string!(use_locale(), quotes.quote) kind=PageKind::Narrow>
            <Loaded resource=quote skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

fn show(data: PageData) -> AnyView {
    let locale = use_locale();
    let Attempt { action, error } = expect_context();
    let refusal = move || {
        error.get().map(|error| {
            view! { <Banner tone=BannerTone::Error title=td_string!(locale, quotes.failed)><p>{error_text(locale, &error)}</p></Banner> }
        })
    };
    let page = data.page;
    let number = page.quote.number.clone();
    let (tone, state) = state_badge(locale, page.quote.state);
    let here = format!("/staff/quotes/{number}");
    let is_draft = page.quote.state == QuoteState::Draft;
    let preview = is_draft.then(|| {
        view! { <Banner title=td_string!(locale, staff.quotes.preview)><p>{td_string!(locale, staff.quotes.preview_text)}</p></Banner> }
    });
    let reason = page.quote.reason.clone().map(|reason| view! { <Banner title=td_string!(locale, quotes.reason)><p>{reason}</p></Banner> });
    let sent = number.clone();
    let work = is_draft.then(move || {
        let edit = format!("/staff/quotes/new?number={sent}");
        view! {
            <PostForm action page=here>
                <input type="hidden" name="number" value=sent/>
                <div class="actions">
                    <SubmitButton pending=action.pending()>{td_string!(locale, staff.quotes.send)}</SubmitButton>
                    <a class="button" href=edit>{td_string!(locale, staff.quotes.edit)}</a>
                </div>
            </PostForm>
        }
    });
    let order = page.quote.service_order.clone().map(|order| {
        let href = format!("/staff/service-orders/{order}");
        view! { <p class="actions"><a class="button" href=href>{td_string!(locale, quotes.to_service_order, number = order).to_string()}</a></p> }
    });
    let lead = format!("{}, {}", data.account_name, data.account_number);
    view! {
        <PageHead title=td_string!(locale, quotes.title_of, number = number.as_str()).to_string() lead><Badge tone text=state/></PageHead>
        {refusal}
        {preview}
        {reason}
        <QuoteFacts page=page.clone()/>
        <QuoteLines page=page.clone()/>
        <TodayAfter page/>
        {work}
        {order}
    }
    .into_any()
}

#[component]
fn Skeleton() -> impl IntoView {
    view! {
        <PageHead title=td_string!(use_locale(), quotes.quote)/>
        <Placeholder kind=PlaceholderKind::Card/>
        <Placeholder kind=PlaceholderKind::Receipt/>
    }
}
