//! The confirmation of a free trial: what can be used until when, and what comes next.

use super::new_subscription::{TrialFacts, subscribe_address};
use crate::api::new_subscription::{LoadStartedTrial, StartedTrial};
use crate::pages::loaded::Loaded;
use crate::texts::{td_string, use_locale};
use crate::ui::card::Card;
use crate::ui::icon::Icon;
use crate::ui::page::{Page, PageKind};
use crate::ui::placeholder::{Placeholder, PlaceholderKind};
use crate::wire::page_resource;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The page.
#[component]
pub fn TrialStartedPage() -> impl IntoView {
    let parameters = use_params_map();
    let trial = page_resource(move || LoadStartedTrial { subscription: parameters.read().get("id").unwrap_or_default() });
    view! {
        <Page title=td_string!(use_locale(), trial.title) kind=PageKind::Narrow>
            <Loaded resource=trial skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

fn show(trial: StartedTrial) -> AnyView {
    let locale = use_locale();
    let subscribe = subscribe_address(trial.product.as_str(), trial.plan.as_str(), trial.seats);
    let (class, icon, title, lead) = if trial.is_over {
        let lead = td_string!(locale, trial.over_lead, product = &trial.product_name).to_string();
        ("outcome", "info", td_string!(locale, trial.over_title), lead)
    } else {
        let lead = td_string!(locale, trial.started_lead, product = &trial.product_name).to_string();
        ("outcome success", "check", td_string!(locale, trial.started_title), lead)
    };
    let next = (!trial.is_over).then(|| view! { <NextSteps/> });
    view! {
        <div class=class>
            <Icon name=icon/>
            <h1>{title}</h1>
            <p class="lead">{lead}</p>
        </div>
        <div class="stack">
            <Card title=td_string!(locale, trial.title)>
                <TrialFacts product_name=trial.product_name plan_name=trial.plan_name seats=trial.seats period=trial.period/>
            </Card>
            {next}
            <div class="actions">
                <a class="button primary" href="/billing">{td_string!(locale, editor.to_subscriptions)}</a>
                <a class="button" href=subscribe>{td_string!(locale, trial.subscribe_now)}</a>
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn NextSteps() -> impl IntoView {
    let locale = use_locale();
    view! {
        <Card title=td_string!(locale, trial.next_title)>
            <ol class="next-steps">
                <li>{td_string!(locale, trial.next_assign)}</li>
                <li>{td_string!(locale, trial.next_subscribe)}</li>
                <li>{td_string!(locale, trial.next_nothing)}</li>
            </ol>
        </Card>
    }
}

#[component]
fn Skeleton() -> impl IntoView {
    view! { <Placeholder kind=PlaceholderKind::Card/> }
}
