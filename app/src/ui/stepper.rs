//! A number with a button for one less and one more. Without script it is a plain text field.

use super::icon::Icon;
use leptos::html;
use leptos::prelude::*;

/// A number field with its two buttons. `name` is also its id, so it stands on a page once; `name`-hint is the
/// id of its hint, `name`-error that of its error. The field keeps what is typed, whatever it is.
#[component]
pub fn Stepper(
    name: &'static str,
    /// What stands in the field at first.
    value: String,
    /// The least and the greatest number that the buttons reach.
    #[prop(into)]
    range: Signal<(i64, i64)>,
    /// What the buttons are called: one less, one more.
    labels: (&'static str, &'static str),
    #[prop(into)] is_faulty: Signal<bool>,
    /// Runs after a button has changed the number; scripts raise no input event.
    on_step: Callback<()>,
) -> impl IntoView {
    let field = NodeRef::<html::Input>::new();
    let go = move |by: i64| {
        let Some(field) = field.get_untracked() else { return };
        field.set_value(&stepped(&field.value(), by, range.get_untracked()).to_string());
        on_step.run(());
    };
    let (fewer, more) = labels;
    let described_by = move || if is_faulty.get() { format!("{name}-hint {name}-error") } else { format!("{name}-hint") };
    view! {
        <div class="stepper">
            <button class="script-only" type="button" aria-label=fewer on:click=move |_| go(-1)><Icon name="minus"/></button>
            <input
                id=name
                name=name
                type="text"
                inputmode="numeric"
                autocomplete="off"
                value=value
                node_ref=field
                aria-describedby=described_by
                aria-invalid=move || is_faulty.get().then_some("true")
            />
            <button class="script-only" type="button" aria-label=more on:click=move |_| go(1)><Icon name="plus"/></button>
        </div>
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
