//! Sending a form by script: what it holds goes to the server function as the browser itself would send it.

use crate::api::ApiError;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::wasm_bindgen::JsCast;
use web_sys::{FormData, HtmlFormElement, UrlSearchParams};

/// A form's server function, and what came of sending it. One type for all forms: they differ in what the page
/// holds, and the server's answer is a place to go or an error.
#[derive(Clone, Copy)]
pub struct FormAction {
    function: &'static str,
    is_pending: RwSignal<bool>,
    value: RwSignal<Option<Result<(), ApiError>>>,
    answers: RwSignal<usize>,
    /// What was sent last, as in an address.
    sent: RwSignal<String>,
}

impl FormAction {
    /// For a server function; to be called at the top of the page.
    pub fn new<F: ServerFn<Output = (), Error = ApiError>>() -> Self {
        Self::of(F::PATH)
    }

    fn of(function: &'static str) -> Self {
        Self { function, is_pending: RwSignal::new(false), value: RwSignal::new(None), answers: RwSignal::new(0), sent: RwSignal::new(String::new()) }
    }

    /// The address of the server function.
    pub const fn function(self) -> &'static str {
        self.function
    }

    /// Whether an answer is awaited.
    pub fn pending(self) -> Signal<bool> {
        self.is_pending.into()
    }

    /// The newest answer.
    pub const fn value(self) -> RwSignal<Option<Result<(), ApiError>>> {
        self.value
    }

    /// How many answers there were.
    pub const fn version(self) -> RwSignal<usize> {
        self.answers
    }

    /// Forgets the newest answer.
    pub fn clear(self) {
        self.value.set(None);
    }

    /// What a field held when the form was sent last, by script. Who asks is told of the next time.
    pub fn sent(self, field: &str) -> Option<String> {
        let sent = self.sent.get();
        if sent.is_empty() {
            return None;
        }
        UrlSearchParams::new_with_str(&sent).ok()?.get(field)
    }

    /// Sends a form that is being submitted, unless an answer to it is still awaited.
    pub fn submit(self, event: &SubmitEvent) {
        // A form that cannot be read goes the way without script, where the server says what is wrong.
        if let Some(data) = data_of(event) {
            event.prevent_default();
            self.send(data);
        }
    }

    fn send(self, data: String) {
        if self.is_pending.get_untracked() {
            return;
        }
        self.sent.set(data.clone());
        self.is_pending.set(true);
        self.deliver(data);
    }

    #[cfg(not(feature = "ssr"))]
    fn deliver(self, data: String) {
        leptos::task::spawn_local(async move {
            let answer = crate::wire::post(self.function, data).await.map(|_nothing| ());
            // All of them are gone when the reader has left the page.
            let _page = self.is_pending.try_set(false);
            let _page = self.answers.try_update(|answers| *answers = answers.wrapping_add(1));
            let _page = self.value.try_set(Some(answer));
        });
    }

    /// The server shows forms and submits none.
    #[cfg(feature = "ssr")]
    fn deliver(self, _: String) {}
}

/// What the browser would send: the fields, and the button that was pressed.
pub fn data_of(event: &SubmitEvent) -> Option<String> {
    let form = event.target()?.dyn_into::<HtmlFormElement>().ok()?;
    let data = FormData::new_with_form(&form).ok()?;
    if let Some(button) = event.submitter()
        && let Some(name) = button.get_attribute("name")
    {
        let value = button.get_attribute("value").unwrap_or_default();
        data.append_with_str(&name, &value).ok()?;
    }
    let pairs = UrlSearchParams::new_with_str_sequence_sequence(&data).ok()?;
    pairs.to_string().as_string()
}
