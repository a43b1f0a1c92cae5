//! A colleague wishes something of the billing contact: first of what, then what.

use crate::api::ApiError;
use crate::api::proposals::{LoadProposal, ProposalForm, ProposalPage as PageData, ProposalThing, Propose};
use crate::forms::{FormAction, PostForm, Posted, field_error, form_error, general_error, use_posted};
use crate::pages::error::PROPOSE;
use crate::pages::loaded::Loaded;
use crate::texts::{error_text, td_string, use_locale};
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::button::SubmitButton;
use crate::ui::choice::Choice;
use crate::ui::empty::Empty;
use crate::ui::field::{FieldGroup, Presence, TextField};
use crate::ui::page::{Page, PageKind};
use crate::ui::page_head::PageHead;
use crate::ui::placeholder::{Placeholder, PlaceholderKind};
use crate::ui::segments::Segments;
use crate::ui::text_area::TextArea;
use crate::ui::way_back::BackLink;
use crate::wire::page_resource;
use billing::BillingInterval;
use billing::input::LONGEST_NOTE;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;

/// The address of the form.
pub const ADDRESS: &str = PROPOSE;

/// The form's fields that can be at fault.
const FIELDS: [&str; 4] = ["plan", "seats", "interval", "note"];

/// What the form needs of the page.
#[derive(Clone, Copy)]
struct Attempt {
    action: FormAction,
    error: Signal<Option<ApiError>>,
    posted: StoredValue<Option<Posted>>,
}

/// The page. `?subscription=` or `?product=` names what it is about; `plan`, `seats` and `interval` fill in the form.
#[component]
pub fn NewProposalPage() -> impl IntoView {
    let query = use_query_map();
    let asked = move |name: &str| query.read().get(name).unwrap_or_default();
    let page = page_resource(move || LoadProposal {
        subscription: asked("subscription"),
        product: asked("product"),
        plan: asked("plan"),
        seats: asked("seats"),
        interval: asked("interval"),
    });
    let action = FormAction::new::<Propose>();
    let posted = use_posted::<Propose>();
    provide_context(Attempt { action, error: form_error(action, posted.as_ref()), posted: StoredValue::new(posted) });
    view! {
        <Page title=td_string!(use_locale(), proposals.new) kind=PageKind::Narrow>
            <BackLink href=super::ADDRESS text=td_string!(use_locale(), proposals.title)/>
            <Loaded resource=page skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

fn show(page: PageData) -> AnyView {
    let locale = use_locale();
    let lead = td_string!(locale, proposals.new_lead, name = page.contact.name.as_str(), email = page.contact.email.as_str()).to_string();
    let matter = match page.form {
        Some(form) => view! { <WishForm form/> }.into_any(),
        None => view! { <Things things=page.things/> }.into_any(),
    };
    view! {
        <PageHead title=td_string!(locale, proposals.new) lead/>
        {matter}
    }
    .into_any()
}

/// What there could be a wish for.
#[component]
fn Things(things: Vec<ProposalThing>) -> impl IntoView {
    let locale = use_locale();
    if things.is_empty() {
        return view! { <Empty icon="info" title=td_string!(locale, proposals.nothing_title) text=td_string!(locale, proposals.nothing_text)/> }.into_any();
    }
    let (changes, news): (Vec<_>, Vec<_>) = things.into_iter().partition(|thing| !thing.subscription.is_empty());
    view! {
        <div class="stack">
            <ThingList id="changes" title=td_string!(locale, proposals.changes) things=changes/>
            <ThingList id="news" title=td_string!(locale, proposals.news) things=news/>
        </div>
    }
    .into_any()
}

#[component]
fn ThingList(id: &'static str, title: &'static str, things: Vec<ProposalThing>) -> impl IntoView {
    if things.is_empty() {
        return None;
    }
    let link = |thing: ProposalThing| {
        let address = address_of(&thing);
        view! { <li><a class="account-name" href=address>{thing.name}</a></li> }
    };
    let links: Vec<_> = things.into_iter().map(link).collect();
    Some(view! {
        <section class="card" aria-labelledby=id>
            <div class="card-head"><h2 id=id>{title}</h2></div>
            <div class="card-body"><ul class="sign-ins">{links}</ul></div>
        </section>
    })
}

fn address_of(thing: &ProposalThing) -> String {
    let (name, value) = if thing.subscription.is_empty() { ("product", &thing.product) } else { ("subscription", &thing.subscription) };
    let query: ParamsMap = [(name, value.as_str())].into_iter().collect();
    format!("{ADDRESS}{}", query.to_query_string())
}

#[component]
fn WishForm(form: ProposalForm) -> impl IntoView {
    let locale = use_locale();
    let Attempt { action, error, posted } = expect_context();
    let ProposalForm { thing, plans, input } = form;
    let first =
        move |name: &str, fallback: String| posted.with_value(|posted| posted.as_ref().and_then(|posted| posted.value(name)).map_or(fallback, str::to_owned));
    let plans = plans.into_iter().map(|plan| Choice::new(plan.id, plan.name)).collect();
    let intervals = BillingInterval::ALL.map(|interval| match interval {
        BillingInterval::Monthly => Choice::new(interval.code(), td_string!(locale, editor.monthly)),
        BillingInterval::Annual => Choice::new(interval.code(), td_string!(locale, editor.annual)),
    });
    let above = general_error(error, &FIELDS);
    let page = address_of(&thing);
    let (plan, seats, interval, note) =
        (first("plan", input.plan), first("seats", input.seats), first("interval", input.interval), first("note", String::new()));
    view! {
        <section class="card" aria-labelledby="wish-title">
            <div class="card-head"><h2 id="wish-title">{thing.name}</h2></div>
            <div class="card-body">
                {move || above.get().map(|error| view! { <Banner tone=BannerTone::Error><p>{error_text(locale, &error)}</p></Banner> })}
                <PostForm action page>
                    <input type="hidden" name="subscription" value=thing.subscription/>
                    <input type="hidden" name="product" value=thing.product/>
                    <FieldGroup name="plan" legend=td_string!(locale, editor.plan) hint=None error=field_error(error, "plan")>
                        <Segments name="plan" options=plans value=plan/>
                    </FieldGroup>
                    <TextField name="seats" label=td_string!(locale, editor.seats) value=seats error=field_error(error, "seats")/>
                    <FieldGroup name="interval" legend=td_string!(locale, editor.interval) hint=None error=field_error(error, "interval")>
                        <Segments name="interval" options=intervals.into() value=interval/>
                    </FieldGroup>
                    <TextArea
                        name="note"
                        label=td_string!(locale, proposals.note)
                        value=note
                        limit=LONGEST_NOTE
                        presence=Presence::Optional
                        error=field_error(error, "note")
                    />
                    <div class="actions"><SubmitButton pending=action.pending()>{td_string!(locale, proposals.send)}</SubmitButton></div>
                </PostForm>
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Skeleton() -> impl IntoView {
    view! {
        <PageHead title=td_string!(use_locale(), proposals.new)/>
        <Placeholder kind=PlaceholderKind::Card/>
    }
}
