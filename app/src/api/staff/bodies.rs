//! What the staff's server functions do: session, role, one use case, and its result as a page's data.

use super::changes::bodies::subscription_row;
use super::security::bodies::begin_second_step;
use super::{
    AccountKind, AccountPage, AccountRow, AccountsPage, After, AgreedTerms, InvitationRow, NewAccountPage, PersonRow, Representative, StaffFrame, StaffRole,
};
use crate::api::ApiError;
use crate::api::request::{StaffSignedIn, backend, lead_to, local_address, reply, staff_as, staff_at_the_door, staff_signed_in};
use crate::api::session::bodies::{begin_session, check, demo_day, sign_in_page};
use crate::api::session::{Contact, SignInPage};
use backend::db::people::Door;
use backend::usecases::accounts::assign::assign_representative as assign;
use backend::usecases::accounts::create::{AccountInput, CreateAccountError, create_account as create, currencies};
use backend::usecases::accounts::list::{find_account, list_accounts};
use backend::usecases::accounts::terms::change_terms as change;
use backend::usecases::accounts::view::{AccountView, view_account};
use backend::usecases::invitations::send::send_again;
use backend::usecases::invitations::withdraw::withdraw;
use backend::usecases::sessions::sign_in::SignedInPerson;
use backend::usecases::staff::StaffRole as Role;
use backend::usecases::staff::second_factor::prove::asks_for_code;
use backend::{Backend, demo};
use billing::ids::{InvitationId, PersonId};
use secrecy::SecretString;

/// Who makes accounts and invites people.
pub(super) const INVITING: &[Role] = &[Role::Representative, Role::Operator];
/// Who sees what happens by itself: calendar, jobs, outbox.
pub(super) const LOOKING_AFTER: &[Role] = &[Role::Representative, Role::Operator];
/// Who tries again what was given up, and sees why it failed.
pub(super) const OPERATING: &[Role] = &[Role::Operator];

pub(super) async fn staff_sign_in(email: String, password: SecretString, next: String) -> Result<(), ApiError> {
    reply(try_sign_in(email, password, next).await)
}

async fn try_sign_in(email: String, password: SecretString, next: String) -> Result<(), ApiError> {
    let SignedInPerson { person, .. } = check(Door::Staff, ("email", &email), &password).await?;
    if asks_for_code(&backend()?, &person).await? {
        return begin_second_step(person, next).await;
    }
    begin_session(Door::Staff, &person, None).await?;
    lead_to(home_or(&next));
    Ok(())
}

/// The address at this door that somebody came for, or the list of accounts.
pub(super) fn home_or(next: &str) -> &str {
    let is_ours = |address: &&str| address.starts_with("/staff/") && !address.starts_with("/staff/sign-in");
    local_address(next).filter(is_ours).unwrap_or("/staff/accounts")
}

pub(super) async fn load_staff_sign_in() -> Result<SignInPage, ApiError> {
    reply(sign_in_page(&demo::staff_sign_ins()))
}

pub(super) async fn load_staff_frame() -> Result<StaffFrame, ApiError> {
    reply(staff_at_the_door().await.map(|StaffSignedIn { backend, member }| StaffFrame {
        person_name: member.name.clone(),
        role: member.role.into(),
        must_set_up: member.must_set_up(backend.settings.second_factor),
        seller_name: backend.settings.seller.party.name.clone(),
        demo: demo_day(&backend),
    }))
}

pub(super) async fn load_staff_accounts(search: String, list: String, after_name: String, after_number: String) -> Result<AccountsPage, ApiError> {
    reply(accounts_page(search, list, after_name, after_number).await)
}

async fn accounts_page(search: String, list: String, after_name: String, after_number: String) -> Result<AccountsPage, ApiError> {
    let StaffSignedIn { backend, member } = staff_signed_in().await?;
    let is_first = after_number.is_empty() && list.is_empty();
    let only = if is_first { find_account(&backend, &member, &search).await? } else { None };
    let after = (!after_number.is_empty()).then_some((after_name.as_str(), after_number.as_str()));
    let page = list_accounts(&backend, &member, &search, after).await?;
    let row = |row: backend::db::staff::AccountRow| AccountRow {
        kind: kind_of(&row.kind),
        number: row.number,
        name: row.name,
        city: row.city,
        country: row.country,
        contact: row.contact,
        subscriptions: row.subscriptions,
    };
    Ok(AccountsPage { rows: page.rows.into_iter().map(row).collect(), next: page.next.map(|(name, number)| After { name, number }), only })
}

fn kind_of(code: &str) -> AccountKind {
    if code == "corporate" { AccountKind::Corporate } else { AccountKind::Online }
}

pub(super) async fn load_staff_account(number: String) -> Result<AccountPage, ApiError> {
    reply(account_page(number).await)
}

async fn account_page(number: String) -> Result<AccountPage, ApiError> {
    let StaffSignedIn { backend, member } = staff_signed_in().await?;
    let may_invite = INVITING.contains(&member.role);
    let AccountView { account, kind, people, invitations, subscriptions, running, credit_minor, recipients, method, user_id, representative, choices } =
        view_account(&backend, &member, &number).await?;
    let may_assign = OPERATING.contains(&member.role);
    let person = |person: backend::db::staff::AccountPerson| PersonRow { contact: contact(person.contact), right: person.right };
    Ok(AccountPage {
        number: account.number,
        kind: kind_of(&kind),
        party: account.party,
        currency: account.currency,
        language: account.language,
        subscriptions,
        running: running.into_iter().filter_map(|found| subscription_row(&backend, found, may_invite)).collect(),
        people: people.into_iter().map(person).collect(),
        invitations: invitations.into_iter().map(|invitation| invitation_row(&backend, invitation)).collect(),
        may_invite,
        user_id,
        profile: account.terms.map(|terms| terms.profile),
        terms: account.terms.map(|terms| AgreedTerms { days: terms.days, self_service: terms.self_service }),
        credit_minor,
        recipients,
        method,
        representative: representative.map(chosen),
        representatives: if may_assign { choices.into_iter().map(chosen).collect() } else { Vec::new() },
        may_assign,
    })
}

fn chosen((person, name): (PersonId, String)) -> Representative {
    Representative { id: person.0, name }
}

pub(super) async fn assign_representative(number: String, representative: String) -> Result<(), ApiError> {
    reply(try_assign(number, representative).await)
}

async fn try_assign(number: String, representative: String) -> Result<(), ApiError> {
    let StaffSignedIn { backend, member } = staff_as(OPERATING).await?;
    assign(&backend, &member, &number, &representative).await?;
    lead_to(&format!("/staff/accounts/{number}?done=assigned"));
    Ok(())
}

pub(super) async fn change_terms(number: String, agreed: (String, String)) -> Result<(), ApiError> {
    reply(try_change_terms(number, agreed).await)
}

async fn try_change_terms(number: String, (days, self_service): (String, String)) -> Result<(), ApiError> {
    let StaffSignedIn { backend, member } = staff_as(INVITING).await?;
    change(&backend, &member, &number, (&days, &self_service)).await?;
    lead_to(&format!("/staff/accounts/{number}?done=terms"));
    Ok(())
}

fn contact(contact: backend::Contact) -> Contact {
    Contact { name: contact.name, email: contact.email }
}

fn invitation_row(backend: &Backend, invitation: backend::db::invitations::Invitation) -> InvitationRow {
    InvitationRow {
        id: invitation.id.0,
        contact: Contact { name: invitation.name, email: invitation.email },
        role: invitation.role.into(),
        invited_by: invitation.invited_by,
        sent_on: backend.clock.date_of(invitation.sent_at),
        valid_until: backend.clock.date_of(invitation.expires_at),
        is_over: invitation.expires_at <= backend.now(),
    }
}

pub(super) async fn load_new_account() -> Result<NewAccountPage, ApiError> {
    reply(staff_as(INVITING).await.map(|StaffSignedIn { backend, .. }| NewAccountPage { currencies: currencies(&backend) }))
}

pub(super) async fn create_account(input: AccountInput) -> Result<(), ApiError> {
    reply(try_create_account(input).await)
}

async fn try_create_account(input: AccountInput) -> Result<(), ApiError> {
    let StaffSignedIn { backend, member } = staff_as(INVITING).await?;
    let number = create(&backend, &member, &input).await?;
    lead_to(&format!("/staff/accounts/{number}?done=created"));
    Ok(())
}

pub(super) async fn send_invitation_again(number: String, invitation: String) -> Result<(), ApiError> {
    reply(try_send_again(number, invitation).await)
}

async fn try_send_again(number: String, invitation: String) -> Result<(), ApiError> {
    let StaffSignedIn { backend, member } = staff_as(INVITING).await?;
    send_again(&backend, &member, &number, &InvitationId(invitation)).await?;
    lead_to(&format!("/staff/accounts/{number}?done=sent"));
    Ok(())
}

pub(super) async fn withdraw_invitation(number: String, invitation: String) -> Result<(), ApiError> {
    reply(try_withdraw(number, invitation).await)
}

async fn try_withdraw(number: String, invitation: String) -> Result<(), ApiError> {
    let StaffSignedIn { backend, member } = staff_as(INVITING).await?;
    withdraw(&backend, &member, &number, &InvitationId(invitation)).await?;
    lead_to(&format!("/staff/accounts/{number}?done=withdrawn"));
    Ok(())
}

impl From<Role> for StaffRole {
    fn from(role: Role) -> Self {
        match role {
            Role::Representative => Self::Representative,
            Role::Finance => Self::Finance,
            Role::Operator => Self::Operator,
        }
    }
}

impl From<CreateAccountError> for ApiError {
    fn from(error: CreateAccountError) -> Self {
        match error {
            CreateAccountError::Input { field, fault } => Self::Input { field: field.to_owned(), fault },
            CreateAccountError::Storage(error) => error.into(),
        }
    }
}
