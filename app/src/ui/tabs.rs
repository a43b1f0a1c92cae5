//! Tabs in two kinds: links, where each view has an address of its own, and panels, where all of it is on the page.

use super::menu::next_place;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// A view with an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TabLink {
    /// Where it is.
    pub address: String,
    /// Its name.
    pub name: String,
    /// How many things are in it, as the reader writes the number.
    pub count: Option<String>,
}

/// Links that look like tabs. They are a navigation, and are read out as one.
#[component]
pub fn TabLinks(
    /// What the navigation is called.
    #[prop(into)]
    label: String,
    links: Vec<TabLink>,
    /// The address of the view that is shown.
    #[prop(into)]
    current: Signal<String>,
) -> impl IntoView {
    let link = move |TabLink { address, name, count }: TabLink| {
        let here = address.clone();
        let mark = move || (*current.read() == here).then_some("page");
        view! {
            <li>
                <a href=address aria-current=mark>
                    <span>{name}</span>
                    {count.map(|count| view! { " "<span class="tab-count">{count}</span> })}
                </a>
            </li>
        }
    };
    view! { <nav class="tabs" aria-label=label><ul>{links.into_iter().map(link).collect_view()}</ul></nav> }
}

/// A panel with its name.
pub struct TabPanel {
    /// On the tab, and above the panel where there are no tabs.
    pub name: String,
    /// What it shows.
    pub view: AnyView,
}

/// Panels of which one is shown. Without script all of them are, each under its name.
#[component]
pub fn TabPanels(
    /// The beginning of all ids.
    #[prop(into)]
    id: String,
    /// What the tabs choose between.
    #[prop(into)]
    label: String,
    panels: Vec<TabPanel>,
) -> impl IntoView {
    let current = RwSignal::new(0_u32);
    let count = u32::try_from(panels.len()).unwrap_or_default();
    let tab = |(place, panel): (u32, &TabPanel)| view! { <Tab id=id.clone() place current name=panel.name.clone()/> };
    let tabs: Vec<_> = (0..).zip(&panels).map(tab).collect();
    let panel = |(place, panel): (u32, TabPanel)| {
        view! {
            <div
                class="tab-panel"
                class:current=move || current.get() == place
                id=format!("{id}-panel-{place}")
                role="tabpanel"
                tabindex="0"
                aria-labelledby=format!("{id}-tab-{place}")
            >
                <h3 class="scriptless-only">{panel.name}</h3>
                {panel.view}
            </div>
        }
    };
    let panels: Vec<_> = (0..).zip(panels).map(panel).collect();
    let go = move |event: KeyboardEvent| {
        if let Some(place) = next_place(&event.key(), Some(current.get_untracked()), count) {
            event.prevent_default();
            current.set(place);
            focus_tab(&event, place);
        }
    };
    view! {
        <div class="tab-group">
            <div class="tabs script-only" role="tablist" aria-label=label on:keydown=go>{tabs}</div>
            {panels}
        </div>
    }
    .into_any()
}

/// One tab. Only the current one is reached by the tab key; arrow keys go to the others.
#[component]
fn Tab(id: String, place: u32, current: RwSignal<u32>, name: String) -> impl IntoView {
    let is_current = move || current.get() == place;
    view! {
        <button
            type="button"
            role="tab"
            id=format!("{id}-tab-{place}")
            aria-controls=format!("{id}-panel-{place}")
            aria-selected=move || if is_current() { "true" } else { "false" }
            tabindex=move || if is_current() { "0" } else { "-1" }
            on:click=move |_| current.set(place)
        >
            {name}
        </button>
    }
}

fn focus_tab(event: &KeyboardEvent, place: u32) {
    let list = event.current_target().and_then(|list| list.dyn_into::<HtmlElement>().ok());
    let tab = list.and_then(|list| list.children().item(place)).and_then(|tab| tab.dyn_into::<HtmlElement>().ok());
    if let Some(tab) = tab {
        let _outside_the_page = tab.focus();
    }
}
