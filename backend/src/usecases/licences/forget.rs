//! The billing contact takes people off the list of those who could be given a licence.

use crate::db::{Tx, accounts, audit, licences};
use crate::work;
use crate::{Actor, Backend, Refusal};
use billing::input::InputFault;

/// Takes those with these mail addresses off the list; whoever is not on it is passed over. All of them or, where one may not
/// go, none.
///
/// # Errors
/// [`Refusal::Input`] where nobody was chosen, and where somebody signs in to the account or holds a licence.
pub async fn forget_people(backend: &Backend, actor: &Actor, chosen: &[String]) -> Result<(), Refusal> {
    actor.must_be_billing_contact()?;
    if chosen.is_empty() {
        return Err(Refusal::Input { field: "person", fault: InputFault::Missing });
    }
    let now = backend.now();
    backend.db.write(work!(tx => write(tx, actor, chosen, now).await)).await
}

async fn write(tx: &mut Tx<'_>, actor: &Actor, chosen: &[String], now: i64) -> Result<(), Refusal> {
    accounts::lock_account(tx, &actor.account).await?;
    let mut gone: Vec<String> = Vec::new();
    for email in chosen {
        let Some(person) = licences::find_person(tx, &actor.account, email).await? else { continue };
        if !licences::forget_person(tx, &actor.account, &person.email).await? {
            return Err(Refusal::Input { field: "person", fault: InputFault::StillNeeded { text: person.email } });
        }
        gone.push(person.email);
    }
    if gone.is_empty() {
        return Ok(());
    }
    let details = serde_json::json!({ "people": gone });
    let entry = audit::AuditEntry {
        account: Some(&actor.account),
        person: Some(&actor.person),
        action: "licence_people_forgotten",
        subject: actor.account.as_str(),
        details,
    };
    Ok(audit::add_entry(tx, entry, now).await?)
}
