//! Says quietly on every page that this is a demonstration, and on which day it stands once its calendar was moved.

use crate::api::session::DemoDay;
use crate::texts::{td_string, use_locale};
use crate::ui::date_field::date_text;
use leptos::prelude::*;

/// The note; nothing where customers are real.
#[component]
pub fn DemoNote(demo: Option<DemoDay>) -> impl IntoView {
    let locale = use_locale();
    demo.map(|demo| {
        let text = if demo.is_moved {
            td_string!(locale, frame.demo_day, day = date_text(demo.today)).to_string()
        } else {
            td_string!(locale, frame.demo_unmoved).to_owned()
        };
        view! { <p class="demo-note">{text}</p> }
    })
}
