//! The button that takes a cancellation back, wherever a cancelled subscription is shown.

use crate::api::ApiError;
use crate::api::subscriptions::ReactivateSubscription;
use crate::forms::{FormAction, PostForm, form_error, use_posted};
use crate::texts::{error_text, td_string, use_locale};
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::button::SubmitButton;
use billing::ids::SubscriptionId;
use leptos::prelude::*;

/// What was sent, and what came of it. One for all buttons of a page.
#[derive(Clone, Copy)]
struct Attempt {
    action: FormAction,
    error: Signal<Option<ApiError>>,
}

/// Makes the attempt known to the page's buttons; to be called at the top of the page.
pub fn provide_reactivation() -> FormAction {
    let action = FormAction::new::<ReactivateSubscription>();
    provide_context(Attempt { action, error: form_error(action, use_posted::<ReactivateSubscription>().as_ref()) });
    action
}

/// The button, as a form of its own that is posted to its `page`.
#[component]
pub fn ReactivateButton(id: SubscriptionId, page: String, class: &'static str, #[prop(optional, into)] described_by: Option<String>) -> impl IntoView {
    let Attempt { action, .. } = expect_context();
    view! {
        <PostForm action page class="form-inline">
            <input type="hidden" name="subscription" value=id.0/>
            <span aria-describedby=described_by>
                <SubmitButton class pending=action.pending()>{td_string!(use_locale(), cancellation.reactivate)}</SubmitButton>
            </span>
        </PostForm>
    }
}

/// Why it was not taken back, above what the page shows.
#[component]
pub fn ReactivationRefusal() -> impl IntoView {
    let locale = use_locale();
    let Attempt { error, .. } = expect_context();
    move || error.get().map(|error| view! { <Banner tone=BannerTone::Error><p>{error_text(locale, &error)}</p></Banner> })
}
