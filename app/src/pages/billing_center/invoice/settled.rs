//! What settled a document, in a sentence of the document's language.

use crate::texts::{locale_of, td_string};
use crate::ui::method_text::{card_name, debit_name};
use billing::format;
use billing::invoice::{InvoiceDocument, Settlement};

/// The sentence. Amounts of credit notes are negative, but sentences say which way the money went, so they lose the sign.
pub fn settled_text(document: &InvoiceDocument, settlement: &Settlement) -> String {
    let locale = locale_of(document.language);
    let money = |minor: i64| document.money(minor.saturating_abs());
    match settlement {
        Settlement::Card { brand, last4, amount_minor, on } => {
            let (card, date) = (card_name(brand, last4), format::date(*on, document.language));
            td_string!(locale, invoice.settled.card, amount = money(*amount_minor), date = date, card = card).to_string()
        }
        Settlement::SepaDebit { last4, mandate_reference, amount_minor, on } => {
            let (debit, date) = (debit_name(locale, "", last4), format::date(*on, document.language));
            let mandate = mandate_reference.as_str();
            td_string!(locale, invoice.settled.sepa_debit, amount = money(*amount_minor), date = date, debit = debit, mandate = mandate).to_string()
        }
        Settlement::AccountCredit { amount_minor } => td_string!(locale, invoice.settled.account_credit, amount = money(*amount_minor)).to_string(),
        Settlement::CreditNote { number, amount_minor } => {
            td_string!(locale, invoice.settled.credit_note, amount = money(*amount_minor), number = number.as_str()).to_string()
        }
        Settlement::ToAccountCredit { amount_minor } => td_string!(locale, invoice.settled.to_account_credit, amount = money(*amount_minor)).to_string(),
        Settlement::ToInvoice { number, amount_minor } => {
            td_string!(locale, invoice.settled.to_invoice, amount = money(*amount_minor), number = number.as_str()).to_string()
        }
    }
}
