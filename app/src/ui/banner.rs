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

    /// The class of an [`InlineAlert`](super::alert::InlineAlert).
    pub(super) const fn inline_class(self) -> &'static str {
        match self {
            Self::Information => "inline-alert",
            Self::Notice => "inline-alert notice",
            Self::Success => "inline-alert success",
            Self::Error => "inline-alert error",
        }
    }

    /// The class of a [`Toast`](super::toast::Toast).
    pub(super) const fn toast_class(self) -> &'static str {
        match self {
            Self::Information => "toast",
            Self::Notice => "toast notice",
            Self::Success => "toast success",
            Self::Error => "toast error",
        }
    }

    pub(super) const fn icon(self) -> &'static str {
        match self {
            Self::Information => "info",
            Self::Success => "check",
            Self::Notice | Self::Error => "alert",
        }
    }

    pub(super) const fn role(self) -> &'static str {
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
