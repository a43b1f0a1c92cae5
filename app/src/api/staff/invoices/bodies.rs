//! What the server functions of credit notes and refunds do: session, role, one use case, and where that leads.

use super::{CreditPreview, RefundableRow, StaffInvoicePage};
use crate::api::ApiError;
use crate::api::request::{StaffSignedIn, lead_to, reply, run_to_end, staff_as, staff_signed_in};
use crate::api::staff::clock::AccountLink;
use crate::api::staff::receipts::bodies::FINANCE;
use crate::texts::chosen_language;
use crate::ui::money::read_money;
use backend::Refusal;
use backend::identifiers::new_key;
use backend::usecases::credit_notes::issue::{self, CreditNoteInput, PaidPart};
use backend::usecases::credit_notes::view::{StaffInvoice, view_invoice};
use backend::usecases::refunds::begin::{self, RefundInput, RefundWay};
use billing::credit_note::CreditFault;
use billing::input::InputFault;
use billing::{Currency, Language};

pub async fn load_staff_invoice(number: String, lines: String) -> Result<StaffInvoicePage, ApiError> {
    reply(page(&number, &lines).await)
}

async fn page(number: &str, lines: &str) -> Result<StaffInvoicePage, ApiError> {
    let StaffSignedIn { backend, member } = staff_signed_in().await?;
    let found = view_invoice(&backend, &member, number).await?;
    let (preview, fault) = match preview_of(&found, lines, chosen_language()) {
        Ok(preview) => (preview, None),
        Err(fault) => (None, Some(fault)),
    };
    let refundable = |payment: backend::db::refunds::RefundablePayment| RefundableRow {
        id: payment.id,
        method: payment.method,
        on: payment.received_on,
        left_minor: payment.left_minor,
    };
    Ok(StaffInvoicePage {
        left: found.base.left(),
        left_minor: found.base.left_minor(),
        preview,
        fault,
        refundable: found.refundable.into_iter().map(refundable).collect(),
        returnable_minor: found.returnable_minor,
        credit_minor: found.account.customer.credit_minor,
        currency: found.account.currency,
        account: AccountLink { number: found.account.number, name: found.account.party.name },
        document: found.document,
        standing: found.standing,
        form_key: new_key(),
        may_credit: FINANCE.contains(&member.role),
    })
}

/// None where nothing was typed.
fn preview_of(found: &StaffInvoice, typed: &str, language: Language) -> Result<Option<CreditPreview>, InputFault> {
    let Some(standing) = found.standing.as_ref().filter(|_| !typed.is_empty()) else { return Ok(None) };
    let lines = read_lines(typed, &found.base.left(), found.account.currency, language)?;
    let credit = found.base.credit(&lines).map_err(|fault| match fault {
        CreditFault::Nothing => InputFault::NoAmount,
        CreditFault::MoreThanLeft | CreditFault::SeveralRates | CreditFault::Overflow => InputFault::MoreThanLeft,
    })?;
    let reduced_minor = credit.total_minor.min(standing.open_minor);
    Ok(Some(CreditPreview {
        lines: lines.iter().map(ToString::to_string).collect::<Vec<_>>().join(","),
        net_minor: credit.net_minor,
        rate: billing::format::rate(credit.tax.rate, language),
        tax_minor: credit.tax.tax_minor,
        total_minor: credit.total_minor,
        open_after_minor: standing.open_minor - reduced_minor,
        paid_minor: credit.total_minor - reduced_minor,
    }))
}

/// `all`, or an amount for each line, joined by semicolons; what the invoice itself credits goes back with the rest, or not at all.
fn read_lines(typed: &str, left: &[i64], currency: Currency, language: Language) -> Result<Vec<i64>, InputFault> {
    if typed == "all" {
        return Ok(left.to_vec());
    }
    let mut amounts = typed.split(';');
    let read = |left: &i64| match amounts.next().map(str::trim).unwrap_or_default() {
        "" => Ok(0),
        text => read_money(text, currency, language).map(|minor| if *left < 0 { -minor } else { minor }).map_err(|_| InputFault::NoAmount),
    };
    left.iter().map(read).collect()
}

pub async fn issue_credit_note(of: (String, String), seen_minor: String, lines: String, reason: String, paid_part: String) -> Result<(), ApiError> {
    let (form_key, number) = of;
    let page = page_of(&number);
    let issue = async || {
        let StaffSignedIn { backend, member } = staff_as(FINANCE).await?;
        let seen_minor = seen_minor.parse().map_err(|_| ApiError::AmountChanged)?;
        let lines = lines.split(',').map(|amount| amount.parse().map_err(|_| ApiError::AmountChanged)).collect::<Result<Vec<i64>, _>>()?;
        let paid_part = match paid_part.as_str() {
            "" | "credit" => PaidPart::Credit,
            way => PaidPart::Refund(read_way(way).ok_or_else(|| at("paid_part", InputFault::NotOffered))?),
        };
        let input = CreditNoteInput { form_key, number, seen_minor, lines, reason, paid_part };
        run_to_end(async move { issue::issue_credit_note(&backend, &member, &input).await.map_err(changed) }).await
    };
    reply(issue().await)?;
    lead_to(&format!("{page}?done=credited"));
    Ok(())
}

/// `paid_out`, or `payment:ID`.
fn read_way(text: &str) -> Option<RefundWay> {
    match text.split_once(':') {
        Some(("payment", id)) => Some(RefundWay::Payment(id.to_owned())),
        None if text == "paid_out" => Some(RefundWay::PaidOut),
        _ => None,
    }
}

fn at(field: &str, fault: InputFault) -> ApiError {
    ApiError::Input { field: field.to_owned(), fault }
}

/// Money has no price; what was on screen is an amount. Amounts that are gone by now are so too.
fn changed(refusal: Refusal) -> ApiError {
    match refusal {
        Refusal::PriceChanged | Refusal::Input { field: "lines", .. } => ApiError::AmountChanged,
        other => other.into(),
    }
}

pub async fn refund_credit(form_key: String, number: String, amount: String, reason: String, way: String) -> Result<(), ApiError> {
    let page = page_of(&number);
    let refund = async || {
        let StaffSignedIn { backend, member } = staff_as(FINANCE).await?;
        let way = read_way(&way).ok_or_else(|| at("refund_way", InputFault::NotOffered))?;
        let currency = view_invoice(&backend, &member, &number).await?.account.currency;
        let amount_minor = read_money(&amount, currency, chosen_language()).map_err(|_| at("refund_amount", InputFault::NoAmount))?;
        let input = RefundInput { form_key, number, amount_minor, reason, way };
        run_to_end(async move { begin::refund_credit(&backend, &member, &input).await.map_err(at_refund) }).await
    };
    reply(refund().await)?;
    lead_to(&format!("{page}?done=refunded"));
    Ok(())
}

/// The fields of this form have names of their own.
fn at_refund(refusal: Refusal) -> ApiError {
    match refusal {
        Refusal::Input { field: "reason", fault } => at("refund_reason", fault),
        Refusal::Input { field: "amount" | "paid_part", fault } => at("refund_amount", fault),
        other => other.into(),
    }
}

/// Numbers are plain; anything else could lead elsewhere.
fn page_of(number: &str) -> String {
    let plain: String = number.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-').collect();
    format!("/staff/invoices/{plain}")
}
