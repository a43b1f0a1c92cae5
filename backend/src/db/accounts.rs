//! SQL of accounts and their credit.

use super::people::Door;
use super::{DbError, Row, Tx};
use crate::actor::{Account, CorporateTerms};
use crate::args;
use crate::identifiers::new_id;
use crate::text::fold_text;
use billing::corporate::{PaymentProfile, SelfService};
use billing::country::Country;
use billing::ids::{AccountId, OrderId};
use billing::invoice::Party;
use billing::price::Customer;
use billing::vat_id::VatId;
use billing::{Currency, Language, VatIdState};

/// Takes the account's lock: everything that moves its money or rights begins with it, so that its events
/// have one order on every engine. Answers false when there is no such account.
pub async fn lock_account(tx: &mut Tx<'_>, account: &AccountId) -> Result<bool, DbError> {
    let changed = tx.exec("UPDATE accounts SET version = version + 1 WHERE id = $1", args![account.as_str()]).await?;
    Ok(changed == 1)
}

/// An account.
pub async fn find_account(tx: &mut Tx<'_>, account: &AccountId) -> Result<Option<Account>, DbError> {
    let sql = "SELECT id, number, name, street, postal_code, city, region, country, currency, language, vat_id, vat_id_state, credit_minor, kind, \
               self_service, terms_days, payment_profile FROM accounts WHERE id = $1";
    tx.opt(sql, args![account.as_str()], read_account).await
}

fn read_account(row: &Row<'_>) -> Result<Account, DbError> {
    let party = Party {
        name: row.text("name")?,
        street: row.text("street")?,
        postal_code: row.text("postal_code")?,
        city: row.text("city")?,
        region: row.opt_text("region")?,
        country: row.text("country")?,
        vat_id: row.opt_text("vat_id")?,
    };
    Ok(Account {
        id: AccountId(row.text("id")?),
        number: row.text("number")?,
        party,
        currency: row.parsed("currency", Currency::parse)?,
        language: row.parsed("language", Language::parse)?,
        customer: Customer {
            country: row.parsed("country", Country::parse)?,
            vat_id: row.parsed("vat_id_state", VatIdState::parse)?,
            credit_minor: row.int("credit_minor")?,
        },
        terms: read_terms(row)?,
    })
}

fn read_terms(row: &Row<'_>) -> Result<Option<CorporateTerms>, DbError> {
    if row.text("kind")? != Door::Corporate.account_kind() {
        return Ok(None);
    }
    let self_service = if row.int("self_service")? == 1 { SelfService::Eligible } else { SelfService::NotEligible };
    let days = row.opt_int("terms_days")?.and_then(|days| u32::try_from(days).ok()).unwrap_or(USUAL_TERMS_DAYS);
    let profile = row.opt_text("payment_profile")?.as_deref().and_then(PaymentProfile::parse).unwrap_or(PaymentProfile::BankTransfer);
    Ok(Some(CorporateTerms { self_service, days, profile }))
}

/// Sets how a corporate account pays; one that buys online has no profile. Answers whether there is such an account.
pub async fn set_payment_profile(tx: &mut Tx<'_>, account: &AccountId, profile: PaymentProfile) -> Result<bool, DbError> {
    let sql = "UPDATE accounts SET payment_profile = $2 WHERE id = $1 AND kind = 'corporate'";
    Ok(tx.exec(sql, args![account.as_str(), profile.code()]).await? == 1)
}

/// Sets what was agreed with a corporate account, besides how it pays; that is its own choice. Answers whether there is such an account.
pub async fn set_terms(tx: &mut Tx<'_>, account: &AccountId, days: u32, self_service: SelfService) -> Result<bool, DbError> {
    let sql = "UPDATE accounts SET terms_days = $2, self_service = $3 WHERE id = $1 AND kind = 'corporate'";
    Ok(tx.exec(sql, args![account.as_str(), i64::from(days), self_service_code(self_service)]).await? == 1)
}

fn self_service_code(self_service: SelfService) -> i64 {
    i64::from(self_service == SelfService::Eligible)
}

/// Within how many days a corporate account pays where nothing else was agreed.
const USUAL_TERMS_DAYS: u32 = 30;

/// Why an account's credit changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CreditReason {
    /// An order will use it.
    Reserved,
    /// The order came to nothing.
    Released,
    /// Days that were paid and not used.
    UnusedDays,
    /// Tax that was charged and is not owed.
    TaxCorrected,
    /// The invoice of a renewal uses it.
    Renewal,
    /// A payment was more than what was still open.
    Overpaid,
    /// A credit note gives back what was paid.
    CreditNote,
    /// Money goes back to who paid.
    Refunded,
    /// It did not: the gateway has refused.
    RefundRefused,
}

impl CreditReason {
    const fn code(self) -> &'static str {
        match self {
            Self::Reserved => "reserved",
            Self::Released => "released",
            Self::UnusedDays => "unused_days",
            Self::TaxCorrected => "tax_corrected",
            Self::Renewal => "renewal",
            Self::Overpaid => "overpaid",
            Self::CreditNote => "credit_note",
            Self::Refunded => "refunded",
            Self::RefundRefused => "refund_refused",
        }
    }
}

/// Changes an account's credit by an amount (negative: uses it), with its entry in the ledger.
pub async fn change_credit(
    tx: &mut Tx<'_>,
    account: &AccountId,
    amount_minor: i64,
    reason: CreditReason,
    order: Option<&OrderId>,
    now: i64,
) -> Result<(), DbError> {
    if amount_minor == 0 {
        return Ok(());
    }
    tx.exec("UPDATE accounts SET credit_minor = credit_minor + $2 WHERE id = $1", args![account.as_str(), amount_minor]).await?;
    let sql = "INSERT INTO credit_entries (id, account_id, amount_minor, reason, order_id, created_at) VALUES ($1, $2, $3, $4, $5, $6)";
    tx.exec(sql, args![new_id(), account.as_str(), amount_minor, reason.code(), order.map(|order| order.0.clone()), now]).await?;
    Ok(())
}

/// An account on its way into the store.
pub struct NewAccount {
    /// Identifier.
    pub id: AccountId,
    /// Company.
    pub name: String,
    /// Street and number.
    pub street: String,
    /// Postal code.
    pub postal_code: String,
    /// City.
    pub city: String,
    /// Country.
    pub country: Country,
    /// Fixed currency.
    pub currency: Currency,
    /// Language of its mails and invoices.
    pub language: Language,
    /// VAT number; whether it is valid was not asked yet.
    pub vat_id: Option<VatId>,
    /// What was agreed with an account that works with a representative; none for one that buys online.
    pub terms: Option<CorporateTerms>,
}

/// The series of customer numbers, and the number before its first.
const NUMBER_SERIES: (&str, i64) = ("KD", 10_000);

/// The next customer number that is free: `KD-10001`. Belongs into the transaction that makes the account.
pub async fn take_account_number(tx: &mut Tx<'_>) -> Result<String, DbError> {
    let (series, before_first) = NUMBER_SERIES;
    let next = "INSERT INTO account_numbers (series, last_number) VALUES ($1, $2) \
                ON CONFLICT (series) DO UPDATE SET last_number = account_numbers.last_number + 1 RETURNING last_number";
    loop {
        let last = tx.one(next, args![series, before_first + 1], |row| row.int("last_number")).await?;
        let number = format!("{series}-{last}");
        // The demonstration's accounts have numbers of their own choice.
        let taken = tx.opt("SELECT id FROM accounts WHERE number = $1", args![&number], |row| row.text("id")).await?;
        if taken.is_none() {
            return Ok(number);
        }
    }
}

/// Writes an account.
pub async fn insert_account(tx: &mut Tx<'_>, account: &NewAccount, number: &str, now: i64) -> Result<(), DbError> {
    let sql = "INSERT INTO accounts (id, number, name, name_folded, street, postal_code, city, country, currency, language, vat_id, vat_id_state, \
               credit_minor, version, created_at, kind, self_service, terms_days, payment_profile) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, 0, $13, $14, $15, $16, $17)";
    let state = if account.vat_id.is_some() { "unverified" } else { "none" };
    let args = args![
        account.id.as_str(),
        number,
        &account.name,
        fold_text(&account.name),
        &account.street,
        &account.postal_code,
        &account.city,
        account.country.code(),
        account.currency.code(),
        account.language.code(),
        account.vat_id.as_ref().map(|number| number.as_str().to_owned()),
        state,
        now,
        if account.terms.is_some() { Door::Corporate } else { Door::BillingCenter }.account_kind(),
        account.terms.map_or(1, |terms| self_service_code(terms.self_service)),
        account.terms.map(|terms| i64::from(terms.days)),
        account.terms.map(|terms| terms.profile.code().to_owned()),
    ];
    tx.exec(sql, args).await?;
    Ok(())
}
