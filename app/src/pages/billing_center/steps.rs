//! The way from the cart to the confirmation, with the place on it.

use crate::texts::{td_string, use_locale};
use crate::ui::steps::{Steps as Way, WizardStep};
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

/// The three steps; `current` is where the reader is. An order that has been placed leads back to none of them.
#[component]
pub fn Steps(current: Step) -> impl IntoView {
    let locale = use_locale();
    let cart = (current == Step::Checkout).then(|| "/billing/cart".to_owned());
    let steps = vec![
        WizardStep { name: td_string!(locale, checkout.steps.cart), address: cart },
        WizardStep { name: td_string!(locale, checkout.steps.checkout), address: None },
        WizardStep { name: td_string!(locale, checkout.steps.confirmation), address: None },
    ];
    let place = match current {
        Step::Cart => 0,
        Step::Checkout => 1,
        Step::Confirmation => 2,
    };
    view! { <Way label=td_string!(locale, checkout.steps.label) steps current=place/> }
}
