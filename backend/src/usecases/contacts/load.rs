//! What the page of an account's people shows. Invitations and offers are seen by those who decide about them.

use crate::db::contacts::{self, AccountContact, HandOver};
use crate::db::invitations::{self, Invitation};
use crate::db::{DbError, billing_details};
use crate::usecases::billing_details::load::load_details;
use crate::work;
use crate::{Actor, Backend, Refusal};
use billing::corporate::ContactRight;

/// All that the page shows.
pub struct ContactsState {
    /// The account's people, those who may order first.
    pub contacts: Vec<AccountContact>,
    /// Invitations that wait, the newest first.
    pub invitations: Vec<Invitation>,
    /// Places that are offered.
    pub hand_overs: Vec<HandOver>,
    /// Who gets invoices besides.
    pub recipients: Vec<String>,
    /// Names the billing details as they stand.
    pub version: String,
}

/// The people of the actor's account.
///
/// # Errors
/// [`Refusal`] of the database.
pub async fn load_contacts(backend: &Backend, actor: &Actor) -> Result<ContactsState, Refusal> {
    let version = load_details(backend, actor).await?.version;
    let decides = actor.right == ContactRight::Order;
    backend
        .db
        .read(work!(tx => {
            let invitations = if decides { invitations::list_open(tx, &actor.account).await? } else { Vec::new() };
            let hand_overs = contacts::list_hand_overs(tx, &actor.account).await?.into_iter().filter(|offer| decides || offer.receiver == actor.person);
            Ok::<_, Refusal>(ContactsState {
                contacts: contacts::list_contacts(tx, &actor.account, actor.door).await?,
                invitations,
                hand_overs: hand_overs.collect(),
                recipients: billing_details::list_recipients(tx, &actor.account).await?,
                version: version.clone(),
            })
        }))
        .await
}

/// The place that somebody is offered, if one is.
///
/// # Errors
/// [`DbError`] of the database.
pub async fn find_offer(backend: &Backend, actor: &Actor) -> Result<Option<HandOver>, DbError> {
    let found = backend.db.glance(work!(tx => contacts::list_hand_overs(tx, &actor.account).await)).await?;
    Ok(found.into_iter().find(|offer| offer.receiver == actor.person))
}
