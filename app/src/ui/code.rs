//! Numbers and references that people copy: never broken where they are short, broken anywhere where they are long.

use leptos::prelude::*;

/// A number such as that of an invoice or account, in one piece; one click selects all of it.
#[component]
pub fn Code(#[prop(into)] text: String) -> impl IntoView {
    view! { <code class="code">{text}</code> }
}

/// A reference too long for a line of a phone, such as a key or an address.
#[component]
pub fn LongCode(#[prop(into)] text: String) -> impl IntoView {
    view! { <code class="code long">{text}</code> }
}
