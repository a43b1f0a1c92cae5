//! Fields for amounts, dates and whole numbers, and how amounts and dates are written.

use super::fine;
use crate::pages::styleguide::specimen::{Frame, Part, Specimen, said};
use crate::texts::use_language;
use crate::ui::date_field::{DateField, date_text};
use crate::ui::field::FieldError;
use crate::ui::money::{MoneyFault, money_text, read_money};
use crate::ui::money_field::MoneyField;
use crate::ui::stepper::Stepper;
use billing::Currency;
use chrono::NaiveDate;
use leptos::prelude::*;

/// The page's parts.
pub fn view() -> AnyView {
    view! {
        <Part
            id="money-text"
            name=("Beträge und Daten im Text", "Amounts and dates in text")
            when=(
                "Immer mit Währung, immer in Tabellenziffern, nie am Zeilenende getrennt.",
                "Always with the currency, always in tabular figures, never broken at a line's end.",
            )
        >
            <Specimen state=("Soll, Haben, nichts", "Debit, credit, nothing") show=texts/>
        </Part>
        <Part
            id="money-field"
            name=("Betragsfeld", "Amount field")
            when=(
                "Für einen Betrag in der Währung des Kontos. Komma und Punkt gelten, wie man sie schreibt.",
                "For an amount in the account's currency. Point and comma count as one writes them.",
            )
        >
            <Specimen state=("Ausgefüllt und leer", "Filled and empty") show=amounts/>
            <Specimen state=("Wird beim Tippen gelesen", "Read while typing") show=live_amount/>
        </Part>
        <Part
            id="date-field"
            name=("Datumsfeld", "Date field")
            when=(
                "Für einen Tag. Der Browser öffnet seinen eigenen Kalender; daneben steht das Datum in der Sprache der Seite.",
                "For a day. The browser opens its own calendar; beside it stands the date in the page's language.",
            )
        >
            <Specimen state=("Ausgefüllt und leer", "Filled and empty") show=dates/>
            <Specimen state=("Mit Fehler", "With an error") show=faulty_date/>
        </Part>
        <Part
            id="stepper"
            name=("Zähler", "Stepper")
            when=(
                "Für Stückzahlen, die man meist um wenige ändert. Tippen geht immer, Pfeiltasten zählen einzeln, Bildtasten zu zehnt.",
                "For quantities that change by a few. Typing always works, arrow keys count by one, page keys by ten.",
            )
        >
            <Specimen state=("Mit Hinweis", "With a hint") show=stepper/>
            <Specimen state=("Mit Fehler", "With an error") show=faulty_stepper/>
        </Part>
    }
    .into_any()
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

fn texts(_frame: Frame) -> AnyView {
    let row = |name, minor: Option<i64>| {
        let text = minor.map_or_else(|| "–".to_owned(), |minor| money_text(minor, Currency::EUR));
        let class = if minor.is_some_and(|minor| minor < 0) { "amount credit" } else { "amount" };
        view! { <div><dt>{said(name)}</dt><dd><span class=class>{text}</span></dd></div> }
    };
    view! {
        <dl class="facts">
            {row(("Neuer Zeitraum", "New period"), Some(190_000))}
            {row(("Gutschrift", "Credit"), Some(-4_667))}
            {row(("Noch kein Preis", "No price yet"), None)}
            <div>
                <dt>{said(("Nächste Abbuchung", "Next charge"))}</dt>
                <dd><span class="whole">{date_text(day(2026, 12, 21))}</span></dd>
            </div>
        </dl>
    }
    .into_any()
}

fn amounts(frame: Frame) -> AnyView {
    view! {
        <div class="form">
            <MoneyField
                name=frame.id("amount")
                label=said(("Zahlbetrag", "Amount to pay"))
                currency=Currency::EUR
                value=said(("782,46", "782.46"))
                hint=said(("Offen sind 1.564,92 €. Sie können auch einen Teil zahlen.", "€1,564.92 are open. You can pay a part."))
                error=fine()
            />
            <MoneyField name=frame.id("limit") label=said(("Höchstbetrag", "Limit")) currency=Currency::EUR error=fine()/>
        </div>
    }
    .into_any()
}

fn live_amount(frame: Frame) -> AnyView {
    let typed = RwSignal::new(said(("1.234,567", "1,234.567")).to_owned());
    let language = use_language();
    let result = Signal::derive(move || read_money(&typed.read(), Currency::EUR, language));
    let error = Signal::derive(move || match result.get() {
        Ok(_) => None,
        Err(MoneyFault::Missing) => Some(said(("Geben Sie einen Betrag ein.", "Enter an amount.")).to_owned()),
        Err(MoneyFault::NoAmount) => Some(said(("Geben Sie einen Betrag ein, zum Beispiel 1.234,50.", "Enter an amount, such as 1,234.50.")).to_owned()),
        Err(MoneyFault::TooFine) => Some(said(("Höchstens zwei Stellen nach dem Komma.", "No more than two decimal places.")).to_owned()),
    });
    let read = move || result.get().ok().map(|minor| money_text(minor, Currency::EUR));
    view! {
        <div class="form" on:input=move |event| typed.set(event_target_value(&event))>
            <MoneyField
                name=frame.id("typed")
                label=said(("Bestellsumme", "Order total"))
                currency=Currency::EUR
                value=typed.get_untracked()
                error
            />
            <p class="field-hint">{said(("Gelesen: ", "Read as: "))}<output class="amount">{read}</output></p>
        </div>
    }
    .into_any()
}

fn dates(frame: Frame) -> AnyView {
    view! {
        <div class="form">
            <DateField
                name=frame.id("valid-until")
                label=said(("Gültig bis", "Valid until"))
                value="2027-03-01"
                range=(Some(day(2026, 11, 21)), None)
                error=fine()
            />
            <DateField
                name=frame.id("received")
                label=said(("Eingegangen am", "Received on"))
                hint=said(("Das Datum des Kontoauszugs.", "The date on the bank statement."))
                error=fine()
            />
        </div>
    }
    .into_any()
}

fn faulty_date(frame: Frame) -> AnyView {
    let error = said(("Der Tag liegt vor heute. Wählen Sie einen ab dem 21.11.2026.", "The day is before today. Choose one from 21 Nov 2026 on."));
    view! {
        <div class="form">
            <DateField
                name=frame.id("too-early")
                label=said(("Gültig bis", "Valid until"))
                value="2026-03-01"
                error=Signal::stored(Some(error.to_owned()))
            />
        </div>
    }
    .into_any()
}

fn stepper(frame: Frame) -> AnyView {
    let name = frame.id("seats");
    view! {
        <div class="field">
            <label for=name.clone()>{said(("Benutzerlizenzen", "User licences"))}</label>
            <div class="field-row">
                <Count name=name.clone() value="10" is_faulty=false/>
                <p class="field-hint" id=format!("{name}-hint")>{said(("Bisher 8.", "8 so far."))}</p>
            </div>
        </div>
    }
    .into_any()
}

fn faulty_stepper(frame: Frame) -> AnyView {
    let name = frame.id("bad-seats");
    let error = said(("Geben Sie eine Zahl von 1 bis 100 ein.", "Enter a number from 1 to 100."));
    view! {
        <div class="field">
            <label for=name.clone()>{said(("Benutzerlizenzen", "User licences"))}</label>
            <div class="field-row">
                <Count name=name.clone() value="0" is_faulty=true/>
                <p class="field-hint" id=format!("{name}-hint")>{said(("Bisher 8.", "8 so far."))}</p>
            </div>
            <FieldError id=format!("{name}-error") error=Signal::stored(Some(error.to_owned()))/>
        </div>
    }
    .into_any()
}

#[component]
fn Count(name: String, #[prop(into)] value: String, is_faulty: bool) -> impl IntoView {
    let labels = (said(("Eine weniger", "One fewer")), said(("Eine mehr", "One more")));
    view! { <Stepper name value range=Signal::stored((1, 100)) labels is_faulty=Signal::stored(is_faulty) on_step=Callback::new(|()| ())/> }
}
