//! A sheet of paper on the page, with a heading of its own.

use leptos::prelude::*;

/// A card; what stands beside its heading is one link or button.
#[component]
pub fn Card(
    #[prop(into)] title: String,
    /// Beside the heading, for example "Bearbeiten".
    #[prop(optional)]
    action: Option<AnyView>,
    children: Children,
) -> impl IntoView {
    view! {
        <section class="card">
            <div class="card-head"><h2>{title}</h2>{action}</div>
            {children()}
        </section>
    }
}
