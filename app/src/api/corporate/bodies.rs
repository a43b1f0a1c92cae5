//! What the corporate door's server functions do.

use super::{Contract, ContractsPage, CorporateFrame};
use crate::api::ApiError;
use crate::api::request::{SignedIn, backend, corporate_signed_in, lead_to, local_address, reply};
use crate::api::session::bodies::{begin_session, check, demo_day, sign_in_page};
use crate::api::session::{Contact, SignInPage};
use backend::db::people::Door;
use backend::demo;
use backend::usecases::contacts;
use backend::usecases::people::forget_password::forget_password;
use backend::usecases::subscriptions::contracts::{self, ContractFound};
use billing::money;
use secrecy::SecretString;

/// The door's first page.
const HOME: &str = "/corporate";

pub(in crate::api) async fn corporate_sign_in(user_id: String, password: SecretString, next: String) -> Result<(), ApiError> {
    reply(try_sign_in(user_id, password, next).await)
}

async fn try_sign_in(user_id: String, password: SecretString, next: String) -> Result<(), ApiError> {
    let person = check(Door::Corporate, ("user_id", &user_id), &password).await?;
    let account = person.account.ok_or(ApiError::UserIdUnknown)?;
    begin_session(Door::Corporate, &person.person, Some(account)).await?;
    let is_ours = |address: &&str| address.strip_prefix(HOME).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']));
    lead_to(local_address(&next).filter(is_ours).unwrap_or(HOME));
    Ok(())
}

pub(in crate::api) async fn load_corporate_sign_in() -> Result<SignInPage, ApiError> {
    reply(sign_in_page(demo::corporate_sign_ins()))
}

pub(in crate::api) async fn ask_corporate_link(user_id: String) -> Result<(), ApiError> {
    reply(try_ask(user_id).await)
}

async fn try_ask(user_id: String) -> Result<(), ApiError> {
    if user_id.trim().is_empty() {
        return Err(ApiError::FieldMissing { field: "user_id".to_owned() });
    }
    forget_password(&backend()?, Door::Corporate, &user_id).await?;
    lead_to("/corporate/forgot-password?sent=1");
    Ok(())
}

pub(in crate::api) async fn load_corporate_frame() -> Result<CorporateFrame, ApiError> {
    reply(frame().await)
}

async fn frame() -> Result<CorporateFrame, ApiError> {
    let SignedIn { backend, actor } = corporate_signed_in().await?;
    let offer = contacts::load::find_offer(&backend, &actor).await?;
    Ok(CorporateFrame {
        offered_by: offer.map(|offer| offer.giver_contact.name),
        account_name: actor.account_name.clone(),
        account_number: actor.account_number.clone(),
        person_name: actor.person_name.clone(),
        right: actor.right,
        billing_contact: Contact { name: actor.billing_contact.name.clone(), email: actor.billing_contact.email.clone() },
        services: Contact { name: "Corporate Account Services".to_owned(), email: backend.settings.seller.email.clone() },
        demo: demo_day(&backend),
    })
}

pub(in crate::api) async fn load_contracts() -> Result<ContractsPage, ApiError> {
    reply(contracts_page().await)
}

async fn contracts_page() -> Result<ContractsPage, ApiError> {
    let SignedIn { backend, actor } = corporate_signed_in().await?;
    let found = contracts::load_contracts(&backend, &actor).await?;
    let contract = |found: ContractFound| {
        let running = &found.subscription.running;
        let scheduled = found.subscription.scheduled.as_ref();
        let scheduled_plan = scheduled.map(|choice| backend.catalogue.plan_name(&running.product, &choice.plan));
        Contract {
            scheduled_plan,
            product_name: backend.catalogue.product_name(&running.product),
            plan_name: backend.catalogue.plan_name(&running.product, &running.plan),
            period_minor: money::prorate(running.unit_minor, running.seats, 1, 1).ok(),
            blocked: found.blocked,
            subscription: found.subscription,
        }
    };
    Ok(ContractsPage { today: backend.today(), contracts: found.into_iter().map(contract).collect() })
}
