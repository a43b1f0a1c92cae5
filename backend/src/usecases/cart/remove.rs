//! The billing contact takes an item out of the cart.

use crate::db::{Tx, accounts, cart};
use crate::work;
use crate::{Actor, Backend, Refusal};
use billing::ids::ProductId;

/// Takes the item out; one that is not there is no error, since two people may do it at once.
///
/// # Errors
/// [`Refusal`]; the cart is unchanged.
pub async fn remove_from_cart(backend: &Backend, actor: &Actor, product: &ProductId) -> Result<(), Refusal> {
    actor.must_be_billing_contact()?;
    backend.db.write(work!(tx => delete_item(tx, actor, product).await)).await
}

async fn delete_item(tx: &mut Tx<'_>, actor: &Actor, product: &ProductId) -> Result<(), Refusal> {
    accounts::lock_account(tx, &actor.account).await?;
    cart::remove_item(tx, &actor.account, product).await?;
    Ok(())
}
