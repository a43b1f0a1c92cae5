//! Badges: the state of a thing in a word or two.

use leptos::prelude::*;

/// How a badge is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BadgeTone {
    /// Nothing to notice.
    #[default]
    Plain,
    /// All is well.
    Success,
    /// To be noticed.
    Notice,
    /// The reader's own choice.
    Accent,
    /// Something failed.
    Error,
}

impl BadgeTone {
    const fn class(self) -> &'static str {
        match self {
            Self::Plain => "badge",
            Self::Success => "badge success",
            Self::Notice => "badge notice",
            Self::Accent => "badge accent",
            Self::Error => "badge error",
        }
    }
}

/// A state in a word or two.
#[component]
pub fn Badge(#[prop(optional)] tone: BadgeTone, #[prop(into)] text: String) -> impl IntoView {
    view! { <span class=tone.class()>{text}</span> }
}
