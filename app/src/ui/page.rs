//! The main part of a page: its title in the browser, its width, and where the focus goes when it opens.

use crate::texts::{td_string, use_locale};
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos_meta::Title;
use web_sys::{Element, FocusOptions, HtmlElement};

/// The `id` of the main part, for the skip link.
pub const MAIN_ID: &str = "main";

/// How wide the column is, and what else sets the page apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PageKind {
    /// The full column.
    #[default]
    Wide,
    /// One narrow column: cart, checkout, order, invoice.
    Narrow,
    /// A page that shows an error and nothing else.
    Error,
    /// Form and claim side by side.
    SignIn,
}

impl PageKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Wide => "page",
            Self::Narrow => "page narrow",
            Self::Error => "page error-page",
            Self::SignIn => "sign-in",
        }
    }
}

/// Whether the page is still the one that the browser loaded.
#[derive(Clone, Copy)]
struct FirstPage(StoredValue<bool>);

/// Lets [`Page`] tell a loaded page from one that client-side navigation opened.
pub(crate) fn provide_first_page() {
    provide_context(FirstPage(StoredValue::new(true)));
}

/// Marks the document once it listens to clicks: for styles (`script`) and for tests (`data-hydrated`).
pub(crate) fn mark_hydrated() {
    Effect::new(|_| {
        if let Some(root) = document().document_element() {
            // Neither can fail for a name without blanks.
            let _marked = root.class_list().add_1("script").and_then(|()| root.set_attribute("data-hydrated", ""));
        }
    });
}

/// Marks what keeps the place of a page that still loads: the heading in there is not the page's own.
pub(crate) const LOADING_CLASS: &str = "loading";

/// Leads a focus that waits on the main part on to the page's heading, as soon as that is there to stay.
pub(crate) fn focus_heading() {
    let Some(main) = document().get_element_by_id(MAIN_ID) else { return };
    if document().active_element().as_ref() != Some(&main) || has(&main, &format!(".{LOADING_CLASS}")) {
        return;
    }
    let Some(heading) = main.query_selector("h1").ok().flatten().and_then(|heading| heading.dyn_into::<HtmlElement>().ok()) else { return };
    heading.set_tab_index(-1);
    // The main part keeps the focus where the heading takes none. The page stays where the router has scrolled it: some headings
    // stand below what matters first, such as the paper of an invoice below where it stands.
    let stay = FocusOptions::new();
    stay.set_prevent_scroll(true);
    let _focused = heading.focus_with_options(&stay);
}

fn has(main: &Element, selector: &str) -> bool {
    main.query_selector(selector).is_ok_and(|found| found.is_some())
}

/// The main part of a page. After client-side navigation the focus is on it, and on its heading once that is there, so
/// that a screen reader reads on from there; a loaded page leaves the focus where the browser put it.
#[component]
pub fn Page(#[prop(into)] title: String, #[prop(optional)] kind: PageKind, children: Children) -> impl IntoView {
    let main = NodeRef::<html::Main>::new();
    let first = use_context::<FirstPage>();
    Effect::new(move |_| {
        let (Some(main), Some(FirstPage(first))) = (main.get(), first) else { return };
        if first.try_update_value(std::mem::take) == Some(false) {
            // An element that has just left the page takes no focus; the next page does.
            let _focused = main.focus();
            focus_heading();
        }
    });
    view! {
        <Title text=title/>
        <main class=kind.class() id=MAIN_ID tabindex="-1" node_ref=main>{children()}</main>
    }
}

/// The link that jumps over the header; the first thing that the keyboard reaches. `external` leaves it to the
/// browser: the router would scroll to the main part and leave the focus behind.
#[component]
pub fn SkipLink() -> impl IntoView {
    let locale = use_locale();
    view! { <a class="skip-link" href=format!("#{MAIN_ID}") rel="external">{td_string!(locale, frame.skip)}</a> }
}
