//! Names and values, one pair to a row. For figures that want to be seen first there are the stats.

use leptos::prelude::*;

/// A row of [`Facts`].
pub struct Fact {
    name: String,
    value: AnyView,
    note: Option<String>,
}

impl Fact {
    /// A name and its value. An empty text becomes a dash, so that the row does not look forgotten.
    pub fn text(name: impl Into<String>, value: impl Into<String>) -> Self {
        let value: String = value.into();
        let value = if value.is_empty() { "–".to_owned() } else { value };
        Self::view(name, value.into_any())
    }

    /// A name and whatever stands for its value, such as a badge or an address.
    pub fn view(name: impl Into<String>, value: AnyView) -> Self {
        Self { name: name.into(), value, note: None }
    }

    /// A line below the value.
    #[must_use]
    pub fn with_note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }
}

/// The rows. On a phone the value stands below its name.
#[component]
pub fn Facts(facts: Vec<Fact>) -> impl IntoView {
    let row = |fact: Fact| {
        let note = fact.note.map(|note| view! { <small>{note}</small> });
        view! { <div><dt>{fact.name}</dt><dd>{fact.value}{note}</dd></div> }
    };
    view! { <dl class="facts">{facts.into_iter().map(row).collect_view()}</dl> }
}
