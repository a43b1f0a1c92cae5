//! SQL of payment methods: one active for each account, the earlier ones kept.

use super::{DbError, Row, Tx};
use crate::args;
use crate::gateways::payment::{MethodKind, NewMethod};
use crate::identifiers::new_id;
use billing::ids::AccountId;
use billing::order::{CardOnFile, DebitOnFile, MethodOnFile, Validity};
use chrono::NaiveDate;

/// A payment method with the token by which the gateway knows it.
#[derive(Clone, Debug)]
pub struct PaymentMethod {
    /// Identifier.
    pub id: String,
    /// The gateway's token.
    pub token: String,
    /// What is shown of it.
    pub shown: MethodOnFile,
}

/// The account's payment method, if one is on file.
pub async fn find_payment_method(tx: &mut Tx<'_>, account: &AccountId) -> Result<Option<PaymentMethod>, DbError> {
    let sql = "SELECT id, kind, gateway_token, brand, last4, expires, holder, country, mandate_reference, mandate_signed_on FROM payment_methods \
               WHERE account_id = $1 AND state = 'active'";
    tx.opt(sql, args![account.as_str()], read_method).await
}

/// The account's payment method, if it can be charged on a day. Who has chosen to transfer or to send checks is not charged,
/// whatever else is on file.
pub async fn find_usable(tx: &mut Tx<'_>, account: &AccountId, today: NaiveDate) -> Result<Option<PaymentMethod>, DbError> {
    let sql = "SELECT p.id, p.kind, p.gateway_token, p.brand, p.last4, p.expires, p.holder, p.country, p.mandate_reference, p.mandate_signed_on \
               FROM payment_methods p JOIN accounts a ON a.id = p.account_id \
               WHERE p.account_id = $1 AND p.state = 'active' AND (a.payment_profile IS NULL OR a.payment_profile = p.kind)";
    let found = tx.opt(sql, args![account.as_str()], read_method).await?;
    Ok(found.filter(|method| method.shown.validity(today) != Validity::Expired))
}

fn read_method(row: &Row<'_>) -> Result<PaymentMethod, DbError> {
    let kind = row.parsed("kind", |code| [MethodKind::Card, MethodKind::SepaDebit].into_iter().find(|kind| kind.code() == code))?;
    let shown = match kind {
        MethodKind::Card => {
            MethodOnFile::Card(CardOnFile { brand: row.text("brand")?, last4: row.text("last4")?, expires: row.opt_text("expires")?.unwrap_or_default() })
        }
        MethodKind::SepaDebit => MethodOnFile::SepaDebit(DebitOnFile {
            last4: row.text("last4")?,
            country: row.opt_text("country")?.unwrap_or_default(),
            holder: row.opt_text("holder")?.unwrap_or_default(),
            mandate_reference: row.text("mandate_reference")?,
            mandate_signed_on: row.date("mandate_signed_on")?,
        }),
    };
    Ok(PaymentMethod { id: row.text("id")?, token: row.text("gateway_token")?, shown })
}

/// The day on which the holder is first told that a card expires: 30 days before its last, as [`MethodOnFile::validity`] has it.
pub fn first_warning(card: &CardOnFile) -> Option<NaiveDate> {
    card.last_day()?.checked_sub_days(chrono::Days::new(30))
}

/// Puts a method on file in place of the active one; answers its identifier.
pub async fn replace_payment_method(tx: &mut Tx<'_>, account: &AccountId, method: &NewMethod, now: i64) -> Result<String, DbError> {
    tx.exec("UPDATE payment_methods SET state = 'replaced' WHERE account_id = $1 AND state = 'active'", args![account.as_str()]).await?;
    let id = new_id();
    let sql = "INSERT INTO payment_methods (id, account_id, kind, gateway_token, brand, last4, expires, state, created_at, holder, country, \
               mandate_reference, mandate_signed_on) VALUES ($1, $2, $3, $4, $5, $6, $7, 'active', $8, $9, $10, $11, $12)";
    let args = args![
        &id,
        account.as_str(),
        method.kind.code(),
        &method.token,
        &method.brand,
        &method.last4,
        method.expires.clone(),
        now,
        method.holder.clone(),
        method.country.clone(),
        method.mandate_reference.clone(),
        method.mandate_signed_on.map(|day| day.to_string()),
    ];
    tx.exec(sql, args).await?;
    Ok(id)
}
