//! Selects, radio cards, segments and check boxes in every state.

use super::{error, fine};
use crate::pages::styleguide::specimen::{Frame, Part, Room, Specimen, said};
use crate::ui::check_list::{CheckBox, CheckList};
use crate::ui::choice::Choice;
use crate::ui::field::FieldGroup;
use crate::ui::money::money_text;
use crate::ui::radio_cards::{CardText, RadioCard, RadioCards};
use crate::ui::segments::Segments;
use crate::ui::select::SelectField;
use billing::Currency;
use leptos::prelude::*;

/// The page's parts.
pub fn view() -> AnyView {
    view! {
        <Part
            id="radio-cards"
            name=("Karten zum Vergleichen", "Cards to compare")
            when=(
                "Für zwei bis fünf Dinge, die man vergleicht, bevor man eines wählt. Was nicht wählbar ist, sagt warum.",
                "For two to five things that are compared before one is chosen. What cannot be chosen says why.",
            )
        >
            <Specimen state=("Pläne", "Plans") room=Room::Full show=plans/>
            <Specimen state=("Noch nichts gewählt", "Nothing chosen yet") room=Room::Full show=unchosen/>
        </Part>
        <Part
            id="segments"
            name=("Umschalter", "Segments")
            when=("Für zwei bis vier kurze Wörter, die sich ausschließen.", "For two to four short words that exclude each other.")
        >
            <Specimen state=("Mit Hinweis", "With a hint") show=segments/>
            <Specimen state=("Eines gesperrt, mit Fehler", "One blocked, with an error") show=faulty_segments/>
        </Part>
        <Part
            id="select"
            name=("Auswahlliste", "Select")
            when=(
                "Ab fünf Möglichkeiten. Weniger sieht man besser auf einmal. Sie öffnet sich, wie es das Gerät kennt.",
                "From five options on; fewer are better seen at once. It opens the way the device does.",
            )
        >
            <Specimen state=("Gewählt und offen", "Chosen and open") show=selects/>
            <Specimen state=("Mit Fehler", "With an error") show=faulty_select/>
        </Part>
        <Part
            id="check-box"
            name=("Kontrollkästchen", "Check box")
            when=("Für eine Zustimmung oder für mehrere aus einer Liste.", "For a consent, or for several of a list.")
        >
            <Specimen state=("Eines", "One") show=checks/>
            <Specimen state=("Eine Liste", "A list") show=list/>
        </Part>
    }
    .into_any()
}

fn plans(frame: Frame) -> AnyView {
    let texts = [
        CardText {
            value: "lite".into(),
            title: "Lite".into(),
            includes: vec![said(("bis 100 Teilnehmende", "up to 100 attendees")).into()],
            blocked: Some(said(("Kleiner als Ihr Plan. Das macht der Kundendienst.", "Smaller than your plan. Customer care does that.")).into()),
            ..CardText::default()
        },
        CardText {
            value: "standard".into(),
            title: "Standard".into(),
            includes: vec![said(("bis 500 Teilnehmende", "up to 500 attendees")).into(), said(("Aufzeichnung in der Cloud", "recording in the cloud")).into()],
            mark: Some(said(("Ihr Plan heute", "Your plan today")).into()),
            ..CardText::default()
        },
        CardText {
            value: "pro".into(),
            title: "Pro".into(),
            includes: vec![
                said(("bis 1.000 Teilnehmende", "up to 1,000 attendees")).into(),
                said(("Aufzeichnung in der Cloud", "recording in the cloud")).into(),
                said(("eigenes Logo", "your own logo")).into(),
            ],
            ..CardText::default()
        },
    ];
    let card = |(text, minor): (CardText, i64)| {
        let is_checked = text.value == "pro";
        view! {
            <RadioCard
                name=frame.id("plan")
                text
                checked=is_checked
                price=Signal::stored(money_text(minor, Currency::EUR))
                rhythm=Signal::stored(said(("je Lizenz und Monat", "per licence and month")))
            />
        }
    };
    let cards: Vec<_> = texts.into_iter().zip([4_900, 9_900, 19_900]).map(card).collect();
    view! { <FieldGroup name=frame.id("plan") legend=said(("Plan", "Plan")) hint=None error=fine()><RadioCards>{cards}</RadioCards></FieldGroup> }.into_any()
}

fn unchosen(frame: Frame) -> AnyView {
    let card = |(value, name, minor): (&str, &str, i64)| {
        let text = CardText { value: value.into(), title: name.into(), ..CardText::default() };
        view! {
            <RadioCard
                name=frame.id("product")
                text
                price=Signal::stored(money_text(minor, Currency::EUR))
                rhythm=Signal::stored(said(("ab, im Monat", "from, a month")))
            />
        }
    };
    let cards: Vec<_> = [("meeting", "GoTo Meeting", 1_400), ("webinar", "GoTo Webinar", 4_900)].into_iter().map(card).collect();
    view! {
        <FieldGroup
            name=frame.id("product")
            legend=said(("Produkt", "Product"))
            hint=None
            error=error(("Wählen Sie ein Produkt.", "Choose a product."))
        >
            <RadioCards>{cards}</RadioCards>
        </FieldGroup>
    }
    .into_any()
}

fn intervals() -> Vec<Choice> {
    vec![Choice::new("monthly", said(("Monatlich", "Monthly"))), Choice::new("annual", said(("Jährlich", "Annually")))]
}

fn segments(frame: Frame) -> AnyView {
    view! {
        <FieldGroup name=frame.id("interval") legend=said(("Abrechnungshäufigkeit", "Billing frequency")) hint=None error=fine()>
            <div class="field-row">
                <Segments name=frame.id("interval") options=intervals() value="monthly"/>
                <p class="field-hint">{said(("Jährlich spart 360,00 € im Jahr.", "Annually saves €360.00 a year."))}</p>
            </div>
        </FieldGroup>
    }
    .into_any()
}

fn faulty_segments(frame: Frame) -> AnyView {
    let mut options = intervals();
    options.push(Choice::new("never", said(("Einmalig", "Once"))).blocked(said(("Nicht für Abonnements", "Not for subscriptions"))));
    view! {
        <FieldGroup
            name=frame.id("rhythm")
            legend=said(("Abrechnungshäufigkeit", "Billing frequency"))
            hint=Some(said(("Sie lässt sich später ändern.", "It can be changed later.")).to_owned())
            error=error(("Wählen Sie, wie oft abgerechnet wird.", "Choose how often you are billed."))
        >
            <Segments name=frame.id("rhythm") options/>
        </FieldGroup>
    }
    .into_any()
}

fn countries() -> Vec<Choice> {
    let other = said(("nicht in diesem Portal", "not in this portal"));
    vec![
        Choice::new("AT", said(("Österreich", "Austria"))),
        Choice::new("CH", said(("Schweiz", "Switzerland"))),
        Choice::new("DE", said(("Deutschland", "Germany"))),
        Choice::new("FR", said(("Frankreich", "France"))),
        Choice::new("US", said(("Vereinigte Staaten", "United States"))).blocked(other),
    ]
}

fn selects(frame: Frame) -> AnyView {
    view! {
        <div class="form">
            <SelectField name=frame.id("country") label=said(("Land", "Country")) options=countries() value="DE" error=fine()/>
            <SelectField
                name=frame.id("seat")
                label=said(("Sitz der Firma", "Seat of the company"))
                options=countries()
                hint=said(("Danach richtet sich die Umsatzsteuer.", "It decides on VAT."))
                error=fine()
            />
        </div>
    }
    .into_any()
}

fn faulty_select(frame: Frame) -> AnyView {
    view! {
        <div class="form">
            <SelectField
                name=frame.id("missing")
                label=said(("Land", "Country"))
                options=countries()
                error=error(("Wählen Sie ein Land.", "Choose a country."))
            />
        </div>
    }
    .into_any()
}

fn checks(frame: Frame) -> AnyView {
    let consent = Choice::new("yes", said(("Rechnungen auch per E-Mail", "Invoices by e-mail too")))
        .with_hint(said(("An alle Abrechnungskontakte.", "To all billing contacts.")));
    let terms = Choice::new("yes", said(("Ich bin befugt, für die Firma zu bestellen.", "I may order for the company.")));
    let fixed = Choice::new("yes", said(("Steuern ausweisen", "Show taxes")))
        .blocked(said(("Das ist in Deutschland vorgeschrieben.", "The law in Germany asks for it.")));
    view! {
        <CheckBox name=frame.id("by-mail") option=consent checked=true/>
        <CheckBox name=frame.id("entitled") option=terms error=error(("Bestätigen Sie, dass Sie bestellen dürfen.", "Confirm that you may order."))/>
        <CheckBox name=frame.id("taxes") option=fixed checked=true/>
    }
    .into_any()
}

fn list(frame: Frame) -> AnyView {
    let options = vec![
        Choice::new("meeting", "GoTo Meeting").with_hint(said(("10 Lizenzen", "10 licences"))),
        Choice::new("webinar", "GoTo Webinar").with_hint(said(("2 Lizenzen", "2 licences"))),
        Choice::new("training", "GoTo Training").blocked(said(("Testversion, noch keine Rechnung", "Trial, no invoice yet"))),
    ];
    view! {
        <FieldGroup
            name=frame.id("products")
            legend=said(("Welche Produkte?", "Which products?"))
            hint=Some(said(("Eines oder mehrere.", "One or several.")).to_owned())
            error=fine()
        >
            <CheckList name=frame.id("products") options values=vec!["meeting".to_owned()]/>
        </FieldGroup>
    }
    .into_any()
}
