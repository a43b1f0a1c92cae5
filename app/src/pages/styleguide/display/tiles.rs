//! Tiles and cards.

use crate::pages::styleguide::specimen::{Frame, Part, Room, Specimen, said};
use crate::ui::badge::{Badge, BadgeTone};
use crate::ui::card::Card;
use crate::ui::icon::Icon;
use crate::ui::menu::Menu;
use crate::ui::money::money_text;
use crate::ui::period_bar::PeriodBar;
use crate::ui::tile::{Tile, TileSkeleton, TileTone};
use billing::{BillingPeriod, Currency};
use chrono::NaiveDate;
use leptos::prelude::*;

/// The page's parts.
pub fn view() -> AnyView {
    view! {
        <Part
            id="tile"
            name=("Kachel", "Tile")
            when=(
                "Für wenige Dinge, die jedes für sich einen Blick wert sind. Optionen oben rechts, der Zustand am Fuß.",
                "For few things that are worth a look each. Options at the upper right, the state at the foot.",
            )
        >
            <Specimen state=("Läuft, mit Optionen; beendet, mit dem Weg zurück; lädt", "Running, with options; ended, with the way back; loading") room=Room::Full show=tiles/>
        </Part>
        <Part
            id="card"
            name=("Karte", "Card")
            when=("Für einen Abschnitt der Seite mit eigener Überschrift und höchstens einem Handgriff daneben.", "For a section of the page with a heading of its own and at most one action beside it.")
        >
            <Specimen state=("Mit Handgriff", "With an action") show=card/>
        </Part>
    }
    .into_any()
}

fn tiles(frame: Frame) -> AnyView {
    view! { <ul class="tiles"><li>{running(frame)}</li><li>{ended(frame)}</li><li><TileSkeleton/></li></ul> }.into_any()
}

fn running(frame: Frame) -> AnyView {
    let day = |text: &str| text.parse::<NaiveDate>().unwrap_or_default();
    let period = BillingPeriod { start: day("2026-11-01"), end: day("2026-12-01") };
    let foot = view! {
        <Badge tone=BadgeTone::Success text=said(("Aktiv", "Active"))/>
        <span>{said(("Nächste Abrechnung", "Next billing"))}" "<span class="whole">{said(("01.12.2026", "1 Dec 2026"))}</span></span>
    };
    let menu = view! {
        <Menu id=frame.id("options") label=said(("Optionen", "Options")) described_by=frame.id("running")>
            <li><a href="/styleguide/tiles"><Icon name="edit"/><span>{said(("Abonnement bearbeiten", "Edit subscription"))}</span></a></li>
        </Menu>
    };
    let lead = said(("Professional, 10 Benutzerlizenzen, monatlich", "Professional, 10 user licences, monthly"));
    view! {
        <Tile id=frame.id("running") title="GoTo Meeting" lead menu=Some(menu.into_any()) foot=foot.into_any()>
            <p class="tile-price"><span class="amount">{money_text(14_000, Currency::EUR)}</span>" "<span>{said(("im Monat, zzgl. 19 % USt.", "a month, plus 19% VAT"))}</span></p>
            <PeriodBar period today=day("2026-11-21") cells=30/>
        </Tile>
    }
    .into_any()
}

fn ended(frame: Frame) -> AnyView {
    let foot = view! {
        <Badge text=said(("Testversion beendet", "Trial ended"))/>
        <a class="button primary" href="/styleguide/tiles">{said(("Jetzt abonnieren", "Subscribe now"))}</a>
    };
    let lead = said(("Testversion, 3 Benutzerlizenzen", "Trial, 3 user licences"));
    view! {
        <Tile id=frame.id("ended") title="GoToAssist v4" lead tone=TileTone::Ended foot=foot.into_any()>
            <p class="tile-text">{said(("Die Testversion endete am 12.11.2026.", "The trial ended on 12 Nov 2026."))}</p>
        </Tile>
    }
    .into_any()
}

fn card(_frame: Frame) -> AnyView {
    let edit = view! { <a class="edit-link" href="/styleguide/tiles">{said(("Bearbeiten", "Edit"))}</a> }.into_any();
    view! {
        <Card title=said(("Zahlungsmethode", "Payment method")) action=edit>
            <p>{said(("Karte mit der Endung 4242, gültig bis 12/2028.", "Card ending 4242, valid until 12/2028."))}</p>
        </Card>
    }
    .into_any()
}
