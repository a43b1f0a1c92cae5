//! Buttons that wait for an answer: the label stays, a line runs below it, and it is said that something is under way.

use crate::texts::{td_string, use_locale};
use leptos::prelude::*;

/// A submit button. While `pending` it tells so and the form takes no second press.
#[component]
pub fn SubmitButton(
    #[prop(default = "button primary")] class: &'static str,
    #[prop(into)] pending: Signal<bool>,
    /// Stands after the label, as in "Place order, €170.56": the button that spends money says how much.
    #[prop(optional, into)]
    amount: Option<String>,
    children: Children,
) -> impl IntoView {
    let label = match amount {
        Some(amount) => view! { <span>{children()}", "<span class="amount">{amount}</span></span> }.into_any(),
        None => children().into_any(),
    };
    view! {
        <button class=class type="submit" aria-busy=busy(pending)>{label}</button>
        <PendingText pending/>
    }
}

/// A button for what happens on this page by script. While `pending` it takes no second press.
#[component]
pub fn ActionButton(
    #[prop(default = "button")] class: &'static str,
    #[prop(into, optional)] pending: Signal<bool>,
    on_press: Callback<()>,
    children: Children,
) -> impl IntoView {
    let press = move |_| {
        if !pending.get_untracked() {
            on_press.run(());
        }
    };
    view! {
        <button class=class type="button" aria-busy=busy(pending) on:click=press>{children()}</button>
        <PendingText pending/>
    }
}

fn busy(pending: Signal<bool>) -> impl Fn() -> Option<&'static str> {
    move || pending.get().then_some("true")
}

/// The same for those who do not see the line: read out once, and nothing moves.
#[component]
fn PendingText(pending: Signal<bool>) -> impl IntoView {
    let text = move || pending.get().then(|| td_string!(use_locale(), parts.pending));
    view! { <span class="hidden-text" role="status">{text}</span> }
}
