//! The account's subscriptions with what the home page shows around them.

use super::forecast::bills_of;
use crate::db::invoice_search::{self, InvoiceFilter};
use crate::db::proposals::{self, ProposalRow};
use crate::db::subscriptions::Versioned;
use crate::db::{DbError, Tx, accounts, cart, licences, payment_methods, subscriptions};
use crate::usecases::jobs::renewal::request_of;
use crate::work;
use crate::{Account, Actor, Backend, Refusal, Role};
use billing::forecast::Bill;
use billing::ids::{ProductId, SubscriptionId};
use billing::invoice::InvoiceSummary;
use billing::order::MethodOnFile;
use billing::renewal::{self, Renewed};
use billing::subscription::{Subscription, SubscriptionState};

/// The home page's content.
pub struct Overview {
    /// The account.
    pub account: Account,
    /// Its subscriptions, oldest first.
    pub subscriptions: Vec<Subscription>,
    /// What those that renew will be, and what that costs, as far as is known today.
    pub renewals: Vec<(SubscriptionId, Renewed)>,
    /// Paid subscriptions of which nobody holds a licence.
    pub unassigned: Vec<SubscriptionId>,
    /// What will be billed, subscription by subscription.
    pub bills: Vec<Bill>,
    /// Products that wait in the cart.
    pub in_cart: Vec<ProductId>,
    /// What colleagues wish; told to the billing contact.
    pub proposals: Vec<ProposalRow>,
    /// The newest invoice.
    pub newest_invoice: Option<InvoiceSummary>,
    /// What pays, valid or not.
    pub method: Option<MethodOnFile>,
}

/// The overview of the actor's account.
///
/// # Errors
/// [`Refusal`].
pub async fn load_overview(backend: &Backend, actor: &Actor) -> Result<Overview, Refusal> {
    backend.db.read(work!(tx => read_overview(tx, backend, actor).await)).await?.ok_or(Refusal::NotFound)
}

async fn read_overview(tx: &mut Tx<'_>, backend: &Backend, actor: &Actor) -> Result<Option<Overview>, DbError> {
    let Some(account) = accounts::find_account(tx, &actor.account).await? else { return Ok(None) };
    let subscriptions = subscriptions::list_subscriptions(tx, &actor.account).await?;
    let in_cart = cart::list_items(tx, &actor.account).await?.into_iter().map(|item| item.product).collect();
    let newest_invoice = invoice_search::search_documents(tx, &actor.account, &InvoiceFilter::all(), None, 1).await?.into_iter().next();
    let method = payment_methods::find_payment_method(tx, &actor.account).await?.map(|method| method.shown);
    let proposals = match actor.role {
        Role::BillingContact => proposals::list_open(tx, &actor.account).await?,
        Role::Member => Vec::new(),
    };
    let renewals = subscriptions.iter().filter_map(|found| Some((found.subscription.id.clone(), next_of(backend, &account, found)?))).collect();
    let held = licences::count_held(tx, &actor.account).await?;
    let is_held = |id: &SubscriptionId| held.iter().any(|(other, _)| other == id);
    let paid = subscriptions.iter().map(|found| &found.subscription).filter(|found| found.state == SubscriptionState::Active);
    let unassigned = paid.filter(|found| !is_held(&found.id)).map(|found| found.id.clone()).collect();
    let bills = subscriptions.iter().flat_map(|found| bills_of(backend, &account, found)).collect();
    let subscriptions = subscriptions.into_iter().map(|found| found.subscription).collect();
    Ok(Some(Overview { account, subscriptions, renewals, unassigned, bills, in_cart, proposals, newest_invoice, method }))
}

/// The coming renewal, by the rules that it will be computed with. What rests is not renewed until it is paid.
fn next_of(backend: &Backend, account: &Account, found: &Versioned) -> Option<Renewed> {
    let subscription = &found.subscription;
    if subscription.state != SubscriptionState::Active || subscription.suspended_on.is_some() {
        return None;
    }
    renewal::renew(&backend.catalogue, &request_of(account, found)).ok()
}
