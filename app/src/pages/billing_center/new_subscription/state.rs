//! Where the reader is on the way to a new subscription, read from the address alone: wrong or missing values lead to
//! the first step that lacks something.

use crate::api::ApiError;
use crate::api::new_subscription::{NewSubscriptionPage, Offer, Standing, Trial};
use billing::editor::{PlanChoice, PlanInput, PlanInputError};
use billing::ids::ProductId;
use billing::{BillingInterval, Item, OrderPrice, PriceErrorCode, PriceRequest, Product, price_order};
use leptos_router::params::ParamsMap;

/// The address of all steps; they differ in their query.
pub const ADDRESS: &str = "/billing/subscriptions/new";

/// What is wanted, as it stands in the query: absent, or whatever somebody typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    pub product: Option<String>,
    pub offer: Option<String>,
    pub plan: Option<String>,
    pub seats: Option<String>,
    pub interval: Option<String>,
    /// A step to go back to, with everything that was chosen: `product` or `plan`.
    pub step: Option<String>,
}

impl Wanted {
    /// Reads a query.
    pub fn of_query(query: &ParamsMap) -> Self {
        let field = |name| query.get(name);
        Self { product: field("product"), offer: field("offer"), plan: field("plan"), seats: field("seats"), interval: field("interval"), step: field("step") }
    }

    /// The same, at another step.
    #[must_use]
    pub fn at_step(&self, step: Option<&str>) -> Self {
        Self { step: step.map(str::to_owned), ..self.clone() }
    }

    /// The address that says it.
    pub fn address(&self) -> String {
        let Self { product, offer, plan, seats, interval, step } = self;
        let values = [("product", product), ("offer", offer), ("plan", plan), ("seats", seats), ("interval", interval), ("step", step)];
        let given: Vec<(&str, &str)> = values.into_iter().filter_map(|(name, value)| Some((name, value.as_deref()?))).collect();
        // Written as a form writes it: the same on the server and in the browser, whatever it holds.
        match serde_urlencoded::to_string(&given) {
            Ok(query) if !query.is_empty() => format!("{ADDRESS}?{query}"),
            _ => ADDRESS.to_owned(),
        }
    }
}

/// The way to subscribe to what was tried or had before: the plan's step, with that plan and its seats chosen.
pub fn subscribe_address(product: &str, plan: &str, seats: i64) -> String {
    let text = |text: &str| Some(text.to_owned());
    let (product, plan, seats, offer) = (text(product), text(plan), Some(seats.to_string()), text(Way::Buy.code()));
    Wanted { product, offer, plan, seats, interval: None, step: text("plan") }.address()
}

/// Buying or trying.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Buy,
    Try,
}

impl Way {
    /// The word in the address.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Buy => "buy",
            Self::Try => "try",
        }
    }

    fn parse(code: &str) -> Option<Self> {
        [Self::Buy, Self::Try].into_iter().find(|way| way.code() == code)
    }
}

/// Why the reader is led back to the choice of a product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The address names none.
    NoProduct,
    /// It says neither buy nor try.
    NoWay,
    /// A trial of it runs already.
    TrialRuns,
    /// Its subscription is cancelled, and runs until it ends.
    Ending,
    /// What the server would say as well.
    Refused(ApiError),
}

/// The reader's place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Choosing a product, or whether to buy or to try the only one that is shown.
    Product { only: Option<ProductId>, fault: Option<Fault> },
    /// Choosing plan and licences.
    Plan { product: ProductId, way: Way, input: PlanInput, fault: Option<PlanInputError> },
    /// The last step: how it is billed, or what the trial is.
    Last { product: ProductId, way: Way, choice: PlanChoice },
}

impl Place {
    /// Its number, from zero.
    pub const fn number(&self) -> usize {
        match self {
            Self::Product { .. } => 0,
            Self::Plan { .. } => 1,
            Self::Last { .. } => 2,
        }
    }

    /// Whether the reader tries rather than buys.
    pub const fn is_trial(&self) -> bool {
        matches!(self, Self::Plan { way: Way::Try, .. } | Self::Last { way: Way::Try, .. })
    }
}

/// The place that an address leads to.
pub fn place_of(page: &NewSubscriptionPage, wanted: &Wanted) -> Place {
    let all = |fault| Place::Product { only: None, fault };
    let Some(asked) = wanted.product.as_deref().filter(|product| !product.is_empty()) else {
        return all(wanted.offer.is_some().then_some(Fault::NoProduct));
    };
    let Some((offer, product)) = find_offer(page, asked) else {
        return all(Some(Fault::Refused(ApiError::Price(PriceErrorCode::UnknownProduct))));
    };
    if wanted.step.as_deref() == Some("product") {
        return all(None);
    }
    let only = |fault| Place::Product { only: Some(product.id.clone()), fault };
    let Some(asked) = wanted.offer.as_deref() else { return only(None) };
    let Some(way) = Way::parse(asked) else { return only(Some(Fault::NoWay)) };
    match fault_of(offer, way) {
        Some(fault) => only(Some(fault)),
        None => place_with_plan(offer, product, way, wanted),
    }
}

/// What is absent has not been chosen yet; what is there and wrong is said.
fn place_with_plan(offer: &Offer, product: &Product, way: Way, wanted: &Wanted) -> Place {
    let is_complete = wanted.plan.is_some() && wanted.seats.is_some() && wanted.step.as_deref() != Some("plan");
    let input = PlanInput {
        plan: wanted.plan.clone().unwrap_or_else(|| offer.first.plan.clone()),
        seats: wanted.seats.clone().unwrap_or_else(|| offer.first.seats.clone()),
        // Asked for at the last step, and read there.
        interval: BillingInterval::Monthly.code().to_owned(),
    };
    let product_id = product.id.clone();
    match input.read(product) {
        Ok(choice) if is_complete => Place::Last { product: product_id, way, choice },
        read => Place::Plan { product: product_id, way, input, fault: read.err() },
    }
}

/// The product of an identifier, as it stands for the account.
pub fn find_offer<'a>(page: &'a NewSubscriptionPage, id: &str) -> Option<(&'a Offer, &'a Product)> {
    let offer = page.offers.iter().find(|offer| offer.product.as_str() == id)?;
    Some((offer, page.catalogue.product(&offer.product)?))
}

/// What keeps the account from buying or trying.
fn fault_of(offer: &Offer, way: Way) -> Option<Fault> {
    match (&offer.standing, way, offer.trial) {
        (Standing::OrderOpen { order }, ..) => Some(Fault::Refused(ApiError::OrderOpen { order: order.to_string() })),
        (Standing::Active { subscription } | Standing::Suspended { subscription }, ..) => {
            Some(Fault::Refused(ApiError::AlreadySubscribed { subscription: subscription.to_string() }))
        }
        (Standing::Ending { .. }, ..) => Some(Fault::Ending),
        (_, Way::Buy, _) => None,
        (Standing::Trial { .. }, Way::Try, _) => Some(Fault::TrialRuns),
        (Standing::Free, Way::Try, Trial::Offered(_)) => None,
        (Standing::Free, Way::Try, Trial::Used) => Some(Fault::Refused(ApiError::TrialUsed)),
        (Standing::Free, Way::Try, Trial::Missing) => Some(Fault::Refused(ApiError::Price(PriceErrorCode::ProductNotEligible))),
    }
}

/// Prices a new subscription, billed as the form says.
pub fn price_new(page: &NewSubscriptionPage, product: &ProductId, choice: &PlanChoice, interval: &str) -> Result<OrderPrice, ApiError> {
    let interval = BillingInterval::parse(interval).ok_or(ApiError::PlanInput(PlanInputError::IntervalMissing))?;
    let item = Item::New { product: product.clone(), plan: choice.plan.clone(), seats: choice.seats, interval };
    let request = PriceRequest { today: page.today, currency: page.currency, customer: page.customer.clone(), items: vec![item] };
    price_order(&page.catalogue, &request).map_err(|error| ApiError::Price(error.code))
}

#[cfg(test)]
mod tests;
