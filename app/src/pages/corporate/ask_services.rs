//! The way to Corporate Account Services, with what the question is about.

use crate::texts::{td_string, use_locale};
use crate::ui::icon::Icon;
use leptos::prelude::*;

/// A link to the form. `about` names a contract or a document, as `quote:AN-2026-00001`; empty names none.
#[component]
pub fn AskServices(about: String) -> impl IntoView {
    let address = if about.is_empty() { "/corporate/help".to_owned() } else { format!("/corporate/help?about={about}") };
    view! { <a class="button quiet" href=address><Icon name="mail"/><span>{td_string!(use_locale(), care.corporate.ask)}</span></a> }
}
