//! How a page waits for its data: a skeleton that keeps the place, then the matter, or what went wrong.

use super::error::ErrorView;
use crate::texts::{td_string, use_locale};
use crate::wire::PageResource;
use leptos::prelude::*;

/// Shows what a resource answered. Only client-side navigation shows the skeleton; a loaded page is whole.
/// Later answers of the same resource replace the matter without showing the skeleton again.
#[component]
pub fn Loaded<T>(
    /// Created at the top of the page.
    resource: PageResource<T>,
    /// What keeps the place; hidden from screen readers, which are told that the page loads.
    #[prop(into)]
    skeleton: ViewFn,
    /// The matter.
    view: fn(T) -> AnyView,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
{
    let locale = use_locale();
    let waiting = move || {
        view! {
            <p class="hidden-text" role="status">{td_string!(locale, frame.loading)}</p>
            {skeleton.run()}
        }
    };
    view! {
        <Transition fallback=waiting>
            {move || Suspend::new(async move {
                match resource.await {
                    Ok(data) => view(data),
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}
