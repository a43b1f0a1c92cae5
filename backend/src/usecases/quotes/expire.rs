//! The last day of a quote is over: by itself it expires, and the billing contact is told.

use crate::db::jobs::Job;
use crate::db::quotes::{self, QuoteMove};
use crate::db::{Tx, audit, people};
use crate::texts::quote_mail;
use crate::usecases::jobs::{Next, When};
use crate::usecases::notices;
use crate::usecases::quotes::find::read_priced;
use crate::{Backend, Refusal};
use billing::quote::{QuoteError, Validity};

/// Ends an open quote whose last day is over. The caller holds the account's lock.
///
/// # Errors
/// [`Refusal`]; the transaction must not be committed.
pub(crate) async fn expire_quote(tx: &mut Tx<'_>, backend: &Backend, job: &Job, when: When) -> Result<Next, Refusal> {
    let Some(row) = quotes::find_quote(tx, &job.account, &job.subject).await? else { return Ok(Next::Done) };
    let to = match row.state.expire(Validity { today: when.today, valid_until: row.valid_until }) {
        Ok(to) => to,
        Err(QuoteError::StillValid { valid_until }) => return Ok(valid_until.succ_opt().map_or(Next::Done, Next::On)),
        Err(_) => return Ok(Next::Done),
    };
    // Accepted in time: its card is being asked, and the answer may come after midnight.
    if row.order.is_some() {
        return Ok(Next::Soon);
    }
    let priced = read_priced(tx, backend, row).await?;
    let step = QuoteMove { to, price: priced.price.as_ref().ok(), reason: None, replaced_by: None };
    if quotes::move_quote(tx, &priced.row, &step, when.now).await? {
        let details = serde_json::json!({ "valid_until": priced.row.valid_until });
        let entry = audit::AuditEntry { account: Some(&job.account), person: None, action: "quote_expired", subject: &job.subject, details };
        audit::add_entry(tx, entry, when.now).await?;
        if let Some(contact) = people::find_billing_contact(tx, &job.account).await? {
            let mail = quote_mail::quote_expired(&priced.row, &priced.account, &contact, backend);
            notices::write_mail(tx, &priced.account, &contact, &mail, when.now).await?;
        }
    }
    Ok(Next::Done)
}
