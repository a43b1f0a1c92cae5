//! Empty, on the way, failed: what keeps or takes the place of matter.

use crate::pages::styleguide::specimen::{Frame, Part, Specimen, said};
use crate::ui::empty::{Empty, NotLoaded, NothingMatches};
use crate::ui::placeholder::{Placeholder, PlaceholderKind};
use leptos::prelude::*;

/// The page's parts.
pub fn view() -> AnyView {
    view! {
        <Part
            id="empty"
            name=("Leer", "Empty")
            when=(
                "Wo einmal etwas stehen wird: was es ist, und wie es dahin kommt. Höchstens ein Knopf.",
                "Where something will stand one day: what it is, and how it comes there. One button at most.",
            )
        >
            <Specimen state=("Noch nichts, mit dem Weg dahin", "Nothing yet, with the way there") show=empty/>
            <Specimen state=("Nichts gefunden", "Nothing matches") show=|_| view! { <NothingMatches all="/styleguide/waiting"/> }.into_any()/>
            <Specimen state=("Nicht geladen", "Not loaded") show=not_loaded/>
        </Part>
        <Part
            id="placeholder"
            name=("Platzhalter", "Placeholder")
            when=("Solange eine Seite lädt, zu der ein Klick führte: so hoch wie das, was kommt.", "While a page loads that a click led to: as high as what comes.")
        >
            <Specimen state=("Karte", "Card") show=|_| view! { <Placeholder kind=PlaceholderKind::Card/> }.into_any()/>
            <Specimen state=("Bestellübersicht", "Order summary") show=|_| view! { <Placeholder kind=PlaceholderKind::Receipt/> }.into_any()/>
        </Part>
    }
    .into_any()
}

fn empty(_frame: Frame) -> AnyView {
    let text = said(("Wählen Sie ein Produkt, und kaufen Sie es oder testen Sie es kostenlos.", "Choose a product, and buy it or try it for free."));
    view! {
        <Empty icon="cart" title=said(("Noch kein Abonnement", "No subscription yet")) text>
            <a class="button primary" href="/styleguide/waiting">{said(("Neues Abonnement hinzufügen", "Add new subscription"))}</a>
        </Empty>
    }
    .into_any()
}

fn not_loaded(_frame: Frame) -> AnyView {
    let text = said(("Die Verbindung brach ab. Ihre Daten sind unverändert.", "The connection broke. Your data are unchanged."));
    view! { <NotLoaded text retry="/styleguide/waiting"/> }.into_any()
}
