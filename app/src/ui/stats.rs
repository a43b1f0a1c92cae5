//! The few figures that a page begins with, in one strip.

use leptos::prelude::*;

/// A figure of the strip.
pub struct Stat {
    /// What it is.
    pub name: String,
    /// The figure, large.
    pub value: AnyView,
    /// What belongs to it, small: a date, a link.
    pub note: Option<AnyView>,
}

impl Stat {
    /// A figure without a note. An amount or a date must not break.
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        let value: String = value.into();
        Self { name: name.into(), value: view! { <span class="amount">{value}</span> }.into_any(), note: None }
    }

    /// What belongs to the figure.
    #[must_use]
    pub fn with_note(mut self, note: impl IntoAny) -> Self {
        self.note = Some(note.into_any());
        self
    }
}

/// Two to four figures side by side; on a phone one below the other.
#[component]
pub fn Stats(stats: Vec<Stat>) -> impl IntoView {
    let stat = |stat: Stat| {
        let note = stat.note.map(|note| view! { " "<small>{note}</small> });
        view! { <div><dt>{stat.name}</dt><dd>{stat.value}{note}</dd></div> }
    };
    view! { <dl class="summary-strip">{stats.into_iter().map(stat).collect_view()}</dl> }
}

/// The strip while its figures load, as high as it will be.
#[component]
pub fn StatsSkeleton(count: usize) -> impl IntoView {
    let bone = |_| view! { <div><span class="bone short"></span><span class="bone large"></span></div> };
    view! { <div class="summary-strip skeleton" aria-hidden="true">{(0..count).map(bone).collect_view()}</div> }
}
