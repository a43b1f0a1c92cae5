//! Bar charts: a year, one bar, today and after, money that comes back, nothing.

use crate::pages::styleguide::specimen::{Frame, Part, Room, Specimen, Words, said};
use crate::ui::bar_chart::{Bar, BarChart};
use crate::ui::card::Card;
use billing::Currency;
use leptos::prelude::*;

const MONTHS: [Words; 12] = [
    ("Dez", "Dec"),
    ("Jan", "Jan"),
    ("Feb", "Feb"),
    ("Mär", "Mar"),
    ("Apr", "Apr"),
    ("Mai", "May"),
    ("Jun", "Jun"),
    ("Jul", "Jul"),
    ("Aug", "Aug"),
    ("Sep", "Sep"),
    ("Okt", "Oct"),
    ("Nov", "Nov"),
];

/// The page's parts.
pub fn view() -> AnyView {
    view! {
        <Part
            id="bar-chart"
            name=("Balkendiagramm", "Bar chart")
            when=(
                "Für Beträge über der Zeit oder für heute und danach. Der Satz darüber sagt, was zu sehen ist; die Tabelle darunter hat alle Werte.",
                "For amounts over time, or for today and after. The sentence above says what is to be seen; the table below has all values.",
            )
        >
            <Specimen state=("Zwölf Monate", "Twelve months") room=Room::Full show=year/>
            <Specimen state=("Heute und danach", "Today and after") room=Room::Full show=compared/>
            <Specimen state=("Mit Guthaben und Null", "With credit and zero") show=with_credit/>
            <Specimen state=("Ein Wert", "One value") show=one/>
            <Specimen state=("Alles null", "All zero") show=zero/>
            <Specimen state=("Noch keine Werte", "No values yet") show=nothing/>
        </Part>
    }
    .into_any()
}

fn drawn(frame: Frame, id: &str, title: Words, bars: Vec<Bar>) -> AnyView {
    let id = frame.id(id);
    view! {
        <Card title=said(("Ausgaben", "Spend"))>
            <BarChart id title=said(title) bars currency=Currency::EUR of=said(("Monat", "Month"))/>
        </Card>
    }
    .into_any()
}

fn bars(minors: &[i64]) -> Vec<Bar> {
    MONTHS.iter().zip(minors).map(|(month, minor)| Bar { label: said(*month).to_owned(), before_minor: None, minor: *minor }).collect()
}

const YEAR: [i64; 12] = [16_660, 16_660, 16_660, 242_284, 16_660, 16_660, 22_610, 22_610, 22_610, 22_610, 22_610, 22_610];

fn year(frame: Frame) -> AnyView {
    drawn(frame, "year", ("Kosten der nächsten 12 Monate", "Cost of the next 12 months"), bars(&YEAR))
}

fn compared(frame: Frame) -> AnyView {
    let pairs = bars(&YEAR).into_iter().take(3).map(|bar| Bar { before_minor: Some(bar.minor), minor: bar.minor + 5_950, ..bar }).collect();
    drawn(frame, "compared", ("Was die Änderung an den nächsten Rechnungen ändert", "What the change does to the next bills"), pairs)
}

fn with_credit(frame: Frame) -> AnyView {
    drawn(frame, "credit", ("Rechnungen und Gutschriften", "Invoices and credit notes"), bars(&[17_056, 0, -6_108, 16_660, 189_600, -42_000]))
}

fn one(frame: Frame) -> AnyView {
    drawn(frame, "one", ("Kosten des ersten Monats", "Cost of the first month"), bars(&[17_056]))
}

fn zero(frame: Frame) -> AnyView {
    drawn(frame, "zero", ("Kosten der Testversion", "Cost of the trial"), bars(&[0, 0, 0]))
}

fn nothing(frame: Frame) -> AnyView {
    drawn(frame, "nothing", ("Kosten der letzten Monate", "Cost of the past months"), Vec::new())
}
