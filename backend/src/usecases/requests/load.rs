//! The billing contact reads their account's requests, and one with its messages.

use super::{matter, must_be_allowed_to_ask};
use crate::db::people::Door;
use crate::db::requests::{self, MessageRow, RequestRow};
use crate::db::subscriptions::{self, Versioned};
use crate::work;
use crate::{Actor, Backend, Refusal};
use billing::ids::RequestId;
use billing::request::RequestMatter;

/// So many are listed; older ones keep their addresses.
const MOST_LISTED: i64 = 100;

/// What the page of customer care shows.
pub struct CareState {
    /// The newest requests, the newest first.
    pub requests: Vec<RequestRow>,
    /// The account's subscriptions, oldest first.
    pub subscriptions: Vec<Versioned>,
    /// Documents that a new one may be about; none of an account that buys online.
    pub matters: Vec<RequestMatter>,
}

/// The requests of the actor's account, and what a new one may be about. `about` is the document that the reader came from.
///
/// # Errors
/// [`Refusal::NotBillingContact`], or of the database.
pub async fn load_care(backend: &Backend, actor: &Actor, about: &str) -> Result<CareState, Refusal> {
    must_be_allowed_to_ask(actor)?;
    let read = backend.db.read(work!(tx => {
        let requests = requests::list_of_account(tx, &actor.account, MOST_LISTED).await?;
        let matters = match actor.door {
            Door::Corporate => matter::list(tx, &actor.account, about).await?,
            Door::BillingCenter | Door::Staff => Vec::new(),
        };
        Ok::<_, Refusal>(CareState { requests, subscriptions: subscriptions::list_subscriptions(tx, &actor.account).await?, matters })
    }));
    read.await
}

/// A request with its messages, the oldest first; another account's is not found.
///
/// # Errors
/// [`Refusal::NotBillingContact`], [`Refusal::NotFound`].
pub async fn load_request(backend: &Backend, actor: &Actor, id: &RequestId) -> Result<(RequestRow, Vec<MessageRow>), Refusal> {
    must_be_allowed_to_ask(actor)?;
    let read = backend.db.read(work!(tx => {
        let found = requests::find_request(tx, &actor.account, id).await?.ok_or(Refusal::NotFound)?;
        Ok::<_, Refusal>((found, requests::list_messages(tx, &actor.account, id).await?))
    }));
    read.await
}
