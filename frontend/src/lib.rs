//! The browser's entry: hydrates the door that this bundle was built for, and nothing else.

/// Wakes the page that the server sent.
#[cfg(feature = "billing-center")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(app::doors::billing_center::BillingCenter);
}
