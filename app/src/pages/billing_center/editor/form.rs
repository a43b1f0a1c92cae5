//! The editor's form: one GET form whose state is the address's query, with a second button that posts it to the cart.

use super::fields::{IntervalField, PlanCards, SeatsField};
use super::state::{EditorState, address_of, first_input};
use crate::api::ApiError;
use crate::api::cart::PutInCart;
use crate::api::subscriptions::EditorPage;
use crate::forms::{FUNCTION_FIELD, FormAction, Posted, current_address, form_error, general_error, leave_for_sign_in, use_posted};
use crate::pages::billing_center::forecast::Forecast;
use crate::pages::billing_center::frame::use_frame;
use crate::pages::billing_center::order_side::{NOTE_ID, OrderSide, PricedForm};
use crate::texts::{error_text, use_locale};
use crate::ui::banner::{Banner, BannerTone};
use billing::editor::PlanInput;
use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_query_map};
use web_sys::{FormData, HtmlElement, HtmlFormElement};

/// What was sent to the cart, and what came of it. It belongs to the page: its matter may be rendered more than once.
#[derive(Clone, Copy)]
struct Attempt {
    action: FormAction,
    posted: StoredValue<Option<Posted>>,
    is_forgotten: RwSignal<bool>,
    refusal: Signal<Option<ApiError>>,
}

/// Makes the attempt known to the form; to be called at the top of the page.
pub fn provide_attempt() {
    let action = FormAction::new::<PutInCart>();
    let posted = use_posted::<PutInCart>();
    let is_forgotten = RwSignal::new(false);
    let said = form_error(action, posted.as_ref());
    // With the action's value cleared, `said` falls back to what came without script.
    let answer = action.value();
    let refusal = Signal::derive(move || said.get().filter(|_| !is_forgotten.get() || answer.read().is_some()));
    provide_context(Attempt { action, posted: StoredValue::new(posted), is_forgotten, refusal });
}

impl Attempt {
    /// Something else has been typed since.
    fn forget(self) {
        self.is_forgotten.set(true);
        self.action.clear();
    }
}

/// The form with its receipt.
#[component]
pub fn EditorForm(page: EditorPage) -> impl IntoView {
    let path = format!("/billing/subscriptions/{}/edit", page.subscription.id);
    let attempt: Attempt = expect_context();
    let action = attempt.action;
    let first = attempt.posted.with_value(|posted| first_input(&page, posted.as_ref(), &use_query_map().get_untracked()));
    let (id, step, today, currency) = (page.subscription.id.to_string(), page.step, page.today, page.currency);
    let state = EditorState::new(page, first, attempt.refusal);
    let priced = PricedForm { price: state.price, items: Callback::new(move |()| state.receipt_items()), today, currency, step };
    let form = NodeRef::<html::Form>::new();
    let read = reader(state, form, attempt, path.clone());
    let submit = submitter(state, form, action);
    let (frame, answer, location) = (use_frame(), action.value(), use_location());
    Effect::new(move |_| match answer.read().as_ref() {
        Some(Ok(())) => frame.refetch(),
        Some(Err(ApiError::SignedOut)) => leave_for_sign_in(&current_address(&location)),
        Some(Err(_)) => request_animation_frame(move || focus_fault(form)),
        None => {}
    });
    view! {
        <RefusalBanner state/>
        <form
            class="editor"
            method="get"
            action=path
            novalidate
            node_ref=form
            on:input=move |_| read.run(())
            on:submit=submit
        >
            <input type="hidden" name="subscription" value=id/>
            <div class="card editor-fields">
                <PlanCards state/>
                <SeatsField state on_step=read/>
                <IntervalField state/>
            </div>
            <OrderSide form=priced pending=action.pending()/>
        </form>
        {move || {
            let (months, before) = state.months();
            view! { <Forecast months before currency/> }
        }}
    }
    .into_any()
}

/// What the server said that belongs to none of the fields.
#[component]
fn RefusalBanner(state: EditorState) -> impl IntoView {
    let locale = use_locale();
    let error = general_error(state.error.into(), &super::state::FIELDS);
    move || error.get().map(|error| view! { <Banner tone=BannerTone::Error><p>{error_text(locale, &error)}</p></Banner> })
}

/// Takes over what the form holds, and keeps it in the address.
fn reader(state: EditorState, form: NodeRef<html::Form>, attempt: Attempt, path: String) -> Callback<()> {
    let navigate = use_navigate();
    let read = move || {
        let Some(form) = form.get_untracked() else { return };
        let typed = read_form(&form, &state.input.get_untracked());
        if typed == state.input.get_untracked() {
            return;
        }
        attempt.forget();
        let options = NavigateOptions { resolve: false, replace: true, scroll: false, ..NavigateOptions::default() };
        navigate(&address_of(&path, &typed), options);
        state.input.set(typed);
    };
    let read = Callback::new(move |()| read());
    // What was typed before the script ran, the browser has kept and the signal does not know.
    Effect::new(move |_| {
        if form.get().is_some() {
            read.run(());
        }
    });
    read
}

/// A field that sends nothing (no plan is chosen) leaves the state as it is.
fn read_form(form: &HtmlFormElement, before: &PlanInput) -> PlanInput {
    let Ok(data) = FormData::new_with_form(form) else { return before.clone() };
    let field = |name: &str, before: &String| data.get(name).as_string().unwrap_or_else(|| before.clone());
    PlanInput { plan: field("plan", &before.plan), seats: field("seats", &before.seats), interval: field("interval", &before.interval) }
}

/// Sends the form to the cart, unless the page knows already that it would come back.
fn submitter(state: EditorState, form: NodeRef<html::Form>, action: FormAction) -> impl Fn(SubmitEvent) {
    move |event: SubmitEvent| {
        event.prevent_default();
        let button = event.submitter().and_then(|button| button.get_attribute("name"));
        if button.as_deref() != Some(FUNCTION_FIELD) {
            return;
        }
        if state.price.with_untracked(Result::is_err) {
            focus_fault(form);
            return;
        }
        action.submit(&event);
    }
}

/// Leads the reader to what is wrong: the field at fault, the message, else the note in place of the price.
fn focus_fault(form: NodeRef<html::Form>) {
    let Some(form) = form.get_untracked() else { return };
    let note = format!("#{NOTE_ID}");
    let places = ["[aria-invalid=true]", "fieldset:has(.field-error) input:enabled", note.as_str()];
    let in_form = places.iter().find_map(|place| form.query_selector(place).ok().flatten());
    let found = document().query_selector(".banner[role=alert]").ok().flatten().or(in_form);
    if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _outside_the_page = element.focus();
    }
}
