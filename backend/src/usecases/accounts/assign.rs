//! The operator says who looks after an account. Other representatives do not see it then.

use crate::db::audit::{AuditEntry, add_entry};
use crate::db::{accounts, staff};
use crate::usecases::staff::StaffMember;
use crate::work;
use crate::{Backend, Refusal};
use billing::input::InputFault;

/// Gives an account to a representative; an empty identifier gives it to all of them.
///
/// # Errors
/// [`Refusal::NotFound`]; [`Refusal::Input`] for who is no representative.
pub async fn assign_representative(backend: &Backend, member: &StaffMember, number: &str, representative: &str) -> Result<(), Refusal> {
    let now = backend.now();
    backend
        .db
        .write(work!(tx => {
            let (account, _) = staff::find_for(tx, member, number).await?.ok_or(Refusal::NotFound)?;
            accounts::lock_account(tx, &account).await?;
            let chosen = match representative {
                "" => None,
                id => {
                    let choices = staff::list_choices(tx).await?;
                    let not_offered = Refusal::Input { field: "representative", fault: InputFault::NotOffered };
                    Some(choices.into_iter().find(|(person, _)| person.as_str() == id).ok_or(not_offered)?)
                }
            };
            let before = staff::find_representative(tx, &account).await?;
            if before == chosen {
                return Ok(());
            }
            staff::set_representative(tx, &account, chosen.as_ref().map(|(person, _)| person)).await?;
            let name = |who: Option<(_, String)>| who.map(|(_, name)| name);
            let details = serde_json::json!({ "from": name(before), "to": name(chosen) });
            let entry = AuditEntry { account: Some(&account), person: Some(&member.person), action: "representative_assigned", subject: account.as_str(), details };
            Ok(add_entry(tx, entry, now).await?)
        }))
        .await
}
