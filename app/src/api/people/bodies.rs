//! What the server functions about people do: session, one use case, and its result as a page's data.

use super::{AccountChoice, AccountsPage, InvitationPage, InvitationStep, LinkEnd, OpenInvitation, PasswordLinkPage, ProfilePage, SignInRow};
use crate::api::ApiError;
use crate::api::request::{SignedIn, backend, current_sign_in, internal, lead_to, reply, signed_in, signed_in_at};
use crate::api::session::bodies::{begin_session, session};
use crate::doors::customer::CustomerDoor;
use crate::identity::{CurrentSignIn, SessionPerson};
use backend::db::people::Door;
use backend::usecases::invitations::accept::{AcceptError, accept_as, accept_as_new};
use backend::usecases::invitations::load::{InvitationFound, load_invitation as find_invitation};
use backend::usecases::people::change_password::{ChangePasswordError, change_password as change, sign_out_elsewhere as end_others};
use backend::usecases::people::forget_password::{ForgetPasswordError, forget_password};
use backend::usecases::people::list_accounts::list_accounts;
use backend::usecases::people::load_actor::load_actor;
use backend::usecases::people::load_profile::{find_shown_login, load_sign_ins};
use backend::usecases::people::save_profile::save_profile as save;
use backend::usecases::people::set_password::{SetPasswordError, load_link, set_password as set_by_link};
use billing::ids::{AccountId, PersonId};
use billing::input::InputFault;
use billing::people::is_mail_address;
use secrecy::{ExposeSecret, SecretString};

fn input(field: &str, fault: InputFault) -> ApiError {
    ApiError::Input { field: field.to_owned(), fault }
}

fn missing(field: &str) -> ApiError {
    ApiError::FieldMissing { field: field.to_owned() }
}

/// The door as logins know it.
fn login_door(door: &str) -> Door {
    match CustomerDoor::of(door) {
        CustomerDoor::BillingCenter => Door::BillingCenter,
        CustomerDoor::Corporate => Door::Corporate,
    }
}

pub(super) async fn load_invitation(door: String, token: String) -> Result<InvitationPage, ApiError> {
    reply(invitation_page(&door, token).await)
}

async fn invitation_page(door: &str, token: String) -> Result<InvitationPage, ApiError> {
    let backend = backend()?;
    let (invitation, account, owner, by_colleague) = match find_invitation(&backend, &token).await? {
        // The link of one door is none at another.
        InvitationFound::Open { account, .. } if account.terms.is_some() != (login_door(door) == Door::Corporate) => {
            return Ok(InvitationPage::Over(LinkEnd::Unknown));
        }
        InvitationFound::Open { invitation, account, owner, by_colleague } => (invitation, account, owner, by_colleague),
        InvitationFound::Accepted => return Ok(InvitationPage::Over(LinkEnd::Used)),
        InvitationFound::Withdrawn => return Ok(InvitationPage::Over(LinkEnd::Withdrawn)),
        InvitationFound::Expired => return Ok(InvitationPage::Over(LinkEnd::Expired)),
        InvitationFound::Unknown => return Ok(InvitationPage::Over(LinkEnd::Unknown)),
    };
    let step = step_of(door, owner.as_ref()).await?;
    Ok(InvitationPage::Open(Box::new(OpenInvitation {
        token,
        name: invitation.name,
        login: invitation.user_id.unwrap_or_else(|| invitation.email.clone()),
        email: invitation.email,
        right: invitation.right,
        by_colleague,
        invited_by: invitation.invited_by,
        seller: backend.settings.seller.party.name.clone(),
        account_name: account.party.name,
        account_number: account.number,
        step,
    })))
}

/// What the reader has to do, by who has the invited login and who is signed in.
async fn step_of(door: &str, owner: Option<&PersonId>) -> Result<InvitationStep, ApiError> {
    match (signed_in_at(door).await, owner) {
        (Ok(reader), Some(owner)) if reader.actor.person == *owner => Ok(InvitationStep::Accept),
        (Ok(reader), _) => Ok(InvitationStep::Switch { signed_in: reader.actor.person_name.clone() }),
        (Err(ApiError::SignedOut), Some(_)) => Ok(InvitationStep::SignIn),
        (Err(ApiError::SignedOut), None) => Ok(InvitationStep::SetPassword),
        (Err(error), _) => Err(error),
    }
}

pub(super) async fn accept_invitation(door: String, token: String, name: String, password: SecretString) -> Result<(), ApiError> {
    reply(try_accept(&door, token, name, password).await)
}

async fn try_accept(door: &str, token: String, name: String, password: SecretString) -> Result<(), ApiError> {
    let (person, account) = accept_as_new(&backend()?, login_door(door), &token, &name, &password).await?;
    begin_session(login_door(door), &person, Some(account)).await?;
    lead_to(CustomerDoor::of(door).home());
    Ok(())
}

pub(super) async fn accept_as_signed_in(door: String, token: String) -> Result<(), ApiError> {
    reply(try_accept_as_signed_in(&door, token).await)
}

async fn try_accept_as_signed_in(door: &str, token: String) -> Result<(), ApiError> {
    let SignedIn { backend, actor } = signed_in_at(door).await?;
    let account = accept_as(&backend, &actor, &token).await?;
    look_at(door, account).await
}

/// From now on the session looks at another account of the same person.
async fn look_at(door: &str, account: AccountId) -> Result<(), ApiError> {
    let (session, home, door) = (session().await?, CustomerDoor::of(door).home(), login_door(door));
    let read = SessionPerson::read(&session, door).await.map_err(|error| internal(&error))?;
    let mut person = read.ok_or(ApiError::SignedOut)?;
    person.account = Some(account);
    person.write(&session, door).await.map_err(|error| internal(&error))?;
    lead_to(home);
    Ok(())
}

pub(super) async fn ask_password_link(email: String) -> Result<(), ApiError> {
    reply(try_ask(email).await)
}

async fn try_ask(email: String) -> Result<(), ApiError> {
    let email = email.trim();
    if email.is_empty() {
        return Err(missing("email"));
    }
    if !is_mail_address(email) {
        return Err(input("email", InputFault::NotMailAddress));
    }
    forget_password(&backend()?, Door::BillingCenter, email).await?;
    lead_to("/forgot-password?sent=1");
    Ok(())
}

pub(super) async fn load_password_link(token: String) -> Result<PasswordLinkPage, ApiError> {
    reply(password_link_page(token).await)
}

async fn password_link_page(token: String) -> Result<PasswordLinkPage, ApiError> {
    match load_link(&backend()?, &token).await {
        Ok(owner) => Ok(PasswordLinkPage::Open { token, email: owner.addressee.contact.email, login: owner.login }),
        Err(SetPasswordError::LinkOver) => Ok(PasswordLinkPage::Over),
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn set_password(token: String, password: SecretString) -> Result<(), ApiError> {
    reply(try_set_password(token, password).await)
}

async fn try_set_password(token: String, password: SecretString) -> Result<(), ApiError> {
    lead_to(match set_by_link(&backend()?, &token, &password).await? {
        Door::Corporate => "/corporate/sign-in?notice=password_set",
        Door::BillingCenter | Door::Staff => "/sign-in?notice=password_set",
    });
    Ok(())
}

pub(super) async fn load_profile(door: String) -> Result<ProfilePage, ApiError> {
    reply(profile_page(&door).await)
}

async fn profile_page(door: &str) -> Result<ProfilePage, ApiError> {
    let SignedIn { backend, actor } = signed_in_at(door).await?;
    let CurrentSignIn(current) = current_sign_in(door)?;
    let sign_ins = load_sign_ins(&backend, &actor).await?.into_iter().map(|sign_in| SignInRow {
        since: backend.clock.date_of(sign_in.created_at),
        last_used: backend.clock.date_of(sign_in.used_at),
        is_current: sign_in.id == *current,
        device: sign_in.device,
    });
    let sign_ins = sign_ins.collect();
    let login = find_shown_login(&backend, &actor).await?;
    Ok(ProfilePage { name: actor.person_name.clone(), email: actor.email.clone(), login, sign_ins })
}

pub(super) async fn save_profile(door: String, name: String, language: String) -> Result<(), ApiError> {
    let save = async || {
        let SignedIn { backend, actor } = signed_in_at(&door).await?;
        Ok(save(&backend, &actor, &name, &language).await?)
    };
    reply(save().await)?;
    lead_to(&format!("{}?done=saved", CustomerDoor::of(&door).page("profile")));
    Ok(())
}

pub(super) async fn change_password(door: String, old: SecretString, new: SecretString) -> Result<(), ApiError> {
    reply(try_change_password(&door, old, new).await)
}

async fn try_change_password(door: &str, old: SecretString, new: SecretString) -> Result<(), ApiError> {
    let SignedIn { backend, actor } = signed_in_at(door).await?;
    let CurrentSignIn(current) = current_sign_in(door)?;
    if old.expose_secret().is_empty() {
        return Err(missing("old_password"));
    }
    change(&backend, &actor, &current, &old, &new).await?;
    lead_to(&format!("{}?done=password", CustomerDoor::of(door).page("profile")));
    Ok(())
}

pub(super) async fn sign_out_elsewhere(door: String) -> Result<(), ApiError> {
    reply(try_sign_out_elsewhere(&door).await)
}

async fn try_sign_out_elsewhere(door: &str) -> Result<(), ApiError> {
    let SignedIn { backend, actor } = signed_in_at(door).await?;
    let CurrentSignIn(current) = current_sign_in(door)?;
    end_others(&backend, &actor, &current).await?;
    lead_to(&format!("{}?done=elsewhere", CustomerDoor::of(door).page("profile")));
    Ok(())
}

pub(super) async fn load_accounts() -> Result<AccountsPage, ApiError> {
    reply(accounts_page().await)
}

async fn accounts_page() -> Result<AccountsPage, ApiError> {
    let SignedIn { backend, actor } = signed_in().await?;
    let choice = |membership: backend::db::people::Membership| AccountChoice {
        is_current: membership.account == actor.account,
        account: membership.account.0,
        name: membership.name,
        number: membership.number,
        role: membership.role.into(),
    };
    Ok(AccountsPage { accounts: list_accounts(&backend, &actor).await?.into_iter().map(choice).collect() })
}

pub(super) async fn switch_account(account: String) -> Result<(), ApiError> {
    reply(try_switch_account(account).await)
}

async fn try_switch_account(account: String) -> Result<(), ApiError> {
    let SignedIn { backend, actor } = signed_in().await?;
    let account = AccountId(account);
    // Another's account is as if not there.
    let there = load_actor(&backend, &actor.person, &account).await?.ok_or(ApiError::NotFound)?;
    if there.door != actor.door {
        return Err(ApiError::NotFound);
    }
    look_at(CustomerDoor::BillingCenter.code(), account).await
}

impl From<AcceptError> for ApiError {
    fn from(error: AcceptError) -> Self {
        match error {
            AcceptError::LinkOver => Self::LinkOver,
            AcceptError::HasLogin | AcceptError::SomebodyElse => Self::SomebodyElse,
            AcceptError::Input { field, fault } => input(field, fault),
            AcceptError::Storage(error) => error.into(),
            AcceptError::Password(error) => internal(&error),
        }
    }
}

impl From<ForgetPasswordError> for ApiError {
    fn from(error: ForgetPasswordError) -> Self {
        match error {
            ForgetPasswordError::TooManyTries { retry_after_seconds } => Self::TooManyTries { retry_after_seconds },
            ForgetPasswordError::Storage(error) => error.into(),
        }
    }
}

impl From<SetPasswordError> for ApiError {
    fn from(error: SetPasswordError) -> Self {
        match error {
            SetPasswordError::LinkOver => Self::LinkOver,
            SetPasswordError::Fault(fault) => input("password", InputFault::Password(fault)),
            SetPasswordError::Storage(error) => error.into(),
            SetPasswordError::Password(error) => internal(&error),
        }
    }
}

impl From<ChangePasswordError> for ApiError {
    fn from(error: ChangePasswordError) -> Self {
        match error {
            ChangePasswordError::WrongPassword => input("old_password", InputFault::WrongPassword),
            ChangePasswordError::TooManyTries { retry_after_seconds } => Self::TooManyTries { retry_after_seconds },
            ChangePasswordError::Fault(fault) => input("password", InputFault::Password(fault)),
            ChangePasswordError::Storage(error) => error.into(),
            ChangePasswordError::Password(error) => internal(&error),
        }
    }
}
