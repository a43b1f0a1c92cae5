//! Choosing rows of a table by check boxes. They are fields of the form around the table, so that they work without script;
//! with script the number of chosen rows is said, and one box chooses all.

use crate::texts::{td_string, use_locale};
use leptos::html;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// The chosen rows of one table.
#[derive(Clone, Copy)]
pub struct Selection {
    /// The name under which the form sends each of them.
    pub name: &'static str,
    chosen: RwSignal<BTreeSet<String>>,
}

impl Selection {
    /// Nothing is chosen yet.
    pub fn new(name: &'static str) -> Self {
        Self { name, chosen: RwSignal::new(BTreeSet::new()) }
    }

    /// The ids of the chosen rows.
    pub fn chosen(self) -> BTreeSet<String> {
        self.chosen.get()
    }

    fn set(self, id: &str, is_chosen: Choice) {
        self.chosen.update(|chosen| match is_chosen {
            Choice::Taken => {
                chosen.insert(id.to_owned());
            }
            Choice::Left => {
                chosen.remove(id);
            }
        });
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Choice {
    Taken,
    Left,
}

impl Choice {
    fn of(field: &web_sys::HtmlInputElement) -> Self {
        if field.checked() { Self::Taken } else { Self::Left }
    }
}

/// The check box of a row, named after it.
#[component]
pub(super) fn SelectRow(selection: Selection, id: String) -> impl IntoView {
    let field = NodeRef::<html::Input>::new();
    let label = td_string!(use_locale(), parts.choose_row, name = id.clone()).to_string();
    let (value, own, shown) = (id.clone(), id.clone(), id);
    // What was ticked before the page listened counts as well.
    Effect::new(move |_| {
        if let Some(field) = field.get().filter(|field| field.checked()) {
            selection.set(&own, Choice::of(&field));
        }
    });
    let changed = {
        let id = shown.clone();
        move |_| {
            if let Some(field) = field.get_untracked() {
                selection.set(&id, Choice::of(&field));
            }
        }
    };
    // Follows the box in the head; the browser's own tick is never taken back.
    Effect::new(move |before: Option<bool>| {
        let is_chosen = selection.chosen.with(|chosen| chosen.contains(&shown));
        if before.is_some_and(|before| before != is_chosen)
            && let Some(field) = field.get_untracked()
        {
            field.set_checked(is_chosen);
        }
        is_chosen
    });
    view! {
        <label>
            <input type="checkbox" name=selection.name value=value aria-label=label node_ref=field on:change=changed autocomplete="off"/>
        </label>
    }
}

/// The check box of all rows: ticked when all are, half when some are.
#[component]
pub(super) fn SelectAll(selection: Selection, ids: Vec<String>) -> impl IntoView {
    let field = NodeRef::<html::Input>::new();
    let ids: BTreeSet<String> = ids.into_iter().filter(|id| !id.is_empty()).collect();
    let all = ids.clone();
    Effect::new(move |_| {
        let Some(field) = field.get() else { return };
        let count = selection.chosen.with(|chosen| all.intersection(chosen).count());
        field.set_checked(count > 0 && count == all.len());
        field.set_indeterminate(count > 0 && count < all.len());
    });
    let changed = move |_| {
        let Some(field) = field.get_untracked() else { return };
        match Choice::of(&field) {
            Choice::Taken => selection.chosen.set(ids.clone()),
            Choice::Left => selection.chosen.update(BTreeSet::clear),
        }
    };
    view! {
        <label class="script-only">
            <input type="checkbox" node_ref=field on:change=changed autocomplete="off"/>
            <span class="pick-all">{td_string!(use_locale(), parts.choose_all)}</span>
        </label>
    }
}

/// What can be done with the chosen rows, and how many they are. The children are buttons of the form.
#[component]
pub fn SelectionBar(selection: Selection, children: Children) -> impl IntoView {
    let locale = use_locale();
    let count = move || i64::try_from(selection.chosen.with(BTreeSet::len)).unwrap_or(i64::MAX);
    let is_any = move || count() > 0;
    view! {
        <div class="selection-bar" class:chosen=is_any>
            <p class="script-only" role="status">{move || td_string!(locale, parts.chosen, count = count()).to_string()}</p>
            <div class="actions">{children()}</div>
        </div>
    }
}
