//! The Billing Center's home: what the account subscribes to, what it costs, and what comes next.

mod card_news;
mod news;
mod proposals;
mod summary;
mod tile;

use super::forecast::Forecast;
use super::frame::use_frame;
use super::new_subscription::ADDRESS as NEW_SUBSCRIPTION;
use super::open_invoices::{OpenInvoiceNotices, PaymentRefusal, provide_payment};
use super::reactivation::{ReactivationRefusal, provide_reactivation};
use crate::api::ApiError;
use crate::api::open_invoices::OpenInvoices;
use crate::api::session::{Contact, Frame, Role};
use crate::api::subscriptions::{LoadSubscriptions, SubscriptionsPage as Subscriptions, Tile};
use crate::pages::error::PROPOSE;
use crate::pages::loaded::{Loaded, load_after_success};
use crate::texts::{error_text, td_string, use_locale};
use crate::ui::banner::Banner;
use crate::ui::empty::Empty;
use crate::ui::icon::Icon;
use crate::ui::page::Page;
use crate::ui::stats::StatsSkeleton;
use crate::ui::tile::TileSkeleton;
use crate::wire::page_resource;
use billing::subscription::SubscriptionState;
use card_news::CardNews;
use leptos::prelude::*;
use news::CancellationNews;
use proposals::Proposals;
use summary::SummaryStrip;
use tile::SubscriptionTile;

/// The page.
#[component]
pub fn SubscriptionsPage() -> impl IntoView {
    let data = page_resource(|| LoadSubscriptions {});
    load_after_success(provide_reactivation(), data);
    load_after_success(provide_payment(), data);
    view! {
        <Page title=td_string!(use_locale(), subscriptions.title)>
            <Loaded resource=(data, use_frame()) skeleton=Skeleton view=show/>
        </Page>
    }
}

fn show((page, frame): (Subscriptions, Frame)) -> AnyView {
    let locale = use_locale();
    let running = page.tiles.iter().filter(|tile| is_live(tile)).count();
    let lead = (running > 0).then(|| td_string!(locale, subscriptions.lead, count = running).to_string());
    let role = frame.role;
    // An account without any is offered the same below, where it looks.
    let may_add = role == Role::BillingContact && !page.tiles.is_empty();
    view! {
        <div class="page-head">
            <div>
                <h1>{td_string!(locale, subscriptions.title)}</h1>
                {lead.map(|lead| view! { <p class="lead">{lead}</p> })}
            </div>
            {may_add.then(|| view! { <div class="actions"><AddLink class="button"/></div> })}
        </div>
        <CancellationNews page=page.clone()/>
        <ReactivationRefusal/>
        <PaymentRefusal/>
        <OpenInvoiceNotices open=page.open.clone() page="/billing"/>
        {(role == Role::BillingContact).then(|| view! { <FirstLicence unassigned=page.unassigned.clone()/> })}
        {page.expiring.clone().map(|method| view! { <CardNews method today=page.today/> })}
        <Proposals rows=page.proposals.clone()/>
        {(role == Role::Member).then(|| view! { <WhoMayOrder contact=frame.billing_contact/> })}
        {if page.tiles.is_empty() {
            view! { <NothingYet role/> }.into_any()
        } else {
            view! { <Tiles page role/> }.into_any()
        }}
    }
    .into_any()
}

fn is_live(tile: &Tile) -> bool {
    use SubscriptionState::{Active, PendingCancellation, TrialRunning};
    matches!(tile.subscription.state, Active | TrialRunning | PendingCancellation)
}

#[component]
fn Tiles(page: Subscriptions, role: Role) -> impl IntoView {
    let (today, tiles, currency) = (page.today, page.tiles.clone(), page.currency);
    let is_contact = role == Role::BillingContact;
    let forecast = (is_contact && !page.forecast.is_empty()).then(|| view! { <Forecast months=page.forecast.clone() before=Vec::new() currency/> });
    let owed = |tile: &Tile| invoice_of(&page.open, &tile.product_name);
    let tiles: Vec<_> = tiles.into_iter().map(|tile| view! { <li><SubscriptionTile owed=owed(&tile) tile today role/></li> }).collect();
    view! {
        // Bills and credit are the billing contact's business.
        {is_contact.then(|| view! { <SummaryStrip page/> })}
        <ul class="tiles">{tiles}</ul>
        {forecast}
    }
}

/// The oldest open invoice that charges a product.
fn invoice_of(open: &OpenInvoices, product: &str) -> Option<String> {
    open.invoices.iter().find(|invoice| invoice.products.contains(product)).map(|invoice| invoice.number.clone())
}

/// What is paid for and nobody may use yet.
#[component]
fn FirstLicence(unassigned: Vec<(String, String)>) -> impl IntoView {
    let locale = use_locale();
    let (first, _) = unassigned.first().cloned()?;
    let products = unassigned.into_iter().map(|(_, product)| product).collect::<Vec<_>>().join(", ");
    let address = format!("/billing/licences?subscription={first}");
    Some(view! {
        <Banner title=td_string!(locale, licences.first_title, products = products).to_string()>
            <p>{td_string!(locale, licences.first_text)}</p>
            <p class="actions"><a class="button" href=address>{td_string!(locale, licences.assign)}</a></p>
        </Banner>
    })
}

/// Tells a colleague who may order, and leads there.
#[component]
pub fn WhoMayOrder(contact: Contact) -> impl IntoView {
    let locale = use_locale();
    let Contact { name, email } = contact;
    let address = format!("mailto:{email}");
    view! {
        <Banner>
            <p>{error_text(locale, &ApiError::NotBillingContact { name, email })}</p>
            <p class="actions">
                <a class="button" href=address><Icon name="mail"/><span>{td_string!(locale, errors.email_billing_contact)}</span></a>
                <a class="button" href=PROPOSE>{td_string!(locale, proposals.new)}</a>
            </p>
        </Banner>
    }
}

#[component]
fn NothingYet(role: Role) -> impl IntoView {
    let locale = use_locale();
    let (title, text) = (td_string!(locale, subscriptions.empty_title), td_string!(locale, subscriptions.empty_text));
    match role {
        Role::BillingContact => view! { <Empty icon="invoice" title text><AddLink class="button primary"/></Empty> }.into_any(),
        Role::Member => view! { <Empty icon="invoice" title text/> }.into_any(),
    }
}

/// The way to one more subscription.
#[component]
fn AddLink(class: &'static str) -> impl IntoView {
    view! { <a class=class href=NEW_SUBSCRIPTION><Icon name="plus"/><span>{td_string!(use_locale(), new_subscription.title)}</span></a> }
}

/// The shape of the page while it loads.
#[component]
fn Skeleton() -> impl IntoView {
    let bone_tile = || view! { <li><TileSkeleton/></li> };
    view! {
        <div class="page-head"><div><h1>{td_string!(use_locale(), subscriptions.title)}</h1></div></div>
        <StatsSkeleton count=2/>
        <ul class="tiles" aria-hidden="true">{bone_tile()}{bone_tile()}{bone_tile()}</ul>
    }
    .into_any()
}
