//! The page that cancels a subscription: what ends when, what stays, and the button that asks to be sure.

use super::editor::{Blocked, product_name};
use super::frame::use_frame;
use super::reactivation::{ReactivationRefusal, provide_reactivation};
use crate::api::ApiError;
use crate::api::session::{Frame, Role};
use crate::api::subscriptions::{CancelSubscription, EditorPage as PageData, LoadEditor};
use crate::forms::{FormAction, PostForm, field_error, form_error, general_error, posted_value, use_posted};
use crate::pages::error::ErrorView;
use crate::pages::loaded::Loaded;
use crate::texts::{error_text, td_string, use_language, use_locale};
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::button::SubmitButton;
use crate::ui::facts::{Fact, Facts};
use crate::ui::field::Presence;
use crate::ui::page::{Page, PageKind};
use crate::ui::page_head::PageHead;
use crate::ui::placeholder::{Placeholder, PlaceholderKind};
use crate::ui::text_area::TextArea;
use crate::ui::way_back::BackLink;
use crate::wire::page_resource;
use billing::format;
use billing::input::LONGEST_NOTE;
use billing::subscription::Subscription;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// What the form needs of the page.
#[derive(Clone, Copy)]
struct Attempt {
    action: FormAction,
    error: Signal<Option<ApiError>>,
    /// The reason that was typed, if the page comes back with an error.
    reason: StoredValue<String>,
}

/// The page.
#[component]
pub fn CancellationPage() -> impl IntoView {
    let parameters = use_params_map();
    let subscription = page_resource(move || LoadEditor { subscription: parameters.read().get("id").unwrap_or_default() });
    let action = FormAction::new::<CancelSubscription>();
    let posted = use_posted::<CancelSubscription>();
    let reason = StoredValue::new(posted_value(posted.as_ref(), "reason"));
    provide_context(Attempt { action, error: form_error(action, posted.as_ref()), reason });
    provide_reactivation();
    view! {
        <Page title=td_string!(use_locale(), cancellation.title) kind=PageKind::Narrow>
            <BackLink href="/billing" text=td_string!(use_locale(), editor.back)/>
            <Loaded resource=(subscription, use_frame()) skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

fn show((page, frame): (PageData, Frame)) -> AnyView {
    if frame.role == Role::Member {
        let error = ApiError::NotBillingContact { name: frame.billing_contact.name, email: frame.billing_contact.email };
        return view! { <ErrorView error/> }.into_any();
    }
    if !page.subscription.can_cancel() {
        let address = format!("/billing/subscriptions/{}/cancel", page.subscription.id);
        return view! { <ReactivationRefusal/><Blocked page address/> }.into_any();
    }
    view! {
        <PageHead title=td_string!(use_locale(), cancellation.title) lead=name_of(&page)/>
        <div class="stack">
            <Consequences page=page.clone()/>
            <CancelForm subscription=page.subscription/>
        </div>
    }
    .into_any()
}

/// "GoTo Meeting Professional, 10 Benutzerlizenzen"
fn name_of(page: &PageData) -> String {
    let running = &page.subscription.running;
    let plan = page.catalogue.plan_name(&running.product, &running.plan);
    let seats = td_string!(use_locale(), subscriptions.seats, count = running.seats, seats = format::count(running.seats, use_language()));
    format!("{} {plan}, {seats}", product_name(page))
}

/// What ends when, what it costs, what stays.
#[component]
fn Consequences(page: PageData) -> impl IntoView {
    let (locale, language) = (use_locale(), use_language());
    let period = page.subscription.running.period();
    let (last, end) = (format::date(period.last_day(), language), format::date(period.end, language));
    let ends = if page.today < period.end {
        let until = td_string!(locale, cancellation.works_until, last = last.as_str()).to_string();
        Fact::text(td_string!(locale, cancellation.ends), end.clone()).with_note(until)
    } else {
        Fact::text(td_string!(locale, cancellation.ends), td_string!(locale, cancellation.ends_now))
    };
    let back = if page.today < period.end {
        td_string!(locale, cancellation.take_back_until, last = last).to_string()
    } else {
        td_string!(locale, cancellation.take_back_never).to_owned()
    };
    let mut facts = vec![
        ends,
        Fact::text(td_string!(locale, cancellation.refund), td_string!(locale, cancellation.no_refund)).with_note(td_string!(locale, cancellation.no_charge)),
        Fact::text(td_string!(locale, cancellation.lost), td_string!(locale, cancellation.lost_text, product = product_name(&page)).to_string()),
        Fact::text(td_string!(locale, cancellation.kept), td_string!(locale, cancellation.kept_text)),
        Fact::text(td_string!(locale, cancellation.take_back), back),
    ];
    if page.subscription.suspended_on.is_some() {
        facts.push(Fact::text(td_string!(locale, cancellation.open), td_string!(locale, cancellation.open_text)));
    }
    view! {
        <section class="card" aria-labelledby="consequences">
            <div class="card-head"><h2 id="consequences">{td_string!(locale, cancellation.consequences)}</h2></div>
            <Facts facts/>
        </section>
    }
}

/// The reason, which nobody has to give, and the two ways out.
#[component]
fn CancelForm(subscription: Subscription) -> impl IntoView {
    let locale = use_locale();
    let Attempt { action, error, reason } = expect_context();
    let page = format!("/billing/subscriptions/{}/cancel", subscription.id);
    let above = general_error(error, &["reason"]);
    view! {
        <PostForm action page>
            {move || above.get().map(|error| view! { <Banner tone=BannerTone::Error><p>{error_text(locale, &error)}</p></Banner> })}
            <input type="hidden" name="subscription" value=subscription.id.0/>
            <TextArea
                name="reason"
                label=td_string!(locale, cancellation.reason)
                value=reason.get_value()
                limit=LONGEST_NOTE
                presence=Presence::Optional
                hint=td_string!(locale, cancellation.reason_hint)
                error=field_error(error, "reason")
            />
            <div class="actions">
                <SubmitButton class="button danger primary" pending=action.pending()>{td_string!(locale, cancellation.title)}</SubmitButton>
                <a class="button" href="/billing">{td_string!(locale, cancellation.keep)}</a>
            </div>
        </PostForm>
    }
}

#[component]
fn Skeleton() -> impl IntoView {
    view! {
        <PageHead title=td_string!(use_locale(), cancellation.title)/>
        <Placeholder kind=PlaceholderKind::Card/>
    }
}
