//! What the server functions of purchase orders do.

use super::{NewPurchaseOrderPage, PurchaseOrderPage, PurchaseOrdersPage};
use crate::api::ApiError;
use crate::api::request::{SignedIn, corporate_signed_in, lead_to, reply};
use crate::api::session::Contact;
use crate::texts::chosen_language;
use crate::ui::money::{MoneyFault, read_money};
use backend::usecases::payment_methods::load::load_method;
use backend::usecases::purchase_orders::PurchaseOrderInput;
use backend::usecases::purchase_orders::add::add_purchase_order as add;
use backend::usecases::purchase_orders::close::set_state;
use backend::usecases::purchase_orders::edit::edit_purchase_order as edit;
use backend::usecases::purchase_orders::find::find_purchase_order;
use backend::usecases::purchase_orders::list::list_purchase_orders;
use backend::{Actor, Backend};
use billing::corporate::ContactRight;
use billing::ids::PurchaseOrderId;
use billing::input::InputFault;
use billing::purchase_order::PurchaseOrderState;
use billing::{Currency, Language};
use chrono::NaiveDate;

/// Number, amount, first and last day as they were typed.
type Typed = (String, String, String, String);

pub(in crate::api) async fn load_purchase_orders() -> Result<PurchaseOrdersPage, ApiError> {
    reply(list().await)
}

async fn list() -> Result<PurchaseOrdersPage, ApiError> {
    let SignedIn { backend, actor } = corporate_signed_in().await?;
    Ok(PurchaseOrdersPage { today: backend.today(), orders: list_purchase_orders(&backend, &actor).await? })
}

pub(in crate::api) async fn load_new_purchase_order() -> Result<NewPurchaseOrderPage, ApiError> {
    reply(new_page().await)
}

async fn new_page() -> Result<NewPurchaseOrderPage, ApiError> {
    let SignedIn { backend, actor } = corporate_signed_in().await?;
    actor.must_be_billing_contact()?;
    Ok(NewPurchaseOrderPage { today: backend.today(), currency: currency_of(&backend, &actor).await? })
}

async fn currency_of(backend: &Backend, actor: &Actor) -> Result<Currency, ApiError> {
    Ok(load_method(backend, actor).await?.0.currency)
}

pub(in crate::api) async fn load_purchase_order(id: String) -> Result<PurchaseOrderPage, ApiError> {
    reply(page(id).await)
}

async fn page(id: String) -> Result<PurchaseOrderPage, ApiError> {
    let SignedIn { backend, actor } = corporate_signed_in().await?;
    let found = find_purchase_order(&backend, &actor, &PurchaseOrderId(id)).await?;
    let contact = || Contact { name: actor.billing_contact.name.clone(), email: actor.billing_contact.email.clone() };
    let read_only = (actor.right != ContactRight::Order).then(contact);
    Ok(PurchaseOrderPage { today: backend.today(), order: found.order, uses: found.uses, account: None, read_only })
}

pub(in crate::api) async fn add_purchase_order(typed: Typed) -> Result<(), ApiError> {
    reply(try_add(&typed).await)
}

async fn try_add(typed: &Typed) -> Result<(), ApiError> {
    let SignedIn { backend, actor } = corporate_signed_in().await?;
    actor.must_be_billing_contact()?;
    let input = read_input(typed, currency_of(&backend, &actor).await?, chosen_language())?;
    let id = add(&backend, &actor, &input).await?;
    lead_to(&format!("/corporate/purchase-orders/{id}?done=added"));
    Ok(())
}

pub(in crate::api) async fn edit_purchase_order(of: (String, String), typed: Typed) -> Result<(), ApiError> {
    reply(try_edit(of, &typed).await)
}

async fn try_edit((id, version): (String, String), typed: &Typed) -> Result<(), ApiError> {
    let SignedIn { backend, actor } = corporate_signed_in().await?;
    actor.must_be_billing_contact()?;
    let id = PurchaseOrderId(id);
    let input = read_input(typed, currency_of(&backend, &actor).await?, chosen_language())?;
    edit(&backend, &actor, (&id, read_version(&version)), &input).await?;
    lead_to(&format!("/corporate/purchase-orders/{id}?done=saved"));
    Ok(())
}

pub(in crate::api) async fn set_purchase_order_state(of: (String, String), state: String) -> Result<(), ApiError> {
    reply(try_set_state(of, &state).await)
}

async fn try_set_state((id, version): (String, String), state: &str) -> Result<(), ApiError> {
    let SignedIn { backend, actor } = corporate_signed_in().await?;
    actor.must_be_billing_contact()?;
    let state = PurchaseOrderState::parse(state).ok_or_else(|| fault("state", InputFault::NotOffered))?;
    let id = PurchaseOrderId(id);
    set_state(&backend, &actor, (&id, read_version(&version)), state).await?;
    let done = match state {
        PurchaseOrderState::Closed => "closed",
        PurchaseOrderState::Open => "reopened",
    };
    lead_to(&format!("/corporate/purchase-orders/{id}?done={done}"));
    Ok(())
}

/// What is no version is none that a purchase order has.
fn read_version(text: &str) -> i64 {
    text.parse().unwrap_or(-1)
}

fn read_input((number, amount, valid_from, valid_until): &Typed, currency: Currency, language: Language) -> Result<PurchaseOrderInput<'_>, ApiError> {
    // From above, as the reader sees the fields; the number's other faults are told by the use case.
    if number.trim().is_empty() {
        return Err(fault("number", InputFault::Missing));
    }
    let amount_minor = read_money(amount, currency, language).map_err(|found| match found {
        MoneyFault::Missing => fault("amount", InputFault::Missing),
        MoneyFault::NoAmount | MoneyFault::TooFine => fault("amount", InputFault::NoAmount),
    })?;
    Ok(PurchaseOrderInput { number, amount_minor, valid_from: read_day("valid_from", valid_from)?, valid_until: read_day("valid_until", valid_until)? })
}

fn read_day(field: &str, text: &str) -> Result<NaiveDate, ApiError> {
    let found = if text.trim().is_empty() { InputFault::Missing } else { InputFault::NotDate };
    text.trim().parse().map_err(|_| fault(field, found))
}

fn fault(field: &str, fault: InputFault) -> ApiError {
    ApiError::Input { field: field.to_owned(), fault }
}
