//! Who holds which licence: of each subscription how many, of one of them who.

use crate::db::{Tx, licences, subscriptions};
use crate::work;
use crate::{Actor, Backend, Refusal};
use billing::ids::SubscriptionId;
use billing::licences::{Holder, Person};
use billing::subscription::{Subscription, SubscriptionState};

/// Rows of one page.
const PAGE: i64 = 50;

/// A subscription that has licences to give, and how many are held.
pub struct HeldOf {
    /// The subscription.
    pub subscription: Subscription,
    /// How many people hold one.
    pub held: i64,
}

/// The licences of an account.
pub struct LicencesState {
    /// All subscriptions that live, oldest first.
    pub subscriptions: Vec<HeldOf>,
    /// The one that is looked at, by its place among them; none where there are none.
    pub chosen: Option<usize>,
    /// Who holds a licence of it, in the order of mail addresses.
    pub holders: Vec<Holder>,
    /// Whether more follow.
    pub has_more: bool,
    /// People of the account who hold none of it, the first of them.
    pub candidates: Vec<Person>,
}

/// The licences of the actor's account, of one subscription in full: the one of that identifier, else the first. Holders begin
/// after the one with that mail address. Colleagues see them too.
///
/// # Errors
/// [`Refusal::NotFound`] for a subscription of another account, or one that is over.
pub async fn load_licences(backend: &Backend, actor: &Actor, subscription: &str, after: &str) -> Result<LicencesState, Refusal> {
    backend.db.read(work!(tx => read(tx, actor, (subscription, after)).await)).await
}

async fn read(tx: &mut Tx<'_>, actor: &Actor, (wanted, after): (&str, &str)) -> Result<LicencesState, Refusal> {
    let held = licences::count_held(tx, &actor.account).await?;
    let held_of = |id: &SubscriptionId| held.iter().find(|(other, _)| other == id).map_or(0, |(_, held)| *held);
    let is_live = |found: &Subscription| !matches!(found.state, SubscriptionState::TrialEnded | SubscriptionState::Ended);
    let found = subscriptions::list_subscriptions(tx, &actor.account).await?.into_iter().map(|found| found.subscription).filter(is_live);
    let subscriptions: Vec<HeldOf> = found.map(|subscription| HeldOf { held: held_of(&subscription.id), subscription }).collect();
    let place = if wanted.is_empty() { (!subscriptions.is_empty()).then_some(0) } else { place_of(&subscriptions, wanted) };
    if place.is_none() && !wanted.is_empty() {
        return Err(Refusal::NotFound);
    }
    let mut state = LicencesState { subscriptions, chosen: place, holders: Vec::new(), has_more: false, candidates: Vec::new() };
    let Some(chosen) = place.and_then(|place| state.subscriptions.get(place)) else { return Ok(state) };
    let id = chosen.subscription.id.clone();
    state.holders = licences::list_holders(tx, &actor.account, &id, after, PAGE + 1).await?;
    let page = usize::try_from(PAGE).unwrap_or(usize::MAX);
    state.has_more = state.holders.len() > page;
    state.holders.truncate(page);
    state.candidates = licences::list_candidates(tx, &actor.account, &id, PAGE).await?;
    Ok(state)
}

fn place_of(subscriptions: &[HeldOf], id: &str) -> Option<usize> {
    subscriptions.iter().position(|found| found.subscription.id.as_str() == id)
}
