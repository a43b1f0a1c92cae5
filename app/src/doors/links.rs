//! Links that lead from one door to another: the browser follows them, since the router of a door knows no page of another.

use super::Bundle;
use leptos::prelude::*;
use leptos::tachys::renderer::dom::Dom;
use leptos::wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlAnchorElement};

/// Keeps the router of a door from following the links that lead out of it.
pub(super) fn leave_links_to_other_doors(own: Bundle) {
    Effect::new(move |_| {
        let Some(root) = document().document_element() else { return };
        // A click comes here before it comes to the window, where the router listens.
        let listener = Dom::add_event_listener(&root, "click", Box::new(move |event| mark_link(own, event.unchecked_ref())));
        // It listens for as long as the page is there.
        std::mem::forget(listener);
    });
}

/// Marks the link that was clicked, if it leads to another door, as one that the router leaves alone.
fn mark_link(own: Bundle, event: &Event) {
    let clicked = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let link = clicked.and_then(|element| element.closest("a[href]").ok().flatten()).and_then(|element| element.dyn_into::<HtmlAnchorElement>().ok());
    if let Some(link) = link
        && Bundle::of_path(&link.pathname()) != own
    {
        link.set_rel("external");
    }
}
