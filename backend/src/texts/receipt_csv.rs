//! A month's transfers and checks as a file for the accountant: one line for each invoice that money pays, and one for what
//! pays none.

use super::csv::{amount, file_of, harmless};
use crate::db::receipts::{Allocation, Receipt};
use billing::Language;
use billing::receipt::ReceiptKind;
use billing::standing::Reversal;

/// The file. What was taken back stands in it with the day and the reason, and with its amount as it was.
pub fn receipts_csv(receipts: &[(Receipt, Vec<Allocation>)], language: Language) -> String {
    let lines = receipts.iter().flat_map(|(receipt, shares)| lines_of(receipt, shares, language));
    file_of(std::iter::once(heads(language).map(str::to_owned)).chain(lines), language)
}

const fn heads(language: Language) -> [&'static str; 11] {
    match language {
        Language::De => {
            ["Eingang", "Art", "Kundennummer", "Name", "Verwendungszweck", "Betrag des Eingangs", "Währung", "Rechnung", "Zugeordnet", "Storniert am", "Grund"]
        }
        Language::En => ["Received", "Kind", "Account", "Name", "Reference", "Amount received", "Currency", "Invoice", "Allocated", "Reversed on", "Reason"],
    }
}

fn lines_of(receipt: &Receipt, shares: &[Allocation], language: Language) -> Vec<[String; 11]> {
    let share = |share: &Allocation| line_of(receipt, (&share.number, share.amount_minor), share.reversal.as_ref(), language);
    let mut lines: Vec<_> = shares.iter().map(share).collect();
    let live_minor: i64 = shares.iter().filter(|share| share.reversal.is_none()).map(|share| share.amount_minor).sum();
    let rest_minor = receipt.amount_minor - live_minor;
    if rest_minor > 0 {
        lines.push(line_of(receipt, ("", rest_minor), receipt.reversal.as_ref(), language));
    }
    lines
}

fn line_of(receipt: &Receipt, share: (&str, i64), reversal: Option<&Reversal>, language: Language) -> [String; 11] {
    let kind = match (receipt.kind, language) {
        (ReceiptKind::BankTransfer, Language::De) => "Überweisung",
        (ReceiptKind::BankTransfer, Language::En) => "Bank transfer",
        (ReceiptKind::Check, Language::De) => "Scheck",
        (ReceiptKind::Check, Language::En) => "Check",
    };
    [
        receipt.received_on.to_string(),
        kind.to_owned(),
        receipt.account_number.clone(),
        harmless(&receipt.account_name),
        harmless(&receipt.reference),
        amount(receipt.amount_minor, receipt.currency, language),
        receipt.currency.code().to_owned(),
        share.0.to_owned(),
        amount(share.1, receipt.currency, language),
        reversal.map(|reversal| reversal.on.to_string()).unwrap_or_default(),
        reversal.map(|reversal| harmless(&reversal.reason)).unwrap_or_default(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use billing::Currency;
    use billing::ids::AccountId;

    #[test]
    fn every_share_is_a_line_and_so_is_what_pays_nothing() {
        let day = |text: &str| text.parse().unwrap_or_default();
        let receipt = Receipt {
            id: "1".to_owned(),
            account: AccountId("a".to_owned()),
            account_number: "KD-20419".to_owned(),
            account_name: "=Klinik".to_owned(),
            kind: ReceiptKind::Check,
            amount_minor: 10_000,
            unallocated_minor: 4_000,
            currency: Currency::EUR,
            received_on: day("2026-11-20"),
            reference: "RU-2026-00001; Teil".to_owned(),
            recorded_by: "Omar".to_owned(),
            reversal: None,
        };
        let share = |number: &str, amount_minor, reversal| Allocation {
            id: number.to_owned(),
            invoice: number.to_owned(),
            number: number.to_owned(),
            amount_minor,
            on: day("2026-11-21"),
            person: "Omar".to_owned(),
            reversal,
        };
        let taken_back = Reversal { on: day("2026-11-22"), reason: "falsche Rechnung".to_owned() };
        let file = receipts_csv(&[(receipt, vec![share("RU-1", 6_000, None), share("RU-2", 1_000, Some(taken_back))])], Language::De);
        let head = "2026-11-20;Scheck;KD-20419;'=Klinik;\"RU-2026-00001; Teil\";100,00;EUR;";
        let lines: Vec<&str> = file.lines().skip(1).collect();
        assert_eq!(lines, [format!("{head}RU-1;60,00;;"), format!("{head}RU-2;10,00;2026-11-22;falsche Rechnung"), format!("{head};40,00;;")]);
    }
}
