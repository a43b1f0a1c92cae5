//! The billing contact gives up placing a quote whose card waits for its holder: the quote and its contracts are free again.

use crate::db::quotes;
use crate::usecases::orders::give_up::give_up_order;
use crate::work;
use crate::{Actor, Backend, Refusal};
use billing::quote::QuoteState;

/// Ends what is being asked of the card of a quote. Should it have been confirmed meanwhile, the service order is placed instead; a
/// quote that waits for nothing is left as it is.
///
/// # Errors
/// [`Refusal::NotFound`]; [`Refusal::GatewaySilent`] when it cannot be ended now.
pub async fn give_up_placing(backend: &Backend, actor: &Actor, number: &str) -> Result<(), Refusal> {
    actor.must_be_billing_contact()?;
    let row = backend.db.read(work!(tx => quotes::find_quote(tx, &actor.account, number).await)).await?;
    match row.filter(|row| row.state != QuoteState::Draft).ok_or(Refusal::NotFound)?.order {
        Some(order) => give_up_order(backend, actor, &order).await,
        None => Ok(()),
    }
}
