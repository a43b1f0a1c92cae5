//! Asks the gateway for a refund that was written, outside any transaction, and writes its answer. Asked again with the same
//! key, it gives back nothing more: so whoever finds an open refund whose server died may carry it out.

use super::begin::RefundWay;
use crate::clock::seconds;
use crate::db::refunds::{self, OpenRefund, RefundEnd};
use crate::db::{Tx, accounts, audit, invoices};
use crate::failpoint;
use crate::gateways::payment::{GatewayError, RefundRequest};
use crate::texts::credit_mail;
use crate::usecases::collections::overdue;
use crate::usecases::jobs::When;
use crate::work;
use crate::{Backend, Refusal};

/// How long a server keeps a refund, above what the gateway may take.
const LEASE: i64 = seconds(15);

/// How long a refund is left to its server, microseconds.
pub(super) fn lease(backend: &Backend) -> i64 {
    i64::try_from(backend.settings.gateway.timeout.as_micros()).unwrap_or(i64::MAX / 4).saturating_add(LEASE)
}

/// Carries out what a form has just begun; nothing where the gateway has no part in it.
pub(crate) async fn carry_out_of_form(backend: &Backend, form_key: &str) -> Result<(), Refusal> {
    if let Some(refund) = backend.db.read(work!(tx => refunds::find_open(tx, form_key).await)).await? {
        failpoint::reach(failpoint::AFTER_REFUND_WRITTEN).await;
        carry_out(backend, &refund).await;
    }
    Ok(())
}

/// Carries out every refund whose lease is over; answers how many ended. One that cannot be ended now stays for the next time.
///
/// # Errors
/// [`Refusal::Storage`] when the database fails.
pub async fn recover_refunds(backend: &Backend) -> Result<usize, Refusal> {
    let now = backend.now();
    let mut ended = 0;
    for refund in backend.db.read(work!(tx => refunds::list_overdue(tx, now).await)).await? {
        let lease_until = backend.now().saturating_add(lease(backend));
        if backend.db.write(work!(tx, &refund => refunds::claim_refund(tx, refund, lease_until).await)).await? {
            ended += usize::from(carry_out(backend, &refund).await);
        }
    }
    Ok(ended)
}

/// Answers whether it has ended.
async fn carry_out(backend: &Backend, refund: &OpenRefund) -> bool {
    let request =
        RefundRequest { key: refund.id.clone(), charge_key: refund.charge_key.clone(), amount_minor: refund.amount_minor, reference: refund.number.clone() };
    let end = match backend.gateway.refund(&request).await {
        Ok(name) => RefundEnd::Done(name),
        Err(GatewayError::Refused(code)) => RefundEnd::Refused(code),
        Err(GatewayError::Unknown(error)) => {
            tracing::warn!(%error, refund = refund.id, "recovery will ask the gateway for the refund");
            return false;
        }
    };
    failpoint::reach(failpoint::AFTER_REFUND_ANSWERED).await;
    let when = When { today: backend.today(), now: backend.now() };
    let stored = backend.db.write(work!(tx, &end => write_end(tx, backend, refund, end, when).await)).await;
    stored.inspect_err(|error| tracing::error!(%error, refund = refund.id, "the end of a refund was not stored; recovery will ask again")).is_ok()
}

async fn write_end(tx: &mut Tx<'_>, backend: &Backend, refund: &OpenRefund, end: &RefundEnd, when: When) -> Result<(), Refusal> {
    accounts::lock_account(tx, &refund.account).await?;
    if !refunds::settle_refund(tx, refund, end, when.now).await? {
        return Ok(());
    }
    let (action, details) = match end {
        RefundEnd::Done(name) => ("refund_made", serde_json::json!({ "amount_minor": refund.amount_minor, "refund": name })),
        RefundEnd::Refused(code) => {
            accounts::change_credit(tx, &refund.account, refund.amount_minor, accounts::CreditReason::RefundRefused, None, when.now).await?;
            ("refund_refused", serde_json::json!({ "amount_minor": refund.amount_minor, "code": code }))
        }
    };
    let entry = audit::AuditEntry { account: Some(&refund.account), person: None, action, subject: &refund.invoice, details };
    audit::add_entry(tx, entry, when.now).await?;
    let invoice = invoices::find_collected(tx, &refund.account, &refund.invoice).await?;
    let (Some(invoice), RefundEnd::Done(_)) = (invoice, end) else { return Ok(()) };
    let way = RefundWay::Payment(String::new());
    overdue::write(tx, &invoice, when, |account, contact| credit_mail::refunded(&refund.number, refund.amount_minor, &way, account, contact, backend)).await
}
