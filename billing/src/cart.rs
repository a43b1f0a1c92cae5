//! The cart: what an account is about to order, one item per subscription.

use crate::editor::PlanChoice;
use crate::ids::SubscriptionId;
use crate::{Item, PriceErrorCode, RunningSubscription};
use serde::{Deserialize, Serialize};

/// A change of a subscription that waits in the cart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CartItem {
    /// The subscription that would change.
    pub subscription: SubscriptionId,
    /// What runs today.
    pub running: RunningSubscription,
    /// What is wanted.
    pub choice: PlanChoice,
    /// Why it can no longer be ordered as it stands, if so.
    pub problem: Option<PriceErrorCode>,
}

impl CartItem {
    /// The item as it is priced.
    pub fn to_item(&self) -> Item {
        Item::Change { plan: self.choice.plan.clone(), seats: self.choice.seats, interval: self.choice.interval, subscription: self.running.clone() }
    }
}

/// What a step after the editor is: straight to checkout, or first to the cart when it holds something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CartStep {
    /// Nothing else is in the cart.
    ProceedToCheckout,
    /// Other items wait there.
    AddToCart,
}

/// The next step for an item of `subscription`, given what the cart holds. An item of the same
/// subscription is replaced and does not count.
pub fn next_step<'a>(subscription: &SubscriptionId, in_cart: impl IntoIterator<Item = &'a SubscriptionId>) -> CartStep {
    if in_cart.into_iter().any(|other| other != subscription) { CartStep::AddToCart } else { CartStep::ProceedToCheckout }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_other_items_lead_to_the_cart() {
        let (meeting, webinar) = (SubscriptionId("meeting".to_owned()), SubscriptionId("webinar".to_owned()));
        assert_eq!(next_step(&meeting, []), CartStep::ProceedToCheckout);
        assert_eq!(next_step(&meeting, [&meeting]), CartStep::ProceedToCheckout);
        assert_eq!(next_step(&meeting, [&meeting, &webinar]), CartStep::AddToCart);
    }
}
