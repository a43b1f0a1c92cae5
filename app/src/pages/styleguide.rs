//! The style guide: every part of the screens in every state, a page for each family of parts. It shows, and decides nothing.

mod display;
mod inputs;
pub mod specimen;

use crate::pages::not_found::NotFound;
use crate::texts::{td_string, use_locale};
use crate::ui::icon::Icon;
use crate::ui::language_switch::LanguageSwitch;
use crate::ui::menu::close_menus_on_navigation;
use crate::ui::page::{Page, SkipLink};
use crate::ui::page_head::PageHead;
use leptos::prelude::*;
use leptos_router::components::Outlet;
use leptos_router::hooks::{use_location, use_params_map};
use specimen::{Words, said};

/// A page of the guide: a family of parts.
pub struct Section {
    /// Its address below `/styleguide/`.
    pub slug: &'static str,
    /// Its name.
    pub name: Words,
    /// What is in it.
    pub lead: Words,
    /// Its parts.
    pub view: fn() -> AnyView,
}

/// Both halves of the guide with their pages.
const HALVES: [(Words, &[Section]); 2] =
    [(("Was man bedient", "What people operate"), inputs::SECTIONS), (("Was man liest", "What people read"), display::SECTIONS)];

fn section_of(slug: &str) -> Option<&'static Section> {
    HALVES.iter().flat_map(|(_, sections)| sections.iter()).find(|section| section.slug == slug)
}

/// The panel that the header's button opens on a phone.
const NAVIGATION_ID: &str = "guide-navigation";

/// Header, navigation, page.
#[component]
pub fn GuideFrame() -> impl IntoView {
    close_menus_on_navigation();
    view! {
        <SkipLink/>
        <header class="site-header guide-header">
            <a class="brand" href="/styleguide"><Icon name="brand"/><span>"Kontor"</span></a>
            <LanguageSwitch/>
            <button class="menu-button" type="button" popovertarget=NAVIGATION_ID>
                <Icon name="menu"/><span>{td_string!(use_locale(), frame.menu)}</span>
            </button>
        </header>
        <div class="guide">
            <Navigation/>
            <Outlet/>
        </div>
    }
    .into_any()
}

/// All pages of the guide, below a button on a phone. It needs no script.
#[component]
fn Navigation() -> impl IntoView {
    let pathname = use_location().pathname;
    let entry = move |section: &'static Section| {
        let address = format!("/styleguide/{}", section.slug);
        let mark = {
            let address = address.clone();
            move || (*pathname.read() == address).then_some("page")
        };
        view! { <li><a href=address aria-current=mark>{said(section.name)}</a></li> }
    };
    let half = move |(name, sections): (Words, &'static [Section])| {
        view! {
            <h2>{said(name)}</h2>
            <ul class="guide-list">{sections.iter().map(entry).collect_view()}</ul>
        }
    };
    view! {
        <nav class="guide-nav" id=NAVIGATION_ID popover="auto" aria-label=td_string!(use_locale(), frame.navigation)>
            {HALVES.into_iter().map(half).collect_view()}
        </nav>
    }
    .into_any()
}

/// What the guide is, and a sentence on each page.
#[component]
pub fn GuideHome() -> impl IntoView {
    let title = said(("Stilbuch", "Style guide"));
    let entry = |section: &'static Section| {
        view! { <div><dt><a href=format!("/styleguide/{}", section.slug)>{said(section.name)}</a></dt><dd>{said(section.lead)}</dd></div> }
    };
    let half = move |(name, sections): (Words, &'static [Section])| {
        view! {
            <section class="guide-part">
                <h2>{said(name)}</h2>
                <dl class="facts guide-contents">{sections.iter().map(entry).collect_view()}</dl>
            </section>
        }
    };
    view! {
        <Page title>
            <PageHead title lead=said((
                "Alle Teile, aus denen die Seiten bestehen, in jedem Zustand, hell und dunkel.",
                "All parts that the pages are made of, in every state, light and dark.",
            ))/>
            {HALVES.into_iter().map(half).collect_view()}
        </Page>
    }
    .into_any()
}

/// One family of parts.
#[component]
pub fn GuideSection() -> impl IntoView {
    let params = use_params_map();
    let slug = Memo::new(move |_| params.read().get("section").unwrap_or_default());
    move || match section_of(&slug.read()) {
        Some(section) => view! { <SectionPage section/> }.into_any(),
        None => view! { <NotFound/> }.into_any(),
    }
}

#[component]
fn SectionPage(section: &'static Section) -> impl IntoView {
    let title = said(section.name);
    view! {
        <Page title>
            <PageHead title lead=said(section.lead)/>
            {(section.view)()}
        </Page>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::HALVES;
    use std::collections::BTreeSet;

    #[test]
    fn every_page_has_an_address_of_its_own() {
        let slugs: Vec<&str> = HALVES.iter().flat_map(|(_, sections)| sections.iter()).map(|section| section.slug).collect();
        let different: BTreeSet<&str> = slugs.iter().copied().collect();
        assert_eq!(different.len(), slugs.len(), "{slugs:?}");
    }
}
