//! The staff invites a person into an account, or sends the invitation once more. What colleagues send is written here too.

use crate::clock::seconds;
use crate::db::audit::{AuditEntry, add_entry};
use crate::db::invitations::{self, Invitation, InvitationLink, InvitationState};
use crate::db::outbox::{NewMessage, OutboxKind, add_secret_message};
use crate::db::people::fold_login;
use crate::db::{DbError, Tx, accounts, staff};
use crate::identifiers::{hash_token, new_id, new_token};
use crate::texts::{contact_mail, people_mail};
use crate::usecases::staff::StaffMember;
use crate::{Actor, Backend, Contact, Refusal, Role, work};
use billing::corporate::ContactRight;
use billing::ids::{AccountId, InvitationId, PersonId};

/// How long a link can be used: seven days, in microseconds.
pub const LINK_LIFE: i64 = seconds(7 * 24 * 3600);

/// Who is invited.
#[derive(Clone, Debug)]
pub struct Guest {
    /// Full name.
    pub name: String,
    /// Mail address, which becomes the login.
    pub email: String,
    /// As what.
    pub role: Role,
    /// The User ID at the corporate door that was chosen for them; none for their mail address.
    pub user_id: Option<String>,
}

/// Who sends an invitation.
pub(crate) enum Sender<'a> {
    /// One of the staff.
    Staff(&'a StaffMember),
    /// Somebody who may order for the account.
    Colleague(&'a Actor),
}

impl Sender<'_> {
    const fn person(&self) -> &PersonId {
        match self {
            Self::Staff(member) => &member.person,
            Self::Colleague(actor) => &actor.person,
        }
    }

    fn name(&self) -> String {
        match self {
            Self::Staff(member) => member.name.clone(),
            Self::Colleague(actor) => actor.person_name.clone(),
        }
    }
}

/// Writes an invitation and its mail. Belongs into the transaction that has reason for it.
pub(crate) async fn invite(tx: &mut Tx<'_>, backend: &Backend, member: &StaffMember, account: &AccountId, guest: &Guest, token: &str) -> Result<(), DbError> {
    let right = match guest.role {
        Role::BillingContact => ContactRight::Order,
        Role::Member => ContactRight::Read,
    };
    let contact = Contact { name: guest.name.clone(), email: guest.email.clone() };
    write_invitation(tx, backend, &Sender::Staff(member), account, (&contact, right, guest.user_id.as_deref()), token).await
}

/// The same, whoever sends it.
pub(crate) async fn write_invitation(
    tx: &mut Tx<'_>,
    backend: &Backend,
    sender: &Sender<'_>,
    account: &AccountId,
    (guest, right, user_id): (&Contact, ContactRight, Option<&str>),
    token: &str,
) -> Result<(), DbError> {
    let now = backend.now();
    let invitation = Invitation {
        id: InvitationId(new_id()),
        account: account.clone(),
        role: Role::of_right(right),
        right,
        name: guest.name.clone(),
        email: guest.email.clone(),
        email_folded: fold_login(&guest.email),
        user_id: user_id.map(ToOwned::to_owned),
        state: InvitationState::Open,
        invited_by: sender.name(),
        accepted_by: None,
        sent_at: now,
        expires_at: now + LINK_LIFE,
    };
    let link = InvitationLink { token_hash: &hash_token(token), expires_at: invitation.expires_at };
    invitations::insert_invitation(tx, &invitation, sender.person(), &link).await?;
    note(tx, sender.person(), &invitation, "invitation_sent", now).await?;
    send_mail(tx, backend, sender, &invitation, token).await
}

/// Sends an open invitation once more, with a new link; the link before leads nowhere from then on.
///
/// # Errors
/// [`Refusal::NotFound`] when the account has no such open invitation, or of the database.
pub async fn send_again(backend: &Backend, member: &StaffMember, number: &str, invitation: &InvitationId) -> Result<(), Refusal> {
    let token = new_token();
    backend
        .db
        .write(work!(tx, &token => {
            let (account, _) = staff::find_for(tx, member, number).await?.ok_or(Refusal::NotFound)?;
            accounts::lock_account(tx, &account).await?;
            renew(tx, backend, &Sender::Staff(member), &account, invitation, token).await
        }))
        .await
}

/// Gives an open invitation a new link, and mails it. The caller holds the account's lock.
pub(crate) async fn renew(tx: &mut Tx<'_>, backend: &Backend, sender: &Sender<'_>, account: &AccountId, id: &InvitationId, token: &str) -> Result<(), Refusal> {
    let now = backend.now();
    let mut found = invitations::find_invitation(tx, account, id).await?.ok_or(Refusal::NotFound)?;
    found.expires_at = now + LINK_LIFE;
    let link = InvitationLink { token_hash: &hash_token(token), expires_at: found.expires_at };
    if !invitations::renew_link(tx, account, id, &link, now).await? {
        return Err(Refusal::NotFound);
    }
    note(tx, sender.person(), &found, "invitation_sent_again", now).await?;
    Ok(send_mail(tx, backend, sender, &found, token).await?)
}

/// Each door has a page of its own for its invitations.
async fn send_mail(tx: &mut Tx<'_>, backend: &Backend, sender: &Sender<'_>, invitation: &Invitation, token: &str) -> Result<(), DbError> {
    let Some(account) = accounts::find_account(tx, &invitation.account).await? else { return Ok(()) };
    let until = backend.clock.date_of(invitation.expires_at);
    let text = match sender {
        Sender::Staff(_) => people_mail::invitation(invitation, &account, &backend.settings.seller, until),
        Sender::Colleague(_) => contact_mail::invitation(invitation, &account, backend, until),
    };
    let page = if account.terms.is_some() { "/corporate/invitation" } else { "/invitation" };
    let message = NewMessage {
        account: &invitation.account,
        kind: OutboxKind::Mail,
        recipient: &invitation.email,
        language: account.language,
        subject: &text.subject,
        content: &text.body,
    };
    add_secret_message(tx, &message, &format!("{}{page}/{token}", backend.settings.origin), backend.now()).await
}

pub(super) async fn note(tx: &mut Tx<'_>, person: &PersonId, invitation: &Invitation, action: &'static str, now: i64) -> Result<(), DbError> {
    let details = serde_json::json!({ "email": invitation.email, "role": invitation.role.code() });
    let entry = AuditEntry { account: Some(&invitation.account), person: Some(person), action, subject: invitation.id.as_str(), details };
    add_entry(tx, entry, now).await
}
