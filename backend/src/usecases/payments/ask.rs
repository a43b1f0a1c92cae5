//! Asks the gateway about debits whose day has come: its news may be late, or lost.

use super::settle::settle_payment;
use crate::clock::seconds;
use crate::db::payments;
use crate::work;
use crate::{Backend, Refusal};

/// How long after a question the next one comes: banks are slower than their day.
const PAUSE: i64 = seconds(30);

/// Asks about every debit that is due; answers how many it asked about.
///
/// # Errors
/// [`Refusal::Storage`] when the database fails. A gateway that does not answer is asked again later.
pub async fn ask_due(backend: &Backend) -> Result<usize, Refusal> {
    let (today, before) = (backend.today(), backend.now() - PAUSE);
    let due = backend.db.read(work!(tx => payments::list_due(tx, today, before).await)).await?;
    let mut asked = 0;
    for payment in due {
        let now = backend.now();
        if !backend.db.write(work!(tx, &payment => payments::claim_payment(tx, payment, now).await)).await? {
            continue;
        }
        asked += 1;
        match backend.gateway.find(&payment.key).await {
            // What cannot be stored keeps no other payment waiting.
            Ok(Some(outcome)) => {
                if let Err(error) = settle_payment(backend, &payment, &outcome).await {
                    tracing::error!(%error, owed = %payment.owed, "the debit could not be settled");
                }
            }
            Ok(None) => tracing::error!(owed = %payment.owed, "the gateway does not know a debit that it had taken"),
            Err(error) => tracing::warn!(%error, owed = %payment.owed, "the gateway does not answer; asked again later"),
        }
    }
    Ok(asked)
}
