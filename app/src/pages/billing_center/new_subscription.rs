//! Adding a subscription: product, buy or try, plan and licences, then how it is billed. One page; its address says the step.

mod order_step;
mod plan_step;
mod product_step;
mod query_form;
mod refusal;
mod state;
mod trial_step;

use super::frame::use_frame;
use crate::api::ApiError;
use crate::api::cart::PutInCart;
use crate::api::new_subscription::{LoadNewSubscription, NewSubscriptionPage as PageData, StartTrial};
use crate::api::session::{Frame, Role};
use crate::forms::{FormAction, Posted, form_error, use_posted};
use crate::pages::error::ErrorView;
use crate::pages::loaded::Loaded;
use crate::texts::{td_string, use_locale};
use crate::ui::page::{MAIN_ID, Page};
use crate::ui::placeholder::{Placeholder, PlaceholderKind};
use crate::ui::steps::{Steps, WizardStep};
use crate::ui::way_back::BackLink;
use crate::wire::page_resource;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos_router::hooks::use_query_map;
use order_step::OrderStep;
use plan_step::PlanStep;
use product_step::ProductStep;
use state::{Place, Wanted, Way, place_of};
use trial_step::TrialStep;
use web_sys::HtmlElement;

pub use state::{ADDRESS, subscribe_address};
pub use trial_step::TrialFacts;

/// What the last step sends, and why it was refused. It belongs to the page: its matter may be rendered more than once.
#[derive(Clone, Copy)]
struct Attempts {
    order: FormAction,
    order_refusal: Signal<Option<ApiError>>,
    trial: FormAction,
    trial_refusal: Signal<Option<ApiError>>,
    /// What was posted without script.
    posted: StoredValue<Option<Posted>>,
}

fn provide_attempts() {
    let (order, trial) = (FormAction::new::<PutInCart>(), FormAction::new::<StartTrial>());
    let (posted, posted_trial) = (use_posted::<PutInCart>(), use_posted::<StartTrial>());
    provide_context(Attempts {
        order,
        order_refusal: form_error(order, posted.as_ref()),
        trial,
        trial_refusal: form_error(trial, posted_trial.as_ref()),
        posted: StoredValue::new(posted),
    });
}

/// What all steps share.
#[derive(Clone, Copy)]
struct Journey {
    /// What the server sent.
    page: StoredValue<PageData>,
    /// What the address says.
    wanted: Memo<Wanted>,
}

/// The page.
#[component]
pub fn NewSubscriptionPage() -> impl IntoView {
    provide_attempts();
    // Asked once: no step needs more than the first.
    let data = page_resource(|| LoadNewSubscription {});
    let locale = use_locale();
    view! {
        <Page title=td_string!(locale, new_subscription.title)>
            <BackLink href="/billing" text=td_string!(locale, new_subscription.back)/>
            <Loaded resource=(data, use_frame()) skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

fn show((page, frame): (PageData, Frame)) -> AnyView {
    if frame.role == Role::Member {
        let error = ApiError::NotBillingContact { name: frame.billing_contact.name, email: frame.billing_contact.email };
        return view! { <ErrorView error/> }.into_any();
    }
    let (page, query) = (StoredValue::new(page), use_query_map());
    let wanted = Memo::new(move |_| Wanted::of_query(&query.read()));
    // Apart from what the address says: the frequency changes in the address while the last step stays as it is.
    let place = Memo::new(move |_| page.with_value(|page| wanted.with(|wanted| place_of(page, wanted))));
    let journey = Journey { page, wanted };
    follow_steps(place);
    let step = move || match place.get() {
        Place::Product { only, fault } => view! { <ProductStep journey only fault/> }.into_any(),
        Place::Plan { product, way, input, fault } => view! { <PlanStep journey product way input fault/> }.into_any(),
        Place::Last { product, way: Way::Buy, choice } => view! { <OrderStep journey product choice/> }.into_any(),
        Place::Last { product, way: Way::Try, choice } => view! { <TrialStep journey product choice/> }.into_any(),
    };
    view! {
        {move || view! { <WayMarks wanted=wanted.get() place=place.get()/> }}
        {step}
    }
    .into_any()
}

/// A step that client-side navigation opened is read from its beginning, as a page would be.
fn follow_steps(place: Memo<Place>) {
    Effect::new(move |before: Option<usize>| {
        let number = place.read().number();
        if before.is_some_and(|before| before != number) {
            let main = document().get_element_by_id(MAIN_ID).and_then(|main| main.dyn_into::<HtmlElement>().ok());
            let _outside_the_page = main.map(|main| main.focus());
        }
        number
    });
}

/// The steps, with the ways back: each keeps what was chosen.
#[component]
fn WayMarks(wanted: Wanted, place: Place) -> impl IntoView {
    let locale = use_locale();
    let last = if place.is_trial() { td_string!(locale, new_subscription.steps.trial) } else { td_string!(locale, new_subscription.steps.billing) };
    let steps = vec![
        WizardStep { name: td_string!(locale, new_subscription.steps.product), address: Some(wanted.at_step(Some("product")).address()) },
        WizardStep { name: td_string!(locale, new_subscription.steps.plan), address: Some(wanted.at_step(Some("plan")).address()) },
        WizardStep { name: last, address: None },
    ];
    view! { <Steps label=td_string!(locale, new_subscription.steps.label) steps current=place.number()/> }
}

/// The shape of the page while it loads.
#[component]
fn Skeleton() -> impl IntoView {
    view! {
        <div class="page-head"><div><h1>{td_string!(use_locale(), new_subscription.title)}</h1></div></div>
        <div class="tiles" aria-hidden="true">
            <Placeholder kind=PlaceholderKind::Card/>
            <Placeholder kind=PlaceholderKind::Card/>
            <Placeholder kind=PlaceholderKind::Card/>
        </div>
    }
    .into_any()
}
