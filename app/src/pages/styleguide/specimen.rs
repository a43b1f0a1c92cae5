//! How the style guide shows a part: its name, when to use it, and each of its states in a light and in a dark frame.

use crate::texts::use_language;
use billing::Language;
use leptos::prelude::*;

/// The same words in German and in English. They stand beside what they speak of, since nobody but this guide says them.
pub type Words = (&'static str, &'static str);

/// The words in the reader's language.
pub fn said((german, english): Words) -> &'static str {
    match use_language() {
        Language::De => german,
        Language::En => english,
    }
}

/// In which of its two frames a specimen stands. Ids and names of fields must differ between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frame {
    /// On paper.
    Light,
    /// On ink.
    Dark,
}

impl Frame {
    /// The first in the light frame, the second in the dark one.
    pub const fn pick(self, light: &'static str, dark: &'static str) -> &'static str {
        match self {
            Self::Light => light,
            Self::Dark => dark,
        }
    }

    /// Its name, which tells its landmarks from those of the other.
    pub fn name(self) -> &'static str {
        match self {
            Self::Light => said(("Hell", "Light")),
            Self::Dark => said(("Dunkel", "Dark")),
        }
    }

    /// `light-` or `dark-` before a name.
    pub fn id(self, name: &str) -> String {
        format!("{}-{name}", self.pick("light", "dark"))
    }
}

/// How much room a specimen needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Room {
    /// Both frames side by side where the screen is wide.
    #[default]
    Half,
    /// Each frame as wide as the column, one below the other.
    Full,
}

/// A part of the screens: its name, one sentence on when to use it, and its specimens.
#[component]
pub fn Part(
    /// Id of the section, and the link to it.
    id: &'static str,
    name: Words,
    when: Words,
    children: Children,
) -> impl IntoView {
    view! {
        <section class="guide-part" id=id>
            <h2>{said(name)}</h2>
            <p class="lead">{said(when)}</p>
            {children()}
        </section>
    }
    .into_any()
}

/// One state of a part, in both themes.
#[component]
pub fn Specimen(
    /// What the state is.
    state: Words,
    #[prop(optional)] room: Room,
    /// Called once for each frame.
    show: fn(Frame) -> AnyView,
) -> impl IntoView {
    let class = match room {
        Room::Half => "guide-frames",
        Room::Full => "guide-frames full",
    };
    view! {
        <h3>{said(state)}</h3>
        <div class=class>
            <div class="guide-frame" data-theme="light" role="group" aria-label=Frame::Light.name()>{show(Frame::Light)}</div>
            <div class="guide-frame" data-theme="dark" role="group" aria-label=Frame::Dark.name()>{show(Frame::Dark)}</div>
        </div>
    }
    .into_any()
}
