//! The cart: the changes that wait to be ordered, each to edit or remove, and what they cost together.

mod item;

use super::frame::use_frame;
use super::steps::{Step, Steps};
use crate::api::ApiError;
use crate::api::cart::{CartPage as PageData, LoadCart, RemoveFromCart};
use crate::api::session::{Contact, Frame, Role};
use crate::forms::{FormAction, form_error, use_posted};
use crate::pages::loaded::Loaded;
use crate::texts::{error_text, td_string, use_locale};
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::change_text::Change;
use crate::ui::icon::Icon;
use crate::ui::page::{MAIN_ID, Page};
use crate::ui::placeholder::{Placeholder, PlaceholderKind};
use crate::ui::receipt::{Receipt, ReceiptItem, ReceiptNotes, ReceiptTotal};
use crate::wire::page_resource;
use billing::OrderPrice;
use item::CartItem;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// The address of the page, which its forms are posted to.
const ADDRESS: &str = "/billing/cart";

/// What removes an item; one for all rows.
#[derive(Clone, Copy)]
struct Removal(FormAction);

/// The page.
#[component]
pub fn CartPage() -> impl IntoView {
    let locale = use_locale();
    let remove = FormAction::new::<RemoveFromCart>();
    let answers = remove.version();
    // Who reads the page decides what it offers.
    let (cart, frame) = (page_resource(|| LoadCart {}), use_frame());
    Effect::new(move |before: Option<()>| {
        answers.track();
        if before.is_some() {
            cart.refetch();
        }
    });
    let posted = use_posted::<RemoveFromCart>();
    let error = form_error(remove, posted.as_ref());
    provide_context(Removal(remove));
    follow_removals(remove);
    let removed = move || matches!(remove.value().read().as_ref(), Some(Ok(()))).then(|| td_string!(locale, cart.removed));
    view! {
        <Page title=td_string!(locale, cart.title)>
            <p class="hidden-text" role="status">{removed}</p>
            {move || error.get().map(|error| view! { <RemovalFailed error/> })}
            <Loaded resource=(cart, frame) skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

/// The header's count follows what was removed. So does the focus: the button that had it is gone.
fn follow_removals(remove: FormAction) {
    let frame = use_frame();
    Effect::new(move |_| {
        if matches!(remove.value().read().as_ref(), Some(Ok(()))) {
            frame.refetch();
            let main = document().get_element_by_id(MAIN_ID).and_then(|main| main.dyn_into::<HtmlElement>().ok());
            let _outside_the_page = main.map(|main| main.focus());
        }
    });
}

#[component]
fn RemovalFailed(error: ApiError) -> impl IntoView {
    let locale = use_locale();
    view! {
        <Banner tone=BannerTone::Error title=td_string!(locale, cart.remove_failed)>
            <p>{error_text(locale, &error)}</p>
        </Banner>
    }
}

#[component]
fn Head() -> impl IntoView {
    view! { <div class="page-head"><div><h1>{td_string!(use_locale(), cart.title)}</h1></div></div> }
}

fn show((page, frame): (PageData, Frame)) -> AnyView {
    if page.rows.is_empty() {
        return view! {
            <Head/>
            <Empty/>
        }
        .into_any();
    }
    let (locale, role) = (use_locale(), frame.role);
    let changes = Change::all_in_cart(&page.rows, page.price.as_ref());
    let receipt_items: Vec<ReceiptItem> = page.rows.iter().map(ReceiptItem::from).collect();
    let items: Vec<_> = page.rows.into_iter().zip(changes).map(|(row, change)| view! { <CartItem row change role/> }).collect();
    view! {
        <Steps current=Step::Cart/>
        <Head/>
        {(role == Role::Member).then(|| view! { <WhoMayOrder contact=frame.billing_contact/> })}
        <div class="columns">
            <div><ul class="items" aria-label=td_string!(locale, cart.items)>{items}</ul></div>
            <div class="column-side">
                {match page.price {
                    Some(price) => view! { <Sums price items=receipt_items role/> }.into_any(),
                    None => view! { <NoSum/> }.into_any(),
                }}
            </div>
        </div>
    }
    .into_any()
}

/// What all changes cost, and the way on.
#[component]
fn Sums(price: OrderPrice, items: Vec<ReceiptItem>, role: Role) -> impl IntoView {
    let locale = use_locale();
    let may_order = role == Role::BillingContact;
    let proceed = may_order.then(|| {
        view! { <div class="pay-actions"><a class="button primary" href="/billing/checkout">{td_string!(locale, cart.proceed)}</a></div> }
    });
    view! {
        <Receipt price=price.clone() items=items.clone()/>
        <div class="pay-bar">
            <ReceiptTotal price=price.clone()/>
            {proceed}
        </div>
        <ReceiptNotes price items/>
        {may_order.then(|| view! { <p class="receipt-fine">{td_string!(locale, cart.fine)}</p> })}
    }
    .into_any()
}

/// Tells a colleague, who may look, whom to ask.
#[component]
fn WhoMayOrder(contact: Contact) -> impl IntoView {
    let locale = use_locale();
    let Contact { name, email } = contact;
    let address = format!("mailto:{email}");
    view! {
        <Banner>
            <p>{error_text(locale, &ApiError::NotBillingContact { name, email })}</p>
            <p class="actions">
                <a class="button" href=address><Icon name="mail"/><span>{td_string!(locale, errors.email_billing_contact)}</span></a>
            </p>
        </Banner>
    }
}

/// A change that cannot be ordered leaves the cart without a sum, and without the way on.
#[component]
fn NoSum() -> impl IntoView {
    let locale = use_locale();
    view! {
        <Banner tone=BannerTone::Notice title=td_string!(locale, cart.no_sum_title)>
            <p>{td_string!(locale, cart.no_sum)}</p>
        </Banner>
    }
}

#[component]
fn Empty() -> impl IntoView {
    let locale = use_locale();
    view! {
        <div class="empty">
            <Icon name="cart"/>
            <h2>{td_string!(locale, cart.empty.title)}</h2>
            <p>{td_string!(locale, cart.empty.text)}</p>
            <a class="button primary" href="/billing">{td_string!(locale, cart.empty.subscriptions)}</a>
        </div>
    }
}

#[component]
fn Skeleton() -> impl IntoView {
    view! {
        <Steps current=Step::Cart/>
        <Head/>
        <div class="columns" aria-hidden="true">
            <Placeholder kind=PlaceholderKind::Card/>
            <div class="column-side"><Placeholder kind=PlaceholderKind::Receipt/></div>
        </div>
    }
}
