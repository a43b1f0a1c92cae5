//! What corporate accounts owe and how they pay it: invoices, payments of them, and the payment profile.

#[cfg(feature = "ssr")]
mod bodies;

use super::ApiError;
use super::invoices::InvoicesPage;
#[cfg(feature = "ssr")]
use backend::usecases::invoices::search::InvoiceQuery;
use billing::Currency;
use billing::corporate::PaymentProfile;
use billing::invoice::InvoiceDocument;
use billing::order::MethodOnFile;
use billing::standing::InvoiceStanding;
use chrono::NaiveDate;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// All invoices.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CorporateInvoices {
    /// The seller's date.
    pub today: NaiveDate,
    /// To be paid, oldest first.
    pub open: Vec<InvoiceStanding>,
    /// All that was issued, as far as it was asked for.
    pub found: InvoicesPage,
}

/// One invoice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CorporateInvoice {
    /// As it was issued.
    pub document: InvoiceDocument,
    /// Where it stands; none for a credit note, and for an invoice that was cancelled.
    pub standing: Option<InvoiceStanding>,
    /// Numbers of the documents that correct it, oldest first.
    pub corrections: Vec<String>,
}

/// What is to be paid, and what could pay it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CorporatePayment {
    /// The chosen invoices that are open.
    pub invoices: Vec<InvoiceStanding>,
    /// The method on file, if it is charged by itself and can pay today.
    pub usable: Option<MethodOnFile>,
    /// The card that was entered for this payment, with the gateway's name of the visit.
    pub card: Option<SingleCard>,
}

/// A card that pays once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SingleCard {
    /// The gateway's name of the visit.
    pub session: String,
    /// What is shown of it.
    pub shown: MethodOnFile,
}

/// How the account pays.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProfilePage {
    /// The seller's date.
    pub today: NaiveDate,
    /// The profile.
    pub profile: PaymentProfile,
    /// What may be chosen in the account's country.
    pub offered: Vec<PaymentProfile>,
    /// The card or bank account on file, whether it is used or not.
    pub method: Option<MethodOnFile>,
    /// Within how many days an invoice is paid that nothing charges.
    pub days: u32,
    /// The seller's name and bank account, for transfers.
    pub seller: String,
    /// The bank account.
    pub bank: String,
    /// Where a check goes.
    pub address: String,
    /// What every transfer names besides the invoice.
    pub account_number: String,
    /// Currency of the account.
    pub currency: Currency,
}

/// What is open and, of all invoices and credit notes, a page of those that are searched for, as in the Billing Center.
#[server(endpoint = "load_corporate_invoices")]
pub async fn load_corporate_invoices(
    #[server(default)] before: String,
    #[server(default)] search: String,
    #[server(default)] year: String,
    #[server(default)] product: String,
    #[server(default)] state: String,
) -> Result<CorporateInvoices, ApiError> {
    bodies::load_corporate_invoices(before, InvoiceQuery { search, year, product, state }).await
}

/// One of them.
#[server(endpoint = "load_corporate_invoice")]
pub async fn load_corporate_invoice(number: String) -> Result<CorporateInvoice, ApiError> {
    bodies::load_corporate_invoice(number).await
}

/// What is to be paid: the numbers with commas between, and the visit at which a card was entered, if one was.
#[server(endpoint = "load_corporate_payment")]
pub async fn load_corporate_payment(#[server(default)] numbers: String, #[server(default)] card: String) -> Result<CorporatePayment, ApiError> {
    bodies::load_corporate_payment(numbers, card).await
}

/// Pays so much of each invoice, if what was seen is what is open. The lists have commas between; without a card, with the
/// method on file.
#[server(endpoint = "pay_corporate_invoices")]
pub async fn pay_corporate_invoices(numbers: String, seen: String, amounts: String, #[server(default)] card: String) -> Result<(), ApiError> {
    bodies::pay_corporate_invoices(numbers, seen, amounts, card).await
}

/// Leads to the gateway's page, where a card is entered that pays once, and from there back to the payment.
#[server(endpoint = "open_single_card")]
pub async fn open_single_card(numbers: String, #[server(default)] amount: String) -> Result<(), ApiError> {
    bodies::open_single_card(numbers, amount).await
}

/// Gives up a payment that waits for the holder of the card: it will never be charged.
#[server(endpoint = "give_up_corporate_payment")]
pub async fn give_up_corporate_payment(number: String) -> Result<(), ApiError> {
    bodies::give_up_corporate_payment(number).await
}

/// How the account pays.
#[server(endpoint = "load_payment_profile")]
pub async fn load_payment_profile() -> Result<ProfilePage, ApiError> {
    bodies::load_payment_profile().await
}

/// Changes how the account pays. What the gateway has to keep leads to its page, and becomes the profile there; the form is never
/// sent by script, since another site may follow.
#[server(endpoint = "save_payment_profile")]
pub async fn save_payment_profile(#[server(default)] profile: String, #[server(default)] back: String) -> Result<(), ApiError> {
    bodies::save_payment_profile(profile, back).await
}
