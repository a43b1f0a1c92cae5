//! SQL of what an account's invoices are made out to, and of who gets them.

use super::people::fold_login;
use super::{DbError, Row, Tx};
use crate::args;
use crate::text::fold_text;
use billing::Language;
use billing::country::Country;
use billing::details::BillingDetails;
use billing::ids::AccountId;

/// An account's billing details.
pub async fn find_details(tx: &mut Tx<'_>, account: &AccountId) -> Result<Option<BillingDetails>, DbError> {
    let sql = "SELECT name, street, postal_code, city, region, country, vat_id, language FROM accounts WHERE id = $1";
    let read = |row: &Row<'_>| {
        Ok(BillingDetails {
            company: row.text("name")?,
            street: row.text("street")?,
            postal_code: row.text("postal_code")?,
            city: row.text("city")?,
            region: row.opt_text("region")?,
            country: row.parsed("country", Country::parse)?,
            vat_id: row.opt_text("vat_id")?,
            language: row.parsed("language", Language::parse)?,
            recipients: Vec::new(),
        })
    };
    let Some(details) = tx.opt(sql, args![account.as_str()], read).await? else { return Ok(None) };
    let recipients = list_recipients(tx, account).await?;
    Ok(Some(BillingDetails { recipients, ..details }))
}

/// Who gets an account's invoice mails besides its billing contact, in the order in which they were entered.
pub async fn list_recipients(tx: &mut Tx<'_>, account: &AccountId) -> Result<Vec<String>, DbError> {
    let sql = "SELECT email FROM invoice_recipients WHERE account_id = $1 ORDER BY place, email_folded";
    tx.all(sql, args![account.as_str()], |row| row.text("email")).await
}

/// Writes an account's billing details, but for its VAT number: that goes with what is known of it.
pub async fn set_details(tx: &mut Tx<'_>, account: &AccountId, details: &BillingDetails, now: i64) -> Result<(), DbError> {
    let sql =
        "UPDATE accounts SET name = $2, name_folded = $3, street = $4, postal_code = $5, city = $6, region = $7, country = $8, language = $9 WHERE id = $1";
    let args = args![
        account.as_str(),
        &details.company,
        fold_text(&details.company),
        &details.street,
        &details.postal_code,
        &details.city,
        details.region.clone(),
        details.country.code(),
        details.language.code(),
    ];
    tx.exec(sql, args).await?;
    tx.exec("DELETE FROM invoice_recipients WHERE account_id = $1", args![account.as_str()]).await?;
    let insert = "INSERT INTO invoice_recipients (account_id, email_folded, email, place, created_at) VALUES ($1, $2, $3, $4, $5)";
    for (place, email) in (0_i64..).zip(&details.recipients) {
        tx.exec(insert, args![account.as_str(), fold_login(email), email, place, now]).await?;
    }
    Ok(())
}

/// The name of who changed the details or the VAT number last; none where the portal did, or nobody yet.
pub async fn find_last_editor(tx: &mut Tx<'_>, account: &AccountId) -> Result<Option<String>, DbError> {
    let sql = "SELECT p.name FROM audit e LEFT JOIN people p ON p.id = e.person_id WHERE e.account_id = $1 \
               AND e.action IN ('billing_details_changed', 'vat_id_applied', 'vat_id_denied') ORDER BY e.happened_at DESC, e.id DESC LIMIT 1";
    Ok(tx.opt(sql, args![account.as_str()], |row| row.opt_text("name")).await?.flatten())
}
