//! SQL of the VAT numbers of accounts.

use super::{DbError, Row, Tx};
use crate::args;
use billing::VatIdState;
use billing::ids::AccountId;
use billing::subscription::LineTax;

/// Sets an account's number and what is known of it.
pub async fn set_vat_id(tx: &mut Tx<'_>, account: &AccountId, number: Option<&str>, state: VatIdState, checked_at: Option<i64>) -> Result<(), DbError> {
    let sql = "UPDATE accounts SET vat_id = $2, vat_id_state = $3, vat_checked_at = $4 WHERE id = $1";
    tx.exec(sql, args![account.as_str(), number.map(str::to_owned), state.code(), checked_at]).await?;
    Ok(())
}

/// A number that the register did not prove yet.
#[derive(Clone, Debug)]
pub struct Unverified {
    /// Account that has it.
    pub account: AccountId,
    /// The number.
    pub number: String,
    /// When the register was last asked; 0 for never.
    checked_at: i64,
}

/// Numbers that the register was not asked about since `before`.
pub async fn list_unverified(tx: &mut Tx<'_>, before: i64) -> Result<Vec<Unverified>, DbError> {
    let sql = "SELECT id, vat_id, COALESCE(vat_checked_at, 0) AS checked_at FROM accounts WHERE vat_id_state = 'unverified' AND vat_id IS NOT NULL \
               AND COALESCE(vat_checked_at, 0) < $1 ORDER BY COALESCE(vat_checked_at, 0), id LIMIT 100";
    let read = |row: &Row<'_>| Ok(Unverified { account: AccountId(row.text("id")?), number: row.text("vat_id")?, checked_at: row.int("checked_at")? });
    tx.all(sql, args![before], read).await
}

/// Claims a number for asking about it; answers false when another server was quicker.
pub async fn claim_unverified(tx: &mut Tx<'_>, found: &Unverified, now: i64) -> Result<bool, DbError> {
    let sql = "UPDATE accounts SET vat_checked_at = $3 WHERE id = $1 AND vat_id_state = 'unverified' AND COALESCE(vat_checked_at, 0) = $2";
    Ok(tx.exec(sql, args![found.account.as_str(), found.checked_at, now]).await? == 1)
}

/// Whether an order of the account is being processed, whose price is pinned with its tax, or an invoice is being charged,
/// which must not be replaced meanwhile.
pub async fn is_charging(tx: &mut Tx<'_>, account: &AccountId) -> Result<bool, DbError> {
    let sql = "SELECT CAST((SELECT COUNT(*) FROM orders WHERE account_id = $1 AND state = 'placed') \
               + (SELECT COUNT(*) FROM payment_attempts WHERE account_id = $1 AND state = 'open') AS BIGINT) AS charges";
    tx.one(sql, args![account.as_str()], |row| Ok(row.int("charges")? > 0)).await
}

/// The running periods that an invoice charged take another tax: what is credited of them later keeps it.
pub async fn retax_subscriptions(tx: &mut Tx<'_>, account: &AccountId, invoice: &str, tax: LineTax) -> Result<(), DbError> {
    let sql = "UPDATE subscriptions SET tax_category = $3, tax_rate = $4, version = version + 1 WHERE account_id = $1 AND tax_category IS NOT NULL \
               AND EXISTS (SELECT 1 FROM invoice_periods p WHERE p.invoice_id = $2 AND p.subscription_id = subscriptions.id AND p.period_start = subscriptions.period_start)";
    tx.exec(sql, args![account.as_str(), invoice, tax.category.code(), tax.rate.to_string()]).await?;
    Ok(())
}
