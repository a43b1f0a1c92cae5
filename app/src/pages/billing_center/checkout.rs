//! The checkout: all that will be ordered and paid, once more in full, and the button that orders it.

mod order_form;
mod payment;
mod refusal;

use super::payment::{MethodNews, provide_vat_attempt};
use super::steps::{Step, Steps};
use crate::api::ApiError;
use crate::api::cart::{CartPage, Checkout, CheckoutPage as PageData, LoadCheckout, PlaceOrder};
use crate::forms::{FormAction, form_error, use_posted};
use crate::pages::loaded::{Loaded, load_after_success};
use crate::texts::{td_string, use_locale};
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::change_text::{Change, ChangeFacts, editor_address};
use crate::ui::icon::Icon;
use crate::ui::page::Page;
use crate::ui::placeholder::{Placeholder, PlaceholderKind};
use crate::wire::{PageResource, page_resource};
use leptos::prelude::*;
use order_form::OrderForm;
use payment::PaymentCards;
use refusal::{OrderOpen, Refusal};

/// The address of the page, which its forms are posted to.
const ADDRESS: &str = "/billing/checkout";

/// What the parts of the page know of the last try to order.
#[derive(Clone, Copy)]
struct Attempt {
    action: FormAction,
    /// Why it was refused.
    error: Signal<Option<ApiError>>,
    /// What the button said that was pressed, minor units as text.
    sent_due_minor: Signal<Option<String>>,
}

/// The page. Every refused try loads it anew: the next press is to order what is true by then.
#[component]
pub fn CheckoutPage() -> impl IntoView {
    let locale = use_locale();
    let action = FormAction::new::<PlaceOrder>();
    let checkout = page_resource(|| LoadCheckout {});
    load_after_refusals(action, checkout);
    load_after_success(provide_vat_attempt().action, checkout);
    let posted = use_posted::<PlaceOrder>();
    let error = form_error(action, posted.as_ref());
    let sent_before = posted.and_then(|posted| posted.value("seen_due_minor").map(ToOwned::to_owned));
    let sent_due_minor = Signal::derive(move || action.sent("seen_due_minor").or_else(|| sent_before.clone()));
    provide_context(Attempt { action, error, sent_due_minor });
    view! {
        <Page title=td_string!(locale, checkout.title)>
            <MethodNews/>
            <Loaded resource=checkout skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

/// Asks anew with every refusal, and not with the order that was placed: that leads away.
fn load_after_refusals(action: FormAction, checkout: PageResource<Checkout>) {
    let (answers, value) = (action.version(), action.value());
    Effect::new(move |_| {
        answers.track();
        if matches!(value.get_untracked(), Some(Err(_))) {
            checkout.refetch();
        }
    });
}

fn show(checkout: Checkout) -> AnyView {
    match checkout {
        Checkout::Ready(page) => view! { <Review page=*page/> }.into_any(),
        Checkout::Empty => view! { <Empty/> }.into_any(),
        Checkout::OrderOpen { order } => view! { <Steps current=Step::Checkout/><Head/><OrderOpen order/> }.into_any(),
        Checkout::NotOrderable => view! { <NotOrderable/> }.into_any(),
    }
}

/// What is ordered, who pays and how, and the order summary with its button.
#[component]
fn Review(page: PageData) -> impl IntoView {
    let cart = page.cart.clone();
    let due_minor = cart.price.as_ref().map(|price| price.due_now_minor);
    let edit_in_head = (cart.rows.len() > 1).then(|| view! { <p class="actions"><EditOrder class="button" address="/billing/cart"/></p> });
    view! {
        <Steps current=Step::Checkout/>
        <Head>{edit_in_head}</Head>
        <Refusal due_minor currency=cart.price.as_ref().map(|price| price.currency)/>
        <div class="columns">
            <div class="stack">
                <Changes cart/>
                {page.cart.price.clone().map(|price| view! { <PaymentCards facts=page.payment.clone() price/> })}
            </div>
            <OrderForm page/>
        </div>
    }
    .into_any()
}

#[component]
fn Head(#[prop(optional)] children: Option<Children>) -> impl IntoView {
    view! {
        <div class="page-head">
            <div><h1>{td_string!(use_locale(), checkout.title)}</h1></div>
            {children.map(|children| children())}
        </div>
    }
}

/// A card for each change. A single one leads straight to its editor.
#[component]
fn Changes(cart: CartPage) -> impl IntoView {
    let only = match cart.rows.as_slice() {
        [row] => Some(editor_address(&row.item)),
        _ => None,
    };
    let changes = Change::all_in_cart(&cart.rows, cart.price.as_ref());
    let card = move |change: Change| {
        let edit = only.clone().map(|address| view! { <EditOrder class="edit-link" address/> });
        view! {
            <section class="card">
                <div class="card-head"><h2>{change.product_name.clone()}</h2>{edit}</div>
                <ChangeFacts change/>
            </section>
        }
    };
    changes.into_iter().map(card).collect_view()
}

#[component]
fn EditOrder(class: &'static str, #[prop(into)] address: String) -> impl IntoView {
    view! { <a class=class href=address>{td_string!(use_locale(), checkout.edit_order)}</a> }
}

/// Nothing is there to be ordered, any more perhaps.
#[component]
fn Empty() -> impl IntoView {
    let locale = use_locale();
    view! {
        <Head/>
        <div class="empty">
            <Icon name="cart"/>
            <h2>{td_string!(locale, checkout.empty.title)}</h2>
            <p>{td_string!(locale, checkout.empty.text)}</p>
            <a class="button primary" href="/billing">{td_string!(locale, checkout.empty.subscriptions)}</a>
        </div>
    }
    .into_any()
}

/// Something in the cart has no price; the cart says what and why.
#[component]
fn NotOrderable() -> impl IntoView {
    let locale = use_locale();
    view! {
        <Steps current=Step::Checkout/>
        <Head/>
        <Banner tone=BannerTone::Notice title=td_string!(locale, checkout.problem.title)>
            <p>{td_string!(locale, checkout.problem.text)}</p>
            <p class="actions"><a class="button primary" href="/billing/cart">{td_string!(locale, checkout.problem.cart)}</a></p>
        </Banner>
    }
    .into_any()
}

#[component]
fn Skeleton() -> impl IntoView {
    view! {
        <Steps current=Step::Checkout/>
        <Head/>
        <div class="columns" aria-hidden="true">
            <div class="stack"><Placeholder kind=PlaceholderKind::Card/><Placeholder kind=PlaceholderKind::Card/></div>
            <div class="column-side"><Placeholder kind=PlaceholderKind::Receipt/></div>
        </div>
    }
}
