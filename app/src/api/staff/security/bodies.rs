//! What the server functions of the second factor do.

use super::super::bodies::home_or;
use super::{Factor, Offer, SecurityPage};
use crate::api::ApiError;
use crate::api::request::{StaffSignedIn, backend, internal, lead_to, reply, staff_at_the_door};
use crate::api::session::bodies::{begin_session, session};
use crate::identity::{FreshCodes, SecondStep, SessionPerson};
use backend::SecondFactorRule;
use backend::clock::now_micros;
use backend::db::people::Door;
use backend::one_time_code::grouped;
use backend::usecases::staff::second_factor::CodeError;
use backend::usecases::staff::second_factor::offer::offer;
use backend::usecases::staff::second_factor::prove::prove;
use backend::usecases::staff::second_factor::renew_codes::renew_codes;
use backend::usecases::staff::second_factor::turn_off::turn_off;
use backend::usecases::staff::second_factor::turn_on::turn_on;
use backend::usecases::staff::second_factor::view::{FactorView, view_factor};
use billing::ids::PersonId;
use billing::input::InputFault;

const PAGE: &str = "/staff/security";

pub(super) async fn load_security() -> Result<SecurityPage, ApiError> {
    reply(security_page().await)
}

async fn security_page() -> Result<SecurityPage, ApiError> {
    let StaffSignedIn { backend, member } = staff_at_the_door().await?;
    let factor = match view_factor(&backend, &member).await? {
        FactorView::Off => Factor::Off,
        FactorView::On { since, recovery_codes } => Factor::On { since, recovery_codes },
        FactorView::Offered { secret, picture } => {
            let (side, path) = picture.map(|picture| (picture.side, picture.path)).unwrap_or_default();
            Factor::Offered(Offer { secret: grouped(&secret), side, path })
        }
    };
    let session = session().await?;
    let fresh_codes = FreshCodes::take(&session).await.map_err(|error| internal(&error))?;
    if !fresh_codes.is_empty() {
        // Before they are shown: a page that is asked for twice shows them once.
        session.save().await.map_err(|error| internal(&error))?;
    }
    Ok(SecurityPage { email: member.email.clone(), factor, is_required: backend.settings.second_factor == SecondFactorRule::Required, fresh_codes })
}

pub(super) async fn offer_second_factor() -> Result<(), ApiError> {
    reply(try_offer().await)
}

async fn try_offer() -> Result<(), ApiError> {
    let StaffSignedIn { backend, member } = staff_at_the_door().await?;
    offer(&backend, &member).await?;
    lead_to(PAGE);
    Ok(())
}

pub(super) async fn turn_on_second_factor(code: String) -> Result<(), ApiError> {
    reply(try_turn_on(code).await)
}

async fn try_turn_on(code: String) -> Result<(), ApiError> {
    let StaffSignedIn { backend, member } = staff_at_the_door().await?;
    let session = session().await?;
    let here = SessionPerson::read(&session, Door::Staff).await.map_err(|error| internal(&error))?.ok_or(ApiError::SignedOut)?;
    show_codes(turn_on(&backend, &member, &here.sign_in, &code).await, "on").await
}

pub(super) async fn renew_recovery_codes(code: String) -> Result<(), ApiError> {
    reply(try_renew(code).await)
}

async fn try_renew(code: String) -> Result<(), ApiError> {
    let StaffSignedIn { backend, member } = staff_at_the_door().await?;
    show_codes(renew_codes(&backend, &member, &code).await, "codes").await
}

/// Leads to the page that shows new codes once. Where the factor is another by now than on screen, the page shows that.
async fn show_codes(made: Result<Vec<String>, CodeError>, done: &str) -> Result<(), ApiError> {
    match made {
        Ok(codes) => {
            FreshCodes::keep(&session().await?, &codes).await.map_err(|error| internal(&error))?;
            lead_to(&format!("{PAGE}?done={done}"));
        }
        Err(CodeError::NoFactor) => lead_to(PAGE),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

pub(super) async fn turn_off_second_factor(code: String) -> Result<(), ApiError> {
    reply(try_turn_off(code).await)
}

async fn try_turn_off(code: String) -> Result<(), ApiError> {
    let StaffSignedIn { backend, member } = staff_at_the_door().await?;
    match turn_off(&backend, &member, &code).await {
        Ok(()) => lead_to(&format!("{PAGE}?done=off")),
        Err(CodeError::NoFactor) => lead_to(PAGE),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

/// The password was right: the code is awaited, under a new session id as at every sign-in.
pub(in crate::api::staff) async fn begin_second_step(person: PersonId, next: String) -> Result<(), ApiError> {
    let session = session().await?;
    session.cycle_id().await.map_err(|error| internal(&error))?;
    let step = SecondStep { person, next, begun_micros: now_micros() };
    step.write(&session).await.map_err(|error| internal(&error))?;
    lead_to("/staff/sign-in/code");
    Ok(())
}

pub(super) async fn prove_second_factor(code: String) -> Result<(), ApiError> {
    reply(try_prove(code).await)
}

async fn try_prove(code: String) -> Result<(), ApiError> {
    let session = session().await?;
    let step = SecondStep::read(&session).await.map_err(|error| internal(&error))?.ok_or(ApiError::SignedOut)?;
    match prove(&backend()?, &step.person, &code).await {
        Ok(()) => {}
        // It was reset meanwhile: from the beginning.
        Err(CodeError::NoFactor) => {
            SecondStep::forget(&session).await.map_err(|error| internal(&error))?;
            return Err(ApiError::SignedOut);
        }
        Err(error) => return Err(error.into()),
    }
    SecondStep::forget(&session).await.map_err(|error| internal(&error))?;
    begin_session(Door::Staff, &step.person, None).await?;
    lead_to(home_or(&step.next));
    Ok(())
}

impl From<CodeError> for ApiError {
    fn from(error: CodeError) -> Self {
        let faulty = |fault: InputFault| Self::Input { field: "code".to_owned(), fault };
        match error {
            CodeError::Missing => Self::FieldMissing { field: "code".to_owned() },
            CodeError::Wrong => faulty(InputFault::CodeWrong),
            CodeError::Used => faulty(InputFault::CodeUsed),
            CodeError::NoFactor => Self::NotFound,
            CodeError::TooManyTries { retry_after_seconds } => Self::TooManyTries { retry_after_seconds },
            CodeError::Storage(error) => error.into(),
        }
    }
}
