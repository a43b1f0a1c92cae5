//! A list of invoices as a file for spreadsheets, in the reader's language.

use billing::invoice::{DocumentKind, InvoiceState, InvoiceSummary};
use billing::{Currency, Language};
use std::fmt::Write;

/// Read by spreadsheets as the sign that umlauts are UTF-8.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// The file. German spreadsheets expect semicolons, since the comma stands in their amounts.
pub fn invoices_csv(rows: &[InvoiceSummary], language: Language) -> String {
    let separator = match language {
        Language::De => ';',
        Language::En => ',',
    };
    let mut file = String::from(BYTE_ORDER_MARK);
    push_line(&mut file, separator, &heads(language).map(str::to_owned));
    for row in rows {
        push_line(&mut file, separator, &cells(row, language).map(|cell| quoted(&cell, separator)));
    }
    file
}

const fn heads(language: Language) -> [&'static str; 9] {
    match language {
        Language::De => ["Nummer", "Art", "Datum", "Leistung", "Stand", "Betrag", "Offen", "Währung", "Korrigiert"],
        Language::En => ["Number", "Kind", "Date", "Products", "State", "Amount", "Open", "Currency", "Corrects"],
    }
}

fn cells(row: &InvoiceSummary, language: Language) -> [String; 9] {
    let (kind, state) = match (row.kind, row.state(), language) {
        (DocumentKind::Invoice, InvoiceState::Open, Language::De) => ("Rechnung", "Offen"),
        (DocumentKind::Invoice, InvoiceState::Overdue, Language::De) => ("Rechnung", "Überfällig"),
        (DocumentKind::Invoice, InvoiceState::Paid, Language::De) => ("Rechnung", "Bezahlt"),
        (DocumentKind::CreditNote, _, Language::De) => ("Rechnungskorrektur", "Gutgeschrieben"),
        (DocumentKind::Invoice, InvoiceState::Open, Language::En) => ("Invoice", "Open"),
        (DocumentKind::Invoice, InvoiceState::Overdue, Language::En) => ("Invoice", "Overdue"),
        (DocumentKind::Invoice, InvoiceState::Paid, Language::En) => ("Invoice", "Paid"),
        (DocumentKind::CreditNote, _, Language::En) => ("Credit note", "Credited"),
    };
    [
        harmless(&row.number),
        kind.to_owned(),
        row.issued_on.to_string(),
        harmless(&row.products),
        state.to_owned(),
        amount(row.total_minor, row.currency, language),
        amount(row.open_minor, row.currency, language),
        row.currency.code().to_owned(),
        row.corrects.clone().unwrap_or_default(),
    ]
}

/// A text that no spreadsheet takes for a formula. Amounts are digits of ours and stay numbers, with their sign.
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

/// `1234,50`: no groups, no currency, so that it is a number.
fn amount(minor: i64, currency: Currency, language: Language) -> String {
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

fn push_line(file: &mut String, separator: char, cells: &[String; 9]) {
    // Writing to a String cannot fail.
    let _ = write!(file, "{}\r\n", cells.join(&separator.to_string()));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(number: &str, products: &str, total_minor: i64) -> InvoiceSummary {
        let kind = if total_minor < 0 { DocumentKind::CreditNote } else { DocumentKind::Invoice };
        let issued_on = "2026-11-21".parse().unwrap_or_default();
        let corrects = (kind == DocumentKind::CreditNote).then(|| "RE-2026-00001".to_owned());
        InvoiceSummary {
            number: number.to_owned(),
            kind,
            issued_on,
            total_minor,
            open_minor: 0,
            currency: Currency::EUR,
            products: products.to_owned(),
            overdue_since: None,
            corrects,
            corrected_by: None,
        }
    }

    #[test]
    fn a_file_has_a_head_and_a_line_for_each_document() {
        let rows = [row("RE-2026-00001", "GoTo Meeting", 16_660), row("RK-2026-00001", "GoTo Meeting", -5)];
        let german = invoices_csv(&rows, Language::De);
        assert!(german.starts_with("\u{feff}Nummer;Art;Datum;Leistung;Stand;Betrag;Offen;Währung;Korrigiert\r\n"), "{german}");
        assert!(german.contains("RE-2026-00001;Rechnung;2026-11-21;GoTo Meeting;Bezahlt;166,60;0,00;EUR;\r\n"), "{german}");
        assert!(german.contains("RK-2026-00001;Rechnungskorrektur;2026-11-21;GoTo Meeting;Gutgeschrieben;-0,05;0,00;EUR;RE-2026-00001\r\n"), "{german}");
        let english = invoices_csv(&rows, Language::En);
        assert!(english.contains("RE-2026-00001,Invoice,2026-11-21,GoTo Meeting,Paid,166.60,0.00,EUR,\r\n"), "{english}");
    }

    #[test]
    fn no_text_becomes_a_formula_or_another_cell() {
        for dangerous in ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\tx"] {
            let file = invoices_csv(&[row("RE-1", dangerous, 1)], Language::En);
            assert!(file.contains(&format!(",'{dangerous},")), "{file}");
        }
        let file = invoices_csv(&[row("RE-1", "A, \"B\"\nC", 1)], Language::En);
        assert!(file.contains(",\"A, \"\"B\"\"\nC\","), "{file}");
    }
}
