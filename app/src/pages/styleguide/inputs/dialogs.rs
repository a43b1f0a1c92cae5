//! Dialogs, menus and disclosures.

use super::fine;
use crate::pages::styleguide::specimen::{Frame, Part, Specimen, said};
use crate::ui::alert::InlineAlert;
use crate::ui::banner::BannerTone;
use crate::ui::dialog::{Dialog, DialogHandle, DialogLink};
use crate::ui::disclosure::Disclosure;
use crate::ui::field::{Presence, TextField};
use crate::ui::icon::Icon;
use crate::ui::menu::Menu;
use leptos::prelude::*;

/// The page's parts.
pub fn view() -> AnyView {
    view! {
        <Part
            id="dialog"
            name=("Dialog", "Dialog")
            when=(
                "Für eine Rückfrage, nach der etwas endet oder Geld fließt. Ohne Skript führt derselbe Verweis auf eine Seite mit demselben Inhalt.",
                "For a question after which something ends or money moves. Without script the same link leads to a page with the same matter.",
            )
        >
            <Specimen state=("Rückfrage", "A question") show=question/>
            <Specimen state=("Mit Formular", "With a form") show=form/>
        </Part>
        <Part
            id="menu"
            name=("Menü", "Menu")
            when=(
                "Für das, was man mit einem Ding tun kann, oben rechts an ihm. Es öffnet sich ohne Skript.",
                "For what can be done with a thing, at its upper right corner. It opens without script.",
            )
        >
            <Specimen state=("An einer Kachel", "At a tile") show=menu/>
        </Part>
        <Part
            id="disclosure"
            name=("Erklärung", "Disclosure")
            when=(
                "Für Erklärungen, die nicht jeder braucht. Wer fragt, klappt sie auf.",
                "For explanations that not everybody needs. Who asks, unfolds them.",
            )
        >
            <Specimen state=("Zu und offen", "Closed and open") show=disclosure/>
        </Part>
    }
    .into_any()
}

fn question(frame: Frame) -> AnyView {
    let handle = DialogHandle::new();
    view! {
        <DialogLink handle page="/styleguide/dialogs#dialog" class="button danger">{said(("Abonnement kündigen", "Cancel subscription"))}</DialogLink>
        <Dialog handle id=frame.id("cancel") title=said(("GoTo Meeting kündigen?", "Cancel GoTo Meeting?"))>
            <p>
                {said((
                    "Es läuft bis zum 30.11.2026 weiter und verlängert sich dann nicht. Bis dahin können Sie die Kündigung zurücknehmen.",
                    "It runs until 30 Nov 2026 and is then not renewed. Until that day you can take the cancellation back.",
                ))}
            </p>
            <InlineAlert tone=BannerTone::Notice>
                <p>{said(("10 Benutzer verlieren dann den Zugang.", "10 users will then lose access."))}</p>
            </InlineAlert>
            <div class="actions">
                <button class="button danger primary" type="button" on:click=move |_| handle.close()>
                    {said(("Zum 30.11.2026 kündigen", "Cancel on 30 Nov 2026"))}
                </button>
                <button class="button" type="button" autofocus on:click=move |_| handle.close()>{said(("Behalten", "Keep it"))}</button>
            </div>
        </Dialog>
    }
    .into_any()
}

fn form(frame: Frame) -> AnyView {
    let handle = DialogHandle::new();
    view! {
        <DialogLink handle page="/styleguide/dialogs#dialog">{said(("Kontakt hinzufügen", "Add a contact"))}</DialogLink>
        <Dialog handle id=frame.id("contact") title=said(("Kontakt hinzufügen", "Add a contact"))>
            <form class="form" method="dialog">
                <TextField name=frame.id("contact-name") label=said(("Name", "Name")) autocomplete="off" error=fine()/>
                <TextField
                    name=frame.id("contact-phone")
                    label=said(("Telefon", "Telephone"))
                    kind="tel"
                    autocomplete="off"
                    presence=Presence::Optional
                    error=fine()
                />
                <div class="actions">
                    <button class="button primary" type="submit">{said(("Speichern", "Save"))}</button>
                    <button class="button quiet" type="button" on:click=move |_| handle.close()>{said(("Abbrechen", "Cancel"))}</button>
                </div>
            </form>
        </Dialog>
    }
    .into_any()
}

fn menu(frame: Frame) -> AnyView {
    let title = frame.id("menu-title");
    view! {
        <div class="card tile-head">
            <div id=title.clone()>
                <strong>"GoTo Meeting"</strong>
                <p>{said(("Professional, 10 Benutzerlizenzen", "Professional, 10 user licences"))}</p>
            </div>
            <Menu id=frame.id("options") label=said(("Optionen", "Options")) described_by=title>
                <li><a href="#menu" rel="external"><Icon name="edit"/><span>{said(("Abonnement bearbeiten", "Edit subscription"))}</span></a></li>
                <li><a href="#menu" rel="external"><Icon name="invoice"/><span>{said(("Rechnungen", "Invoices"))}</span></a></li>
                <li><button type="button"><Icon name="close"/><span>{said(("Abonnement kündigen", "Cancel subscription"))}</span></button></li>
            </Menu>
        </div>
    }
    .into_any()
}

fn disclosure(_frame: Frame) -> AnyView {
    view! {
        <Disclosure summary=said(("Wie wird die Gutschrift berechnet?", "How is the credit computed?"))>
            <p>
                {said((
                    "Der laufende Zeitraum hat 30 Tage, davon sind 10 noch nicht genutzt, der heutige zählt mit. Also 10/30 von 140,00 €.",
                    "The running period has 30 days, of which 10 are not used yet, today among them. So 10/30 of €140.00.",
                ))}
            </p>
        </Disclosure>
    }
    .into_any()
}
