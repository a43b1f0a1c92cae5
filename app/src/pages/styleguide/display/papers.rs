//! Papers and mail: documents, addresses, numbers, and a mail as it was sent.

use crate::pages::styleguide::specimen::{Frame, Part, Specimen, said};
use crate::ui::badge::{Badge, BadgeTone};
use crate::ui::card::Card;
use crate::ui::code::{Code, LongCode};
use crate::ui::documents::{Document, Documents};
use crate::ui::mail_view::{Mail, MailView};
use crate::texts::use_language;
use leptos::prelude::*;

/// The page's parts.
pub fn view() -> AnyView {
    view! {
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
            id="code"
            name=("Nummer", "Number")
            when=("Für Nummern, die man abschreibt oder kopiert: ein Klick wählt sie ganz aus. Lange brechen an jeder Stelle.", "For numbers that are copied: one click selects all of it. Long ones break anywhere.")
        >
            <Specimen state=("Kurz und lang", "Short and long") show=codes/>
        </Part>
    }
    .into_any()
}

fn nothing() -> (&'static str, &'static str) {
    (said(("Noch keine Dateien", "No files yet")), said(("Sobald die Rechnung gestellt ist, liegt sie hier als PDF und XML.", "As soon as the invoice is issued, it lies here as PDF and XML.")))
}

fn documents(_frame: Frame) -> AnyView {
    let document = |name: &str, kind, detail| Document { name: name.to_owned(), kind, detail: said(detail).to_owned(), href: "/favicon.svg".to_owned() };
    let documents = vec![
        document(said(("Rechnung RE-2026-00018", "Invoice RE-2026-00018")), "PDF", ("84 kB, 21.11.2026", "84 kB, 21 Nov 2026")),
        document(said(("Rechnung RE-2026-00018, elektronisch", "Invoice RE-2026-00018, electronic")), "XML", ("9 kB, 21.11.2026", "9 kB, 21 Nov 2026")),
        document(said(("Kaufauftrag der Alpenwerk AG mit einem langen Namen", "Purchase order of Alpenwerk AG with a long name")), "PDF", ("1,2 MB, 03.11.2026", "1.2 MB, 3 Nov 2026")),
    ];
    view! { <Card title=said(("Dateien", "Files"))><Documents documents nothing=nothing()/></Card> }.into_any()
}

fn mail() -> Mail {
    let text = said((
        "Guten Tag Anna Brandt,\n\nvielen Dank für Ihre Bestellung. Der neue Abrechnungszeitraum läuft vom 21.11.2026 bis zum 20.12.2026.\n\n  GoTo Meeting Business × 10      190,00 €\n  Gutschrift Professional × 10    −46,67 €\n\nIhre Rechnung:\nhttps://kontor.example/billing/invoices/RE-2026-00018",
        "Hello Anna Brandt,\n\nthank you for your order. The new billing period runs from 21 Nov 2026 to 20 Dec 2026.\n\n  GoTo Meeting Business × 10      €190.00\n  Credit Professional × 10        −€46.67\n\nYour invoice:\nhttps://kontor.example/billing/invoices/RE-2026-00018",
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

fn codes(_frame: Frame) -> AnyView {
    view! {
        <p>{said(("Ihre Rechnung", "Your invoice"))}" "<Code text="RE-2026-00018"/></p>
        <p><LongCode text="whsec_9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"/></p>
    }
    .into_any()
}
