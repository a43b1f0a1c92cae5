//! What the server functions of receipts do: session, role, one use case, and where that leads.

use super::{AllocationRow, NewReceiptPage, PayableRow, Payer, ReceiptAfter, ReceiptPage, ReceiptRow, ReceiptsPage, ShareForm};
use crate::api::ApiError;
use crate::api::request::{StaffSignedIn, lead_to, reply, run_to_end, staff_as, staff_signed_in};
use crate::api::staff::clock::AccountLink;
use crate::texts::chosen_language;
use crate::ui::money::read_money;
use backend::Refusal;
use backend::db::receipts::Receipt;
use backend::identifiers::new_key;
use backend::usecases::receipts::allocate::{self, AllocationInput, ReceiptShare};
use backend::usecases::receipts::find::{self, ReceiptQuery};
use backend::usecases::receipts::record::{self, ReceiptInput};
use backend::usecases::receipts::reverse;
use backend::usecases::staff::StaffRole;
use billing::input::InputFault;

/// Who moves money; everybody of the staff sees it.
pub const FINANCE: &[StaffRole] = &[StaffRole::Finance, StaffRole::Operator];

/// So many invoices are paid by one form, at most.
const MOST_AT_ONCE: usize = 100;

pub async fn load_receipts(search: String, state: String, after: (String, String)) -> Result<ReceiptsPage, ApiError> {
    reply(receipts_page(ReceiptQuery { search, state, after: Some(after).filter(|(day, _)| !day.is_empty()) }).await)
}

async fn receipts_page(query: ReceiptQuery) -> Result<ReceiptsPage, ApiError> {
    let StaffSignedIn { backend, member } = staff_signed_in().await?;
    let page = find::list_receipts(&backend, &member, &query).await?;
    Ok(ReceiptsPage {
        rows: page.rows.into_iter().map(row_of).collect(),
        next: page.next.map(|(day, id)| ReceiptAfter { day, id }),
        today: backend.today(),
        may_record: FINANCE.contains(&member.role),
    })
}

pub fn row_of(receipt: Receipt) -> ReceiptRow {
    ReceiptRow {
        id: receipt.id,
        account: AccountLink { number: receipt.account_number, name: receipt.account_name },
        kind: receipt.kind,
        amount_minor: receipt.amount_minor,
        unallocated_minor: receipt.unallocated_minor,
        currency: receipt.currency,
        received_on: receipt.received_on,
        reference: receipt.reference,
        is_reversed: receipt.reversal.is_some(),
    }
}

pub async fn load_new_receipt(account: String) -> Result<NewReceiptPage, ApiError> {
    let load = async || {
        let StaffSignedIn { backend, member } = staff_as(FINANCE).await?;
        let payer = find::find_payer(&backend, &member, &account).await?.map(|(account, open_minor)| Payer {
            account: AccountLink { number: account.number, name: account.party.name },
            currency: account.currency,
            open_minor,
        });
        Ok(NewReceiptPage { form_key: new_key(), payer, today: backend.today() })
    };
    reply(load().await)
}

pub async fn record_receipt(form_key: String, account: String, kind: String, amount: String, said: (String, String)) -> Result<(), ApiError> {
    let record = async || {
        let StaffSignedIn { backend, member } = staff_as(FINANCE).await?;
        let payer = find::find_payer(&backend, &member, &account).await?;
        let currency = payer.map(|(account, _)| account.currency).ok_or_else(|| at("account", InputFault::NotOffered))?;
        let amount_minor = read_money(&amount, currency, chosen_language()).map_err(|_| at("amount", InputFault::NoAmount))?;
        let (received_on, reference) = said;
        let input = ReceiptInput { form_key, account, kind, amount_minor, received_on, reference };
        run_to_end(async move { record::record_receipt(&backend, &member, &input).await }).await
    };
    let id = reply(record().await)?;
    lead_to(&format!("/staff/payments/{id}?done=recorded"));
    Ok(())
}

fn at(field: &str, fault: InputFault) -> ApiError {
    ApiError::Input { field: field.to_owned(), fault }
}

pub async fn load_receipt(receipt: String) -> Result<ReceiptPage, ApiError> {
    let load = async || {
        let StaffSignedIn { backend, member } = staff_signed_in().await?;
        let view = find::view_receipt(&backend, &member, &receipt).await?;
        Ok(ReceiptPage {
            recorded_by: view.receipt.recorded_by.clone(),
            reversal: view.receipt.reversal.clone(),
            receipt: row_of(view.receipt),
            allocations: view.allocations.into_iter().map(allocation_row).collect(),
            open: view.open.into_iter().map(payable_row).collect(),
            suggested_by: view.suggested_by,
            form_key: new_key(),
            may_record: FINANCE.contains(&member.role),
        })
    };
    reply(load().await)
}

fn allocation_row(found: backend::db::receipts::Allocation) -> AllocationRow {
    let backend::db::receipts::Allocation { id, number, amount_minor, on, person, reversal, .. } = found;
    AllocationRow { id, number, amount_minor, on, person, reversal }
}

fn payable_row(found: find::OpenInvoice) -> PayableRow {
    let find::OpenInvoice { number, products, open_minor, due_on, overdue_since, suggested_minor } = found;
    PayableRow { number, products, open_minor, due_on, overdue_since, suggested_minor }
}

pub async fn allocate_receipt(form_key: String, receipt: String, seen_minor: String, shares: Vec<ShareForm>) -> Result<(), ApiError> {
    let page = page_of(&receipt);
    let allocate = async || {
        let StaffSignedIn { backend, member } = staff_as(FINANCE).await?;
        let seen_minor = seen_minor.parse().map_err(|_| ApiError::AmountChanged)?;
        let (language, currency) = (chosen_language(), find::find_currency(&backend, &receipt).await?);
        let typed = shares.into_iter().take(MOST_AT_ONCE).filter(|share| !share.amount.trim().is_empty());
        let read = |share: ShareForm| {
            let amount_minor = read_money(&share.amount, currency, language).map_err(|_| at("shares", InputFault::NoAmount))?;
            Ok(ReceiptShare { number: share.number, amount_minor })
        };
        let shares = typed.map(read).collect::<Result<Vec<_>, ApiError>>()?;
        let input = AllocationInput { form_key, receipt, seen_minor, shares };
        run_to_end(async move { allocate::allocate_receipt(&backend, &member, &input).await.map_err(changed) }).await
    };
    reply(allocate().await)?;
    lead_to(&format!("{page}?done=allocated"));
    Ok(())
}

/// Money has no price; what was on screen is an amount.
fn changed(refusal: Refusal) -> ApiError {
    match refusal {
        Refusal::PriceChanged => ApiError::AmountChanged,
        other => other.into(),
    }
}

pub async fn reverse_allocation(receipt: String, allocation: String, reason: String) -> Result<(), ApiError> {
    let page = page_of(&receipt);
    let take_back = async || {
        let StaffSignedIn { backend, member } = staff_as(FINANCE).await?;
        run_to_end(async move { reverse::reverse_allocation(&backend, &member, &receipt, &allocation, &reason).await.map_err(at_share) }).await
    };
    reply(take_back().await)?;
    lead_to(&format!("{page}?done=reversed"));
    Ok(())
}

/// The reason stands in a field of its own.
fn at_share(refusal: Refusal) -> ApiError {
    match refusal {
        Refusal::Input { field: "reason", fault } => at("share_reason", fault),
        other => other.into(),
    }
}

pub async fn reverse_receipt(receipt: String, reason: String) -> Result<(), ApiError> {
    let page = page_of(&receipt);
    let take_back = async || {
        let StaffSignedIn { backend, member } = staff_as(FINANCE).await?;
        run_to_end(async move { reverse::reverse_receipt(&backend, &member, &receipt, &reason).await }).await
    };
    reply(take_back().await)?;
    lead_to(&format!("{page}?done=reversed"));
    Ok(())
}

/// Identifiers are plain; anything else could lead elsewhere.
fn page_of(receipt: &str) -> String {
    let plain: String = receipt.chars().filter(char::is_ascii_alphanumeric).collect();
    format!("/staff/payments/{plain}")
}
