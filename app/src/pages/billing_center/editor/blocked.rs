//! What stands in place of the editor while a subscription cannot be changed: why, and what comes first.

use super::product_name;
use crate::api::subscriptions::EditorPage;
use crate::pages::billing_center::reactivation::ReactivateButton;
use crate::texts::{td_string, use_language, use_locale};
use crate::ui::icon::Icon;
use billing::format;
use billing::ids::OrderId;
use billing::subscription::SubscriptionState;
use leptos::prelude::*;

/// Why it cannot be changed now.
#[component]
pub fn Blocked(
    page: EditorPage,
    /// Where it is shown.
    address: String,
) -> impl IntoView {
    let locale = use_locale();
    let today = page.today;
    let (product, subscription) = (product_name(&page), page.subscription);
    let date = format::date(subscription.running.period_end, use_language());
    let reactivate = subscription.can_reactivate(today).then(|| {
        let id = subscription.id.clone();
        view! { <ReactivateButton id page=address class="button primary"/> }
    });
    let suspended = subscription.suspended_on.filter(|_| subscription.state == SubscriptionState::Active);
    let order = subscription.open_order;
    let (title, text) = match (&order, subscription.state) {
        (Some(_), _) => (td_string!(locale, editor.blocked_order_title), td_string!(locale, editor.blocked_order, product = product).to_string()),
        (None, SubscriptionState::PendingCancellation) => {
            (td_string!(locale, editor.blocked_cancellation_title), td_string!(locale, editor.blocked_cancellation, product = product, date = date).to_string())
        }
        (None, SubscriptionState::TrialRunning) => {
            (td_string!(locale, editor.blocked_trial_title), td_string!(locale, editor.blocked_trial, product = product, date = date).to_string())
        }
        (None, SubscriptionState::Active) => {
            let since = suspended.map(|day| format::date(day, use_language())).unwrap_or_default();
            let text = td_string!(locale, editor.blocked_suspended, product = product, date = since).to_string();
            (td_string!(locale, editor.blocked_suspended_title), text)
        }
        (None, _) => (td_string!(locale, editor.blocked_ended_title), td_string!(locale, editor.blocked_ended, product = product, date = date).to_string()),
    };
    view! {
        <div class="empty">
            <Icon name="info"/>
            <h1>{title}</h1>
            <p>{text}</p>
            <div class="actions">
                {order.map(|order| view! { <OrderLink order/> })}
                {reactivate}
                {suspended.map(|_| view! { <a class="button primary" href="/billing/invoices">{td_string!(locale, editor.blocked_suspended_link)}</a> })}
                <a class="button" href="/billing">{td_string!(locale, editor.to_subscriptions)}</a>
            </div>
        </div>
    }
}

#[component]
fn OrderLink(order: OrderId) -> impl IntoView {
    view! { <a class="button primary" href=format!("/billing/orders/{order}")>{td_string!(use_locale(), editor.blocked_order_link)}</a> }
}
