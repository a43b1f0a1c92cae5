//! Text fields, text areas and search in every state.

use super::{error, fine};
use crate::pages::styleguide::specimen::{Frame, Part, Specimen, Words, said};
use crate::ui::button::ActionButton;
use crate::ui::field::{FocusStays, Presence, TextField};
use crate::ui::search::SearchForm;
use crate::ui::text_area::TextArea;
use leptos::prelude::*;

/// The page's parts.
pub fn view() -> AnyView {
    provide_context(FocusStays);
    view! {
        <Part
            id="text-field"
            name=("Textfeld", "Text field")
            when=(
                "Für eine Zeile Text. Gekennzeichnet wird, was seltener ist: freiwillige Felder unter Pflichtfeldern, oder umgekehrt.",
                "For one line of text. What is rarer is marked: optional fields among required ones, or the other way round.",
            )
        >
            <Specimen state=("Leer und ausgefüllt", "Empty and filled") show=filled/>
            <Specimen state=("Pflicht und freiwillig", "Required and optional") show=presence/>
            <Specimen state=("Mit Fehler", "With an error") show=faulty/>
            <Specimen state=("Nicht zu ändern", "Not to be changed") show=disabled/>
            <Specimen state=("Ein Fehler kommt und geht, nichts rückt", "An error comes and goes, nothing moves") show=live/>
        </Part>
        <Part
            id="text-area"
            name=("Mehrzeiliges Feld", "Text area")
            when=(
                "Für Sätze, etwa warum ein Angebot abgelehnt wird. Es zählt, was bleibt, und schneidet nichts ab.",
                "For sentences, such as why a quote is declined. It counts what is left, and cuts nothing off.",
            )
        >
            <Specimen state=("Mit Zähler", "With its counter") show=counted/>
            <Specimen state=("Zu lang", "Too long") show=too_long/>
        </Part>
        <Part
            id="search"
            name=("Suche", "Search")
            when=(
                "Für Listen, die länger sind als ein Bildschirm. Das Ergebnis hat eine eigene Adresse.",
                "For lists that are longer than a screen. The result has an address of its own.",
            )
        >
            <Specimen state=("Leer und ausgefüllt", "Empty and filled") show=search/>
            <Specimen state=("Die Suche läuft", "Searching") show=searching/>
        </Part>
    }
    .into_any()
}

fn filled(frame: Frame) -> AnyView {
    view! {
        <div class="form">
            <TextField name=frame.id("company") label=said(("Firma", "Company")) autocomplete="off" error=fine()/>
            <TextField
                name=frame.id("email")
                label=said(("E-Mail-Adresse", "E-mail address"))
                kind="email"
                autocomplete="off"
                value="anna@nordlicht.example"
                hint=said(("Dorthin gehen alle Rechnungen.", "All invoices go there."))
                error=fine()
            />
        </div>
    }
    .into_any()
}

fn presence(frame: Frame) -> AnyView {
    view! {
        <div class="form">
            <TextField
                name=frame.id("department")
                label=said(("Abteilung", "Department"))
                autocomplete="off"
                presence=Presence::Optional
                error=fine()
            />
            <TextField
                name=frame.id("reference")
                label=said(("Ihr Zeichen", "Your reference"))
                autocomplete="off"
                presence=Presence::MarkedRequired
                error=fine()
            />
        </div>
    }
    .into_any()
}

fn faulty(frame: Frame) -> AnyView {
    view! {
        <div class="form">
            <TextField
                name=frame.id("vat-id")
                label=said(("Umsatzsteuer-Identifikationsnummer", "VAT number"))
                autocomplete="off"
                value="DE12345"
                hint=said(("Zwei Buchstaben, dann Ziffern, zum Beispiel DE123456788.", "Two letters, then digits, such as DE123456788."))
                error=error(("Nach DE stehen neun Ziffern. Hier sind es fünf.", "DE is followed by nine digits. Here are five."))
            />
        </div>
    }
    .into_any()
}

fn disabled(frame: Frame) -> AnyView {
    let (locked, kept) = (frame.id("locked"), frame.id("kept"));
    view! {
        <div class="form">
            <div class="field">
                <label for=locked.clone()>{said(("Währung", "Currency"))}</label>
                <p class="field-hint">{said(("Sie steht seit der ersten Rechnung fest.", "It has been fixed since the first invoice."))}</p>
                <input id=locked type="text" value="EUR" disabled/>
            </div>
            <div class="field">
                <label for=kept.clone()>{said(("Kontonummer", "Account number"))}</label>
                <input id=kept type="text" value="KD-20417" readonly/>
            </div>
        </div>
    }
    .into_any()
}

fn live(frame: Frame) -> AnyView {
    let is_faulty = RwSignal::new(false);
    let text = said(("Geben Sie eine Postleitzahl ein.", "Enter a postal code."));
    let error = Signal::derive(move || is_faulty.get().then(|| text.to_owned()));
    let check = Callback::new(move |()| is_faulty.update(|is_faulty| *is_faulty = !*is_faulty));
    view! {
        <div class="form">
            <TextField name=frame.id("postal-code") label=said(("Postleitzahl", "Postal code")) autocomplete="off" error/>
            <TextField name=frame.id("city") label=said(("Ort", "City")) autocomplete="off" error=fine()/>
            <ActionButton on_press=check>{said(("Prüfen", "Check"))}</ActionButton>
        </div>
    }
    .into_any()
}

fn counted(frame: Frame) -> AnyView {
    view! {
        <div class="form">
            <TextArea
                name=frame.id("reason")
                label=said(("Warum lehnen Sie ab?", "Why do you decline?"))
                limit=500
                presence=Presence::Optional
                hint=said(("Ihr Betreuer liest es.", "Your representative reads it."))
                error=fine()
            />
        </div>
    }
    .into_any()
}

fn too_long(frame: Frame) -> AnyView {
    let value = said(("Das Angebot passt, aber erst im Januar.", "The quote is fine, but only in January."));
    view! {
        <div class="form">
            <TextArea
                name=frame.id("long-reason")
                label=said(("Warum lehnen Sie ab?", "Why do you decline?"))
                limit=30
                value
                error=error(("Kürzen Sie den Text auf 30 Zeichen.", "Shorten the text to 30 characters."))
            />
        </div>
    }
    .into_any()
}

/// A landmark's name stands on a page once, so each frame has its own.
const fn two(frame: Frame, light: Words, dark: Words) -> Words {
    match frame {
        Frame::Light => light,
        Frame::Dark => dark,
    }
}

fn search(frame: Frame) -> AnyView {
    view! {
        <div class="guide-stack">
            <SearchForm name=frame.id("query") label=said(two(frame, ("Konten durchsuchen", "Search accounts"), ("Angebote durchsuchen", "Search quotes"))) page="/styleguide/fields"/>
            <SearchForm
                name=frame.id("known")
                label=said(two(frame, ("Rechnungen durchsuchen", "Search invoices"), ("Belege durchsuchen", "Search documents")))
                page="/styleguide/fields"
                value="RE-2026"
                hint=said(("Nummer, Betrag oder Produkt", "Number, amount or product"))
            />
        </div>
    }
    .into_any()
}

fn searching(frame: Frame) -> AnyView {
    view! {
        <SearchForm
            name=frame.id("running")
            label=said(two(frame, ("Kunden durchsuchen", "Search customers"), ("Verträge durchsuchen", "Search contracts")))
            page="/styleguide/fields"
            value="Nordlicht"
            pending=Signal::stored(true)
        />
    }
    .into_any()
}
