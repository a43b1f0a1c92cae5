//! The frame around every page of the Corporate Billing Portal: header with the navigation, the page's main part, footer.

use crate::api::corporate::{CorporateFrame as Frame, LoadCorporateFrame};
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
pub struct CorporateFrameResource(pub PageResource<Frame>);

/// The frame's data, for pages that offer what a right allows.
pub fn use_corporate_frame() -> PageResource<Frame> {
    let CorporateFrameResource(resource) = expect_context();
    resource
}

/// Header, page and footer.
#[component]
pub fn CorporateFrame() -> impl IntoView {
    let frame = page_resource(|| LoadCorporateFrame {});
    provide_context(CorporateFrameResource(frame));
    close_menus_on_navigation();
    view! {
        <SkipLink/>
        <CorporateHeader/>
        <Outlet/>
        <footer class="site-footer"><LoadedPart resource=frame view=services/></footer>
    }
    .into_any()
}

fn services(frame: Frame) -> AnyView {
    view! {
        <p>{format!("Kontor · {}", td_string!(use_locale(), corporate.door))}</p>
        <DemoNote demo=frame.demo/>
        <ul><li><a href=HELP>{frame.services.name}</a></li></ul>
    }
    .into_any()
}

fn reader(frame: Frame) -> AnyView {
    let profile = format!(", {}", td_string!(use_locale(), frame.profile));
    view! {
        <p class="account">
            <strong>{format!("{}, {}", frame.account_name, frame.account_number)}</strong>
            <a href="/corporate/profile"><span>{frame.person_name}</span><span class="hidden-text">{profile}</span></a>
        </p>
    }
    .into_any()
}

#[component]
fn CorporateHeader() -> impl IntoView {
    let locale = use_locale();
    let frame = use_corporate_frame();
    view! {
        <header class="site-header">
            <a class="brand" href="/corporate"><Icon name="brand"/><span>"Kontor"</span></a>
            <button class="menu-button" type="button" popovertarget="site-menu"><Icon name="menu"/><span>{td_string!(locale, frame.menu)}</span></button>
            <div class="site-menu" id="site-menu" popover="auto">
                <Navigation/>
                <LoadedPart resource=frame view=reader/>
                <LanguageSwitch/>
                <form class="sign-out" method="post" action="/corporate/sign-out">
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
    let pathname = use_location().pathname;
    let entry = move |address: &'static str, text: &'static str| {
        // "page" for the section's own page, "true" for those below it.
        let mark = move || {
            let path = pathname.read();
            if path.as_str() == address {
                return Some("page");
            }
            // The door's home is the page of subscriptions, and nothing else lies below it.
            let is_below = address != HOME && path.strip_prefix(address).is_some_and(|rest| rest.starts_with('/'));
            (is_below || address == HOME && path.as_str() == SUBSCRIPTIONS).then_some("true")
        };
        view! { <li><a href=address aria-current=mark>{text}</a></li> }
    };
    let is_in_menu = move || IN_MENU.iter().any(|address| pathname.read().starts_with(address));
    view! {
        <nav class="site-nav" aria-label=td_string!(locale, frame.navigation)>
            <ul>
                {entry(HOME, td_string!(locale, frame.subscriptions))}
                {entry("/corporate/quotes", td_string!(locale, quotes.title))}
                {entry("/corporate/service-orders", td_string!(locale, service_orders.title))}
                {entry("/corporate/invoices", td_string!(locale, frame.invoices))}
            </ul>
            // A menu on wide screens; where all is one panel already, its entries stand in it.
            <button class="nav-more-button" class:current=is_in_menu type="button" popovertarget="account-menu">
                <span>{td_string!(locale, frame.account)}</span><Icon name="chevron"/>
            </button>
            <div class="menu nav-more" id="account-menu" popover="auto">
                <ul>
                    {entry(PAYMENT, td_string!(locale, corporate.profile.title))}
                    {entry(PURCHASE_ORDERS, td_string!(locale, purchase_orders.title))}
                    {entry(CONTACTS, td_string!(locale, contacts.title))}
                    {entry(DETAILS, td_string!(locale, details.title))}
                    {entry(HISTORY, td_string!(locale, history.title))}
                    {entry(HELP, td_string!(locale, care.corporate.title))}
                </ul>
            </div>
        </nav>
    }
}

const PAYMENT: &str = "/corporate/payment-profile";
const PURCHASE_ORDERS: &str = "/corporate/purchase-orders";
const CONTACTS: &str = "/corporate/contacts";
const DETAILS: &str = "/corporate/details";
const HISTORY: &str = "/corporate/history";
const HELP: &str = "/corporate/help";

/// What stands in the account's menu.
const IN_MENU: [&str; 6] = [PAYMENT, PURCHASE_ORDERS, CONTACTS, DETAILS, HISTORY, HELP];

/// The door's first page, which is also that of subscriptions.
const HOME: &str = "/corporate";
const SUBSCRIPTIONS: &str = "/corporate/subscriptions";
