//! The two answers to a quote: accepting it, with the number of a purchase order, and declining it, with a reason.

use super::super::purchase_orders::choice::{Choosing, PurchaseOrderField};
use super::Attempts;
use super::payment::method_hint;
use crate::api::quotes::QuotePage;
use crate::forms::{PostForm, field_error};
use crate::texts::{td_string, use_locale};
use crate::ui::button::SubmitButton;
use crate::ui::disclosure::Disclosure;
use crate::ui::field::Presence;
use crate::ui::money::money_text;
use crate::ui::text_area::TextArea;
use billing::input::LONGEST_NOTE;
use leptos::prelude::*;

/// Accepting spends money, so the button says how much.
#[component]
pub(super) fn Accept(page: QuotePage) -> impl IntoView {
    let locale = use_locale();
    let Attempts { accept, accept_error, .. } = expect_context();
    let number = page.quote.number.clone();
    let due = page.quote.price.as_ref().map(|price| money_text(price.due_now_minor, price.currency)).unwrap_or_default();
    let hint = method_hint(locale, page.method.as_ref());
    let (purchase_order, choosing) = (page.quote.purchase_order.clone().unwrap_or_default(), Choosing::from(&page));
    view! {
        <section class="card" aria-labelledby="accept-title">
            <div class="card-head"><h2 id="accept-title">{td_string!(locale, quotes.accept)}</h2></div>
            <div class="card-body">
                <PostForm action=accept page=format!("/corporate/quotes/{number}")>
                    <input type="hidden" name="number" value=number/>
                    <input type="hidden" name="seen" value=page.seen/>
                    <PurchaseOrderField choosing value=purchase_order error=field_error(accept_error, "purchase_order")/>
                    <p class="field-hint">{hint}</p>
                    <SubmitButton pending=accept.pending() amount=due>{td_string!(locale, quotes.accept)}</SubmitButton>
                </PostForm>
            </div>
        </section>
    }
    .into_any()
}

/// Declining ends the quote, so it is a step of its own.
#[component]
pub(super) fn Decline(number: String) -> impl IntoView {
    let locale = use_locale();
    let Attempts { decline, decline_error, .. } = expect_context();
    view! {
        <Disclosure summary=td_string!(locale, quotes.decline_open)>
            <PostForm action=decline page=format!("/corporate/quotes/{number}")>
                <input type="hidden" name="number" value=number/>
                <p>{td_string!(locale, quotes.decline_text)}</p>
                <TextArea
                    name="reason"
                    label=td_string!(locale, quotes.reason)
                    limit=LONGEST_NOTE
                    presence=Presence::Optional
                    error=field_error(decline_error, "reason")
                />
                <SubmitButton class="button" pending=decline.pending()>{td_string!(locale, quotes.decline)}</SubmitButton>
            </PostForm>
        </Disclosure>
    }
    .into_any()
}
