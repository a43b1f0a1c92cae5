//! What people read: the guide's pages on tables, figures, papers and states.

mod badges;
mod charts;
mod figures;
mod frame;
mod history;
mod papers;
mod tables;
mod tiles;
mod waiting;

use super::Section;

/// The pages, in the order of the navigation.
pub const SECTIONS: &[Section] = &[
    Section {
        slug: "tables",
        name: ("Tabellen", "Tables"),
        lead: (
            "Sortieren, filtern und blättern sind Adressen: sie gehen ohne Skript, lassen sich verschicken und wiederfinden.",
            "Sorting, filtering and paging are addresses: they work without script, can be sent to others and found again.",
        ),
        view: tables::view,
    },
    Section {
        slug: "charts",
        name: ("Diagramme", "Charts"),
        lead: (
            "Beträge, die man lieber ansieht als liest; die Tabelle steht dahinter.",
            "Amounts that one would rather look at than read; the table stands behind.",
        ),
        view: charts::view,
    },
    Section {
        slug: "figures",
        name: ("Kennzahlen und Angaben", "Figures and facts"),
        lead: ("Was eine Seite zuerst sagt, und was sie der Reihe nach aufzählt.", "What a page says first, and what it lists row by row."),
        view: figures::view,
    },
    Section {
        slug: "tiles",
        name: ("Kacheln und Karten", "Tiles and cards"),
        lead: ("Dinge, von denen es wenige gibt, jedes mit seinem Zustand.", "Things of which there are few, each with its state."),
        view: tiles::view,
    },
    Section {
        slug: "papers",
        name: ("Belege und Post", "Papers and mail"),
        lead: (
            "Dateien zum Mitnehmen, Anschriften, Nummern, und Post, wie sie verschickt wurde.",
            "Files to take along, addresses, numbers, and mail as it was sent.",
        ),
        view: papers::view,
    },
    Section {
        slug: "history",
        name: ("Verlauf", "History"),
        lead: ("Wer was wann geändert hat, das Neueste zuerst.", "Who changed what and when, the newest first."),
        view: history::view,
    },
    Section {
        slug: "badges",
        name: ("Marken", "Badges"),
        lead: ("Der Zustand einer Sache in ein, zwei Wörtern.", "The state of a thing in a word or two."),
        view: badges::view,
    },
    Section {
        slug: "waiting",
        name: ("Leer, unterwegs, misslungen", "Empty, on the way, failed"),
        lead: ("Was an der Stelle steht, an der noch nichts oder nichts mehr steht.", "What stands where nothing stands yet, or nothing any more."),
        view: waiting::view,
    },
    Section {
        slug: "frame",
        name: ("Rahmen der Seite", "Frame of the page"),
        lead: ("Kopf, Weg zurück, Zahlleiste und Fuß.", "Head, way back, pay bar and foot."),
        view: frame::view,
    },
];
