//! The steps of a longer way, with the place on it and the ways back.

use crate::texts::{td_string, use_locale};
use leptos::prelude::*;

/// A step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WizardStep {
    /// Its name.
    pub name: &'static str,
    /// Its address; a link as soon as the step is done.
    pub address: Option<String>,
}

/// The steps; `current` counts from zero. Those before it are done.
#[component]
pub fn Steps(label: &'static str, steps: Vec<WizardStep>, current: usize) -> impl IntoView {
    let step = |(place, step): (usize, WizardStep)| view! { <StepMark step standing=Standing::of(place, current)/> };
    view! { <ol class="steps" aria-label=label>{steps.into_iter().enumerate().map(step).collect_view()}</ol> }
}

/// Where a step stands, seen from the reader's place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Done,
    Current,
    ToCome,
}

impl Standing {
    const fn of(place: usize, current: usize) -> Self {
        if place < current {
            Self::Done
        } else if place == current {
            Self::Current
        } else {
            Self::ToCome
        }
    }
}

#[component]
fn StepMark(step: WizardStep, standing: Standing) -> impl IntoView {
    let mark = (standing == Standing::Current).then_some("step");
    let is_done = standing == Standing::Done;
    let class = if is_done { "done" } else { "" };
    let done = is_done.then(|| view! { <span class="hidden-text">{td_string!(use_locale(), parts.done)}": "</span> });
    let name = match step.address.filter(|_| is_done) {
        Some(address) => view! { <a class="step-name" href=address>{done}{step.name}</a> }.into_any(),
        None => view! { <span class="step-name">{done}{step.name}</span> }.into_any(),
    };
    view! { <li class=class aria-current=mark>{name}</li> }
}
