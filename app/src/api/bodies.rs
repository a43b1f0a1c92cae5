//! What the server functions do: session, one use case, and its result as a page's data.

use super::ApiError;
use super::cart::{CartPage, CartRow, Checkout, CheckoutPage};
use super::invoices::InvoicesPage;
use super::open_invoices::bodies::open_invoices;
use super::payment::PaymentFacts;
use super::proposals::bodies::proposal_row;
use super::request::{SignedIn, lead_to, reply, run_to_end, signed_in};
use super::subscriptions::{EditorPage, NextBill, NextPeriod, ScheduledPlan, SubscriptionsPage, Tile};
use backend::gateways::payment::MethodKind;
use backend::usecases::cart::put::{self, Wish};
use backend::usecases::cart::{load, remove};
use backend::usecases::invoices;
use backend::usecases::invoices::search::InvoiceQuery;
use backend::usecases::orders::{find, give_up, place};
use backend::usecases::payment_methods::Purpose;
use backend::usecases::payment_methods::load::load_method;
use backend::usecases::payment_methods::open::open_session;
use backend::usecases::subscriptions::{cancel, edit, list, reactivate};
use backend::usecases::vat_ids;
use backend::{Account, Actor, Backend, Role};
use billing::cart::{CartItem, CartStep, next_step};
use billing::editor::PlanInput;
use billing::forecast::{Bill, MonthBill, first_month, months_ahead};
use billing::ids::{OrderId, ProductId, SubscriptionId};
use billing::invoice::{InvoiceDocument, InvoiceSummary};
use billing::order::{MethodOnFile, Order, Validity};
use billing::price::Customer;
use billing::renewal::Renewed;
use billing::subscription::{Subscription, SubscriptionState};
use billing::{Catalogue, OrderPrice};

pub async fn load_subscriptions() -> Result<SubscriptionsPage, ApiError> {
    reply(subscriptions_page().await)
}

async fn subscriptions_page() -> Result<SubscriptionsPage, ApiError> {
    let SignedIn { backend, actor } = signed_in().await?;
    let overview = list::load_overview(&backend, &actor).await?;
    let newest_invoice = overview.newest_invoice.map(|invoice: InvoiceSummary| (invoice.number.clone(), invoice.state()));
    let next_bill = next_bill(&overview.renewals);
    let forecast = forecast(&backend, overview.bills, overview.account.customer.credit_minor);
    let renews = actor.role == Role::BillingContact && !overview.renewals.is_empty();
    let next_of = |subscription: &Subscription| {
        let (_, renewed) = overview.renewals.iter().find(|(id, _)| *id == subscription.id)?;
        Some(next_period(&backend.catalogue, subscription, renewed))
    };
    let tile = |subscription: Subscription| Tile {
        product_name: backend.catalogue.product_name(&subscription.running.product),
        plan_name: backend.catalogue.plan_name(&subscription.running.product, &subscription.running.plan),
        in_cart: overview.in_cart.contains(&subscription.running.product),
        next: next_of(&subscription),
        subscription,
    };
    let named = |subscription: &Subscription| (subscription.id.0.clone(), backend.catalogue.product_name(&subscription.running.product));
    let unassigned = overview.subscriptions.iter().filter(|found| overview.unassigned.contains(&found.id)).map(named).collect();
    let (live, over): (Vec<Subscription>, Vec<Subscription>) =
        overview.subscriptions.into_iter().partition(|found| !matches!(found.state, SubscriptionState::TrialEnded | SubscriptionState::Ended));
    let over = without_replaced(&live, over);
    Ok(SubscriptionsPage {
        unassigned,
        open: open_invoices(&backend, &actor).await?,
        expiring: overview.method.filter(|method| renews && method.validity(backend.today()) != Validity::Valid),
        today: backend.today(),
        currency: overview.account.currency,
        credit_minor: overview.account.customer.credit_minor,
        next_bill,
        forecast,
        newest_invoice,
        proposals: overview.proposals.into_iter().map(|row| proposal_row(&backend, row)).collect(),
        tiles: live.into_iter().chain(over).map(tile).collect(),
    })
}

fn forecast(backend: &Backend, bills: Vec<Bill>, credit_minor: i64) -> Vec<MonthBill> {
    if bills.is_empty() { Vec::new() } else { months_ahead(first_month(backend.today(), &bills), bills, credit_minor) }
}

/// Of what is over, what nothing came after: neither a live subscription to the same product, nor a later one that is over
/// too. Subscriptions come oldest first.
fn without_replaced(live: &[Subscription], over: Vec<Subscription>) -> Vec<Subscription> {
    let mut newest: Vec<Subscription> = Vec::new();
    for found in over.into_iter().rev() {
        if !live.iter().chain(&newest).any(|other| other.running.product == found.running.product) {
            newest.push(found);
        }
    }
    newest.reverse();
    newest
}

/// All that renews on the earliest day, with its tax.
fn next_bill(renewals: &[(SubscriptionId, Renewed)]) -> Option<NextBill> {
    let on = renewals.iter().map(|(_, renewed)| renewed.price.today).min()?;
    let of_day = renewals.iter().filter(|(_, renewed)| renewed.price.today == on);
    let total_minor = of_day.map(|(_, renewed)| renewed.price.total_minor).try_fold(0_i64, i64::checked_add)?;
    Some(NextBill { on, total_minor })
}

fn next_period(catalogue: &Catalogue, subscription: &Subscription, renewed: &Renewed) -> NextPeriod {
    let (before, after) = (&subscription.running, &renewed.subscription);
    let is_change = (&before.plan, before.seats, before.interval) != (&after.plan, after.seats, after.interval);
    let scheduled =
        is_change.then(|| ScheduledPlan { plan_name: catalogue.plan_name(&after.product, &after.plan), seats: after.seats, interval: after.interval });
    NextPeriod { on: renewed.price.today, total_minor: renewed.price.total_minor, unit_minor: after.unit_minor, scheduled }
}

pub async fn load_editor(subscription: String) -> Result<EditorPage, ApiError> {
    reply(editor_page(SubscriptionId(subscription)).await)
}

async fn editor_page(id: SubscriptionId) -> Result<EditorPage, ApiError> {
    let SignedIn { backend, actor } = signed_in().await?;
    let state = edit::load_editor(&backend, &actor, &id).await?;
    let today = backend.today();
    let product = &state.subscription.running.product;
    let in_cart = state.cart.iter().find(|(other, _)| other == product).map(|(_, choice)| PlanInput::from_choice(choice));
    Ok(EditorPage {
        today,
        currency: state.account.currency,
        customer: state.account.customer,
        catalogue: backend.catalogue.excerpt(product, state.account.currency, today),
        step: next_step(product, state.cart.iter().map(|(other, _)| other)),
        subscription: state.subscription,
        assigned: state.assigned,
        bills: state.bills,
        other_bills: state.other_bills,
        in_cart,
    })
}

pub async fn cancel_subscription(subscription: String, reason: String) -> Result<(), ApiError> {
    let id = SubscriptionId(subscription);
    let page = format!("/billing?cancelled={id}");
    let cancel = async || {
        let SignedIn { backend, actor } = signed_in().await?;
        run_to_end(async move { cancel::cancel_subscription(&backend, &actor, &id, &reason).await }).await
    };
    reply(cancel().await)?;
    lead_to(&page);
    Ok(())
}

pub async fn reactivate_subscription(subscription: String) -> Result<(), ApiError> {
    let id = SubscriptionId(subscription);
    let page = format!("/billing?reactivated={id}");
    let reactivate = async || {
        let SignedIn { backend, actor } = signed_in().await?;
        run_to_end(async move { reactivate::reactivate_subscription(&backend, &actor, &id).await }).await
    };
    reply(reactivate().await)?;
    lead_to(&page);
    Ok(())
}

pub async fn put_in_cart(about: (String, String), input: PlanInput) -> Result<(), ApiError> {
    let (subscription, product) = about;
    let wish = if subscription.is_empty() { Wish::New(ProductId(product)) } else { Wish::Change(SubscriptionId(subscription)) };
    let put = async || {
        let SignedIn { backend, actor } = signed_in().await?;
        run_to_end(async move { put::put_in_cart(&backend, &actor, &wish, &input).await }).await
    };
    let step = reply(put().await)?;
    lead_to(match step {
        CartStep::ProceedToCheckout => "/billing/checkout",
        CartStep::AddToCart => "/billing/cart",
    });
    Ok(())
}

pub async fn remove_from_cart(product: String) -> Result<(), ApiError> {
    let remove = async || {
        let SignedIn { backend, actor } = signed_in().await?;
        let product = ProductId(product);
        run_to_end(async move { remove::remove_from_cart(&backend, &actor, &product).await }).await
    };
    reply(remove().await)?;
    lead_to("/billing/cart");
    Ok(())
}

pub async fn load_cart() -> Result<CartPage, ApiError> {
    let load = async || {
        let SignedIn { backend, actor } = signed_in().await?;
        let cart = load::load_cart(&backend, &actor).await?;
        Ok(cart_page(&backend.catalogue, cart.items, cart.price))
    };
    reply(load().await)
}

fn cart_page(catalogue: &Catalogue, items: Vec<CartItem>, price: Option<OrderPrice>) -> CartPage {
    let row = |item: CartItem| CartRow {
        product_name: catalogue.product_name(&item.product),
        plan_name_before: item.before.as_ref().map(|before| catalogue.plan_name(&item.product, &before.running.plan)).unwrap_or_default(),
        plan_name: catalogue.plan_name(&item.product, &item.choice.plan),
        item,
    };
    CartPage { rows: items.into_iter().map(row).collect(), price }
}

pub async fn load_checkout() -> Result<Checkout, ApiError> {
    reply(checkout_page().await)
}

async fn checkout_page() -> Result<Checkout, ApiError> {
    let SignedIn { backend, actor } = signed_in().await?;
    actor.must_be_billing_contact()?;
    let cart = load::load_cart(&backend, &actor).await?;
    if let Some(order) = cart.open_order {
        return Ok(Checkout::OrderOpen { order: order.0 });
    }
    if cart.items.is_empty() {
        return Ok(Checkout::Empty);
    }
    let Some(seen) = cart.seen() else { return Ok(Checkout::NotOrderable) };
    let page = CheckoutPage {
        checkout_key: cart.checkout_key,
        seen,
        cart: cart_page(&backend.catalogue, cart.items, cart.price),
        payment: payment_facts(&backend, cart.account, cart.payment_method.map(|method| method.shown)),
    };
    Ok(Checkout::Ready(Box::new(page)))
}

pub async fn place_order(checkout_key: String, seen: String) -> Result<(), ApiError> {
    let place = async || {
        let SignedIn { backend, actor } = signed_in().await?;
        run_to_end(async move { place::place_order(&backend, &actor, &checkout_key, &seen).await }).await
    };
    let OrderId(order) = reply(place().await)?;
    lead_to(&format!("/billing/orders/{order}"));
    Ok(())
}

fn payment_facts(backend: &Backend, account: Account, method: Option<MethodOnFile>) -> PaymentFacts {
    let Customer { country, vat_id, .. } = account.customer;
    PaymentFacts { today: backend.today(), method, buyer: account.party, country, vat_id }
}

pub async fn load_payment() -> Result<PaymentFacts, ApiError> {
    let load = async || {
        let SignedIn { backend, actor } = signed_in().await?;
        actor.must_be_billing_contact()?;
        let (account, method) = load_method(&backend, &actor).await?;
        Ok(payment_facts(&backend, account, method))
    };
    reply(load().await)
}

pub async fn open_payment_page(purpose: String) -> Result<(), ApiError> {
    let open = async || {
        let SignedIn { backend, actor } = signed_in().await?;
        let purpose = Purpose::parse(&purpose).ok_or(ApiError::NotFound)?;
        run_to_end(async move { open_session(&backend, &actor, purpose, &[MethodKind::Card, MethodKind::SepaDebit]).await }).await
    };
    lead_to(&reply(open().await)?);
    Ok(())
}

pub async fn apply_vat_id(vat_id: String) -> Result<(), ApiError> {
    let apply = async || {
        let SignedIn { backend, actor } = signed_in().await?;
        run_to_end(async move { vat_ids::apply::apply_vat_id(&backend, &actor, &vat_id).await }).await
    };
    reply(apply().await).map(|_state| ())
}

pub async fn give_up_order(order: String) -> Result<(), ApiError> {
    let id = OrderId(order);
    let page = format!("/billing/orders/{id}");
    let give_up = async || {
        let SignedIn { backend, actor } = signed_in().await?;
        run_to_end(async move { give_up::give_up_order(&backend, &actor, &id).await }).await
    };
    reply(give_up().await)?;
    lead_to(&page);
    Ok(())
}

pub async fn load_order(order: String) -> Result<Order, ApiError> {
    let load = async || {
        let SignedIn { backend, actor } = signed_in().await?;
        Ok(find::find_order(&backend, &actor, &OrderId(order)).await?)
    };
    reply(load().await)
}

pub async fn load_invoices(before: String, query: InvoiceQuery) -> Result<InvoicesPage, ApiError> {
    let load = async || {
        let SignedIn { backend, actor } = signed_in().await?;
        search_invoices(&backend, &actor, &before, &query).await
    };
    reply(load().await)
}

/// What is found of an account's invoices, whichever its door.
pub(super) async fn search_invoices(backend: &Backend, actor: &Actor, before: &str, query: &InvoiceQuery) -> Result<InvoicesPage, ApiError> {
    let before = Some(before).filter(|number| !number.is_empty());
    let page = invoices::search::search_invoices(backend, actor, query, before).await?;
    let products = backend.catalogue.products.iter().map(|product| (product.id.to_string(), product.name.clone())).collect();
    let fits_one_file = page.sums.iter().map(|sums| sums.documents).sum::<i64>() <= invoices::search::MOST_PAPERS;
    Ok(InvoicesPage { rows: page.rows, older: page.older, sums: page.sums, years: page.years, products, fits_one_file })
}

pub async fn load_invoice(number: String) -> Result<InvoiceDocument, ApiError> {
    let load = async || {
        let SignedIn { backend, actor } = signed_in().await?;
        Ok(invoices::find::find_invoice(&backend, &actor, &number).await?)
    };
    reply(load().await)
}
