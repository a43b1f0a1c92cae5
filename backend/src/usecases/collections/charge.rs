//! Asks the gateway to charge an invoice, outside any transaction: the attempt is written before, and recovery finds out
//! what became of it should this never return.

use crate::Backend;
use crate::db::attempts::{Attempt, Owed};
use crate::db::invoices::CollectedInvoice;
use crate::db::payment_methods::PaymentMethod;
use crate::failpoint;
use crate::gateways::payment::{ChargeOutcome, OutcomeUnknown};
use crate::identifiers::new_key;
use crate::usecases::orders::{place, settle};

/// What a charge that nobody is there to confirm is declined with.
const NOBODY_TO_CONFIRM: &str = "authentication_required";

/// An attempt to charge all that is open of an invoice. The caller writes it before it asks.
pub(crate) fn attempt_for(backend: &Backend, invoice: &CollectedInvoice, method: &PaymentMethod, now: i64) -> Attempt {
    Attempt {
        key: new_key(),
        account: invoice.account.clone(),
        owed: Owed::Invoice(invoice.id.clone()),
        payment_token: method.token.clone(),
        amount_minor: invoice.open_minor,
        currency: invoice.currency.code().to_owned(),
        method: Some(method.shown.clone()),
        lease_until: now.saturating_add(place::lease(backend)),
        action_url: None,
    }
}

/// Charges without anybody there: a card that wants its holder's confirmation is declined.
pub(crate) async fn charge_invoice(backend: &Backend, attempt: &Attempt) {
    failpoint::reach(failpoint::AFTER_ORDER_COMMITTED).await;
    let outcome = match backend.gateway.charge(&settle::request_of(attempt, None)).await {
        Ok(ChargeOutcome::ActionRequired { .. }) => decline_unconfirmed(backend, attempt).await,
        outcome => outcome,
    };
    let _spoken = settle::store_answer(backend, attempt, outcome).await;
}

/// Charges while the billing contact waits, who can confirm it on the gateway's page.
pub(crate) async fn charge_attended(backend: &Backend, attempt: &Attempt, return_url: String) {
    let outcome = backend.gateway.charge(&settle::request_of(attempt, Some(return_url))).await;
    let _spoken = settle::store_answer(backend, attempt, outcome).await;
}

async fn decline_unconfirmed(backend: &Backend, attempt: &Attempt) -> Result<ChargeOutcome, OutcomeUnknown> {
    match backend.gateway.settle(&attempt.key).await? {
        ChargeOutcome::Cancelled => Ok(ChargeOutcome::Declined { code: NOBODY_TO_CONFIRM.to_owned() }),
        outcome => Ok(outcome),
    }
}
