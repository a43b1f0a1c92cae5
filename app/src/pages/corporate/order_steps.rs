//! The way from seats to a service order, with the place on it.

use crate::texts::{td_string, use_locale};
use crate::ui::steps::{Steps, WizardStep};
use leptos::prelude::*;

/// A step of the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderStep {
    /// How many more.
    Seats,
    /// What it costs.
    Quote,
    /// Who administers, what pays, where the invoice goes.
    Payment,
    /// All of it once more.
    Review,
}

/// The steps, those that are done as links. `number` is the quote's, once there is one.
#[component]
pub fn OrderSteps(current: OrderStep, number: String) -> impl IntoView {
    let locale = use_locale();
    let place = match current {
        OrderStep::Seats => 0,
        OrderStep::Quote => 1,
        OrderStep::Payment => 2,
        OrderStep::Review => 3,
    };
    let quote = format!("/corporate/quotes/{number}");
    let steps = vec![
        WizardStep { name: td_string!(locale, seats_page.step_seats), address: Some("/corporate/seats".to_owned()) },
        WizardStep { name: td_string!(locale, seats_page.step_quote), address: Some(quote.clone()) },
        WizardStep { name: td_string!(locale, seats_page.step_payment), address: Some(format!("{quote}/payment")) },
        WizardStep { name: td_string!(locale, seats_page.step_review), address: None },
    ];
    view! { <Steps label=td_string!(locale, seats_page.steps) steps current=place/> }
}
