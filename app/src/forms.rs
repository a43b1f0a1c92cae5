//! Forms that work the same with and without script: posted to their page's own address, or caught and sent
//! to the server function. What was typed and what was wrong come back either way.

mod action;
mod file_sending;

pub use action::{FormAction, data_of};
pub use file_sending::FileSending;

use crate::api::ApiError;
use crate::texts::{error_text, use_locale};
use crate::wire::WireJson;
use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::wasm_bindgen::JsCast;
use leptos_router::hooks::use_location;
use leptos_router::location::Location;
use leptos_router::params::ParamsMap;
use serde::{Deserialize, Serialize};
use web_sys::{Event, HtmlElement, HtmlFormElement};

/// The hidden field that names the server function of a form.
pub const FUNCTION_FIELD: &str = "_fn";

/// A form that was posted without script and refused, for its page to show again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posted {
    /// Address of the server function.
    pub function: String,
    /// What was typed, without secrets.
    pub values: Vec<(String, String)>,
    /// Why it was refused.
    pub error: ApiError,
}

impl Posted {
    /// What was typed into a field.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.values.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }
}

/// What was typed into a field, or nothing.
pub fn posted_value(posted: Option<&Posted>, name: &str) -> String {
    posted.and_then(|posted| posted.value(name)).unwrap_or_default().to_owned()
}

#[derive(Clone, Copy)]
struct PostedStore(StoredValue<Option<Posted>>);

/// Takes over the refused form of this request. It travels to the browser as a serialised value, so that both
/// sides render the same.
pub(crate) fn provide_posted() {
    let posted = SharedValue::<Option<Posted>, WireJson>::new_with_encoding(use_context::<Posted>).into_inner();
    provide_context(PostedStore(StoredValue::new(posted)));
}

/// The refused form of a server function. Ask once, at the top of the page: in a later visit by client-side
/// navigation the page is to start clean, so it is handed out only once.
pub fn use_posted<F: ServerFn>() -> Option<Posted> {
    take_posted(F::PATH)
}

/// The same of a form that is no server function's: what it was posted to names it.
pub fn use_posted_to(address: &str) -> Option<Posted> {
    take_posted(address)
}

fn take_posted(function: &str) -> Option<Posted> {
    let PostedStore(store) = use_context()?;
    store.try_update_value(|posted| if posted.as_ref().is_some_and(|posted| posted.function == function) { posted.take() } else { None })?
}

/// Why the last try failed, whichever way it was sent.
pub fn form_error(action: FormAction, posted: Option<&Posted>) -> Signal<Option<ApiError>> {
    let before = posted.map(|posted| posted.error.clone());
    let value = action.value();
    Signal::derive(move || match value.read().as_ref() {
        Some(Ok(())) => None,
        Some(Err(error)) => Some(error.clone()),
        None => before.clone(),
    })
}

/// The sentence for one field, if the error is that field's.
pub fn field_error(error: Signal<Option<ApiError>>, name: &'static str) -> Signal<Option<String>> {
    let locale = use_locale();
    Signal::derive(move || error.read().as_ref().filter(|error| error.field() == Some(name)).map(|error| error_text(locale, error)))
}

/// The error, unless it belongs to one of the form's fields.
pub fn general_error(error: Signal<Option<ApiError>>, fields: &'static [&'static str]) -> Signal<Option<ApiError>> {
    Signal::derive(move || error.get().filter(|error| !error.field().is_some_and(|field| fields.contains(&field))))
}

/// A form of a server function, posted to its own page.
#[component]
pub fn PostForm(
    /// What runs when script is there; its `pending` and `value` serve the page.
    action: FormAction,
    /// The page's own address. It needs an entry in the door's `form_pages`.
    #[prop(into)]
    page: String,
    #[prop(default = "form")] class: &'static str,
    children: Children,
) -> impl IntoView {
    let form = NodeRef::<html::Form>::new();
    let submit = move |event: SubmitEvent| action.submit(&event);
    follow_failures(action, form);
    view! {
        <form method="post" action=page class=class novalidate node_ref=form on:submit=submit>
            <FunctionField function=action.function()/>
            {children()}
        </form>
    }
    .into_any()
}

/// Empties the form of a field once what was typed has arrived. The page is shown anew then, but a browser keeps what was typed
/// into a field that stays.
pub fn empty_after_success(action: FormAction, field: &'static str) {
    let value = action.value();
    Effect::new(move |_| {
        if matches!(value.read().as_ref(), Some(Ok(()))) {
            empty_form_of(field);
        }
    });
}

fn empty_form_of(field: &str) {
    let Some(field) = document().get_element_by_id(field) else { return };
    if let Some(form) = field.closest("form").ok().flatten().and_then(|form| form.dyn_into::<HtmlFormElement>().ok()) {
        form.reset();
    }
    // What counts its characters listens to this.
    if let Ok(event) = Event::new("input") {
        let _heard = field.dispatch_event(&event);
    }
}

/// The hidden field by which a page's post finds its server function; for forms that script leaves alone.
#[component]
pub fn FunctionField(function: &'static str) -> impl IntoView {
    view! { <input type="hidden" name=FUNCTION_FIELD value=function/> }
}

/// After a refusal: whoever is signed out by now is led to the sign-in page, all others to what is wrong.
fn follow_failures(action: FormAction, form: NodeRef<html::Form>) {
    let value = action.value();
    let location = use_location();
    Effect::new(move |_| match value.read().as_ref() {
        Some(Err(ApiError::SignedOut)) => leave_for_sign_in(&current_address(&location)),
        Some(Err(_)) => {
            request_animation_frame(move || focus_fault(form));
        }
        Some(Ok(())) | None => {}
    });
}

/// The page with its query, in which the plan editor keeps what was typed.
pub(crate) fn current_address(location: &Location) -> String {
    let (path, search) = (location.pathname.get_untracked(), location.search.get_untracked());
    if search.is_empty() { path } else { format!("{path}?{search}") }
}

/// The sign-in page of that page's door, and from there back to it.
pub fn sign_in_address(back_to: &str) -> String {
    let query: ParamsMap = [("next", back_to)].into_iter().collect();
    let door = match back_to {
        staff if staff.starts_with("/staff") => "/staff/sign-in",
        corporate if corporate.starts_with("/corporate") => "/corporate/sign-in",
        _ => "/sign-in",
    };
    format!("{door}{}", query.to_query_string())
}

/// Loads the sign-in page anew: nothing that the person before saw is to stay in memory.
pub(crate) fn leave_for_sign_in(back_to: &str) {
    if let Err(error) = window().location().assign(&sign_in_address(back_to)) {
        leptos::logging::warn!("the sign-in page cannot be opened: {error:?}");
    }
}

/// Leads the reader to what is wrong: the first field at fault, else the message above the form.
fn focus_fault(form: NodeRef<html::Form>) {
    // Gone when the page was made anew with the answer.
    let Some(form) = form.try_get_untracked().flatten() else { return };
    let found = ["[aria-invalid=true]", "[role=alert]"].iter().find_map(|selector| form.query_selector(selector).ok().flatten());
    if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _outside_the_page = element.focus();
    }
}
