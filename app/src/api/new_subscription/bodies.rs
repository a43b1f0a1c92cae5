//! What the server functions about new subscriptions do: session, one use case, and its result as a page's data.

use super::{NewSubscriptionPage, Offer, Standing, StartedTrial, Trial};
use crate::api::ApiError;
use crate::api::request::{SignedIn, lead_to, reply, run_to_end, signed_in};
use backend::usecases::subscriptions::edit::load_editor;
use backend::usecases::subscriptions::offer::{Offers, ProductOffer, load_offers};
use backend::usecases::subscriptions::start_trial::{self as starting, TrialWish};
use billing::cart::next_step;
use billing::editor::{PlanChoice, PlanInput};
use billing::ids::{ProductId, SubscriptionId};
use billing::subscription::{Subscription, SubscriptionState};
use billing::{BillingInterval, BillingPeriod, Catalogue, Product};
use chrono::NaiveDate;

pub(super) async fn load_new_subscription() -> Result<NewSubscriptionPage, ApiError> {
    reply(new_subscription_page().await)
}

async fn new_subscription_page() -> Result<NewSubscriptionPage, ApiError> {
    let SignedIn { backend, actor } = signed_in().await?;
    let Offers { account, products, cart } = load_offers(&backend, &actor).await?;
    let (today, currency) = (backend.today(), account.currency);
    let in_force = |product: &Product| backend.catalogue.excerpt(&product.id, currency, today).products;
    let catalogue = Catalogue { products: backend.catalogue.products.iter().flat_map(in_force).collect() };
    let offer = |found: ProductOffer| Some(offer_of(catalogue.product(&found.product)?, &found, &cart, today));
    let offers = products.into_iter().filter_map(offer).collect();
    Ok(NewSubscriptionPage { today, currency, customer: account.customer, offers, catalogue })
}

fn offer_of(product: &Product, found: &ProductOffer, cart: &[(ProductId, PlanChoice)], today: NaiveDate) -> Offer {
    let in_cart = cart.iter().find(|(other, _)| *other == product.id).map(|(_, choice)| choice);
    Offer {
        product: product.id.clone(),
        standing: standing_of(found),
        trial: trial_of(product, found, today),
        first: first_input(product, found, in_cart),
        in_cart: in_cart.is_some(),
        step: next_step(&product.id, cart.iter().map(|(other, _)| other)),
    }
}

fn standing_of(found: &ProductOffer) -> Standing {
    if let Some(order) = found.open_order.clone() {
        return Standing::OrderOpen { order };
    }
    let Some(Subscription { id: subscription, running, state, suspended_on, .. }) = found.live.clone() else { return Standing::Free };
    match state {
        SubscriptionState::TrialRunning => Standing::Trial { subscription, ends: running.period_end },
        SubscriptionState::PendingCancellation => Standing::Ending { ends: running.period_end },
        _ if suspended_on.is_some() => Standing::Suspended { subscription },
        _ => Standing::Active { subscription },
    }
}

fn trial_of(product: &Product, found: &ProductOffer, today: NaiveDate) -> Trial {
    match product.trial_days.and_then(|days| BillingPeriod::of_days(today, days)) {
        Some(_) if found.was_tried => Trial::Used,
        Some(period) => Trial::Offered(period),
        None => Trial::Missing,
    }
}

/// A plan that has left the catalogue is not preset: the smallest one is.
fn first_input(product: &Product, found: &ProductOffer, in_cart: Option<&PlanChoice>) -> PlanInput {
    let known = |input: PlanInput| product.plans.iter().any(|plan| plan.id.as_str() == input.plan).then_some(input);
    let before = found.live.as_ref().or(found.past.as_ref());
    let preset = in_cart.map(PlanInput::from_choice).and_then(known);
    preset.or_else(|| before.map(|before| PlanInput::from_running(&before.running)).and_then(known)).unwrap_or_else(|| {
        let plan = product.plans.first();
        PlanInput {
            plan: plan.map(|plan| plan.id.to_string()).unwrap_or_default(),
            seats: plan.map_or(1, |plan| plan.seats_range().0).to_string(),
            interval: BillingInterval::Monthly.code().to_owned(),
        }
    })
}

pub(super) async fn start_trial(product: String, plan: String, seats: String) -> Result<(), ApiError> {
    let start = async || {
        let SignedIn { backend, actor } = signed_in().await?;
        let wish = TrialWish { product: ProductId(product), plan, seats };
        run_to_end(async move { starting::start_trial(&backend, &actor, &wish).await }).await
    };
    let id = reply(start().await)?;
    lead_to(&format!("/billing/subscriptions/{id}/trial-started"));
    Ok(())
}

pub(super) async fn load_started_trial(subscription: String) -> Result<StartedTrial, ApiError> {
    reply(started_trial(SubscriptionId(subscription)).await)
}

async fn started_trial(id: SubscriptionId) -> Result<StartedTrial, ApiError> {
    let SignedIn { backend, actor } = signed_in().await?;
    let Subscription { running, state, .. } = load_editor(&backend, &actor, &id).await?.subscription;
    if !matches!(state, SubscriptionState::TrialRunning | SubscriptionState::TrialEnded) {
        return Err(ApiError::NotFound);
    }
    Ok(StartedTrial {
        product_name: backend.catalogue.product_name(&running.product),
        plan_name: backend.catalogue.plan_name(&running.product, &running.plan),
        seats: running.seats,
        period: running.period(),
        is_over: state == SubscriptionState::TrialEnded,
        product: running.product,
        plan: running.plan,
    })
}
