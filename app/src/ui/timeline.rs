//! What happened to a thing: when, who, what, and what it changed. The newest entry comes first.

use super::empty::Empty;
use super::icon::Icon;
use crate::texts::{td_string, use_locale};
use leptos::prelude::*;

/// How an entry is meant; the words say it as well.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EntryTone {
    /// A change like others.
    #[default]
    Plain,
    /// Something was achieved.
    Success,
    /// To be noticed.
    Notice,
    /// Something failed.
    Error,
}

impl EntryTone {
    const fn class(self) -> &'static str {
        match self {
            Self::Plain => "entry",
            Self::Success => "entry success",
            Self::Notice => "entry notice",
            Self::Error => "entry error",
        }
    }

    const fn icon(self) -> &'static str {
        match self {
            Self::Plain => "dot",
            Self::Success => "check",
            Self::Notice => "clock",
            Self::Error => "alert",
        }
    }
}

/// A value that an entry changed.
pub struct Change {
    /// Of what.
    pub name: String,
    /// What it was; empty if there was none.
    pub from: String,
    /// What it is now.
    pub to: String,
}

/// An entry.
pub struct Entry {
    /// The moment for programs: `2026-11-21T09:30:00+01:00`.
    pub moment: String,
    /// The moment for readers.
    pub when: String,
    /// Who did it.
    pub who: String,
    /// What happened, a few words.
    pub what: String,
    /// What it changed.
    pub changes: Vec<Change>,
    /// How it is meant.
    pub tone: EntryTone,
}

/// The entries, newest first; without any a sentence says so.
#[component]
pub fn Timeline(entries: Vec<Entry>) -> impl IntoView {
    let locale = use_locale();
    if entries.is_empty() {
        let (title, text) = (td_string!(locale, parts.no_history), td_string!(locale, parts.no_history_text));
        return view! { <Empty icon="clock" title text/> }.into_any();
    }
    view! { <ol class="timeline">{entries.into_iter().map(|entry| view! { <TimelineEntry entry/> }).collect_view()}</ol> }.into_any()
}

#[component]
fn TimelineEntry(entry: Entry) -> impl IntoView {
    let locale = use_locale();
    let change = move |change: Change| {
        let from = (!change.from.is_empty()).then(|| {
            view! {
                <span class="hidden-text">{td_string!(locale, parts.from)} " "</span>
                <s>{change.from}</s>
                " "
                <Icon name="to"/>
            }
        });
        view! {
            <div>
                <dt>{change.name}</dt>
                <dd>{from}<span class="hidden-text">" " {td_string!(locale, parts.to)} " "</span><span>{change.to}</span></dd>
            </div>
        }
    };
    let has_changes = !entry.changes.is_empty();
    view! {
        <li class=entry.tone.class()>
            <span class="entry-mark"><Icon name=entry.tone.icon()/></span>
            <p class="entry-what">{entry.what}</p>
            <p class="entry-who"><time datetime=entry.moment>{entry.when}</time>" · "{entry.who}</p>
            {has_changes.then(|| view! { <dl class="entry-changes">{entry.changes.into_iter().map(change).collect_view()}</dl> })}
        </li>
    }
}

/// The timeline while it loads.
#[component]
pub fn TimelineSkeleton(entries: usize) -> impl IntoView {
    let bone = |_| {
        view! {
            <li class="entry">
                <span class="entry-mark"></span>
                <p class="entry-what"><span class="bone"></span></p>
                <p class="entry-who"><span class="bone short"></span></p>
            </li>
        }
    };
    view! { <ol class="timeline skeleton" aria-hidden="true">{(0..entries).map(bone).collect_view()}</ol> }
}
