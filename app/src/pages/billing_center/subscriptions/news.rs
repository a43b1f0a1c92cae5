//! What was just done to a subscription, said once above the tiles.

use crate::api::subscriptions::SubscriptionsPage;
use crate::texts::{td_string, use_language, use_locale};
use crate::ui::banner::{Banner, BannerTone};
use billing::format;
use billing::subscription::SubscriptionState;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Reads the address: `cancelled` and `reactivated` name a subscription. Nothing when it is not so any more.
#[component]
pub fn CancellationNews(page: SubscriptionsPage) -> impl IntoView {
    let (locale, language) = (use_locale(), use_language());
    let query = use_query_map();
    move || {
        let (cancelled, reactivated) = query.with(|query| (query.get("cancelled"), query.get("reactivated")));
        let tile = page.tiles.iter().find(|tile| [&cancelled, &reactivated].contains(&&Some(tile.subscription.id.to_string())))?;
        let (product, end) = (tile.product_name.as_str(), tile.subscription.running.period_end);
        let text = match tile.subscription.state {
            SubscriptionState::PendingCancellation if cancelled.is_some() && page.today < end => {
                td_string!(locale, cancellation.noted, product = product, date = format::date(end, language)).to_string()
            }
            SubscriptionState::PendingCancellation if cancelled.is_some() => td_string!(locale, cancellation.noted_now, product = product).to_string(),
            SubscriptionState::Active if reactivated.is_some() => td_string!(locale, cancellation.taken_back, product = product).to_string(),
            _ => return None,
        };
        Some(view! { <Banner tone=BannerTone::Success><p>{text}</p></Banner> })
    }
}
