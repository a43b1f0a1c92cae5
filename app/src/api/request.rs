//! What every server function does first and last: who asks, what they may, and how errors become answers.

use super::ApiError;
use crate::doors::customer::CustomerDoor;
use crate::identity::{CorporateCurrentSignIn, CorporateIdentity, CurrentSignIn, Identity, StaffIdentity};
use backend::usecases::demo_clock::MOST_DAYS;
use backend::usecases::staff::{StaffMember, StaffRole};
use backend::{Actor, Backend, DbError, Refusal, VatIdRefusal};
use billing::input::InputFault;
use billing::quote::QuoteError;
use billing::service_order::{REASON_LIMIT, ServiceOrderError};
use http::request::Parts;
use http::{Method, StatusCode};
use leptos::prelude::*;
use leptos::server_fn::error::ServerFnErrorErr;
use leptos_axum::ResponseOptions;
use std::fmt::Display;
use std::sync::Arc;
use tracing::Instrument;

/// Names a request in the log and, should it fail, on screen; in the request's extensions.
#[derive(Clone, Debug)]
pub struct RequestReference(pub Arc<str>);

/// A signed-in person, and what their request may use.
pub struct SignedIn {
    /// The use cases.
    pub backend: Backend,
    /// Who asks, and for which account.
    pub actor: Arc<Actor>,
}

/// The use cases, for what needs nobody signed in.
///
/// # Errors
/// [`ApiError::Internal`] outside of a request.
pub fn backend() -> Result<Backend, ApiError> {
    use_context::<Backend>().ok_or_else(|| internal(&"no backend in this request"))
}

/// Who asks.
///
/// # Errors
/// [`ApiError::SignedOut`], or [`ApiError::Unavailable`] when the store does not answer.
pub async fn signed_in() -> Result<SignedIn, ApiError> {
    who_asks(use_context::<Parts>().and_then(|parts| parts.extensions.get::<Identity>().cloned()))
}

/// Who asks at the corporate door. Being signed in at another door is worth nothing here.
///
/// # Errors
/// As [`signed_in`].
pub async fn corporate_signed_in() -> Result<SignedIn, ApiError> {
    let identity = use_context::<Parts>().and_then(|parts| parts.extensions.get::<CorporateIdentity>().cloned());
    who_asks(identity.map(|CorporateIdentity(identity)| identity))
}

/// Who asks at the door that a form names: each door knows its own people alone, so that naming another one is worth nothing.
///
/// # Errors
/// As [`signed_in`].
pub async fn signed_in_at(door: &str) -> Result<SignedIn, ApiError> {
    match CustomerDoor::of(door) {
        CustomerDoor::BillingCenter => signed_in().await,
        CustomerDoor::Corporate => corporate_signed_in().await,
    }
}

fn who_asks(identity: Option<Identity>) -> Result<SignedIn, ApiError> {
    match identity {
        Some(Identity::SignedIn(actor)) => Ok(SignedIn { backend: backend()?, actor }),
        Some(Identity::SignedOut) | None => Err(ApiError::SignedOut),
        Some(Identity::Unknown(error)) => Err(error),
    }
}

/// The sign-in of who asks at a door, which is spared when their others are ended.
///
/// # Errors
/// [`ApiError::SignedOut`].
pub fn current_sign_in(door: &str) -> Result<CurrentSignIn, ApiError> {
    let parts = use_context::<Parts>().ok_or(ApiError::SignedOut)?;
    let found = match CustomerDoor::of(door) {
        CustomerDoor::BillingCenter => parts.extensions.get::<CurrentSignIn>().cloned(),
        CustomerDoor::Corporate => parts.extensions.get::<CorporateCurrentSignIn>().map(|CorporateCurrentSignIn(current)| current.clone()),
    };
    found.ok_or(ApiError::SignedOut)
}

/// A member of staff, and what their request may use.
pub struct StaffSignedIn {
    /// The use cases.
    pub backend: Backend,
    /// Who asks.
    pub member: Arc<StaffMember>,
}

/// Who of the staff asks, in whatever role.
///
/// # Errors
/// [`ApiError::SecondFactorNeeded`] for who has to set one up first, else as [`staff_at_the_door`].
pub async fn staff_signed_in() -> Result<StaffSignedIn, ApiError> {
    let signed_in = staff_at_the_door().await?;
    let rule = signed_in.backend.settings.second_factor;
    if signed_in.member.must_set_up(rule) { Err(ApiError::SecondFactorNeeded) } else { Ok(signed_in) }
}

/// Who of the staff asks, even where they may do nothing yet but set up their second factor. For that, and for the frame.
///
/// # Errors
/// [`ApiError::SignedOut`], or [`ApiError::Unavailable`] when the store does not answer. Being signed in at another door
/// is worth nothing here.
pub async fn staff_at_the_door() -> Result<StaffSignedIn, ApiError> {
    let identity = use_context::<Parts>().and_then(|parts| parts.extensions.get::<StaffIdentity>().cloned());
    match identity {
        Some(StaffIdentity::SignedIn(member)) => Ok(StaffSignedIn { backend: backend()?, member }),
        Some(StaffIdentity::SignedOut) | None => Err(ApiError::SignedOut),
        Some(StaffIdentity::Unknown(error)) => Err(error),
    }
}

/// Who of the staff asks, in one of these roles.
///
/// # Errors
/// [`ApiError::NotAllowed`] in another role, else as [`staff_signed_in`].
pub async fn staff_as(roles: &[StaffRole]) -> Result<StaffSignedIn, ApiError> {
    let signed_in = staff_signed_in().await?;
    if roles.contains(&signed_in.member.role) { Ok(signed_in) } else { Err(ApiError::NotAllowed) }
}

/// Sets the HTTP status of an error. Around the body of every server function, and nowhere else. A page that is
/// only looked at does not fail because something in it could not be ordered: then 409 and 422 are left out.
///
/// # Errors
/// The one that it was given.
pub fn reply<T>(result: Result<T, ApiError>) -> Result<T, ApiError> {
    let is_view = use_context::<Parts>().is_some_and(|parts| parts.method == Method::GET);
    if let Err(error) = &result
        && let Some(response) = use_context::<ResponseOptions>()
        && let Ok(status) = StatusCode::from_u16(error.status())
        && !(is_view && matches!(status, StatusCode::CONFLICT | StatusCode::UNPROCESSABLE_ENTITY))
    {
        response.set_status(status);
    }
    result
}

/// Leads the browser to an address of ours, with script or without.
pub fn lead_to(address: &str) {
    leptos_axum::redirect(address);
}

/// An address of ours to lead to; what a browser could take for another site is none.
pub fn local_address(text: &str) -> Option<&str> {
    let foreign = !text.starts_with('/') || text.starts_with("//") || text.contains('\\');
    let unfit = text.bytes().any(|byte| !byte.is_ascii_graphic());
    (!foreign && !unfit).then_some(text)
}

/// Runs work to its end even when the client goes away, so that no payment stays half told.
///
/// # Errors
/// [`ApiError::Internal`] when the work panicked, else its own.
pub async fn run_to_end<T, E>(work: impl Future<Output = Result<T, E>> + Send + 'static) -> Result<T, ApiError>
where
    T: Send + 'static,
    E: Into<ApiError> + Send + 'static,
{
    let reference = reference();
    let finished = tokio::spawn(work.in_current_span()).await;
    match finished {
        Ok(outcome) => outcome.map_err(Into::into),
        Err(error) => Err(internal_as(reference, &error)),
    }
}

/// A fault of ours: logged once, and known to the user by its reference.
pub fn internal(error: &dyn Display) -> ApiError {
    internal_as(reference(), error)
}

fn internal_as(reference: String, error: &dyn Display) -> ApiError {
    tracing::error!(reference, %error, "internal error");
    ApiError::Internal { reference }
}

impl From<Refusal> for ApiError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotBillingContact(contact) => Self::NotBillingContact { name: contact.name, email: contact.email },
            Refusal::NotFound => Self::NotFound,
            Refusal::PlanInput(error) => Self::PlanInput(error),
            Refusal::Price(code) => Self::Price(code),
            Refusal::PriceChanged => Self::PriceChanged,
            Refusal::CartEmpty => Self::CartEmpty,
            Refusal::OrderOpen(order) => Self::OrderOpen { order: order.0 },
            Refusal::InvoiceOpen(number) => Self::InvoiceOpen { number },
            Refusal::AlreadySubscribed(subscription) => Self::AlreadySubscribed { subscription: subscription.0 },
            Refusal::TrialUsed => Self::TrialUsed,
            Refusal::NoPaymentMethod => Self::NoPaymentMethod,
            Refusal::GatewaySilent => Self::GatewaySilent,
            Refusal::Input { field, fault } => Self::Input { field: field.to_owned(), fault },
            Refusal::DetailsChanged(conflict) => Self::DetailsChanged(*conflict),
            Refusal::TaxChanges(tax) => Self::TaxChanges(tax),
            Refusal::LicencesExhausted { free, wanted, .. } => Self::LicencesExhausted { free, wanted },
            Refusal::LicencesAssigned { subscription, assigned, seats } => Self::LicencesAssigned { subscription: subscription.0, assigned, seats },
            Refusal::TrialEndsItself => Self::TrialEndsItself,
            Refusal::SubscriptionEnded => Self::SubscriptionEnded,
            Refusal::NotSchedulable(obstacle) => Self::NotSchedulable { obstacle },
            Refusal::SubscriptionChanged => Self::SubscriptionChanged,
            Refusal::QuoteChanged => Self::QuoteChanged,
            Refusal::PurchaseOrderChanged => Self::PurchaseOrderChanged,
            Refusal::DayNotAhead => Self::Input { field: "day".to_owned(), fault: InputFault::DayNotAhead { most_days: MOST_DAYS } },
            Refusal::SessionUnknown => Self::SessionUnknown,
            Refusal::VatId(VatIdRefusal::Malformed(reason)) => Self::VatId { reason },
            Refusal::VatId(VatIdRefusal::NotRegistered) => Self::VatIdNotRegistered,
            Refusal::NotSelfService => Self::NotSelfService,
            Refusal::CardNeeded => Self::CardNeeded,
            Refusal::QuotesOpen(numbers) => Self::QuotesOpen { numbers: numbers.join(", ") },
            Refusal::Quote(QuoteError::NoLongerValid { valid_until }) => Self::QuoteOver { valid_until },
            Refusal::Quote(_) => Self::QuoteMoved,
            Refusal::ServiceOrder(ServiceOrderError::ReasonTooLong) => {
                Self::Input { field: "reason".to_owned(), fault: InputFault::TooLong { most: REASON_LIMIT } }
            }
            Refusal::ServiceOrder(ServiceOrderError::ReasonMissing) => Self::Input { field: "reason".to_owned(), fault: InputFault::Missing },
            Refusal::ServiceOrder(_) | Refusal::DecidedAlready => Self::ServiceOrderMoved,
            Refusal::Storage(error) => error.into(),
        }
    }
}

impl From<DbError> for ApiError {
    fn from(error: DbError) -> Self {
        if !error.is_unavailable() {
            return internal(&error);
        }
        let reference = reference();
        tracing::error!(reference, %error, "the database is not available");
        Self::Unavailable { reference }
    }
}

/// What the framework refused before a body ran: forms that lack a field, bodies that cannot be read.
pub(crate) fn refused_by_framework(error: &ServerFnErrorErr) -> ApiError {
    let reference = reference();
    tracing::warn!(reference, %error, "server function refused");
    let status = match error {
        ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) | ServerFnErrorErr::Deserialization(_) => StatusCode::BAD_REQUEST,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    };
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(status);
    }
    ApiError::Internal { reference }
}

/// The running request's reference; empty in work that belongs to none.
fn reference() -> String {
    let parts = use_context::<Parts>();
    let reference = parts.as_ref().and_then(|parts| parts.extensions.get::<RequestReference>());
    reference.map(|RequestReference(text)| text.to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_this_site_are_followed() {
        for good in ["/billing", "/billing/invoices?before=RE-1", "/"] {
            assert_eq!(local_address(good), Some(good));
        }
        for bad in [
            "",
            "billing",
            "//evil.example",
            "/\\evil.example",
            "\\/evil.example",
            "https://evil.example",
            "/a\nb",
            "/\t/evil.example",
            "/a b",
            "/\u{a0}",
            "javascript:alert(1)",
        ] {
            assert_eq!(local_address(bad), None, "{bad:?}");
        }
    }
}
