//! The frame around every page of the Billing Center: header, the page's main part, footer.

use crate::api::session::{Contact, Frame, LoadFrame, Role};
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

/// The frame's data, loaded once; `refetch` it after what changes the cart.
#[derive(Clone, Copy)]
pub struct FrameResource(pub PageResource<Frame>);

/// The frame's data, for pages that show who may order.
pub fn use_frame() -> PageResource<Frame> {
    let FrameResource(resource) = expect_context();
    resource
}

/// Header, page and footer.
#[component]
pub fn BillingFrame() -> impl IntoView {
    let frame = page_resource(|| LoadFrame {});
    provide_context(FrameResource(frame));
    close_menus_on_navigation();
    view! {
        <SkipLink/>
        <SiteHeader/>
        <Outlet/>
        <SiteFooter/>
    }
    .into_any()
}

#[component]
fn SiteHeader() -> impl IntoView {
    let locale = use_locale();
    let frame = use_frame();
    let account = |frame: Frame| view! { <Reader frame/> }.into_any();
    view! {
        <header class="site-header">
            <a class="brand" href="/billing"><Icon name="brand"/><span>"Kontor"</span></a>
            <button class="menu-button" type="button" popovertarget="site-menu"><Icon name="menu"/><span>{td_string!(locale, frame.menu)}</span></button>
            <div class="site-menu" id="site-menu" popover="auto">
                <Navigation/>
                <LoadedPart resource=frame view=account/>
                <LanguageSwitch/>
                <form class="sign-out" method="post" action="/sign-out">
                    <button class="button quiet" type="submit"><Icon name="sign-out"/><span>{td_string!(locale, frame.sign_out)}</span></button>
                </form>
            </div>
            <CartLink/>
        </header>
    }
    .into_any()
}

/// Which account is open, and who reads; the ways to another account and to the reader's own page.
#[component]
fn Reader(frame: Frame) -> impl IntoView {
    let locale = use_locale();
    let Frame { account_name, account_count, person_name, .. } = frame;
    let account = if account_count > 1 {
        let way = td_string!(locale, frame.switch_account);
        view! { <a href="/billing/accounts"><strong>{account_name}</strong><span class="hidden-text">{format!(", {way}")}</span><Icon name="chevron"/></a> }
            .into_any()
    } else {
        view! { <strong>{account_name}</strong> }.into_any()
    };
    view! {
        <p class="account">
            {account}
            <a href="/billing/profile"><span>{person_name}</span><span class="hidden-text">{format!(", {}", td_string!(locale, frame.profile))}</span></a>
        </p>
    }
}

#[component]
fn Navigation() -> impl IntoView {
    let locale = use_locale();
    let pathname = use_location().pathname;
    let entry = move |section: Section, text: &'static str| {
        let current = move || Section::of(&pathname.read()).filter(|current| *current == section);
        // "page" for the section's own page, "true" for those below it.
        let mark = move || current().map(|section| if *pathname.read() == section.address() { "page" } else { "true" });
        view! { <li><a href=section.address() aria-current=mark>{text}</a></li> }
    };
    let is_in_menu = move || Section::of(&pathname.read()).is_some_and(Section::is_in_menu);
    view! {
        <nav class="site-nav" aria-label=td_string!(locale, frame.navigation)>
            <ul>
                {entry(Section::Subscriptions, td_string!(locale, frame.subscriptions))}
                {entry(Section::Payment, td_string!(locale, frame.payment))}
                {entry(Section::Invoices, td_string!(locale, frame.invoices))}
            </ul>
            // A menu on wide screens; where all is one panel already, its entries stand in it.
            <button class="nav-more-button" class:current=is_in_menu type="button" popovertarget="account-menu">
                <span>{td_string!(locale, frame.account)}</span><Icon name="chevron"/>
            </button>
            <div class="menu nav-more" id="account-menu" popover="auto">
                <ul>
                    {entry(Section::Licences, td_string!(locale, frame.licences))}
                    {entry(Section::Details, td_string!(locale, frame.details))}
                    {entry(Section::Contacts, td_string!(locale, contacts.title))}
                    {entry(Section::History, td_string!(locale, frame.history))}
                </ul>
            </div>
        </nav>
    }
}

/// The parts of the door that the navigation leads to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    Subscriptions,
    Payment,
    Invoices,
    Licences,
    Details,
    Contacts,
    History,
}

impl Section {
    const fn address(self) -> &'static str {
        match self {
            Self::Subscriptions => "/billing",
            Self::Payment => "/billing/payment-method",
            Self::Invoices => "/billing/invoices",
            Self::Licences => "/billing/licences",
            Self::Details => "/billing/details",
            Self::Contacts => "/billing/contacts",
            Self::History => "/billing/history",
        }
    }

    /// Whether it stands in the account's menu.
    fn is_in_menu(self) -> bool {
        matches!(self, Self::Licences | Self::Details | Self::Contacts | Self::History)
    }

    /// The section that a page belongs to; cart and orders belong to none.
    fn of(path: &str) -> Option<Self> {
        if path.starts_with("/billing/history") {
            Some(Self::History)
        } else if path.starts_with("/billing/invoices") {
            Some(Self::Invoices)
        } else if path.starts_with("/billing/payment-method") {
            Some(Self::Payment)
        } else if path.starts_with("/billing/licences") {
            Some(Self::Licences)
        } else if path.starts_with("/billing/details") {
            Some(Self::Details)
        } else if path.starts_with("/billing/contacts") {
            Some(Self::Contacts)
        } else if path == "/billing" || path.starts_with("/billing/subscriptions") {
            Some(Self::Subscriptions)
        } else {
            None
        }
    }
}

/// The way to the cart, with the number of its items for those who see and for those who do not.
#[component]
fn CartLink() -> impl IntoView {
    let locale = use_locale();
    let frame = use_frame();
    let count = |frame: Frame| {
        let count = frame.cart_items;
        let read_out = td_string!(use_locale(), frame.cart_items, count = count).to_string();
        (count > 0).then(|| view! { " "<span class="count" aria-label=read_out role="img">{count}</span> }).into_any()
    };
    view! {
        <a class="cart-link" href="/billing/cart">
            <Icon name="cart"/>
            <span class="cart-word">{td_string!(locale, frame.cart)}</span>
            <LoadedPart resource=frame view=count/>
        </a>
    }
}

#[component]
fn SiteFooter() -> impl IntoView {
    let seller = |frame: Frame| {
        let Contact { name, email } = frame.seller;
        // Who may not order is not asked about what was ordered: they write a mail.
        let support = match frame.role {
            Role::BillingContact => "/billing/customer-care".to_owned(),
            Role::Member => format!("mailto:{email}"),
        };
        view! {
            <p>{format!("Kontor · {name}")}</p>
            <DemoNote demo=frame.demo/>
            <ul><li><a href=support>{td_string!(use_locale(), frame.support)}</a></li></ul>
        }
        .into_any()
    };
    view! { <footer class="site-footer"><LoadedPart resource=use_frame() view=seller/></footer> }
}
