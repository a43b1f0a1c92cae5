//! Tables: sorted, filtered, paged, summed, chosen from, and each of their states.

use crate::pages::styleguide::specimen::{Frame, Part, Room, Specimen, said};
use crate::texts::use_language;
use crate::ui::badge::{Badge, BadgeTone};
use crate::ui::empty::{Empty, NotLoaded, NothingMatches};
use crate::ui::filter_links::FilterLinks;
use crate::ui::list_query::{Direction, ListQuery};
use crate::ui::money::money_text;
use crate::ui::pager::Pager;
use crate::ui::selection::{Selection, SelectionBar};
use crate::ui::table::{Column, Row, Table, TableShape, TableSkeleton};
use billing::{Currency, format};
use chrono::NaiveDate;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// How many rows the paged specimen shows at a time.
const PAGE: usize = 4;

/// The page's parts.
pub fn view() -> AnyView {
    view! {
        <Part
            id="table"
            name=("Tabelle", "Table")
            when=(
                "Für viele gleichartige Dinge mit Zahlen, die man vergleicht. Wo sie zu schmal wird, werden ihre Zeilen zu Karten.",
                "For many things of one kind with figures to compare. Where it gets too narrow, its rows become cards.",
            )
        >
            <Specimen state=("Sortieren, filtern, blättern; die Zeile führt zur Rechnung", "Sort, filter, page; the row leads to the invoice") room=Room::Full show=listed/>
            <Specimen state=("Mit Summe", "With a sum") room=Room::Full show=summed/>
            <Specimen state=("Mit Auswahl", "To choose from") room=Room::Full show=chosen/>
            <Specimen state=("Lädt", "Loading") room=Room::Full show=|_| view! { <div class="sheet"><TableSkeleton columns=columns() rows=3/></div> }.into_any()/>
            <Specimen state=("Noch leer", "Empty yet") show=empty/>
            <Specimen state=("Nichts gefunden", "Nothing matches") show=|_| view! { <NothingMatches all="/styleguide/tables"/> }.into_any()/>
            <Specimen state=("Nicht geladen", "Not loaded") show=not_loaded/>
        </Part>
    }
    .into_any()
}

struct Invoice {
    number: &'static str,
    day: u32,
    products: &'static str,
    is_open: bool,
    minor: i64,
}

const INVOICES: [Invoice; 7] = [
    Invoice { number: "RE-2026-00018", day: 21, products: "GoTo Meeting, GoTo Webinar", is_open: true, minor: 189_600 },
    Invoice { number: "RE-2026-00017", day: 18, products: "GoTo Meeting", is_open: false, minor: 17_056 },
    Invoice { number: "RK-2026-00002", day: 18, products: "GoTo Meeting", is_open: false, minor: -6_108 },
    Invoice { number: "RE-2026-00016", day: 12, products: "GoTo Training", is_open: true, minor: 45_220 },
    Invoice { number: "RE-2026-00015", day: 9, products: "GoToAssist v5", is_open: false, minor: 98_532 },
    Invoice { number: "RE-2026-00014", day: 4, products: "GoTo Webinar", is_open: false, minor: 23_562 },
    Invoice { number: "RE-2026-00013", day: 1, products: "GoTo Meeting", is_open: false, minor: 16_660 },
];

fn columns() -> Vec<Column> {
    vec![
        Column::text(said(("Nummer", "Number"))).sorted_by("number"),
        Column::text(said(("Datum", "Date"))).sorted_by("date"),
        Column::text(said(("Wofür", "What for"))),
        Column::state(said(("Zustand", "State"))),
        Column::figure(said(("Betrag", "Amount"))).sorted_by("amount"),
    ]
}

fn row(invoice: &Invoice) -> Row {
    let day = NaiveDate::from_ymd_opt(2026, 11, invoice.day).map(|day| format::date(day, use_language()));
    let (tone, state) = if invoice.is_open { (BadgeTone::Notice, ("Offen", "Open")) } else { (BadgeTone::Success, ("Bezahlt", "Paid")) };
    let class = if invoice.minor < 0 { "amount credit" } else { "amount" };
    let cells = vec![
        view! { <a href="/styleguide/papers">{invoice.number}</a> }.into_any(),
        view! { <span class="whole">{day}</span> }.into_any(),
        invoice.products.into_any(),
        view! { <Badge tone text=said(state)/> }.into_any(),
        view! { <span class=class>{money_text(invoice.minor, Currency::EUR)}</span> }.into_any(),
    ];
    Row { id: invoice.number.to_owned(), cells }
}

/// What a load function of a page does: filter, sort, cut a page out.
fn listed(frame: Frame) -> AnyView {
    let query = use_location().query;
    let list = move || {
        // What a page's resource does: everything below is made anew with every address.
        drop(query.read());
        let list = ListQuery::here();
        let state = list.value("state");
        let mut found: Vec<&Invoice> = INVOICES.iter().filter(|invoice| state.as_deref().is_none_or(|state| (state == "open") == invoice.is_open)).collect();
        if let Some(sort) = list.sort() {
            match sort.key.as_str() {
                "amount" => found.sort_by_key(|invoice| invoice.minor),
                "date" => found.sort_by_key(|invoice| invoice.day),
                _ => found.sort_by_key(|invoice| invoice.number),
            }
            if sort.direction == Direction::Descending {
                found.reverse();
            }
        }
        let from = list.value("after").and_then(|number| found.iter().position(|invoice| invoice.number == number)).map_or(0, |place| place + 1);
        let page: Vec<&Invoice> = found.iter().skip(from).take(PAGE).copied().collect();
        let last = page.last().filter(|_| from + page.len() < found.len());
        let older = last.map(|last| list.address_with("after", Some(last.number)));
        let newer = (from > 0).then(|| list.address_with("after", None));
        let choices = vec![("", said(("Alle", "All"))), ("open", said(("Offen", "Open"))), ("paid", said(("Bezahlt", "Paid")))];
        view! {
            <FilterLinks label=frame.name() key="state" choices/>
            <div class="sheet">
                <Table caption=said(("Rechnungen", "Invoices")) columns=columns() rows=page.into_iter().map(row).collect() shape=TableShape::Leading/>
            </div>
            <Pager newer older of=frame.name()/>
        }
    };
    list.into_any()
}

fn summed(_frame: Frame) -> AnyView {
    let columns = vec![
        Column::text(said(("Leistung", "Service"))),
        Column::number(said(("Menge", "Quantity"))),
        Column::number(said(("Einzelpreis", "Unit price"))),
        Column::figure(said(("Betrag", "Amount"))),
    ];
    let amount = |minor: i64| view! { <span class="amount">{money_text(minor, Currency::EUR)}</span> }.into_any();
    let line = |name: &'static str, seats: i64, unit: i64| {
        Row::new(vec![name.into_any(), format::count(seats, use_language()).into_any(), amount(unit), amount(seats * unit)])
    };
    let rows = vec![line("GoTo Training Pro", 25, 152_400), line("GoTo Webinar Pro", 5, 190_800), line("GoTo Meeting Enterprise", 1_080, 27_600)];
    let sum = Row::new(vec![said(("Summe", "Sum")).into_any(), ().into_any(), ().into_any(), amount(25 * 152_400 + 5 * 190_800 + 1_080 * 27_600)]);
    view! { <div class="sheet"><Table caption=said(("Leistungen", "Services")) columns rows sum/></div> }.into_any()
}

fn chosen(frame: Frame) -> AnyView {
    let selection = Selection::new(frame.pick("light-invoice", "dark-invoice"));
    let open = INVOICES.iter().filter(|invoice| invoice.is_open).chain(INVOICES.iter().take(2).filter(|invoice| !invoice.is_open));
    view! {
        <form method="get" action="/styleguide/tables">
            <div class="sheet">
                <Table caption=said(("Offene Rechnungen", "Open invoices")) columns=unsorted() rows=open.map(row).collect() selection/>
            </div>
            <SelectionBar selection>
                <button class="button primary" type="submit">{said(("Jetzt bezahlen", "Pay now"))}</button>
            </SelectionBar>
        </form>
    }
    .into_any()
}

fn unsorted() -> Vec<Column> {
    vec![
        Column::text(said(("Nummer", "Number"))),
        Column::text(said(("Datum", "Date"))),
        Column::text(said(("Wofür", "What for"))),
        Column::state(said(("Zustand", "State"))),
        Column::figure(said(("Betrag", "Amount"))),
    ]
}

fn empty(_frame: Frame) -> AnyView {
    let text = said(("Sobald etwas abgerechnet wird, steht die Rechnung hier.", "As soon as something is billed, its invoice stands here."));
    view! {
        <Empty icon="invoice" title=said(("Noch keine Rechnungen", "No invoices yet")) text>
            <a class="button primary" href="/styleguide/tables">{said(("Neues Abonnement hinzufügen", "Add new subscription"))}</a>
        </Empty>
    }
    .into_any()
}

fn not_loaded(_frame: Frame) -> AnyView {
    let text = said(("Die Verbindung brach ab. Ihre Daten sind unverändert.", "The connection broke. Your data are unchanged."));
    view! { <NotLoaded text retry="/styleguide/tables"/> }.into_any()
}
