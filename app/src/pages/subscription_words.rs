//! Words for a subscription that both doors of customers say alike: its state, and how often its price is due.

use crate::texts::{Locale, locale_of, td_string};
use crate::ui::badge::BadgeTone;
use billing::subscription::{LineTax, Subscription, SubscriptionState};
use billing::{BillingInterval, Language, RunningSubscription, TaxCategory, format};

/// What the badge of a subscription says.
pub fn state_badge(locale: Locale, subscription: &Subscription) -> (BadgeTone, &'static str) {
    if subscription.open_order.is_some() {
        return (BadgeTone::Notice, td_string!(locale, subscriptions.state_order_open));
    }
    if subscription.suspended_on.is_some() && subscription.state == SubscriptionState::Active {
        return (BadgeTone::Error, td_string!(locale, subscriptions.state_suspended));
    }
    match subscription.state {
        SubscriptionState::Active => (BadgeTone::Success, td_string!(locale, subscriptions.state_active)),
        SubscriptionState::TrialRunning => (BadgeTone::Accent, td_string!(locale, subscriptions.state_trial_running)),
        SubscriptionState::TrialEnded => (BadgeTone::Plain, td_string!(locale, subscriptions.state_trial_ended)),
        SubscriptionState::PendingCancellation => (BadgeTone::Notice, td_string!(locale, subscriptions.state_pending_cancellation)),
        SubscriptionState::Ended => (BadgeTone::Plain, td_string!(locale, subscriptions.state_ended)),
    }
}

/// "im Monat, zzgl. 19 % USt.": what stands behind the price of a period.
pub fn terms(running: &RunningSubscription, language: Language) -> String {
    let locale = locale_of(language);
    let rhythm = match running.interval {
        BillingInterval::Monthly => td_string!(locale, subscriptions.per_month),
        BillingInterval::Annual => td_string!(locale, subscriptions.per_year),
    };
    let Some(LineTax { category, rate }) = running.tax else { return rhythm.to_owned() };
    let tax = match category {
        TaxCategory::S => td_string!(locale, subscriptions.plus_vat, rate = format::rate(rate, language)).to_string(),
        TaxCategory::AE => td_string!(locale, subscriptions.reverse_charge).to_owned(),
        TaxCategory::O => td_string!(locale, subscriptions.no_vat).to_owned(),
    };
    format!("{rhythm}, {tax}")
}
