//! What the server functions of open invoices do: session, one use case, and where that leads.

use super::{OpenInvoices, StandingPage};
use crate::api::ApiError;
use crate::api::request::{SignedIn, lead_to, reply, run_to_end, signed_in};
use backend::usecases::collections::pay;
use backend::usecases::invoices::standing;
use backend::{Actor, Backend, Refusal, Role};

pub async fn load_open_invoices() -> Result<OpenInvoices, ApiError> {
    let load = async || {
        let SignedIn { backend, actor } = signed_in().await?;
        open_invoices(&backend, &actor).await
    };
    reply(load().await)
}

/// The same as a part of another page's data.
pub async fn open_invoices(backend: &Backend, actor: &Actor) -> Result<OpenInvoices, ApiError> {
    let open = standing::load_open_invoices(backend, actor).await?;
    Ok(OpenInvoices { today: backend.today(), usable: open.usable, invoices: open.invoices })
}

pub async fn load_standing(number: String) -> Result<StandingPage, ApiError> {
    let load = async || {
        let SignedIn { backend, actor } = signed_in().await?;
        let found = standing::load_standing(&backend, &actor, &number).await?;
        let may_pay = actor.role == Role::BillingContact;
        Ok(StandingPage { today: backend.today(), may_pay, usable: found.usable, invoice: found.invoice, corrections: found.corrections })
    };
    reply(load().await)
}

pub async fn pay_invoice(number: String, seen_minor: String) -> Result<(), ApiError> {
    let page = page_of(&number);
    let pay = async || {
        let SignedIn { backend, actor } = signed_in().await?;
        actor.must_be_billing_contact()?;
        let seen_minor: i64 = seen_minor.parse().map_err(|_| ApiError::AmountChanged)?;
        run_to_end(async move {
            pay::pay_invoice(&backend, &actor, &number, seen_minor).await.map_err(|refusal| match refusal {
                Refusal::PriceChanged => ApiError::AmountChanged,
                other => other.into(),
            })
        })
        .await
    };
    match pay().await {
        // Whatever became of it, the invoice's page tells.
        Ok(_) => lead_to(&page),
        Err(ApiError::NoPaymentMethod) => lead_to("/billing/payment-method"),
        Err(error) => return reply(Err(error)),
    }
    Ok(())
}

pub async fn give_up_payment(number: String) -> Result<(), ApiError> {
    let page = page_of(&number);
    let give_up = async || {
        let SignedIn { backend, actor } = signed_in().await?;
        run_to_end(async move { pay::give_up_payment(&backend, &actor, &number).await }).await
    };
    reply(give_up().await)?;
    lead_to(&page);
    Ok(())
}

/// Numbers are plain; anything else could lead elsewhere.
fn page_of(number: &str) -> String {
    let plain: String = number.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-').collect();
    format!("/billing/invoices/{plain}")
}
