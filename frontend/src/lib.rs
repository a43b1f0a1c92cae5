//! The browser's entry: hydrates the door that this bundle was built for, and nothing else.

#[cfg(feature = "billing-center")]
use app::doors::billing_center::BillingCenter as Door;
#[cfg(feature = "corporate")]
use app::doors::corporate::Corporate as Door;
#[cfg(feature = "people")]
use app::doors::people::People as Door;
#[cfg(feature = "staff")]
use app::doors::staff::Staff as Door;
#[cfg(feature = "styleguide")]
use app::doors::styleguide::Styleguide as Door;

/// Wakes the page that the server sent.
#[cfg(any(feature = "billing-center", feature = "corporate", feature = "people", feature = "staff", feature = "styleguide"))]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(Door);
}
