//! What became of an order, large and in words.

use super::GivingUp;
use super::watch::Patience;
use crate::forms::PostForm;
use crate::texts::{Locale, error_text, td_string, use_locale};
use crate::ui::alert::InlineAlert;
use crate::ui::banner::BannerTone;
use crate::ui::button::SubmitButton;
use crate::ui::icon::Icon;
use crate::ui::method_text::method_name;
use crate::ui::money::money_text;
use billing::order::{Order, OrderState};
use leptos::prelude::*;

/// The heading, which is also said when the outcome becomes known.
pub fn outcome_title(locale: Locale, order: &Order) -> &'static str {
    match order.state {
        OrderState::Placed if order.action_url.is_some() => td_string!(locale, order.confirm.title),
        OrderState::Placed if order.price.due_now_minor == 0 => td_string!(locale, order.placed.title_nothing_due),
        OrderState::Placed => td_string!(locale, order.placed.title),
        OrderState::Completed => td_string!(locale, order.completed.title),
        OrderState::Declined => td_string!(locale, order.declined.title),
        OrderState::Cancelled => td_string!(locale, order.cancelled.title),
    }
}

/// The outcome with its mark, a sentence, and the progress where it is not known yet.
#[component]
pub fn Outcome(order: Order) -> impl IntoView {
    let locale = use_locale();
    let title = outcome_title(locale, &order);
    let (class, icon) = match order.state {
        OrderState::Placed => ("outcome pending", "card"),
        OrderState::Completed => ("outcome success", "check"),
        OrderState::Declined => ("outcome error", "alert"),
        OrderState::Cancelled => ("outcome", "info"),
    };
    let words = match order.state {
        OrderState::Placed if order.action_url.is_some() => view! { <Confirm order/> }.into_any(),
        OrderState::Placed => view! { <InProgress title/> }.into_any(),
        OrderState::Completed => view! { <p class="lead">{td_string!(locale, order.completed.lead)}</p> }.into_any(),
        OrderState::Declined => view! { <Declined order/> }.into_any(),
        OrderState::Cancelled => view! { <p class="lead">{td_string!(locale, order.cancelled.lead)}</p> }.into_any(),
    };
    view! {
        <div class=class>
            <Icon name=icon/>
            <h1>{title}</h1>
            {words}
        </div>
    }
    .into_any()
}

/// The browser's way to look again where no script does it. Script would make text of an element in here.
const LOOK_AGAIN: &str = r#"<meta http-equiv="refresh" content="3">"#;

#[component]
fn InProgress(title: &'static str) -> impl IntoView {
    let locale = use_locale();
    let Patience(ended) = expect_context();
    let lead = move || if ended.get() { td_string!(locale, order.placed.lead_long) } else { td_string!(locale, order.placed.lead) };
    view! {
        <p class="lead">{lead}</p>
        <div class="progress" role="progressbar" aria-label=title></div>
        <noscript inner_html=LOOK_AGAIN></noscript>
    }
}

/// The bank wants a word with the holder of the card, on a page of the gateway; or they give the order up.
#[component]
fn Confirm(order: Order) -> impl IntoView {
    let locale = use_locale();
    let amount = money_text(order.price.due_now_minor, order.price.currency);
    let GivingUp { action, error } = expect_context();
    let page = format!("/billing/orders/{}", order.id);
    let refusal = move || error.get().map(|error| view! { <InlineAlert tone=BannerTone::Error><p>{error_text(locale, &error)}</p></InlineAlert> });
    view! {
        <p class="lead">{td_string!(locale, order.confirm.lead, amount = amount).to_string()}</p>
        {refusal}
        <div class="actions">
            <a class="button primary" rel="external" href=order.action_url>{td_string!(locale, order.confirm.go)}</a>
            <PostForm action page class="form-inline">
                <input type="hidden" name="order" value=order.id.0/>
                <SubmitButton class="button" pending=action.pending()>{td_string!(locale, order.confirm.give_up)}</SubmitButton>
            </PostForm>
        </div>
    }
}

/// Why the bank said no, as far as it told, and that nothing happened.
#[component]
fn Declined(order: Order) -> impl IntoView {
    let locale = use_locale();
    let amount = money_text(order.price.due_now_minor, order.price.currency);
    let card = order.method.as_ref().map(|method| method_name(locale, method));
    let reason = match order.decline_code.as_deref() {
        Some("insufficient_funds") => {
            let card = card.unwrap_or_else(|| td_string!(locale, order.declined.some_card_first).to_owned());
            td_string!(locale, order.declined.insufficient_funds, card = card, amount = amount).to_string()
        }
        Some("expired_card") => {
            let card = card.unwrap_or_else(|| td_string!(locale, order.declined.some_card_first).to_owned());
            td_string!(locale, order.declined.expired_card, card = card, amount = amount).to_string()
        }
        Some("authentication_failed") => td_string!(locale, order.declined.authentication_failed, amount = amount).to_string(),
        _ => {
            let card = card.unwrap_or_else(|| td_string!(locale, order.declined.some_card).to_owned());
            td_string!(locale, order.declined.card_declined, card = card, amount = amount).to_string()
        }
    };
    view! {
        <p class="lead">{reason}</p>
        <p>{td_string!(locale, order.declined.unchanged)}</p>
    }
}
