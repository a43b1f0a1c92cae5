//! Wishes as their two sides see them: the billing contact what is open, a colleague what they wished and what became of it.

use crate::db::proposals::{self, ProposalRow};
use crate::work;
use crate::{Actor, Backend, DbError, Role};

/// So many of their own a colleague sees.
const MOST_LISTED: i64 = 50;

/// The wishes that concern the actor.
///
/// # Errors
/// [`DbError`].
pub async fn list_proposals(backend: &Backend, actor: &Actor) -> Result<Vec<ProposalRow>, DbError> {
    let read = backend.db.read(work!(tx => match actor.role {
        Role::BillingContact => proposals::list_open(tx, &actor.account).await,
        Role::Member => proposals::list_of_person(tx, &actor.account, &actor.person, MOST_LISTED).await,
    }));
    read.await
}
