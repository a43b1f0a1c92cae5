//! Amounts in the reader's language, for pages that have minor units and a currency.

use crate::texts::use_language;
use billing::{Currency, Money, format};

/// The amount with its currency, as the reader writes it.
pub fn money_text(minor: i64, currency: Currency) -> String {
    format::money(Money::new(minor, currency), use_language())
}
