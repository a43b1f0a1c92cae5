//! A number with a button for one less and one more. Without script it is a plain text field.

use super::icon::Icon;
use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

/// How far a page key leads.
const PAGE: i64 = 10;

/// A number field with its two buttons; arrow keys do the same, page keys ten at once. `name` is also its id, so it
/// stands on a page once; `name`-hint is the id of its hint, `name`-error that of its error. The field keeps what is
/// typed, whatever it is.
#[component]
pub fn Stepper(
    #[prop(into)] name: String,
    /// What stands in the field at first.
    value: String,
    /// The least and the greatest number that the buttons reach.
    #[prop(into)]
    range: Signal<(i64, i64)>,
    /// What the buttons are called: one less, one more.
    labels: (&'static str, &'static str),
    #[prop(into)] is_faulty: Signal<bool>,
    /// Runs after a button or a key has changed the number; scripts raise no input event.
    on_step: Callback<()>,
) -> impl IntoView {
    let field = NodeRef::<html::Input>::new();
    let go = move |by: i64| {
        let Some(field) = field.get_untracked() else { return };
        field.set_value(&stepped(&field.value(), by, range.get_untracked()).to_string());
        on_step.run(());
    };
    let press = move |event: KeyboardEvent| {
        if let Some(by) = step_of(&event.key()) {
            event.prevent_default();
            go(by);
        }
    };
    let (fewer, more) = labels;
    let (hint, faulty) = (format!("{name}-hint"), format!("{name}-error {name}-hint"));
    let described_by = move || if is_faulty.get() { faulty.clone() } else { hint.clone() };
    view! {
        <div class="stepper">
            <button class="script-only" type="button" aria-label=fewer on:click=move |_| go(-1)><Icon name="minus"/></button>
            <input
                id=name.clone()
                name=name
                type="text"
                inputmode="numeric"
                autocomplete="off"
                value=value
                node_ref=field
                aria-describedby=described_by
                aria-invalid=move || is_faulty.get().then_some("true")
                on:keydown=press
            />
            <button class="script-only" type="button" aria-label=more on:click=move |_| go(1)><Icon name="plus"/></button>
        </div>
    }
}

/// How far a key leads, if anywhere.
fn step_of(key: &str) -> Option<i64> {
    match key {
        "ArrowUp" => Some(1),
        "ArrowDown" => Some(-1),
        "PageUp" => Some(PAGE),
        "PageDown" => Some(-PAGE),
        _ => None,
    }
}

/// The number after one step. What is no number counts as one below the least, so that both buttons lead back into the range.
fn stepped(text: &str, by: i64, (least, most): (i64, i64)) -> i64 {
    let number = text.trim().parse::<i64>().unwrap_or(least.saturating_sub(1));
    number.saturating_add(by).clamp(least, most.max(least))
}

#[cfg(test)]
mod tests {
    use super::stepped;

    #[test]
    fn both_buttons_lead_into_the_range() {
        for (text, by, expected) in [
            ("10", 1, 11),
            ("10", -1, 9),
            (" 7 ", 1, 8),
            ("1", -1, 1),
            ("100", 1, 100),
            ("95", 10, 100),
            ("0", 1, 1),
            ("-5", 1, 1),
            ("999", -1, 100),
            ("", 1, 1),
            ("", -1, 1),
            ("ten", 1, 1),
            ("9223372036854775807", 1, 100),
            ("99999999999999999999", -1, 1),
        ] {
            assert_eq!(stepped(text, by, (1, 100)), expected, "{text:?} {by}");
        }
    }
}
