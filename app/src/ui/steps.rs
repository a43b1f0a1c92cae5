//! The way from the cart to the confirmation, with the place on it.

use crate::texts::{td_string, use_locale};
use leptos::prelude::*;

/// A step of ordering.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Collecting.
    Cart,
    /// Looking over and ordering.
    Checkout,
    /// What became of it.
    Confirmation,
}

/// The three steps; `current` is where the reader is.
#[component]
pub fn Steps(current: Step) -> impl IntoView {
    let locale = use_locale();
    let step = |step: Step, name: &'static str| {
        let mark = (step == current).then_some("step");
        view! { <li aria-current=mark>{name}</li> }
    };
    view! {
        <ol class="steps" aria-label=td_string!(locale, checkout.steps.label)>
            {step(Step::Cart, td_string!(locale, checkout.steps.cart))}
            {step(Step::Checkout, td_string!(locale, checkout.steps.checkout))}
            {step(Step::Confirmation, td_string!(locale, checkout.steps.confirmation))}
        </ol>
    }
}
