//! What happens by itself, in words; and how accounts are led to.

use crate::api::staff::clock::{AccountLink, CalendarKind};
use crate::texts::{Locale, td_string};
use leptos::prelude::*;

/// The kind in words.
pub fn kind_text(locale: Locale, kind: CalendarKind) -> &'static str {
    match kind {
        CalendarKind::Cancellation => td_string!(locale, staff.kinds.cancellation),
        CalendarKind::TrialEnd => td_string!(locale, staff.kinds.trial_end),
        CalendarKind::Renewal => td_string!(locale, staff.kinds.renewal),
        CalendarKind::PriceRise => td_string!(locale, staff.kinds.price_rise),
        CalendarKind::TrialReminder => td_string!(locale, staff.kinds.trial_reminder),
        CalendarKind::CardExpiry => td_string!(locale, staff.kinds.card_expiry),
        CalendarKind::Collection => td_string!(locale, staff.kinds.collection),
        CalendarKind::Receipts => td_string!(locale, staff.kinds.receipts),
        CalendarKind::QuoteExpiry => td_string!(locale, staff.kinds.quote_expiry),
        CalendarKind::ServiceOrderDue => td_string!(locale, staff.kinds.service_order_due),
        CalendarKind::PurchaseOrderLook => td_string!(locale, staff.kinds.purchase_order_look),
        CalendarKind::Debit => td_string!(locale, staff.kinds.debit),
    }
}

/// The account's name, which leads to it.
pub fn account_link(account: AccountLink) -> AnyView {
    view! { <a href=format!("/staff/accounts/{}", account.number)>{account.name}</a> }.into_any()
}
