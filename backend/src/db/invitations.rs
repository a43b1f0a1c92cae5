//! SQL of invitations into accounts.

use super::people::{fold_login, right_of};
use super::{DbError, Row, Tx};
use crate::actor::Role;
use crate::args;
use billing::corporate::ContactRight;
use billing::ids::{AccountId, InvitationId, PersonId};

/// What became of an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvitationState {
    /// It waits; perhaps its link is over.
    Open,
    /// It was accepted.
    Accepted,
    /// Staff took it back.
    Withdrawn,
}

impl InvitationState {
    const ALL: [Self; 3] = [Self::Open, Self::Accepted, Self::Withdrawn];

    const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Accepted => "accepted",
            Self::Withdrawn => "withdrawn",
        }
    }

    fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// An invitation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// Identifier.
    pub id: InvitationId,
    /// Into which account.
    pub account: AccountId,
    /// As what.
    pub role: Role,
    /// What they will be allowed to do.
    pub right: ContactRight,
    /// Who is invited.
    pub name: String,
    /// Mail address, which becomes the login.
    pub email: String,
    /// The same as logins are compared.
    pub email_folded: String,
    /// The User ID at the corporate door that was chosen for them; none where that is their mail address.
    pub user_id: Option<String>,
    /// What became of it.
    pub state: InvitationState,
    /// Name of who invited.
    pub invited_by: String,
    /// Who accepted it.
    pub accepted_by: Option<PersonId>,
    /// When its link was last sent, microseconds.
    pub sent_at: i64,
    /// When its link ends.
    pub expires_at: i64,
}

/// The secret part of an invitation's link, and when it ends.
pub struct InvitationLink<'a> {
    /// SHA-256 of its token.
    pub token_hash: &'a str,
    /// Its end, microseconds.
    pub expires_at: i64,
}

/// Writes an open invitation. `invited_by` is a person of the staff, or of the account.
pub async fn insert_invitation(tx: &mut Tx<'_>, invitation: &Invitation, invited_by: &PersonId, link: &InvitationLink<'_>) -> Result<(), DbError> {
    let sql = "INSERT INTO invitations (id, account_id, role, name, email, email_folded, token_hash, state, invited_by, created_at, sent_at, expires_at, may_pay, \
               user_id, user_id_folded) VALUES ($1, $2, $3, $4, $5, $6, $7, 'open', $8, $9, $9, $10, $11, $12, $13)";
    let Invitation { id, account, role, name, email, email_folded, sent_at, user_id, .. } = invitation;
    let user_id_folded = user_id.as_deref().map(fold_login);
    let may_pay = i64::from(invitation.right == ContactRight::Pay);
    let invited_by = invited_by.as_str();
    let args = args![
        id.as_str(),
        account.as_str(),
        role.code(),
        name,
        email,
        email_folded,
        link.token_hash,
        invited_by,
        *sent_at,
        link.expires_at,
        may_pay,
        user_id.clone(),
        user_id_folded,
    ];
    tx.exec(sql, args).await?;
    Ok(())
}

fn read_invitation(row: &Row<'_>) -> Result<Invitation, DbError> {
    let role = row.parsed("role", Role::parse)?;
    Ok(Invitation {
        id: InvitationId(row.text("id")?),
        account: AccountId(row.text("account_id")?),
        role,
        right: right_of(role, row.int("may_pay")?),
        name: row.text("name")?,
        email: row.text("email")?,
        email_folded: row.text("email_folded")?,
        user_id: row.opt_text("user_id")?,
        state: row.parsed("state", InvitationState::parse)?,
        invited_by: row.text("invited_by")?,
        accepted_by: row.opt_text("accepted_by")?.map(PersonId),
        sent_at: row.int("sent_at")?,
        expires_at: row.int("expires_at")?,
    })
}

/// The invitation of a token.
pub async fn find_by_token(tx: &mut Tx<'_>, token_hash: &str) -> Result<Option<Invitation>, DbError> {
    let sql = "SELECT i.id, i.account_id, i.role, i.name, i.email, i.email_folded, i.state, p.name AS invited_by, i.accepted_by, i.sent_at, i.expires_at, i.may_pay, i.user_id \
               FROM invitations i JOIN people p ON p.id = i.invited_by WHERE i.token_hash = $1";
    tx.opt(sql, args![token_hash], read_invitation).await
}

/// An invitation of an account.
pub async fn find_invitation(tx: &mut Tx<'_>, account: &AccountId, id: &InvitationId) -> Result<Option<Invitation>, DbError> {
    let sql = "SELECT i.id, i.account_id, i.role, i.name, i.email, i.email_folded, i.state, p.name AS invited_by, i.accepted_by, i.sent_at, i.expires_at, i.may_pay, i.user_id \
               FROM invitations i JOIN people p ON p.id = i.invited_by WHERE i.account_id = $1 AND i.id = $2";
    tx.opt(sql, args![account.as_str(), id.as_str()], read_invitation).await
}

/// Whether an invitation that waits promises somebody that User ID, folded.
pub async fn is_promised(tx: &mut Tx<'_>, user_id_folded: &str) -> Result<bool, DbError> {
    let sql = "SELECT id FROM invitations WHERE user_id_folded = $1 AND state = 'open'";
    Ok(tx.opt(sql, args![user_id_folded], |row| row.text("id")).await?.is_some())
}

/// Whether one of the staff invites.
pub async fn is_by_staff(tx: &mut Tx<'_>, id: &InvitationId) -> Result<bool, DbError> {
    let sql = "SELECT i.id FROM invitations i JOIN staff s ON s.person_id = i.invited_by WHERE i.id = $1";
    Ok(tx.opt(sql, args![id.as_str()], |row| row.text("id")).await?.is_some())
}

/// The invitations into an account that nobody has accepted, the newest first.
pub async fn list_open(tx: &mut Tx<'_>, account: &AccountId) -> Result<Vec<Invitation>, DbError> {
    let sql = "SELECT i.id, i.account_id, i.role, i.name, i.email, i.email_folded, i.state, p.name AS invited_by, i.accepted_by, i.sent_at, i.expires_at, i.may_pay, i.user_id \
               FROM invitations i JOIN people p ON p.id = i.invited_by WHERE i.account_id = $1 AND i.state = 'open' ORDER BY i.created_at DESC, i.id";
    tx.all(sql, args![account.as_str()], read_invitation).await
}

/// Gives an open invitation a new link; the one before leads nowhere. Answers false when it is no longer open.
pub async fn renew_link(tx: &mut Tx<'_>, account: &AccountId, id: &InvitationId, link: &InvitationLink<'_>, now: i64) -> Result<bool, DbError> {
    let sql = "UPDATE invitations SET token_hash = $3, expires_at = $4, sent_at = $5 WHERE account_id = $1 AND id = $2 AND state = 'open'";
    Ok(tx.exec(sql, args![account.as_str(), id.as_str(), link.token_hash, link.expires_at, now]).await? == 1)
}

/// Takes an open invitation back; answers false when it is no longer open.
pub async fn withdraw(tx: &mut Tx<'_>, account: &AccountId, id: &InvitationId, now: i64) -> Result<bool, DbError> {
    let sql = "UPDATE invitations SET state = 'withdrawn', settled_at = $3 WHERE account_id = $1 AND id = $2 AND state = 'open'";
    Ok(tx.exec(sql, args![account.as_str(), id.as_str(), now]).await? == 1)
}

/// Notes who accepted an invitation; answers false when it was accepted or withdrawn before, or its link is over.
pub async fn accept(tx: &mut Tx<'_>, id: &InvitationId, person: &PersonId, now: i64) -> Result<bool, DbError> {
    let sql = "UPDATE invitations SET state = 'accepted', accepted_by = $2, settled_at = $3 WHERE id = $1 AND state = 'open' AND expires_at > $3";
    Ok(tx.exec(sql, args![id.as_str(), person.as_str(), now]).await? == 1)
}
