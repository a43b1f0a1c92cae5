//! The side of a form that orders something: the receipt of what it holds, the sum, and the buttons.

use crate::api::ApiError;
use crate::api::cart::PutInCart;
use crate::forms::FUNCTION_FIELD;
use crate::texts::{td_string, use_locale};
use crate::ui::receipt::{BlankReceipt, LiveTotal, Receipt, ReceiptItem, ReceiptNotes};
use billing::cart::CartStep;
use billing::{Currency, OrderPrice, PriceErrorCode};
use chrono::NaiveDate;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// Why a form that says what runs already has no price.
pub const NOTHING_CHANGED: ApiError = ApiError::Price(PriceErrorCode::NothingChanged);

/// The `id` of the note that stands where there is no price.
pub const NOTE_ID: &str = "no-price";

/// What a form holds, priced.
#[derive(Clone, Copy)]
pub struct PricedForm {
    /// The price, or why there is none.
    pub price: Memo<Result<OrderPrice, ApiError>>,
    /// The names that the receipt needs.
    pub items: Callback<(), Vec<ReceiptItem>>,
    /// The day of the price.
    pub today: NaiveDate,
    /// The account's.
    pub currency: Currency,
    /// Where the button leads.
    pub step: CartStep,
}

/// Receipt, sum and buttons.
#[component]
pub fn OrderSide(
    form: PricedForm,
    /// While the cart's answer is awaited.
    pending: Signal<bool>,
    /// Where the form is posted, if not to its own address.
    #[prop(optional, into)]
    post_to: Option<Signal<String>>,
) -> impl IntoView {
    let locale = use_locale();
    let due_minor = Signal::derive(move || form.price.with(|price| price.as_ref().ok().map(|price| price.due_now_minor)));
    let receipt = move || match form.price.get() {
        Ok(price) => view! { <Receipt price items=form.items.run(())/> }.into_any(),
        Err(_) => view! { <BlankReceipt day=form.today/> }.into_any(),
    };
    let label = match form.step {
        CartStep::ProceedToCheckout => td_string!(locale, editor.checkout),
        CartStep::AddToCart => td_string!(locale, editor.add_to_cart),
    };
    view! {
        <div class="editor-side">
            {receipt}
            <div class="pay-bar">
                <LiveTotal due_minor currency=form.currency/>
                <div class="pay-actions">
                    // The first button is what Enter presses: it must not order anything.
                    <button class="button scriptless-only" type="submit">{td_string!(locale, editor.recalculate)}</button>
                    " "
                    <button
                        class="button primary"
                        type="submit"
                        formmethod="post"
                        formaction=move || post_to.map(|address| address.get())
                        name=FUNCTION_FIELD
                        value=PutInCart::PATH
                        aria-busy=move || pending.get().then_some("true")
                    >
                        {label}
                    </button>
                </div>
            </div>
            <Notes form/>
        </div>
    }
    .into_any()
}

/// What comes after the order, or why there is no price yet.
#[component]
fn Notes(form: PricedForm) -> impl IntoView {
    let locale = use_locale();
    move || match form.price.get() {
        Ok(price) => view! { <ReceiptNotes price items=form.items.run(())/> }.into_any(),
        Err(error) => {
            let text = if error == NOTHING_CHANGED { td_string!(locale, editor.unchanged) } else { td_string!(locale, editor.no_price_yet) };
            view! { <p class="receipt-note" id=NOTE_ID tabindex="-1">{text}</p> }.into_any()
        }
    }
}
