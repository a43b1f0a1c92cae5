//! Invoices and credit notes as they are frozen when issued.

use crate::price::TaxSum;
use crate::{BillingPeriod, Currency, Language, Money};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Which document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// An invoice.
    Invoice,
    /// A correction of an invoice.
    CreditNote,
}

impl DocumentKind {
    /// The word of the kind in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Invoice => "invoice",
            Self::CreditNote => "credit_note",
        }
    }

    /// The kind of a [`code`](Self::code).
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Invoice, Self::CreditNote].into_iter().find(|kind| kind.code() == code)
    }
}

/// Whether an invoice is settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvoiceState {
    /// Something is still to be paid.
    Open,
    /// The same, and its day has passed.
    Overdue,
    /// Nothing is to be paid any more.
    Paid,
}

/// A name with a postal address, one line each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Company or person.
    pub name: String,
    /// Street and number.
    pub street: String,
    /// Postal code.
    pub postal_code: String,
    /// City.
    pub city: String,
    /// State, in countries whose addresses have one; documents from before know none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// ISO 3166 code.
    pub country: String,
    /// VAT number, if any.
    pub vat_id: Option<String>,
}

/// The issuer of all invoices, from the configuration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seller {
    /// Name, address, VAT number.
    pub party: Party,
    /// National tax number.
    pub tax_number: String,
    /// Where buyers ask.
    pub email: String,
    /// Bank account for transfers.
    pub bank: String,
}

/// One line of a document, its text as issued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceLine {
    /// What it is for, in the document's language.
    pub text: String,
    /// How it was computed, in the document's language; empty for a whole period.
    pub explanation: String,
    /// Number of seats.
    pub seats: i64,
    /// Net price of one seat for one whole period, minor units.
    pub unit_minor: i64,
    /// The days that it covers.
    pub period: BillingPeriod,
    /// Net amount, minor units; negative for a credit.
    pub net_minor: i64,
}

/// How much of a document is settled by what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "by")]
pub enum Settlement {
    /// The card on file.
    Card {
        /// Brand in small letters, for example `visa`.
        brand: String,
        /// Last four digits.
        last4: String,
        /// What it paid, minor units.
        amount_minor: i64,
        /// The day of the payment.
        on: NaiveDate,
    },
    /// A debit of the bank account on file; should it come back, the invoice is open again.
    SepaDebit {
        /// Last four digits of the IBAN.
        last4: String,
        /// Reference of the mandate.
        mandate_reference: String,
        /// What it pays, minor units.
        amount_minor: i64,
        /// The day on which it was submitted.
        on: NaiveDate,
    },
    /// Account credit.
    AccountCredit {
        /// What it paid, minor units.
        amount_minor: i64,
    },
    /// The credit note issued with it.
    CreditNote {
        /// The credit note's number.
        number: String,
        /// What it paid, minor units.
        amount_minor: i64,
    },
    /// What a credit note gives to the account's credit.
    ToAccountCredit {
        /// What is given, minor units.
        amount_minor: i64,
    },
    /// What a credit note gives to the invoice issued with it.
    ToInvoice {
        /// The invoice's number.
        number: String,
        /// What is given, minor units.
        amount_minor: i64,
    },
}

/// An issued document, frozen. Amounts of a credit note are negative.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceDocument {
    /// Invoice or credit note.
    pub kind: DocumentKind,
    /// Number within series and year, without gaps.
    pub number: String,
    /// The invoice that a credit note corrects.
    pub corrects: Option<String>,
    /// Day of issue.
    pub issued_on: NaiveDate,
    /// Language of all its texts.
    pub language: Language,
    /// Currency of all its amounts.
    pub currency: Currency,
    /// The issuer.
    pub seller: Seller,
    /// The receiver.
    pub buyer: Party,
    /// The receiver's account number.
    pub account_number: String,
    /// What a corporate account signs in with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// The number of the receiver's purchase order. Documents from before name it in a note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purchase_order: Option<String>,
    /// Lines.
    pub lines: Vec<InvoiceLine>,
    /// Sum of the lines, minor units.
    pub net_minor: i64,
    /// Tax by category and rate.
    pub tax: Vec<TaxSum>,
    /// Net and tax, minor units.
    pub total_minor: i64,
    /// Sentences that the law or the payment wants, in the document's language.
    pub notes: Vec<String>,
    /// What settled it at issue.
    pub settlements: Vec<Settlement>,
}

impl InvoiceDocument {
    /// An amount in the document's currency and language.
    pub fn money(&self, minor: i64) -> String {
        crate::format::money(Money::new(minor, self.currency), self.language)
    }
}

/// A row of the invoice list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceSummary {
    /// Number.
    pub number: String,
    /// Invoice or credit note.
    pub kind: DocumentKind,
    /// Day of issue.
    pub issued_on: NaiveDate,
    /// Gross, minor units.
    pub total_minor: i64,
    /// Still to be paid, minor units.
    pub open_minor: i64,
    /// Currency.
    pub currency: Currency,
    /// Products on it, for people who look for one.
    pub products: String,
    /// Since when it is overdue.
    pub overdue_since: Option<NaiveDate>,
    /// Number of the document that this one corrects.
    pub corrects: Option<String>,
    /// Number of the newest document that corrects this one.
    pub corrected_by: Option<String>,
}

/// Sums of the documents of one currency that were searched for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceSums {
    /// The currency.
    pub currency: Currency,
    /// How many.
    pub documents: i64,
    /// Gross, credit notes taken off, minor units.
    pub total_minor: i64,
    /// Still to be paid, minor units.
    pub open_minor: i64,
}

impl InvoiceSummary {
    /// Whether it is settled.
    pub fn state(&self) -> InvoiceState {
        match (self.open_minor > 0, self.overdue_since) {
            (true, Some(_)) => InvoiceState::Overdue,
            (true, None) => InvoiceState::Open,
            (false, _) => InvoiceState::Paid,
        }
    }
}
