//! The frame around every page of the staff: header with the navigation, the page's main part, footer.

use crate::api::staff::{LoadStaffFrame, StaffFrame as Frame};
use crate::pages::demo_note::DemoNote;
use crate::pages::loaded::LoadedPart;
use crate::texts::{td_string, use_locale};
use crate::ui::icon::Icon;
use crate::ui::language_switch::LanguageSwitch;
use crate::ui::menu::close_menus_on_navigation;
use crate::ui::page::SkipLink;
use crate::wire::{PageResource, page_resource};
use leptos::prelude::*;
use leptos_router::components::Outlet;
use leptos_router::hooks::use_location;

/// The frame's data, loaded once.
#[derive(Clone, Copy)]
pub struct StaffFrameResource(pub PageResource<Frame>);

/// The frame's data, for pages that offer what a role allows.
pub fn use_staff_frame() -> PageResource<Frame> {
    let StaffFrameResource(resource) = expect_context();
    resource
}

/// Header, page and footer.
#[component]
pub fn StaffFrame() -> impl IntoView {
    let frame = page_resource(|| LoadStaffFrame {});
    provide_context(StaffFrameResource(frame));
    close_menus_on_navigation();
    view! {
        <SkipLink/>
        <StaffHeader/>
        <Outlet/>
        <footer class="site-footer"><LoadedPart resource=frame view=seller/></footer>
    }
    .into_any()
}

fn seller(frame: Frame) -> AnyView {
    view! {
        <p>{format!("Kontor · {}", frame.seller_name)}</p>
        <DemoNote demo=frame.demo/>
    }
    .into_any()
}

fn reader(frame: Frame) -> AnyView {
    view! { <p class="account"><strong>{td_string!(use_locale(), staff.door)}</strong><a href="/staff/security"><span>{frame.person_name}</span></a></p> }
        .into_any()
}

#[component]
fn StaffHeader() -> impl IntoView {
    let locale = use_locale();
    let frame = use_staff_frame();
    view! {
        <header class="site-header staff-header">
            <a class="brand" href="/staff/accounts"><Icon name="brand"/><span>"Kontor"</span></a>
            <button class="menu-button" type="button" popovertarget="site-menu"><Icon name="menu"/><span>{td_string!(locale, frame.menu)}</span></button>
            <div class="site-menu" id="site-menu" popover="auto">
                <Navigation/>
                <LoadedPart resource=frame view=reader/>
                <LanguageSwitch/>
                <form class="sign-out" method="post" action="/staff/sign-out">
                    <button class="button quiet" type="submit"><Icon name="sign-out"/><span>{td_string!(locale, frame.sign_out)}</span></button>
                </form>
            </div>
        </header>
    }
    .into_any()
}

/// The parts of the door: address and name. What is added here is in the navigation of every page.
#[component]
fn Navigation() -> impl IntoView {
    let locale = use_locale();
    let frame = use_staff_frame();
    view! {
        <nav class="site-nav" aria-label=td_string!(locale, frame.navigation)>
            <LoadedPart resource=frame view=sections/>
        </nav>
    }
}

/// The parts of the door that a role may see, in groups; the calendar is the demonstration's alone.
fn sections(frame: Frame) -> AnyView {
    if frame.must_set_up {
        return ().into_any();
    }
    let locale = use_locale();
    let looks_after = frame.role.may_look_after();
    let pathname = use_location().pathname;
    let entry = move |address: &'static str, text: &'static str| {
        // "page" for the section's own page, "true" for those below it.
        let mark = move || {
            let path = pathname.read();
            let rest = path.strip_prefix(address)?;
            if rest.is_empty() { Some("page") } else { rest.starts_with('/').then_some("true") }
        };
        view! { <li><a href=address aria-current=mark>{text}</a></li> }
    };
    view! {
        <NavigationGroup name=td_string!(locale, staff.frame.customers)>
            {entry("/staff/accounts", td_string!(locale, staff.accounts.title))}
            {looks_after.then(|| entry("/staff/requests", td_string!(locale, staff.requests.title)))}
            {looks_after.then(|| entry("/staff/changes", td_string!(locale, staff.changes.nav)))}
        </NavigationGroup>
        {looks_after.then(|| view! {
            <NavigationGroup name=td_string!(locale, staff.frame.sales)>
                {entry("/staff/quotes", td_string!(locale, staff.quotes.title))}
                {entry("/staff/service-orders", td_string!(locale, staff.service_orders.title))}
                {entry("/staff/purchase-orders", td_string!(locale, purchase_orders.title))}
            </NavigationGroup>
        })}
        <NavigationGroup name=td_string!(locale, staff.frame.finance)>
            {entry("/staff/payments", td_string!(locale, staff.receipts.title))}
        </NavigationGroup>
        {looks_after.then(|| view! {
            <NavigationGroup name=td_string!(locale, staff.frame.operation)>
                {entry("/staff/jobs", td_string!(locale, staff.jobs.title))}
                {entry("/staff/outbox", td_string!(locale, staff.outbox.title))}
                {entry("/staff/catalogue", td_string!(locale, staff.catalogue.title))}
                {frame.demo.is_some().then(|| entry("/staff/clock", td_string!(locale, staff.clock.title)))}
            </NavigationGroup>
        })}
    }
    .into_any()
}

/// Entries that belong together: under their name on a phone, beside each other on a wide screen.
#[component]
fn NavigationGroup(name: &'static str, children: Children) -> impl IntoView {
    view! {
        <div class="nav-group">
            <p class="nav-group-name">{name}</p>
            <ul>{children()}</ul>
        </div>
    }
    .into_any()
}
