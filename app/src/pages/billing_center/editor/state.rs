//! The editor's state: what the form holds, and the price that follows from it. The same code prices on the server.

use crate::api::ApiError;
use crate::api::subscriptions::EditorPage;
use crate::forms::Posted;
use crate::pages::billing_center::order_side::NOTHING_CHANGED;
use crate::ui::receipt::ReceiptItem;
use billing::editor::PlanInput;
use billing::forecast::{Bill, MonthBill, bills_ahead, first_month, horizon, months_ahead, request_after_change};
use billing::{BillingInterval, Item, OrderPrice, Plan, PriceErrorCode, PriceRequest, Product, price_order};
use leptos::prelude::*;
use leptos_router::params::ParamsMap;

/// Names of the form's fields, as they stand in the address and in the post.
pub const FIELDS: [&str; 3] = ["plan", "seats", "interval"];

/// What all parts of the form share.
#[derive(Clone, Copy)]
pub struct EditorState {
    /// What the server sent; it does not change.
    pub page: StoredValue<EditorPage>,
    /// What the fields hold, read from the form with every keystroke.
    pub input: RwSignal<PlanInput>,
    /// The price of that.
    pub price: Memo<Result<OrderPrice, ApiError>>,
    /// What the reader should mend: why there is no price, else why the server refused. A form that still says
    /// what runs today is no fault.
    pub error: Memo<Option<ApiError>>,
}

impl EditorState {
    /// The state at the beginning, `refusal` being the server's last word on it.
    pub fn new(page: EditorPage, input: PlanInput, refusal: Signal<Option<ApiError>>) -> Self {
        let page = StoredValue::new(page);
        let input = RwSignal::new(input);
        let price = Memo::new(move |_| page.with_value(|page| input.with(|input| price_input(page, input))));
        let error = Memo::new(move |_| match price.get() {
            Ok(_) => refusal.get(),
            Err(error) => Some(error),
        });
        let error = Memo::new(move |_| error.get().filter(|error| *error != NOTHING_CHANGED));
        Self { page, input, price, error }
    }

    /// Reads something of the product, if the catalogue has it.
    pub fn with_product<T>(&self, read: impl FnOnce(&EditorPage, &Product) -> T) -> Option<T> {
        self.page.with_value(|page| page.catalogue.product(&page.subscription.running.product).map(|product| read(page, product)))
    }

    /// The interval that the form asks for, else the running one.
    pub fn interval(&self) -> BillingInterval {
        let asked = self.input.with(|input| BillingInterval::parse(&input.interval));
        asked.unwrap_or_else(|| self.page.with_value(|page| page.subscription.running.interval))
    }

    /// The number of seats that the form asks for, if it is one.
    pub fn seats(&self) -> Option<i64> {
        self.input.with(|input| input.seats.trim().parse().ok().filter(|seats| *seats > 0))
    }

    /// What a year costs less when billed annually, minor units: for the plan and seats that the form asks for.
    pub fn annual_saving_minor(&self) -> Option<i64> {
        let seats = self.seats()?;
        let saving = self.with_product(|page, product| {
            let plan = self.input.with(|input| product.plans.iter().find(|plan| plan.id.as_str() == input.plan))?;
            let unit = |interval| plan.unit_minor(page.currency, interval, seats, page.today);
            let year_of_months = unit(BillingInterval::Monthly)?.checked_mul(12)?;
            year_of_months.checked_sub(unit(BillingInterval::Annual)?)?.checked_mul(seats)
        });
        saving.flatten().filter(|saving| *saving > 0)
    }

    /// The next twelve months with what the fields hold, and without it; without a price only what runs today.
    pub fn months(&self) -> (Vec<MonthBill>, Vec<MonthBill>) {
        let price = self.price.get();
        self.page.with_value(|page| {
            let running: Vec<Bill> = page.bills.iter().chain(&page.other_bills).copied().collect();
            let credit_minor = page.customer.credit_minor;
            let after = price.ok().and_then(|price| Some((self.input.with(|input| bills_after(page, input, &price))?, price.credit_after_minor)));
            let Some((after, credit_after_minor)) = after else {
                return (months_ahead(first_month(page.today, &running), running, credit_minor), Vec::new());
            };
            let first = first_month(page.today, &after);
            (months_ahead(first, after, credit_after_minor), months_ahead(first, running, credit_minor))
        })
    }

    /// The names that the receipt needs.
    pub fn receipt_items(&self) -> Vec<ReceiptItem> {
        let interval = self.interval();
        let item = self.with_product(|page, product| {
            let name = |id: &str| product.plans.iter().find(|plan| plan.id.as_str() == id).map_or_else(|| id.to_owned(), |plan| plan.name.clone());
            ReceiptItem {
                product_name: product.name.clone(),
                plan_name_before: name(page.subscription.running.plan.as_str()),
                plan_name: self.input.with(|input| name(&input.plan)),
                interval,
            }
        });
        item.into_iter().collect()
    }
}

/// What is due today, what the change is billed later, and what the account's other subscriptions are.
fn bills_after(page: &EditorPage, input: &PlanInput, price: &OrderPrice) -> Option<Vec<Bill>> {
    let running = &page.subscription.running;
    let choice = input.read(page.catalogue.product(&running.product)?).ok()?;
    let request = request_after_change(running, (choice.plan, choice.interval), price, page.customer.clone())?;
    // What is due is after credit already: where credit is left, nothing is due.
    let today = Bill { on: page.today, total_minor: price.due_now_minor };
    let later = bills_ahead(&page.catalogue, request, horizon(page.today));
    Some(later.into_iter().chain(page.other_bills.iter().copied()).chain([today]).collect())
}

/// The plans that are below the running one.
pub fn is_lower(page: &EditorPage, product: &Product, plan: &Plan) -> bool {
    let rank = |id| product.plan(id).map(|(rank, _)| rank);
    rank(&plan.id) < rank(&page.subscription.running.plan)
}

/// What the form shows at first: what was posted, else what the address asks for, else what waits in the cart, else what runs.
pub fn first_input(page: &EditorPage, posted: Option<&Posted>, query: &ParamsMap) -> PlanInput {
    let base = page.in_cart.clone().unwrap_or_else(|| PlanInput::from_running(&page.subscription.running));
    let field = |name: &str, fallback: String| {
        match posted {
            Some(posted) => posted.value(name).map(str::to_owned),
            None => query.get(name),
        }
        .unwrap_or(fallback)
    };
    PlanInput { plan: field("plan", base.plan), seats: field("seats", base.seats), interval: field("interval", base.interval) }
}

/// The address of the editor with what its form holds.
pub fn address_of(path: &str, input: &PlanInput) -> String {
    let values = [&input.plan, &input.seats, &input.interval];
    let query: ParamsMap = FIELDS.into_iter().zip(values.map(String::clone)).collect();
    format!("{path}{}", query.to_query_string())
}

/// Prices what the fields hold.
pub fn price_input(page: &EditorPage, input: &PlanInput) -> Result<OrderPrice, ApiError> {
    let running = page.subscription.running.clone();
    let product = page.catalogue.product(&running.product).ok_or(ApiError::Price(PriceErrorCode::UnknownProduct))?;
    let choice = input.read(product).map_err(ApiError::PlanInput)?;
    if choice.seats < page.assigned {
        let subscription = page.subscription.id.to_string();
        return Err(ApiError::LicencesAssigned { subscription, assigned: page.assigned, seats: choice.seats });
    }
    let item = Item::Change { plan: choice.plan, seats: choice.seats, interval: choice.interval, subscription: running };
    let request = PriceRequest { today: page.today, currency: page.currency, customer: page.customer.clone(), items: vec![item] };
    price_order(&page.catalogue, &request).map_err(|error| ApiError::Price(error.code))
}
