//! The cart: what an account is about to order, one item per product.

use crate::editor::PlanChoice;
use crate::ids::{ProductId, SubscriptionId};
use crate::{Item, PriceErrorCode, RunningSubscription};
use serde::{Deserialize, Serialize};

/// What is wanted of a product: a change of the subscription to it, or a new one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CartItem {
    /// The product; a cart holds one item for each, and a later one takes the earlier one's place.
    pub product: ProductId,
    /// The subscription that would change; none for a new one.
    pub before: Option<Before>,
    /// What is wanted.
    pub choice: PlanChoice,
    /// Why it can no longer be ordered as it stands, if so.
    pub problem: Option<PriceErrorCode>,
}

/// The subscription that would change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Before {
    /// Its identifier.
    pub subscription: SubscriptionId,
    /// What runs today.
    pub running: RunningSubscription,
}

impl CartItem {
    /// The item as it is priced.
    pub fn to_item(&self) -> Item {
        let PlanChoice { plan, seats, interval } = self.choice.clone();
        match &self.before {
            Some(before) => Item::Change { plan, seats, interval, subscription: before.running.clone() },
            None => Item::New { product: self.product.clone(), plan, seats, interval },
        }
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

/// The next step for an item of `product`, given the products that the cart holds. An item of the same
/// product is replaced and does not count.
pub fn next_step<'a>(product: &ProductId, in_cart: impl IntoIterator<Item = &'a ProductId>) -> CartStep {
    if in_cart.into_iter().any(|other| other != product) { CartStep::AddToCart } else { CartStep::ProceedToCheckout }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_other_items_lead_to_the_cart() {
        let (meeting, webinar) = (ProductId("meeting".to_owned()), ProductId("webinar".to_owned()));
        assert_eq!(next_step(&meeting, []), CartStep::ProceedToCheckout);
        assert_eq!(next_step(&meeting, [&meeting]), CartStep::ProceedToCheckout);
        assert_eq!(next_step(&meeting, [&meeting, &webinar]), CartStep::AddToCart);
    }
}
