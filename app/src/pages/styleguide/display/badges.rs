//! Badges in every tone.

use crate::pages::styleguide::specimen::{Frame, Part, Specimen, said};
use crate::ui::badge::{Badge, BadgeTone};
use leptos::prelude::*;

/// The page's parts.
pub fn view() -> AnyView {
    view! {
        <Part
            id="badge"
            name=("Marke", "Badge")
            when=(
                "Für den Zustand eines Dings in einer Liste oder am Fuß einer Kachel. Das Wort trägt die Bedeutung, die Farbe hilft nur.",
                "For the state of a thing in a list or at the foot of a tile. The word carries the meaning, the colour only helps.",
            )
        >
            <Specimen state=("Alle Töne", "All tones") show=all_tones/>
        </Part>
    }
    .into_any()
}

fn all_tones(_frame: Frame) -> AnyView {
    let badge = |tone: BadgeTone, words| view! { <Badge tone text=said(words)/> " " };
    view! {
        <p class="guide-row">
            {badge(BadgeTone::Success, ("Aktiv", "Active"))} {badge(BadgeTone::Notice, ("Kündigung ausstehend", "Pending cancellation"))}
            {badge(BadgeTone::Accent, ("Testversion", "Trial"))} {badge(BadgeTone::Plain, ("Beendet", "Ended"))}
            {badge(BadgeTone::Error, ("Abgelehnt", "Declined"))}
        </p>
    }
    .into_any()
}
