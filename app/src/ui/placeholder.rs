//! What keeps the place of a page's matter while it loads: the sheets that will be there, with grey bars for words.

use leptos::prelude::*;

/// Which sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceholderKind {
    /// A card of facts.
    Card,
    /// An order summary.
    Receipt,
    /// An invoice or a list of them.
    Paper,
}

impl PlaceholderKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Card => "card skeleton",
            Self::Receipt => "receipt skeleton",
            Self::Paper => "invoice skeleton",
        }
    }

    const fn rows(self) -> usize {
        match self {
            Self::Card => 3,
            Self::Receipt => 4,
            Self::Paper => 8,
        }
    }
}

/// A sheet without words, hidden from screen readers.
#[component]
pub fn Placeholder(kind: PlaceholderKind) -> impl IntoView {
    let rows: Vec<_> = (0..kind.rows()).map(|_| view! { <p><span class="bone long"></span></p> }).collect();
    view! {
        <div class=kind.class() aria-hidden="true">
            <p><span class="bone large"></span></p>
            {rows}
        </div>
    }
}
