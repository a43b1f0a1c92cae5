//! Looking at an order again and again until its outcome is known.

use crate::api::ApiError;
use crate::api::orders::LoadOrder;
use crate::pages::billing_center::frame::use_frame;
use crate::wire::{PageData, PageResource, watched_resource};
use billing::order::{Order, OrderState};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use std::time::Duration;

/// How long the page waits before it looks again.
const PAUSE: Duration = Duration::from_secs(2);

/// After that many looks, three minutes, the reader is told that it takes longer and can come back.
const MOST_LOOKS: u32 = 90;

/// Whether the page has given up looking.
#[derive(Clone, Copy)]
pub struct Patience(pub Signal<bool>);

/// The order of the address, and the news of it: what it became while the reader was watching.
pub fn watch_order() -> (PageResource<Order>, Signal<Option<Order>>) {
    let parameters = use_params_map();
    let known = StoredValue::new(None::<Order>);
    let resource = watched_resource(move || LoadOrder { order: parameters.read().get("id").unwrap_or_default() });
    let looks = RwSignal::new(0_u32);
    let news = RwSignal::new(None::<Order>);
    provide_context(Patience(Signal::derive(move || looks.get() >= MOST_LOOKS)));
    let frame = use_frame();
    Effect::new(move |_| {
        let Some(Ok(order)) = resource.get() else { return };
        let before = known.try_update_value(|known| known.replace(order.clone())).flatten().filter(|before| before.id == order.id);
        if order.state == OrderState::Placed {
            look_again(resource, looks);
        } else if before.is_some_and(|before| before.state == OrderState::Placed) {
            news.set(Some(order));
            frame.refetch();
        } else if has_stale_cart(&order, frame.get_untracked()) {
            frame.refetch();
        }
    });
    (resource, news.into())
}

/// An order that is done has emptied the cart that the header still counts.
fn has_stale_cart(order: &Order, frame: Option<Result<crate::api::session::Frame, ApiError>>) -> bool {
    order.state == OrderState::Completed && frame.is_some_and(|frame| frame.is_ok_and(|frame| frame.cart_items > 0))
}

/// Asks once more after a pause, unless that was done often enough; to be called in effects.
pub fn look_again<T: PageData>(resource: PageResource<T>, looks: RwSignal<u32>) {
    if looks.get_untracked() >= MOST_LOOKS {
        return;
    }
    let look = move || {
        looks.update(|looks| *looks = looks.saturating_add(1));
        resource.refetch();
    };
    if let Ok(pause) = set_timeout_with_handle(look, PAUSE) {
        on_cleanup(move || pause.clear());
    }
}
