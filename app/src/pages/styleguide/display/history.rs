//! The timeline with entries of every tone, empty, and while it loads.

use crate::pages::styleguide::specimen::{Frame, Part, Specimen, Words, said};
use crate::ui::card::Card;
use crate::ui::timeline::{Change, Entry, EntryTone, Timeline, TimelineSkeleton};
use leptos::prelude::*;

/// The page's parts.
pub fn view() -> AnyView {
    view! {
        <Part
            id="timeline"
            name=("Verlauf", "Timeline")
            when=("Für das, was mit einem Ding geschah: wer, wann, was, und von was auf was.", "For what happened to a thing: who, when, what, and from what to what.")
        >
            <Specimen state=("Vier Einträge", "Four entries") show=entries/>
            <Specimen state=("Leer", "Empty") show=|_| view! { <Timeline entries=Vec::new()/> }.into_any()/>
            <Specimen state=("Lädt", "Loading") show=loading/>
        </Part>
    }
    .into_any()
}

fn entry(moment: &str, when: Words, who: &str, what: Words, tone: EntryTone) -> Entry {
    Entry { moment: moment.to_owned(), when: said(when).to_owned(), who: who.to_owned(), what: said(what).to_owned(), changes: Vec::new(), tone }
}

fn entries(_frame: Frame) -> AnyView {
    let change = |name, from: &str, to: &str| Change { name: said(name).to_owned(), from: from.to_owned(), to: to.to_owned() };
    let changes = vec![
        change(("Plan", "Plan"), "Professional", "Business"),
        change(("Benutzerlizenzen", "User licences"), "10", "12"),
        change(("Bestellnummer", "Order reference"), "", "PO-7781"),
    ];
    let system = said(("Kontor", "Kontor"));
    let entries = vec![
        Entry {
            changes,
            ..entry(
                "2026-11-21T09:31:00+01:00",
                ("21.11.2026, 09:31", "21 Nov 2026, 09:31"),
                "Anna Albrecht",
                ("Abonnement geändert", "Subscription changed"),
                EntryTone::Plain,
            )
        },
        entry("2026-11-21T09:31:04+01:00", ("21.11.2026, 09:31", "21 Nov 2026, 09:31"), system, ("170,56 € bezahlt", "€170.56 paid"), EntryTone::Success),
        entry(
            "2026-11-20T06:00:00+01:00",
            ("20.11.2026, 06:00", "20 Nov 2026, 06:00"),
            system,
            ("Lastschrift zurückgegeben", "Debit returned"),
            EntryTone::Error,
        ),
        entry(
            "2026-11-12T00:00:00+01:00",
            ("12.11.2026, 00:00", "12 Nov 2026, 00:00"),
            system,
            ("Verlängerung angekündigt", "Renewal announced"),
            EntryTone::Notice,
        ),
    ];
    view! { <Card title=said(("Verlauf", "History"))><Timeline entries/></Card> }.into_any()
}

fn loading(_frame: Frame) -> AnyView {
    view! { <Card title=said(("Verlauf", "History"))><TimelineSkeleton entries=3/></Card> }.into_any()
}
