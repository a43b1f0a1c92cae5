//! The order summary of the checkout and the one button that spends money.

use super::payment::{MethodMissing, can_pay};
use super::{ADDRESS, Attempt};
use crate::api::cart::CheckoutPage;
use crate::forms::PostForm;
use crate::texts::{td_string, use_locale};
use crate::ui::button::SubmitButton;
use crate::ui::money::money_text;
use crate::ui::receipt::{Receipt, ReceiptItem, ReceiptNotes, ReceiptTotal};
use billing::OrderPrice;
use leptos::prelude::*;

/// The receipt with its stub. It is a form only where pressing the button can work.
#[component]
pub fn OrderForm(page: CheckoutPage) -> impl IntoView {
    let items: Vec<ReceiptItem> = page.cart.rows.iter().map(ReceiptItem::from).collect();
    let price = page.cart.price?;
    let method_missing = !can_pay(&page.payment, &price);
    let paid = if method_missing {
        view! { <div class="column-side"><Summary price items><MethodMissing/></Summary></div> }.into_any()
    } else {
        let Attempt { action, .. } = expect_context();
        let (due_minor, due) = (price.due_now_minor, money_text(price.due_now_minor, price.currency));
        view! {
            <PostForm action page=ADDRESS class="column-side">
                <input type="hidden" name="checkout_key" value=page.checkout_key/>
                <input type="hidden" name="seen" value=page.seen/>
                <input type="hidden" name="seen_due_minor" value=due_minor.to_string()/>
                <Summary price items><PlaceOrderButton due/></Summary>
            </PostForm>
        }
        .into_any()
    };
    Some(paid)
}

/// Receipt, sum, what the children offer to do about it, and what comes after.
#[component]
fn Summary(price: OrderPrice, items: Vec<ReceiptItem>, children: Children) -> impl IntoView {
    view! {
        <Receipt price=price.clone() items=items.clone()/>
        <div class="pay-bar">
            <ReceiptTotal price=price.clone()/>
            <div class="pay-actions">{children()}</div>
        </div>
        <ReceiptNotes price items/>
        <p class="receipt-fine">{td_string!(use_locale(), checkout.fine)}</p>
    }
    .into_any()
}

/// The button, with the amount after its label.
#[component]
fn PlaceOrderButton(due: String) -> impl IntoView {
    let locale = use_locale();
    let Attempt { action, .. } = expect_context();
    view! { <SubmitButton class="button primary wide" pending=action.pending() amount=due>{td_string!(locale, checkout.place_order)}</SubmitButton> }
}
