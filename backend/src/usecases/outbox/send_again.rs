//! The operator has mails sent again that were given up, once what was wrong is put right.

use crate::db::audit::{AuditEntry, add_entry};
use crate::db::outbox;
use crate::usecases::staff::StaffMember;
use crate::work;
use crate::{Backend, DbError};

/// Puts mails that failed too often back into the queue, with all their tries: the one of that identifier, or all of them with
/// an empty one. Answers how many; one that waits or has left meanwhile is none.
///
/// # Errors
/// [`DbError`] of the database.
pub async fn send_again(backend: &Backend, member: &StaffMember, id: &str) -> Result<u64, DbError> {
    let now = backend.now();
    backend
        .db
        .write(work!(tx => {
            let count = outbox::send_again(tx, id, now).await?;
            if count > 0 {
                let details = serde_json::json!({ "count": count });
                let entry = AuditEntry { account: None, person: Some(&member.person), action: "mails_sent_again", subject: id, details };
                add_entry(tx, entry, now).await?;
            }
            Ok::<_, DbError>(count)
        }))
        .await
}
