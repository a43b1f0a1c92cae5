//! Banners: what the reader should know before going on, said once and above the matter.

use super::icon::Icon;
use leptos::prelude::*;

/// How a banner is meant; it decides colour, icon, and how it is read out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BannerTone {
    /// Good to know.
    #[default]
    Information,
    /// To be noticed.
    Notice,
    /// It worked.
    Success,
    /// It did not work.
    Error,
}

impl BannerTone {
    const fn class(self) -> &'static str {
        match self {
            Self::Information => "banner",
            Self::Notice => "banner notice",
            Self::Success => "banner success",
            Self::Error => "banner error",
        }
    }

    const fn icon(self) -> &'static str {
        match self {
            Self::Information => "info",
            Self::Success => "check",
            Self::Notice | Self::Error => "alert",
        }
    }

    const fn role(self) -> &'static str {
        match self {
            Self::Error => "alert",
            _ => "status",
        }
    }
}

/// A banner; its children follow the title.
#[component]
pub fn Banner(#[prop(optional)] tone: BannerTone, #[prop(optional, into)] title: Option<String>, children: Children) -> impl IntoView {
    view! {
        // Reachable by script, so that the focus can be led to what went wrong.
        <div class=tone.class() role=tone.role() tabindex="-1">
            <Icon name=tone.icon()/>
            {title.map(|title| view! { <p class="banner-title">{title}</p> })}
            {children()}
        </div>
    }
}
