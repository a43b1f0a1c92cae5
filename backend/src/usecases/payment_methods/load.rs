//! The payment method on file, and who pays with it.

use crate::db::{accounts, payment_methods};
use crate::work;
use crate::{Account, Actor, Backend, DbError, Refusal};
use billing::order::MethodOnFile;

/// What is charged by itself for the actor's account today: neither expired nor set aside by a profile of transfers or checks.
///
/// # Errors
/// Of the database.
pub async fn load_usable(backend: &Backend, actor: &Actor) -> Result<Option<MethodOnFile>, DbError> {
    let today = backend.today();
    let found = backend.db.read(work!(tx => payment_methods::find_usable(tx, &actor.account, today).await)).await?;
    Ok(found.map(|method| method.shown))
}

/// The actor's account's payment method, by what may be shown of it. Whether it can still be charged, see
/// [`MethodOnFile::validity`].
///
/// # Errors
/// [`Refusal`].
pub async fn load_method(backend: &Backend, actor: &Actor) -> Result<(Account, Option<MethodOnFile>), Refusal> {
    let (account, method): (Option<Account>, _) = backend
        .db
        .read(work!(tx => {
            let account = accounts::find_account(tx, &actor.account).await?;
            Ok::<_, DbError>((account, payment_methods::find_payment_method(tx, &actor.account).await?))
        }))
        .await?;
    Ok((account.ok_or(Refusal::NotFound)?, method.map(|method| method.shown)))
}
