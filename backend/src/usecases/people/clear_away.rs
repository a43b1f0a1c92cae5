//! Clears away what nobody needs any more: sessions and sign-ins that have ended, old tries, old links.

use crate::clock::seconds;
use crate::db::{passwords, people, sign_ins};
use crate::usecases::sessions::tries;
use crate::{Backend, DbError, work};

/// A link is remembered that long after its end, so that its page can say what became of it.
const LINKS_KEPT: i64 = seconds(30 * 24 * 3600);

/// Clears everything that has been over for long enough; answers how many rows went.
///
/// # Errors
/// [`DbError`] of the database.
pub async fn clear_away(backend: &Backend) -> Result<u64, DbError> {
    let now = backend.now();
    let sessions = backend.db.delete_ended_sessions(now).await?;
    let others = backend
        .db
        .write(work!(tx => {
            let sign_ins = sign_ins::delete_ended(tx, now).await?;
            let tries = people::delete_old_tries(tx, now - tries::WINDOW).await?;
            let links = passwords::delete_links(tx, now - LINKS_KEPT).await?;
            Ok::<_, DbError>(sign_ins + tries + links)
        }))
        .await?;
    Ok(sessions + others)
}
