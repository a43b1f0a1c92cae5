//! Tabs and the steps of a longer way.

use crate::pages::styleguide::specimen::{Frame, Part, Room, Specimen, said};
use crate::ui::steps::{Steps, WizardStep};
use crate::ui::tabs::{TabLink, TabLinks, TabPanel, TabPanels};
use leptos::prelude::*;

/// The page's parts.
pub fn view() -> AnyView {
    view! {
        <Part
            id="steps"
            name=("Schritte", "Steps")
            when=(
                "Für Wege aus drei bis sechs Schritten. Was erledigt ist, führt zurück. Am Telefon nennt nur der jetzige seinen Namen.",
                "For ways of three to six steps. What is done leads back. On a phone only the current one says its name.",
            )
        >
            <Specimen state=("Am Anfang", "At the beginning") room=Room::Full show=first_step/>
            <Specimen state=("Mittendrin", "In the middle") room=Room::Full show=middle_step/>
            <Specimen state=("Am Ende", "At the end") room=Room::Full show=last_step/>
        </Part>
        <Part
            id="tab-links"
            name=("Reiter mit Adressen", "Tabs with addresses")
            when=(
                "Wo jede Ansicht eine eigene Adresse hat, etwa offene und bezahlte Rechnungen. Es sind Verweise.",
                "Where each view has an address of its own, such as open and paid invoices. They are links.",
            )
        >
            <Specimen state=("Mit Anzahl", "With counts") show=links/>
        </Part>
        <Part
            id="tab-panels"
            name=("Reiter auf einer Seite", "Tabs on one page")
            when=(
                "Wo alles schon da ist und nacheinander gelesen wird. Ohne Skript stehen die Teile untereinander.",
                "Where all of it is there and read one by one. Without script the parts stand below each other.",
            )
        >
            <Specimen state=("Drei Teile", "Three parts") show=panels/>
        </Part>
    }
    .into_any()
}

fn way(current: usize) -> AnyView {
    let names = [("Produkt", "Product"), ("Plan", "Plan"), ("Benutzerlizenzen", "User licences"), ("Häufigkeit", "Frequency"), ("Kasse", "Checkout")];
    let steps = names.map(|name| WizardStep { name: said(name), address: Some("/styleguide/ways".to_owned()) });
    view! { <Steps label=said(("Neues Abonnement", "New subscription")) steps=steps.into() current/> }.into_any()
}

fn first_step(_frame: Frame) -> AnyView {
    way(0)
}

fn middle_step(_frame: Frame) -> AnyView {
    way(2)
}

fn last_step(_frame: Frame) -> AnyView {
    way(4)
}

fn links(frame: Frame) -> AnyView {
    let link =
        |address: &str, name, count: Option<&str>| TabLink { address: address.to_owned(), name: said(name).to_owned(), count: count.map(ToOwned::to_owned) };
    let links = vec![
        link("/styleguide/ways", ("Offen", "Open"), Some("3")),
        link("/styleguide/ways?paid", ("Bezahlt", "Paid"), Some("128")),
        link("/styleguide/ways?credit", ("Rechnungskorrekturen", "Credit notes"), None),
    ];
    // A landmark's name stands on a page once.
    let label = match frame {
        Frame::Light => said(("Rechnungen", "Invoices")),
        Frame::Dark => said(("Belege", "Documents")),
    };
    view! { <TabLinks label links current=Signal::stored("/styleguide/ways".to_owned())/> }.into_any()
}

fn panels(frame: Frame) -> AnyView {
    let panel = |name, text| TabPanel { name: said(name).to_owned(), view: view! { <p>{said(text)}</p> }.into_any() };
    let panels = vec![
        panel(("Überblick", "Overview"), ("Training Pro, 25 Plätze, bis 28.02.2027.", "Training Pro, 25 seats, until 28 Feb 2027.")),
        panel(("Plätze", "Seats"), ("23 von 25 Plätzen sind vergeben.", "23 of 25 seats are taken.")),
        panel(("Verlauf", "History"), ("Am 01.03.2026 kamen 5 Plätze hinzu.", "5 seats were added on 1 Mar 2026.")),
    ];
    view! { <TabPanels id=frame.id("contract") label=said(("Vertrag", "Contract")) panels/> }.into_any()
}
