//! The frame of a page: trail and way back, the pay bar, the foot.

use crate::pages::styleguide::specimen::{Frame, Part, Room, Specimen, said};
use crate::ui::money::money_text;
use crate::ui::way_back::{BackLink, Breadcrumbs};
use billing::Currency;
use leptos::prelude::*;

/// The page's parts.
pub fn view() -> AnyView {
    view! {
        <Part
            id="way-back"
            name=("Weg zurück", "Way back")
            when=(
                "Über der Überschrift jeder Seite, die zu einer Liste gehört. Der Pfad nur, wo mehr als eine Stufe darüber liegt.",
                "Above the heading of every page that belongs to a list. The trail only where more than one step lies above.",
            )
        >
            <Specimen state=("Ein Weg", "One way") show=|_| view! { <BackLink href="/styleguide/tables" text=said(("Rechnungen", "Invoices"))/> }.into_any()/>
            <Specimen state=("Pfad; auf dem Telefon nur die letzte Stufe", "Trail; on a phone the last step only") show=trail/>
        </Part>
        <Part
            id="pay-bar"
            name=("Zahlleiste", "Pay bar")
            when=(
                "Die Summe und der Knopf, der Geld ausgibt. Neben dem Inhalt hängt sie am Beleg, auf dem Telefon bleibt sie am unteren Rand.",
                "The sum and the button that spends money. Beside the matter it hangs on the receipt, on a phone it stays at the lower edge.",
            )
        >
            <Specimen state=("Betrag im Knopf", "Amount in the button") room=Room::Full show=pay_bar/>
        </Part>
    }
    .into_any()
}

fn trail(frame: Frame) -> AnyView {
    let step = |words| ("/styleguide/frame".to_owned(), said(words).to_owned());
    let steps = vec![step(("Konten", "Accounts")), step(("Alpenwerk AG", "Alpenwerk AG"))];
    view! { <Breadcrumbs steps label=frame.name() here=said(("Angebot AN-2026-00007", "Quote AN-2026-00007"))/> }.into_any()
}

fn pay_bar(_frame: Frame) -> AnyView {
    let amount = money_text(17_056, Currency::EUR);
    view! {
        <div class="pay-bar">
            <p class="receipt-total"><span>{said(("Heute fällig", "Due today"))}</span>" "<span class="amount">{amount.clone()}</span></p>
            <div class="pay-actions">
                <button class="button primary wide" type="button">{said(("Bestellung aufgeben,", "Place order,"))}" "<span class="amount">{amount}</span></button>
            </div>
        </div>
    }
    .into_any()
}
