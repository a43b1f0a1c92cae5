//! What was agreed with a corporate account: within how many days it pays, and whether it adds seats by itself. Invoices that are issued
//! keep the day by which they are to be paid.

use crate::db::audit::{AuditEntry, add_entry};
use crate::db::{accounts, staff};
use crate::history::AgreedTerms;
use crate::usecases::staff::StaffMember;
use crate::work;
use crate::{Backend, Refusal};
use billing::corporate::{MOST_TERMS_DAYS, SelfService};
use billing::input::InputFault;

/// Sets both.
///
/// # Errors
/// [`Refusal::Input`] for each of the fields; [`Refusal::NotFound`], also for an account that buys online.
pub async fn change_terms(backend: &Backend, member: &StaffMember, number: &str, (days, self_service): (&str, &str)) -> Result<(), Refusal> {
    let (days, self_service) = read_terms(days, self_service).map_err(|(field, fault)| Refusal::Input { field, fault })?;
    let now = backend.now();
    backend
        .db
        .write(work!(tx => {
            let (id, _) = staff::find_for(tx, member, number).await?.ok_or(Refusal::NotFound)?;
            accounts::lock_account(tx, &id).await?;
            let before = accounts::find_account(tx, &id).await?.and_then(|account| account.terms).ok_or(Refusal::NotFound)?;
            let (from, to) = (AgreedTerms { days: before.days, self_service: before.self_service }, AgreedTerms { days, self_service });
            if from == to {
                return Ok(());
            }
            accounts::set_terms(tx, &id, days, self_service).await?;
            let details = serde_json::json!({ "from": from, "to": to });
            let entry = AuditEntry { account: Some(&id), person: Some(&member.person), action: "terms_changed", subject: id.as_str(), details };
            Ok(add_entry(tx, entry, now).await?)
        }))
        .await
}

/// Both as they are typed, or the field that cannot be read.
pub(super) fn read_terms(days: &str, self_service: &str) -> Result<(u32, SelfService), (&'static str, InputFault)> {
    let outside = InputFault::NotBetween { least: 0, most: i64::from(MOST_TERMS_DAYS) };
    let days = match days.trim() {
        "" => Err(InputFault::Missing),
        text => text.parse().ok().filter(|days| *days <= MOST_TERMS_DAYS).ok_or(outside),
    };
    let days = days.map_err(|fault| ("terms_days", fault))?;
    Ok((days, SelfService::parse(self_service).ok_or(("self_service", InputFault::NotOffered))?))
}
