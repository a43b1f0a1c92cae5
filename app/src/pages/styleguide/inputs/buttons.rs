//! Buttons in every kind and state.

use crate::pages::styleguide::specimen::{Frame, Part, Specimen, said};
use crate::ui::button::{ActionButton, SubmitButton};
use crate::ui::icon::Icon;
use crate::ui::money::money_text;
use billing::Currency;
use leptos::prelude::*;
use std::time::Duration;

/// How long the guide's buttons pretend to work.
const WORK: Duration = Duration::from_millis(1500);

/// The page's parts.
pub fn view() -> AnyView {
    view! {
        <Part
            id="button"
            name=("Schaltfläche", "Button")
            when=(
                "Eine ausgefüllte je Ansicht, für das, wozu man gekommen ist. Alles andere ist schlicht oder leise.",
                "One filled button a view, for what the reader came to do. All others are plain or quiet.",
            )
        >
            <Specimen state=("Vier Arten", "Four kinds") show=kinds/>
            <Specimen state=("Mit Zeichen", "With icons") show=icons/>
            <Specimen state=("Nicht zu drücken", "Disabled") show=disabled/>
        </Part>
        <Part
            id="amount-button"
            name=("Schaltfläche mit Betrag", "Button with an amount")
            when=(
                "Wo ein Druck Geld ausgibt. Der Betrag gehört zur Beschriftung und wird mit ihr vorgelesen.",
                "Where a press spends money. The amount belongs to the label and is read out with it.",
            )
        >
            <Specimen state=("Bereit", "Ready") show=with_amount/>
        </Part>
        <Part
            id="pending-button"
            name=("Wartende Schaltfläche", "Waiting button")
            when=(
                "Solange die Antwort aussteht. Die Beschriftung bleibt stehen, nichts rückt, ein zweiter Druck zählt nicht.",
                "While the answer is awaited. The label stays, nothing moves, a second press does not count.",
            )
        >
            <Specimen state=("Unterwegs", "Under way") show=pending/>
            <Specimen state=("Zum Ausprobieren", "To try out") show=live/>
        </Part>
        <Part
            id="danger"
            name=("Gefährliche Schritte", "Dangerous steps")
            when=(
                "Rot, sobald etwas endet. Ausgefüllt nur in der Rückfrage, die sagt, was geschieht.",
                "Red as soon as something ends. Filled only in the question that says what will happen.",
            )
        >
            <Specimen state=("Auf der Seite und in der Rückfrage", "On the page and in the question") show=danger/>
        </Part>
    }
    .into_any()
}

fn kinds(_frame: Frame) -> AnyView {
    view! {
        <div class="actions">
            <button class="button primary" type="button">{said(("Zur Kasse", "Proceed to checkout"))}</button>
            <button class="button" type="button">{said(("Bestellung ändern", "Edit order"))}</button>
            <button class="button quiet" type="button">{said(("Nicht jetzt", "Not now"))}</button>
            <button class="button danger" type="button">{said(("Entfernen", "Remove"))}</button>
        </div>
    }
    .into_any()
}

fn icons(_frame: Frame) -> AnyView {
    view! {
        <div class="actions">
            <button class="button" type="button"><Icon name="print"/><span>{said(("Drucken", "Print"))}</span></button>
            <button class="button primary" type="button"><span>{said(("Weiter", "Next"))}</span><Icon name="next"/></button>
            <button class="button quiet icon-only" type="button" aria-label=said(("Bearbeiten", "Edit"))><Icon name="edit"/></button>
        </div>
    }
    .into_any()
}

fn disabled(_frame: Frame) -> AnyView {
    view! {
        <div class="guide-stack">
            <div class="actions">
                <button class="button primary" type="button" disabled>{said(("Zur Kasse", "Proceed to checkout"))}</button>
                <button class="button" type="button" disabled>{said(("Bestellung ändern", "Edit order"))}</button>
                <button class="button quiet" type="button" disabled>{said(("Nicht jetzt", "Not now"))}</button>
            </div>
            <p class="field-hint">
                {said((
                    "Daneben steht, warum. Besser ist eine Schaltfläche, die man drücken kann und die sagt, was fehlt.",
                    "Beside it stands why. Better is a button that can be pressed and says what is missing.",
                ))}
            </p>
        </div>
    }
    .into_any()
}

fn with_amount(_frame: Frame) -> AnyView {
    view! {
        <SubmitButton class="button primary wide" pending=Signal::stored(false) amount=money_text(17_056, Currency::EUR)>
            {said(("Bestellung aufgeben", "Place order"))}
        </SubmitButton>
    }
    .into_any()
}

fn pending(_frame: Frame) -> AnyView {
    let pending = Signal::stored(true);
    let nothing = Callback::new(|()| ());
    view! {
        <div class="actions">
            <ActionButton class="button primary" pending on_press=nothing>{said(("Speichern", "Save"))}</ActionButton>
            <ActionButton pending on_press=nothing>{said(("Anwenden", "Apply"))}</ActionButton>
            <ActionButton class="button quiet" pending on_press=nothing>{said(("Entfernen", "Remove"))}</ActionButton>
        </div>
    }
    .into_any()
}

fn live(_frame: Frame) -> AnyView {
    let pending = RwSignal::new(false);
    let presses = RwSignal::new(0_u32);
    let work = Callback::new(move |()| {
        pending.set(true);
        presses.update(|presses| *presses += 1);
        set_timeout(move || pending.set(false), WORK);
    });
    view! {
        <div class="actions">
            <ActionButton class="button primary" pending on_press=work>{said(("Senden", "Submit"))}</ActionButton>
            <p class="field-hint">{said(("Gezählt: ", "Counted: "))}<output>{presses}</output></p>
        </div>
    }
    .into_any()
}

fn danger(_frame: Frame) -> AnyView {
    view! {
        <div class="actions">
            <button class="button danger" type="button">{said(("Abonnement kündigen", "Cancel subscription"))}</button>
            <button class="button danger primary" type="button">{said(("Zum 30.11.2026 kündigen", "Cancel on 30 Nov 2026"))}</button>
        </div>
    }
    .into_any()
}
