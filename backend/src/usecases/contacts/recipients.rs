//! Who gets an account's invoices besides its billing contact: the last of its billing details, on a page of its own.

use super::{lock_as_orderer, note};
use crate::db::billing_details;
use crate::usecases::billing_details::load::{read_details, version_of};
use crate::usecases::billing_details::save::conflict;
use crate::work;
use crate::{Actor, Backend, Refusal};
use billing::details::{BillingDetails, read_recipients};

/// Writes the recipients, a mail address each line. `version` names the details that the form was filled with.
///
/// # Errors
/// [`Refusal::NotBillingContact`]; [`Refusal::Input`] for the field `recipients`; [`Refusal::DetailsChanged`] when somebody was
/// quicker.
pub async fn save_recipients(backend: &Backend, actor: &Actor, recipients: &str, version: &str) -> Result<(), Refusal> {
    actor.must_be_billing_contact()?;
    let recipients = read_recipients(recipients).map_err(|fault| Refusal::Input { field: "recipients", fault })?;
    let now = backend.now();
    backend
        .db
        .write(work!(tx, &recipients => {
            let account = lock_as_orderer(tx, actor).await?;
            let (_, stands) = read_details(tx, actor).await?;
            let after = BillingDetails { recipients: recipients.clone(), ..stands.clone() };
            if version_of(&stands) != version {
                return Err(conflict(tx, &account.id, &stands, &after).await?);
            }
            let changes = stands.changes(&after);
            if changes.is_empty() {
                return Ok(());
            }
            billing_details::set_details(tx, &account.id, &after, now).await?;
            note(tx, actor, "billing_details_changed", account.id.as_str(), serde_json::json!({ "changes": changes }), now).await
        }))
        .await
}
