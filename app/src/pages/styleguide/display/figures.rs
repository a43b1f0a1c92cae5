//! Figures and facts: the strip of a page's head, rows of names and values, today and after, the running period.

use crate::pages::styleguide::specimen::{Frame, Part, Room, Specimen, said};
use crate::ui::badge::{Badge, BadgeTone};
use crate::ui::card::Card;
use crate::ui::comparison::{Compared, Comparison};
use crate::ui::facts::{Fact, Facts};
use crate::ui::money::money_text;
use crate::ui::period_bar::PeriodBar;
use crate::ui::stats::{Stat, Stats, StatsSkeleton};
use billing::{BillingPeriod, Currency};
use chrono::NaiveDate;
use leptos::prelude::*;

/// The page's parts.
pub fn view() -> AnyView {
    view! {
        <Part
            id="stats"
            name=("Kennzahlen", "Stats")
            when=("Für die zwei bis vier Zahlen, wegen derer man die Seite öffnet.", "For the two to four figures that people open the page for.")
        >
            <Specimen state=("Drei Zahlen", "Three figures") room=Room::Full show=stats/>
            <Specimen state=("Lädt", "Loading") room=Room::Full show=|_| view! { <StatsSkeleton count=3/> }.into_any()/>
        </Part>
        <Part
            id="facts"
            name=("Angaben", "Facts")
            when=("Für Namen und Werte, Zeile für Zeile. Was fehlt, ist ein Strich.", "For names and values, row by row. What is missing is a dash.")
        >
            <Specimen state=("Auf einer Karte", "On a card") show=facts/>
        </Part>
        <Part
            id="comparison"
            name=("Heute und danach", "Today and after")
            when=(
                "Bevor jemand etwas ändert: was gilt heute, was danach. Was sich ändert, trägt einen Pfeil.",
                "Before somebody changes something: what holds today, what after. What changes bears an arrow.",
            )
        >
            <Specimen state=("Plan und Lizenzen ändern sich", "Plan and licences change") room=Room::Full show=comparison/>
        </Part>
        <Part
            id="period-bar"
            name=("Abrechnungszeitraum", "Billing period")
            when=("Für einen laufenden Zeitraum; eine Zelle ist ein Tag oder ein Monat.", "For a running period; a cell is a day or a month.")
        >
            <Specimen state=("Ein Monat, 20 Tage vergangen", "A month, 20 days gone") show=|_| period("2026-11-01", "2026-12-01", 30)/>
            <Specimen state=("Erster Tag", "First day") show=|_| period("2026-11-21", "2026-12-21", 30)/>
            <Specimen state=("Ein Jahr", "A year") show=|_| period("2026-03-01", "2027-03-01", 12)/>
        </Part>
    }
    .into_any()
}

fn stats(_frame: Frame) -> AnyView {
    let stats = vec![
        Stat::new(said(("Nächste Rechnung", "Next bill")), money_text(16_660, Currency::EUR)).with_note(said(("am 01.12.2026", "on 1 Dec 2026"))),
        Stat::new(said(("Guthaben", "Credit")), money_text(6_108, Currency::EUR))
            .with_note(said(("wird mit der nächsten Rechnung verrechnet", "used by the next bill"))),
        Stat::new(said(("Offen", "Open")), money_text(0, Currency::EUR)),
    ];
    view! { <Stats stats/> }.into_any()
}

fn facts(_frame: Frame) -> AnyView {
    let facts = vec![
        Fact::text(said(("Produkt", "Product")), "GoTo Meeting Professional"),
        Fact::text(said(("Benutzerlizenzen", "User licences")), "10").with_note(said(("8 sind vergeben", "8 are assigned"))),
        Fact::view(said(("Zustand", "State")), view! { <Badge tone=BadgeTone::Success text=said(("Aktiv", "Active"))/> }.into_any()),
        Fact::text(said(("Bestellnummer", "Order reference")), ""),
    ];
    let edit = view! { <a class="edit-link" href="/styleguide/figures">{said(("Bearbeiten", "Edit"))}</a> }.into_any();
    view! { <Card title=said(("Abonnement", "Subscription")) action=edit><Facts facts/></Card> }.into_any()
}

fn comparison(_frame: Frame) -> AnyView {
    let row = |name, before: &str, after: &str| Compared { name: said(name).to_owned(), before: before.to_owned(), after: after.to_owned() };
    let (now, then) = (money_text(14_000, Currency::EUR), money_text(22_800, Currency::EUR));
    let rows = vec![
        row(("Plan", "Plan"), "Professional", "Business"),
        row(("Benutzerlizenzen", "User licences"), "10", "12"),
        row(("Abrechnung", "Billing"), said(("monatlich", "monthly")), said(("monatlich", "monthly"))),
        row(("Preis im Monat, netto", "Price a month, net"), &now, &then),
        row(("Aufzeichnung", "Recording"), "", said(("in der Cloud", "in the cloud"))),
    ];
    view! { <Card title=said(("Was sich ändert", "What changes"))><Comparison caption=said(("Heute und danach", "Today and after")) rows/></Card> }.into_any()
}

fn period(start: &str, end: &str, cells: i64) -> AnyView {
    let day = |text: &str| text.parse::<NaiveDate>().unwrap_or_default();
    let period = BillingPeriod { start: day(start), end: day(end) };
    view! { <PeriodBar period today=day("2026-11-21") cells/> }.into_any()
}
