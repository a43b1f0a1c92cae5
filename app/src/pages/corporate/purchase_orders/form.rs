//! The fields of a purchase order, for a new one and for one that is edited.

use crate::api::ApiError;
use crate::forms::{Posted, field_error};
use crate::texts::{td_string, use_locale};
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::date_field::DateField;
use crate::ui::field::TextField;
use crate::ui::money_field::MoneyField;
use billing::{Currency, Money, format};
use leptos::prelude::*;

/// The fields' names, for errors that belong to none of them.
pub const FIELDS: &[&str] = &["number", "amount", "valid_from", "valid_until"];

/// What the fields hold at first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldValues {
    /// The customer's number.
    pub number: String,
    /// The amount as the reader writes it.
    pub amount: String,
    /// ISO date.
    pub valid_from: String,
    /// ISO date.
    pub valid_until: String,
}

impl FieldValues {
    /// What was typed before it was refused.
    #[must_use]
    pub fn or_typed(self, posted: Option<&Posted>) -> Self {
        let typed = |name: &str, stored: String| posted.and_then(|posted| posted.value(name)).map_or(stored, ToOwned::to_owned);
        Self {
            number: typed("number", self.number),
            amount: typed("amount", self.amount),
            valid_from: typed("valid_from", self.valid_from),
            valid_until: typed("valid_until", self.valid_until),
        }
    }
}

/// An amount as it is typed: without its currency, which stands beside the field.
pub fn amount_text(minor: i64, currency: Currency) -> String {
    let text = format::money(Money::new(minor, currency), crate::texts::use_language());
    text.replace(currency.symbol(), "").replace(currency.code(), "").trim_matches(|letter: char| letter.is_whitespace()).to_owned()
}

/// The fields.
#[component]
pub fn Fields(values: FieldValues, currency: Currency, error: Signal<Option<ApiError>>) -> impl IntoView {
    let locale = use_locale();
    let FieldValues { number, amount, valid_from, valid_until } = values;
    view! {
        <TextField
            name="number"
            label=td_string!(locale, purchase_orders.number)
            hint=td_string!(locale, purchase_orders.number_hint)
            value=number
            error=field_error(error, "number")
        />
        <MoneyField
            name="amount"
            label=td_string!(locale, purchase_orders.amount)
            hint=td_string!(locale, purchase_orders.amount_hint)
            currency
            value=amount
            error=field_error(error, "amount")
        />
        <DateField name="valid_from" label=td_string!(locale, purchase_orders.valid_from) value=valid_from error=field_error(error, "valid_from")/>
        <DateField name="valid_until" label=td_string!(locale, purchase_orders.valid_until) value=valid_until error=field_error(error, "valid_until")/>
    }
    .into_any()
}

/// What belongs to no field.
#[component]
pub fn Refused(error: Signal<Option<ApiError>>) -> impl IntoView {
    let locale = use_locale();
    let above = crate::forms::general_error(error, FIELDS);
    move || {
        above.get().map(|error| {
            let text = crate::texts::error_text(locale, &error);
            view! { <Banner tone=BannerTone::Error title=td_string!(locale, purchase_orders.failed)><p>{text}</p></Banner> }
        })
    }
}
