//! The last step of trying: what will be free of charge until when, and the one button that starts it.

use super::refusal::RefusalBanner;
use super::state::{Wanted, Way, find_offer};
use super::{Attempts, Journey};
use crate::api::new_subscription::Trial;
use crate::forms::PostForm;
use crate::texts::{td_string, use_language, use_locale};
use crate::ui::button::SubmitButton;
use crate::ui::facts::{Fact, Facts};
use crate::ui::page_head::PageHead;
use billing::editor::PlanChoice;
use billing::ids::ProductId;
use billing::{BillingPeriod, format};
use leptos::prelude::*;

/// The step.
#[component]
pub fn TrialStep(journey: Journey, product: ProductId, choice: PlanChoice) -> impl IntoView {
    let locale = use_locale();
    let attempts: Attempts = expect_context();
    let found = journey.page.with_value(|page| {
        let (offer, found) = find_offer(page, product.as_str())?;
        let Trial::Offered(period) = offer.trial else { return None };
        let (_, plan) = found.plan(&choice.plan)?;
        Some((found.name.clone(), plan.name.clone(), period))
    });
    let Some((product_name, plan_name, period)) = found else { return ().into_any() };
    let wanted = Wanted {
        product: Some(product.to_string()),
        offer: Some(Way::Try.code().to_owned()),
        plan: Some(choice.plan.to_string()),
        seats: Some(choice.seats.to_string()),
        interval: None,
        step: None,
    };
    let refusal = move || attempts.trial_refusal.get().map(|error| view! { <RefusalBanner error/> });
    view! {
        <PageHead
            title=td_string!(locale, new_subscription.try_title, product = &product_name).to_string()
            lead=td_string!(locale, new_subscription.trial_lead).to_owned()
        />
        <PostForm action=attempts.trial page=wanted.address() class="card trial-summary">
            {refusal}
            <input type="hidden" name="product" value=wanted.product.clone()/>
            <input type="hidden" name="plan" value=wanted.plan.clone()/>
            <input type="hidden" name="seats" value=wanted.seats.clone()/>
            <h2>{td_string!(locale, trial.summary, days = period.days()).to_string()}</h2>
            <TrialFacts product_name plan_name seats=choice.seats period/>
            <ul class="assurances">
                <li>{td_string!(locale, trial.no_payment_details)}</li>
                <li>{td_string!(locale, trial.ends_by_itself)}</li>
                <li>{td_string!(locale, trial.subscribe_any_time)}</li>
            </ul>
            <div class="actions">
                <SubmitButton pending=attempts.trial.pending()>{td_string!(locale, new_subscription.start_trial)}</SubmitButton>
                <a class="button" href=wanted.at_step(Some("plan")).address()>{td_string!(locale, new_subscription.change_plan)}</a>
            </div>
        </PostForm>
    }
    .into_any()
}

/// What can be used, and until when.
#[component]
pub fn TrialFacts(product_name: String, plan_name: String, seats: i64, period: BillingPeriod) -> impl IntoView {
    let (locale, language) = (use_locale(), use_language());
    let ends = td_string!(locale, trial.ends_on, date = format::date(period.end, language)).to_string();
    let facts = vec![
        Fact::text(td_string!(locale, trial.product), product_name),
        Fact::text(td_string!(locale, editor.plan), plan_name),
        Fact::text(td_string!(locale, editor.seats), format::count(seats, language)),
        Fact::text(td_string!(locale, trial.free_until), format::date(period.last_day(), language)).with_note(ends),
    ];
    view! { <Facts facts/> }
}
