//! Every address leads to a step that can be shown.

use super::*;
use billing::cart::CartStep;
use billing::catalogue_file::parse_catalogue;
use billing::country::Country;
use billing::ids::{OrderId, SubscriptionId};
use billing::price::Customer;
use billing::{BillingPeriod, Currency, VatIdState};

fn page() -> NewSubscriptionPage {
    let catalogue = parse_catalogue(include_str!("../../../../../../catalogue.toml")).unwrap();
    let today = "2026-11-21".parse().unwrap();
    let week = BillingPeriod::of_days(today, 7).unwrap();
    let standing_of = |id: &str| match id {
        "goto-meeting" => (Standing::Active { subscription: SubscriptionId("s1".to_owned()) }, Trial::Offered(week)),
        "goto-assist-v4" => (Standing::Free, Trial::Used),
        "goto-training" => (Standing::Trial { subscription: SubscriptionId("s2".to_owned()), ends: today }, Trial::Used),
        "goto-assist-v5" => (Standing::OrderOpen { order: OrderId("o1".to_owned()) }, Trial::Offered(week)),
        _ => (Standing::Free, Trial::Offered(week)),
    };
    let offers = catalogue.products.iter().map(|product| {
        let (standing, trial) = standing_of(product.id.as_str());
        let first = PlanInput { plan: product.plans.first().unwrap().id.to_string(), seats: "1".to_owned(), interval: "monthly".to_owned() };
        Offer { product: product.id.clone(), standing, trial, first, in_cart: false, step: CartStep::ProceedToCheckout }
    });
    let offers = offers.collect();
    let customer = Customer { country: Country::DE, vat_id: VatIdState::None, credit_minor: 0 };
    NewSubscriptionPage { today, currency: Currency::EUR, customer, catalogue, offers }
}

fn wanted(query: &str) -> Wanted {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let query: ParamsMap = pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    Wanted::of_query(&query)
}

fn place(query: &str) -> Place {
    place_of(&page(), &wanted(query))
}

fn fault(query: &str) -> Option<Fault> {
    match place(query) {
        Place::Product { fault, .. } => fault,
        other => panic!("{query} leads to {other:?}"),
    }
}

fn plan_fault(query: &str) -> Option<PlanInputError> {
    match place(query) {
        Place::Plan { fault, .. } => fault,
        other => panic!("{query} leads to {other:?}"),
    }
}

#[test]
fn an_address_leads_to_the_first_step_that_lacks_something() {
    for (query, number) in [
        ("", 0),
        ("product=goto-webinar", 0),
        ("product=goto-webinar&offer=buy", 1),
        ("product=goto-webinar&offer=buy&plan=pro", 1),
        ("product=goto-webinar&offer=buy&seats=3", 1),
        ("product=goto-webinar&offer=buy&plan=pro&seats=3", 2),
        ("product=goto-webinar&offer=try&plan=pro&seats=3", 2),
        ("product=goto-webinar&offer=buy&plan=pro&seats=3&interval=never", 2),
        ("product=goto-training&offer=buy&plan=pro&seats=3", 2),
    ] {
        assert_eq!(place(query).number(), number, "{query}");
    }
    assert_eq!(plan_fault("product=goto-webinar&offer=buy&plan=pro"), None, "what is absent has not been chosen yet");
}

#[test]
fn a_step_can_be_gone_back_to_with_all_that_was_chosen() {
    let chosen = "product=goto-webinar&offer=buy&plan=pro&seats=3&interval=annual";
    let Place::Plan { input, fault, .. } = place(&format!("{chosen}&step=plan")) else { panic!("not the plan's step") };
    assert_eq!((input.plan.as_str(), input.seats.as_str(), fault), ("pro", "3", None));
    assert_eq!(place(&format!("{chosen}&step=product")), Place::Product { only: None, fault: None });
    assert_eq!(wanted(chosen).at_step(Some("plan")).address(), format!("{ADDRESS}?{chosen}&step=plan"));
}

#[test]
fn wrong_values_are_said_where_they_can_be_mended() {
    let range = PlanInputError::SeatsOutOfRange { least: 1, most: 10_000 };
    for (seats, expected) in [("0", range), ("10001", range), ("abc", PlanInputError::SeatsNotWhole), ("", PlanInputError::SeatsMissing)] {
        assert_eq!(plan_fault(&format!("product=goto-webinar&offer=buy&plan=pro&seats={seats}")), Some(expected), "{seats:?}");
    }
    assert_eq!(plan_fault("product=goto-webinar&offer=buy&plan=golden&seats=3"), Some(PlanInputError::PlanMissing));
    assert_eq!(fault("product=goto-webinar&offer=steal"), Some(Fault::NoWay));
    assert_eq!(fault("offer=buy"), Some(Fault::NoProduct));
    assert_eq!(fault("product=goto-nowhere&offer=buy&plan=pro&seats=3"), Some(Fault::Refused(ApiError::Price(PriceErrorCode::UnknownProduct))));
}

#[test]
fn what_the_account_has_keeps_it_from_the_same_again() {
    let subscribed = Fault::Refused(ApiError::AlreadySubscribed { subscription: "s1".to_owned() });
    assert_eq!(fault("product=goto-meeting&offer=buy&plan=business&seats=3"), Some(subscribed.clone()));
    assert_eq!(fault("product=goto-meeting&offer=try"), Some(subscribed));
    assert_eq!(fault("product=goto-meeting"), None, "a link to the product alone asks for nothing yet");
    assert_eq!(fault("product=goto-assist-v4&offer=try"), Some(Fault::Refused(ApiError::TrialUsed)));
    assert_eq!(fault("product=goto-training&offer=try"), Some(Fault::TrialRuns));
    assert_eq!(fault("product=goto-assist-v5&offer=buy"), Some(Fault::Refused(ApiError::OrderOpen { order: "o1".to_owned() })));
    assert_eq!(place("product=goto-assist-v4&offer=buy").number(), 1, "what was tried can be bought");
}

#[test]
fn a_new_subscription_is_priced_as_the_server_prices_it() {
    let (page, product) = (page(), ProductId("goto-webinar".to_owned()));
    let Place::Last { choice, .. } = place("product=goto-webinar&offer=buy&plan=standard&seats=3") else { panic!("not the last step") };
    let [monthly, annual] = ["monthly", "annual"].map(|interval| price_new(&page, &product, &choice, interval).unwrap());
    // 3 × 99.00 €, 3 × 948.00 €, and 19 % VAT.
    assert_eq!((monthly.net_minor, monthly.due_now_minor), (29_700, 35_343));
    assert_eq!((annual.net_minor, annual.due_now_minor), (284_400, 338_436));
    assert_eq!(price_new(&page, &product, &choice, "never"), Err(ApiError::PlanInput(PlanInputError::IntervalMissing)));
}
