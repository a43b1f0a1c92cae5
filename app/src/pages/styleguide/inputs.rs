//! What people operate: the guide's pages on buttons, fields, choices and dialogs.

mod buttons;
mod choices;
mod dialogs;
mod fields;
mod figures;
mod messages;
mod uploads;
mod ways;

use super::Section;
use super::specimen::{Words, said};
use leptos::prelude::*;

/// The pages, in the order of the navigation.
pub const SECTIONS: &[Section] = &[
    Section {
        slug: "buttons",
        name: ("Schaltflächen", "Buttons"),
        lead: ("Was geschieht, wenn man drückt, steht auf der Schaltfläche.", "What happens when it is pressed stands on the button."),
        view: buttons::view,
    },
    Section {
        slug: "fields",
        name: ("Textfelder", "Text fields"),
        lead: ("Beschriftung oben, Hinweis darunter, Fehler am Feld.", "Label above, hint below it, error at the field."),
        view: fields::view,
    },
    Section {
        slug: "amounts",
        name: ("Beträge, Daten, Zahlen", "Amounts, dates, numbers"),
        lead: ("Felder für Werte, die eine Form haben.", "Fields for values that have a form."),
        view: figures::view,
    },
    Section {
        slug: "choices",
        name: ("Auswahl", "Choices"),
        lead: ("Eines von wenigen, eines von vielen, mehrere.", "One of a few, one of many, several."),
        view: choices::view,
    },
    Section {
        slug: "dialogs",
        name: ("Dialoge und Menüs", "Dialogs and menus"),
        lead: ("Was sich über die Seite legt und wieder geht.", "What lies over the page and goes again."),
        view: dialogs::view,
    },
    Section {
        slug: "ways",
        name: ("Wege", "Ways"),
        lead: ("Wo man ist, wie weit es noch ist, und was daneben liegt.", "Where one is, how far it still is, and what lies beside."),
        view: ways::view,
    },
    Section {
        slug: "messages",
        name: ("Meldungen", "Messages"),
        lead: ("Was gelungen ist, was nicht, und was noch dauert.", "What has worked, what has not, and what takes a while."),
        view: messages::view,
    },
    Section {
        slug: "uploads",
        name: ("Dateien und Zwischenablage", "Files and clipboard"),
        lead: ("Hinein mit einer Datei, hinaus mit einer Nummer.", "A file comes in, a number goes out."),
        view: uploads::view,
    },
];

/// No error.
fn fine() -> Signal<Option<String>> {
    Signal::stored(None)
}

fn error(words: Words) -> Signal<Option<String>> {
    Signal::stored(Some(said(words).to_owned()))
}
