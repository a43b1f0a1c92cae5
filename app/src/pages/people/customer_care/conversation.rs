//! One request to customer care: what was written on both sides, and a field to go on.

use super::{address, title};
use crate::api::ApiError;
use crate::api::requests::{ConversationPage as PageData, LoadRequest, WriteMessage};
use crate::doors::customer::{CustomerDoor, DoorField, use_customer_door};
use crate::forms::{FormAction, PostForm, empty_after_success, field_error, form_error, general_error, posted_value, use_posted};
use crate::pages::loaded::{Loaded, load_after_success};
use crate::pages::request_words::{conversation_of, state_badge, subject_text};
use crate::texts::{error_text, td_string, use_locale};
use crate::ui::badge::Badge;
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::button::SubmitButton;
use crate::ui::conversation::Conversation;
use crate::ui::page::{Page, PageKind};
use crate::ui::page_head::PageHead;
use crate::ui::placeholder::{Placeholder, PlaceholderKind};
use crate::ui::text_area::TextArea;
use crate::ui::way_back::BackLink;
use crate::wire::page_resource;
use billing::request::{LONGEST_MESSAGE, RequestState, Side};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// What the form needs of the page.
#[derive(Clone, Copy)]
struct Attempt {
    action: FormAction,
    error: Signal<Option<ApiError>>,
    /// What was typed, if the page comes back with an error.
    message: StoredValue<String>,
}

/// The page. `?done=` says what was just done.
#[component]
pub fn ConversationPage() -> impl IntoView {
    let locale = use_locale();
    let parameters = use_params_map();
    let door = use_customer_door();
    let request = page_resource(move || LoadRequest { door: door.code().to_owned(), request: parameters.read().get("id").unwrap_or_default() });
    let action = FormAction::new::<WriteMessage>();
    let posted = use_posted::<WriteMessage>();
    let error = form_error(action, posted.as_ref());
    load_after_success(action, request);
    empty_after_success(action, "message");
    provide_context(Attempt { action, error, message: StoredValue::new(posted_value(posted.as_ref(), "message")) });
    let query = use_query_map();
    let done = move || match query.read().get("done").as_deref() {
        _ if error.read().is_some() => None,
        Some("sent") if door == CustomerDoor::Corporate => Some(td_string!(locale, care.corporate.done_sent)),
        Some("written") if door == CustomerDoor::Corporate => Some(td_string!(locale, care.corporate.done_written)),
        Some("sent") => Some(td_string!(locale, care.done_sent)),
        Some("written") => Some(td_string!(locale, care.done_written)),
        _ => None,
    };
    view! {
        <Page title=td_string!(locale, care.request) kind=PageKind::Narrow>
            <BackLink href=address(door) text=title(locale, door)/>
            {move || done().map(|text| view! { <Banner tone=BannerTone::Success><p>{text}</p></Banner> })}
            <Loaded resource=request skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

fn show(page: PageData) -> AnyView {
    let locale = use_locale();
    let (tone, state) = state_badge(locale, page.state);
    let desk = match use_customer_door() {
        CustomerDoor::BillingCenter => td_string!(locale, care.title),
        CustomerDoor::Corporate => td_string!(locale, care.corporate.desk),
    };
    let conversation = conversation_of(desk, Side::Customer, page.messages);
    let label = match page.state {
        RequestState::Closed => td_string!(locale, care.write_closed),
        RequestState::Open | RequestState::Answered => td_string!(locale, care.write),
    };
    view! {
        <div class="page-head">
            <div>
                <h1>{subject_text(locale, page.subject)}</h1>
                <p class="lead">{page.about}" "<Badge tone text=state/></p>
            </div>
        </div>
        <Conversation label=td_string!(locale, care.messages) messages=conversation/>
        <WriteForm id=page.id label/>
    }
    .into_any()
}

#[component]
fn WriteForm(id: String, label: &'static str) -> impl IntoView {
    let locale = use_locale();
    let Attempt { action, error, message } = expect_context();
    let above = general_error(error, &["message"]);
    view! {
        <div class="card">
            {move || above.get().map(|error| view! { <Banner tone=BannerTone::Error><p>{error_text(locale, &error)}</p></Banner> })}
            <PostForm action page=format!("{}/{id}", address(use_customer_door()))>
                <DoorField/>
                <input type="hidden" name="request" value=id/>
                <TextArea name="message" label value=message.get_value() limit=LONGEST_MESSAGE error=field_error(error, "message")/>
                <div class="actions"><SubmitButton pending=action.pending()>{td_string!(locale, care.write_send)}</SubmitButton></div>
            </PostForm>
        </div>
    }
    .into_any()
}

#[component]
fn Skeleton() -> impl IntoView {
    view! {
        <PageHead title=td_string!(use_locale(), care.request)/>
        <Placeholder kind=PlaceholderKind::Card/>
    }
}
