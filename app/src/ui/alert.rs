//! A short message beside what it is about: in a card, below a field group, in a dialog. Banners speak of a whole page.

use super::banner::BannerTone;
use super::icon::Icon;
use leptos::prelude::*;

/// A message of a sentence or two. It is read out when it appears by script; `aria-live` cuts nobody off.
#[component]
pub fn InlineAlert(#[prop(optional)] tone: BannerTone, children: Children) -> impl IntoView {
    view! {
        <div class=tone.inline_class() role=tone.role()>
            <Icon name=tone.icon()/>
            <div>{children()}</div>
        </div>
    }
}
