//! A field for an amount: a plain text field in tabular figures, with the currency beside it.

use super::field::{Field, Presence, Ties};
use billing::Currency;
use leptos::prelude::*;

/// A labelled field for an amount of one currency. What was typed is read by [`read_money`](super::money::read_money)
/// and never corrected while typing; a number field would forbid the comma in one browser and the point in the next.
#[component]
pub fn MoneyField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    currency: Currency,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional)] presence: Presence,
    #[prop(into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let ties = Ties::new(&name, hint.as_ref(), error);
    let unit_id = format!("{name}-unit");
    let described_by = {
        let unit_id = unit_id.clone();
        move || ties.description().map_or_else(|| unit_id.clone(), |ids| format!("{ids} {unit_id}"))
    };
    view! {
        <Field name=name.clone() label presence hint error>
            <span class="with-unit">
                <input
                    id=name.clone()
                    name=name
                    type="text"
                    inputmode="decimal"
                    autocomplete="off"
                    value=value
                    required=presence.is_required()
                    aria-invalid=move || ties.invalid()
                    aria-describedby=described_by
                />
                <span class="unit" id=unit_id>{currency.code().to_owned()}</span>
            </span>
        </Field>
    }
}
