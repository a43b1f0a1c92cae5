//! Papers and mail: documents, addresses, numbers, and a mail as it was sent.

use crate::pages::styleguide::specimen::{Frame, Part, Specimen, said};
use crate::texts::use_language;
use crate::ui::badge::{Badge, BadgeTone};
use crate::ui::card::Card;
use crate::ui::code::{Code, LongCode};
use crate::ui::conversation::{Conversation, Message, Whose};
use crate::ui::documents::{Document, Documents};
use crate::ui::mail_view::{Mail, MailView};
use crate::ui::receipt::{Receipt, ReceiptItem, ReceiptNotes, ReceiptTotal};
use billing::{BillingInterval, OrderPrice};
use leptos::prelude::*;
use leptos::serde_json;

/// The page's parts.
pub fn view() -> AnyView {
    view! {
        <Part
            id="receipt"
            name=("Bestellübersicht", "Order summary")
            when=(
                "Vor und nach jeder Bestellung. Jede Zeile lässt sich aufklappen und sagt, wie ihr Betrag zustande kommt.",
                "Before and after every order. Each line unfolds and tells how its amount came about.",
            )
        >
            <Specimen state=("Plan geändert, mit Gutschrift", "Plan changed, with credit") show=receipt/>
        </Part>
        <Part
            id="documents"
            name=("Dateien", "Documents")
            when=("Für alles, was man als Datei mitnimmt. Art und Größe stehen dabei, bevor man lädt.", "For all that is taken along as a file. Kind and size are told before it loads.")
        >
            <Specimen state=("Drei Dateien", "Three files") show=documents/>
            <Specimen state=("Keine", "None") show=|_| view! { <Documents documents=Vec::new() nothing=nothing()/> }.into_any()/>
        </Part>
        <Part
            id="mail"
            name=("Nachricht", "Mail")
            when=("Für Post, wie sie verschickt wurde oder werden wird: im Postausgang und bevor man sie abschickt.", "For mail as it was or will be sent: in the outbox, and before it goes.")
        >
            <Specimen state=("Gesendet", "Sent") show=mail_sent/>
            <Specimen state=("Nicht zustellbar", "Not delivered") show=mail_failed/>
        </Part>
        <Part
            id="conversation"
            name=("Gespräch", "Conversation")
            when=("Für das, was zwei Seiten einander schreiben. Die eigene Seite steht rechts.", "For what two sides write to each other. The reader's own side stands to the right.")
        >
            <Specimen state=("Frage und Antwort", "Question and answer") show=conversation/>
        </Part>
        <Part
            id="code"
            name=("Nummer", "Number")
            when=("Für Nummern, die man abschreibt oder kopiert: ein Klick wählt sie ganz aus. Lange brechen an jeder Stelle.", "For numbers that are copied: one click selects all of it. Long ones break anywhere.")
        >
            <Specimen state=("Kurz und lang", "Short and long") show=codes/>
        </Part>
    }
    .into_any()
}

/// Ten seats of Professional become ten of Business on the 21st of a month that began on the first.
const PRICE: &str = r#"{
    "today": "2026-11-21", "currency": "EUR", "tax_today": {"category": "S", "rate": "19"},
    "lines": [
        {"item": 0, "kind": "credit", "seats": 10, "unit_minor": 1400, "days": 10, "of_days": 30, "net_minor": -4667,
         "period": {"start": "2026-11-21", "end": "2026-12-01"}, "tax": {"category": "S", "rate": "19"}},
        {"item": 0, "kind": "charge", "seats": 10, "unit_minor": 1900, "days": 30, "of_days": 30, "net_minor": 19000,
         "period": {"start": "2026-11-21", "end": "2026-12-21"}, "tax": {"category": "S", "rate": "19"}}
    ],
    "net_minor": 14333, "tax": [{"category": "S", "rate": "19", "base_minor": 14333, "tax_minor": 2723}], "total_minor": 17056,
    "credit_used_minor": 0, "due_now_minor": 17056, "credit_after_minor": 0,
    "periods": [{"item": 0, "start": "2026-11-21", "end": "2026-12-21"}],
    "renewals": [{"item": 0, "on": "2026-12-21", "net_minor": 19000}], "asks_for_payment": true
}"#;

fn receipt(frame: Frame) -> AnyView {
    let Ok(price) = serde_json::from_str::<OrderPrice>(PRICE) else { return ().into_any() };
    let (product, before, after) = ("GoTo Meeting".to_owned(), "Professional".to_owned(), "Business".to_owned());
    let items = vec![ReceiptItem { product_name: product, plan_name_before: before, plan_name: after, interval: BillingInterval::Monthly }];
    let total = price.clone();
    let title = format!("{}, {}", said(("Bestellübersicht", "Order summary")), frame.name());
    view! {
        <Receipt price=price.clone() items=items.clone() title id=frame.pick("light-summary", "dark-summary")><ReceiptTotal price=total/></Receipt>
        <ReceiptNotes price items/>
    }
    .into_any()
}

fn nothing() -> (&'static str, &'static str) {
    (
        said(("Noch keine Dateien", "No files yet")),
        said(("Sobald die Rechnung gestellt ist, liegt sie hier als PDF und XML.", "As soon as the invoice is issued, it lies here as PDF and XML.")),
    )
}

fn documents(_frame: Frame) -> AnyView {
    let document = |name: &str, kind, detail| Document { name: name.to_owned(), kind, detail: said(detail).to_owned(), href: "/favicon.svg".to_owned() };
    let documents = vec![
        document(said(("Rechnung RE-2026-00018", "Invoice RE-2026-00018")), "PDF", ("84 kB, 21.11.2026", "84 kB, 21 Nov 2026")),
        document(said(("Rechnung RE-2026-00018, elektronisch", "Invoice RE-2026-00018, electronic")), "XML", ("9 kB, 21.11.2026", "9 kB, 21 Nov 2026")),
        document(
            said(("Kaufauftrag der Alpenwerk AG mit einem langen Namen", "Purchase order of Alpenwerk AG with a long name")),
            "PDF",
            ("1,2 MB, 03.11.2026", "1.2 MB, 3 Nov 2026"),
        ),
    ];
    view! { <Card title=said(("Dateien", "Files"))><Documents documents nothing=nothing()/></Card> }.into_any()
}

fn mail() -> Mail {
    let text = said((
        "Guten Tag Anna Albrecht,\n\nvielen Dank für Ihre Bestellung. Der neue Abrechnungszeitraum läuft vom 21.11.2026 bis zum 20.12.2026.\n\n  GoTo Meeting Business × 10      190,00 €\n  Gutschrift Professional × 10    −46,67 €\n\nIhre Rechnung:\nhttps://kontor.example/billing/invoices/RE-2026-00018",
        "Hello Anna Albrecht,\n\nthank you for your order. The new billing period runs from 21 Nov 2026 to 20 Dec 2026.\n\n  GoTo Meeting Business × 10      €190.00\n  Credit Professional × 10        −€46.67\n\nYour invoice:\nhttps://kontor.example/billing/invoices/RE-2026-00018",
    ));
    Mail {
        from: "Kontor <rechnung@nordwerk.example>".to_owned(),
        to: "anna@nordlicht.example".to_owned(),
        subject: said(("Ihre Bestellung vom 21.11.2026", "Your order of 21 Nov 2026")).to_owned(),
        sent: said(("21.11.2026, 09:31", "21 Nov 2026, 09:31")).to_owned(),
        text: text.to_owned(),
        language: use_language().code(),
    }
}

fn mail_sent(_frame: Frame) -> AnyView {
    view! { <MailView mail=mail() state=view! { <Badge tone=BadgeTone::Success text=said(("Gesendet", "Sent"))/> }.into_any()/> }.into_any()
}

fn mail_failed(_frame: Frame) -> AnyView {
    let mail = Mail { sent: said(("noch nicht, nächster Versuch um 10:00", "not yet, next try at 10:00")).to_owned(), ..mail() };
    view! { <MailView mail state=view! { <Badge tone=BadgeTone::Error text=said(("Nicht zustellbar", "Not delivered"))/> }.into_any()/> }.into_any()
}

fn conversation(_frame: Frame) -> AnyView {
    let own = Message {
        whose: Whose::Own,
        who: "Anna Albrecht".to_owned(),
        when: said(("21.11.2026, 09:31", "21 Nov 2026, 09:31")).to_owned(),
        text: said(("Guten Morgen,\n\nbrauchen wir für zwei Teams zwei Abonnements?", "Good morning,\n\ndo two teams need two subscriptions?")).to_owned(),
    };
    let theirs = Message {
        whose: Whose::Theirs,
        who: said(("Kundendienst", "Customer care")).to_owned(),
        when: said(("21.11.2026, 10:12", "21 Nov 2026, 10:12")).to_owned(),
        text: said(("Nein, eines genügt. Geben Sie einfach mehr Lizenzen ein.", "No, one will do. Just enter more licences.")).to_owned(),
    };
    view! { <Conversation label=said(("Nachrichten", "Messages")) messages=vec![own, theirs]/> }.into_any()
}

fn codes(_frame: Frame) -> AnyView {
    view! {
        <p>{said(("Ihre Rechnung", "Your invoice"))}" "<Code text="RE-2026-00018"/></p>
        <p><LongCode text="whsec_9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"/></p>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::{OrderPrice, PRICE, serde_json};

    #[test]
    fn the_price_of_the_specimen_is_a_price() {
        let price: OrderPrice = serde_json::from_str(PRICE).unwrap();
        assert_eq!((price.lines.len(), price.due_now_minor), (2, 17_056));
    }
}
