//! A menu of what can be done with a thing: a native popover, which opens, closes and gives the focus back without script.

use super::icon::Icon;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos_router::hooks::use_location;
use web_sys::{HtmlElement, NodeList};

/// The button with three dots and its panel. The children are `<li>`s with a link or a button each; arrow keys, Home and
/// End go through them besides the tab key.
#[component]
pub fn Menu(
    /// Id of the panel.
    #[prop(into)]
    id: String,
    /// What the button is called.
    #[prop(into)]
    label: String,
    /// Id of what it is about.
    #[prop(optional, into)]
    described_by: Option<String>,
    children: Children,
) -> impl IntoView {
    view! {
        <button class="options-button" type="button" aria-label=label aria-describedby=described_by popovertarget=id.clone()>
            <Icon name="options"/>
        </button>
        <div class="menu" id=id popover="auto" on:keydown=go>
            <ul>{children()}</ul>
        </div>
    }
}

/// A menu that led somewhere has done its work. Full page loads close it by themselves.
pub fn close_menus_on_navigation() {
    let pathname = use_location().pathname;
    Effect::new(move |before: Option<()>| {
        pathname.track();
        if before.is_none() {
            return;
        }
        let Ok(open) = document().query_selector_all(":popover-open") else { return };
        let menus = (0..open.length()).filter_map(|place| open.get(place)?.dyn_into::<HtmlElement>().ok());
        for menu in menus {
            let _already_closed = menu.hide_popover();
        }
    });
}

/// Leads the focus to another entry.
fn go(event: KeyboardEvent) {
    let Some(panel) = event.current_target().and_then(|panel| panel.dyn_into::<HtmlElement>().ok()) else { return };
    let Ok(entries) = panel.query_selector_all("a, button:enabled") else { return };
    let here = (0..entries.length()).find(|place| entry(&entries, *place) == focused());
    let Some(target) = next_place(&event.key(), here, entries.length()) else { return };
    event.prevent_default();
    if let Some(element) = entry(&entries, target) {
        let _outside_the_page = element.focus();
    }
}

fn entry(entries: &NodeList, place: u32) -> Option<HtmlElement> {
    entries.get(place)?.dyn_into().ok()
}

fn focused() -> Option<HtmlElement> {
    document().active_element()?.dyn_into().ok()
}

/// The place that a key leads to; from the last it goes on with the first.
pub(super) fn next_place(key: &str, here: Option<u32>, count: u32) -> Option<u32> {
    let last = count.checked_sub(1)?;
    match key {
        "ArrowDown" | "ArrowRight" => Some(here.filter(|here| *here < last).map_or(0, |here| here + 1)),
        "ArrowUp" | "ArrowLeft" => Some(here.and_then(|here| here.checked_sub(1)).unwrap_or(last)),
        "Home" => Some(0),
        "End" => Some(last),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::next_place;

    #[test]
    fn keys_go_round() {
        for (key, here, count, expected) in [
            ("ArrowDown", None, 3, Some(0)),
            ("ArrowDown", Some(0), 3, Some(1)),
            ("ArrowRight", Some(2), 3, Some(0)),
            ("ArrowUp", Some(0), 3, Some(2)),
            ("ArrowLeft", Some(2), 3, Some(1)),
            ("ArrowUp", None, 3, Some(2)),
            ("Home", Some(2), 3, Some(0)),
            ("End", Some(0), 3, Some(2)),
            ("Enter", Some(0), 3, None),
            ("ArrowDown", None, 0, None),
        ] {
            assert_eq!(next_place(key, here, count), expected, "{key} {here:?}");
        }
    }
}
