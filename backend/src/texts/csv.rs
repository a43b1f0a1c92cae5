//! Files for spreadsheets: separators, amounts and quotes, in the reader's language.

use billing::{Currency, Language};

/// Read by spreadsheets as the sign that umlauts are UTF-8.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// A file of these lines, its head first. German spreadsheets expect semicolons, since the comma stands in their amounts.
pub(super) fn file_of<const COLUMNS: usize>(lines: impl IntoIterator<Item = [String; COLUMNS]>, language: Language) -> String {
    let separator = match language {
        Language::De => ';',
        Language::En => ',',
    };
    let mut file = String::from(BYTE_ORDER_MARK);
    for line in lines {
        file.push_str(&line.map(|cell| quoted(&cell, separator)).join(&separator.to_string()));
        file.push_str("\r\n");
    }
    file
}

/// A text that no spreadsheet takes for a formula. Amounts are digits of ours and stay numbers, with their sign.
pub(super) fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

/// `1234,50`: no groups, no currency, so that it is a number.
pub(super) fn amount(minor: i64, currency: Currency, language: Language) -> String {
    let places = usize::try_from(currency.minor_digits()).unwrap_or_default();
    let digits = format!("{:0>width$}", minor.unsigned_abs(), width = places + 1);
    let (whole, fraction) = digits.split_at(digits.len() - places);
    let sign = if minor < 0 { "-" } else { "" };
    match (places, language) {
        (0, _) => format!("{sign}{whole}"),
        (_, Language::De) => format!("{sign}{whole},{fraction}"),
        (_, Language::En) => format!("{sign}{whole}.{fraction}"),
    }
}

/// RFC 4180: what holds a separator, a quote or a line's end is quoted, and quotes are doubled.
fn quoted(cell: &str, separator: char) -> String {
    if cell.contains([separator, '"', '\r', '\n']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}
