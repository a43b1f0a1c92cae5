//! A quote for the staff: as its account will see it, or sees it; a draft is sent or discarded here, an open one withdrawn.

use crate::api::ApiError;
use crate::api::staff::quotes::{DiscardQuoteDraft, LoadStaffQuote, SendQuote, StaffQuotePage as PageData, WithdrawQuote};
use crate::forms::{FormAction, PostForm, Posted, field_error, form_error, general_error, posted_value, use_posted};
use crate::pages::corporate::quote::matter::{QuoteFacts, QuoteLines, TodayAfter};
use crate::pages::corporate::quotes::state_badge;
use crate::pages::loaded::{Loaded, load_after_answer};
use crate::texts::{error_text, td_string, use_locale};
use crate::ui::badge::Badge;
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::button::SubmitButton;
use crate::ui::disclosure::Disclosure;
use crate::ui::page::{Page, PageKind};
use crate::ui::page_head::PageHead;
use crate::ui::placeholder::{Placeholder, PlaceholderKind};
use crate::ui::text_area::TextArea;
use crate::wire::watched_resource;
use billing::quote::QuoteState;
use billing::receipt::LONGEST_REASON;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

#[derive(Clone)]
struct Attempt {
    send: FormAction,
    discard: FormAction,
    withdraw: FormAction,
    /// Why the last of them was refused, unless that stands at a field.
    error: Signal<Option<ApiError>>,
    withdraw_error: Signal<Option<ApiError>>,
    withdraw_posted: Option<Posted>,
}

/// The page.
#[component]
pub fn QuotePage() -> impl IntoView {
    let parameters = use_params_map();
    let quote = watched_resource(move || LoadStaffQuote { number: parameters.read().get("number").unwrap_or_default() });
    let (send, discard, withdraw) = (FormAction::new::<SendQuote>(), FormAction::new::<DiscardQuoteDraft>(), FormAction::new::<WithdrawQuote>());
    let sent = form_error(send, use_posted::<SendQuote>().as_ref());
    let discarded = form_error(discard, use_posted::<DiscardQuoteDraft>().as_ref());
    let withdraw_posted = use_posted::<WithdrawQuote>();
    let withdraw_error = form_error(withdraw, withdraw_posted.as_ref());
    let withdrawn = general_error(withdraw_error, &["reason"]);
    let error = Signal::derive(move || sent.get().or_else(|| discarded.get()).or_else(|| withdrawn.get()));
    provide_context(Attempt { send, discard, withdraw, error, withdraw_error, withdraw_posted });
    load_after_answer(send, quote);
    load_after_answer(discard, quote);
    load_after_answer(withdraw, quote);
    view! {
        <Page title=td_string!(use_locale(), quotes.quote) kind=PageKind::Narrow>
            <Loaded resource=quote skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

fn show(data: PageData) -> AnyView {
    let locale = use_locale();
    let Attempt { error, .. } = expect_context();
    let refusal = move || {
        error.get().map(|error| {
            view! { <Banner tone=BannerTone::Error title=td_string!(locale, quotes.failed)><p>{error_text(locale, &error)}</p></Banner> }
        })
    };
    let page = data.page;
    let number = page.quote.number.clone();
    let (tone, state) = state_badge(locale, page.quote.state);
    let is_draft = page.quote.state == QuoteState::Draft;
    let preview = is_draft.then(|| {
        view! { <Banner title=td_string!(locale, staff.quotes.preview)><p>{td_string!(locale, staff.quotes.preview_text)}</p></Banner> }
    });
    let reason = page.quote.reason.clone().map(|reason| view! { <Banner title=td_string!(locale, quotes.reason)><p>{reason}</p></Banner> });
    let work = match page.quote.state {
        QuoteState::Draft => view! { <DraftWork number=number.clone()/> }.into_any(),
        QuoteState::Open => view! { <Withdraw number=number.clone()/> }.into_any(),
        _ => ().into_any(),
    };
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

/// A draft is sent, edited, or given up.
#[component]
fn DraftWork(number: String) -> impl IntoView {
    let locale = use_locale();
    let Attempt { send, discard, .. } = expect_context();
    let here = format!("/staff/quotes/{number}");
    let edit = format!("/staff/quotes/new?number={number}");
    let (sent, there) = (number.clone(), here.clone());
    view! {
        <PostForm action=send page=there>
            <input type="hidden" name="number" value=sent/>
            <div class="actions">
                <SubmitButton pending=send.pending()>{td_string!(locale, staff.quotes.send)}</SubmitButton>
                <a class="button" href=edit>{td_string!(locale, staff.quotes.edit)}</a>
            </div>
        </PostForm>
        <Disclosure summary=td_string!(locale, staff.quotes.discard_open)>
            <PostForm action=discard page=here>
                <input type="hidden" name="number" value=number/>
                <p>{td_string!(locale, staff.quotes.discard_text)}</p>
                <SubmitButton class="button" pending=discard.pending()>{td_string!(locale, staff.quotes.discard)}</SubmitButton>
            </PostForm>
        </Disclosure>
    }
    .into_any()
}

/// An open quote is taken back, with a reason that its account reads.
#[component]
fn Withdraw(number: String) -> impl IntoView {
    let locale = use_locale();
    let Attempt { withdraw, withdraw_error, withdraw_posted, .. } = expect_context();
    let reason = posted_value(withdraw_posted.as_ref(), "reason");
    view! {
        <Disclosure summary=td_string!(locale, staff.quotes.withdraw_open) open=Signal::derive(move || withdraw_error.get().is_some())>
            <PostForm action=withdraw page=format!("/staff/quotes/{number}")>
                <input type="hidden" name="number" value=number/>
                <p>{td_string!(locale, staff.quotes.withdraw_text)}</p>
                <TextArea
                    name="reason"
                    label=td_string!(locale, staff.quotes.withdraw_reason)
                    value=reason
                    limit=LONGEST_REASON
                    error=field_error(withdraw_error, "reason")
                />
                <SubmitButton class="button" pending=withdraw.pending()>{td_string!(locale, staff.quotes.withdraw)}</SubmitButton>
            </PostForm>
        </Disclosure>
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
