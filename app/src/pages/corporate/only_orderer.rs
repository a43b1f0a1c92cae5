//! What somebody reads who may look and not order: that it takes another, and who that is.

use crate::api::session::Contact;
use crate::texts::{td_string, use_locale};
use crate::ui::banner::Banner;
use leptos::prelude::*;

/// The note.
#[component]
pub fn OnlyOrderer(
    /// What only they may do.
    text: &'static str,
    /// Who may order.
    contact: Contact,
) -> impl IntoView {
    let who = td_string!(use_locale(), quotes.who_orders, name = contact.name, email = contact.email).to_string();
    view! { <Banner><p>{text}</p><p>{who}</p></Banner> }.into_any()
}
