//! A list of invoices as a file for spreadsheets, in the reader's language.

use super::csv::{amount, file_of, harmless};
use billing::Language;
use billing::invoice::{DocumentKind, InvoiceState, InvoiceSummary};

/// The file.
pub fn invoices_csv(rows: &[InvoiceSummary], language: Language) -> String {
    let head = heads(language).map(str::to_owned);
    file_of(std::iter::once(head).chain(rows.iter().map(|row| cells(row, language))), language)
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

#[cfg(test)]
mod tests {
    use super::*;
    use billing::Currency;

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
