//! The billing details as they stand, with what the next bills take of tax.

use crate::db::{Tx, accounts, billing_details};
use crate::identifiers::hash_token;
use crate::usecases::subscriptions::list::{Overview, load_overview};
use crate::work;
use crate::{Account, Actor, Backend, Refusal};
use billing::details::BillingDetails;
use chrono::NaiveDate;

/// What the page shows.
pub struct DetailsState {
    /// The account, with what is known of its VAT number.
    pub account: Account,
    /// The details.
    pub details: BillingDetails,
    /// Names them as they stand: a form that was filled in on others is told.
    pub version: String,
    /// The bills that come next.
    pub next: NextBills,
}

/// All that renews on the earliest day.
pub struct NextBills {
    /// The day, whose rates hold; today where nothing renews.
    pub on: NaiveDate,
    /// The net sum of each bill, minor units; empty where nothing renews.
    pub net_minor: Vec<i64>,
}

impl NextBills {
    pub(super) fn of(overview: &Overview, today: NaiveDate) -> Self {
        let on = overview.renewals.iter().map(|(_, renewed)| renewed.price.today).min().unwrap_or(today);
        let of_day = overview.renewals.iter().filter(|(_, renewed)| renewed.price.today == on);
        Self { on, net_minor: of_day.map(|(_, renewed)| renewed.price.net_minor).collect() }
    }
}

/// The details of the actor's account. Colleagues see them too.
///
/// # Errors
/// [`Refusal`].
pub async fn load_details(backend: &Backend, actor: &Actor) -> Result<DetailsState, Refusal> {
    let next = NextBills::of(&load_overview(backend, actor).await?, backend.today());
    let (account, details) = backend.db.read(work!(tx => read_details(tx, actor).await)).await?;
    Ok(DetailsState { version: version_of(&details), account, details, next })
}

pub(crate) async fn read_details(tx: &mut Tx<'_>, actor: &Actor) -> Result<(Account, BillingDetails), Refusal> {
    let account = accounts::find_account(tx, &actor.account).await?.ok_or(Refusal::NotFound)?;
    let details = billing_details::find_details(tx, &actor.account).await?.ok_or(Refusal::NotFound)?;
    Ok((account, details))
}

/// Equal if and only if the details are.
pub(crate) fn version_of(details: &BillingDetails) -> String {
    // Texts and enums alone: they can always be written.
    hash_token(&serde_json::to_string(details).unwrap_or_default())
}
