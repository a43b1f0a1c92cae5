//! The button that sends a form and shows that it is being sent.

use leptos::prelude::*;

/// A submit button. While `pending` it tells so and the form takes no second press.
#[component]
pub fn SubmitButton(#[prop(default = "button primary")] class: &'static str, #[prop(into)] pending: Signal<bool>, children: Children) -> impl IntoView {
    view! {
        <button class=class type="submit" aria-busy=move || pending.get().then_some("true")>
            {children()}
        </button>
    }
}
