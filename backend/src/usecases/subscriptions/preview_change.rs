//! What the staff sees before it schedules a change: the subscription, the plans that it may become, and the first bill.
//! That they looked is written down.

use super::schedule_change::price_change;
use crate::db::subscriptions::{self, Versioned};
use crate::db::{Tx, accounts, staff};
use crate::usecases::looks::{LookedAt, note_look};
use crate::usecases::staff::StaffMember;
use crate::work;
use crate::{Account, Backend, Refusal};
use billing::editor::PlanInput;
use billing::ids::SubscriptionId;
use billing::renewal::Renewed;

/// The page's content.
pub struct ChangePreview {
    /// The account.
    pub account: Account,
    /// The subscription as it is now.
    pub found: Versioned,
    /// The renewal with what is asked for, or why there is none; nothing where nothing is asked for.
    pub preview: Option<Result<Renewed, Refusal>>,
}

/// Loads a subscription of the account of a customer number, and prices its renewal with what is asked for.
///
/// # Errors
/// [`Refusal::NotFound`], or of the database.
pub async fn preview_change(
    backend: &Backend,
    member: &StaffMember,
    (number, id): (&str, &SubscriptionId),
    asked: Option<&PlanInput>,
) -> Result<ChangePreview, Refusal> {
    let (account, found) = backend.db.read(work!(tx => find(tx, member, (number, id)).await)).await?;
    note_look(backend, member, &account.id, LookedAt::Change, id.as_str()).await?;
    let today = backend.today();
    let preview = asked.map(|input| price_change(backend, &account, &found, input, today).map(|(_, renewed)| renewed));
    Ok(ChangePreview { account, found, preview })
}

async fn find(tx: &mut Tx<'_>, member: &StaffMember, (number, id): (&str, &SubscriptionId)) -> Result<(Account, Versioned), Refusal> {
    let (account, _) = staff::find_for(tx, member, number).await?.ok_or(Refusal::NotFound)?;
    let found = subscriptions::find_subscription(tx, &account, id).await?.ok_or(Refusal::NotFound)?;
    let account = accounts::find_account(tx, &account).await?.ok_or(Refusal::NotFound)?;
    Ok((account, found))
}
