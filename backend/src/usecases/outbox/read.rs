//! The staff looks into the outbox: which mails there are, and what stands in one. Secrets stay where they are.

use crate::db::audit::{AuditEntry, add_entry};
use crate::db::outbox::{self, FoundMail, MailFilter, MailRow, MailState};
use crate::text::pattern_of;
use crate::usecases::staff::{StaffMember, must_see};
use crate::work;
use crate::{Backend, DbError, Refusal};

/// Rows of a page.
pub const PAGE_ROWS: i64 = 25;

/// A page of mails, and where the next one begins.
pub struct MailsPage {
    /// The newest first.
    pub rows: Vec<MailRow>,
    /// The last row's identifier, when there are older ones.
    pub next: Option<String>,
    /// How many mails failed too often, of all.
    pub failed: i64,
}

/// What is looked for, as it stands in the address: absent, or whatever somebody typed.
#[derive(Clone, Debug, Default)]
pub struct MailQuery {
    /// Part of an address.
    pub search: String,
    /// Word of a state; anything else is every state.
    pub state: String,
}

/// Mails that are looked for, of accounts that the reader may see, before the one of that identifier; an empty one begins with the newest.
///
/// # Errors
/// [`DbError`].
pub async fn list_mails(backend: &Backend, member: &StaffMember, query: &MailQuery, before: &str) -> Result<MailsPage, DbError> {
    let state = MailState::ALL.into_iter().map(MailState::code).find(|code| *code == query.state).unwrap_or_default();
    let filter = MailFilter { pattern: pattern_of(&query.search), state, scope: member.scope().to_owned() };
    let (mut rows, failed) = backend
        .db
        .read(work!(tx, &filter => {
            // One more than shown tells whether there is a next page.
            let rows = outbox::list_mails(tx, filter, before, PAGE_ROWS + 1).await?;
            Ok::<_, DbError>((rows, outbox::count_failed(tx, member.scope()).await?))
        }))
        .await?;
    let shown = usize::try_from(PAGE_ROWS).unwrap_or(usize::MAX);
    let more = rows.len() > shown;
    rows.truncate(shown);
    let next = rows.last().filter(|_| more).map(|row| row.id.clone());
    Ok(MailsPage { rows, next, failed })
}

/// A mail with its text. That a member of staff read it is written down.
///
/// # Errors
/// [`Refusal::NotFound`], or of the database.
pub async fn read_mail(backend: &Backend, member: &StaffMember, id: &str) -> Result<FoundMail, Refusal> {
    let now = backend.now();
    backend
        .db
        .write(work!(tx => {
            let found = outbox::find_mail(tx, id).await?.ok_or(Refusal::NotFound)?;
            if let Some(account) = &found.account {
                must_see(tx, member, account).await?;
            }
            let details = serde_json::json!({});
            let entry = AuditEntry { account: found.account.as_ref(), person: Some(&member.person), action: "mail_read", subject: &found.mail.id, details };
            add_entry(tx, entry, now).await?;
            Ok(found)
        }))
        .await
}
