//! One receipt: what it pays, what it may pay, and taking it back.

mod allocate;
mod allocated;

use super::receipts::{ADDRESS, kind_text, reference_text, state_of};
use crate::api::ApiError;
use crate::api::staff::receipts::{AllocateReceipt, LoadReceipt, ReceiptPage as PageData, ReverseAllocation, ReverseReceipt};
use crate::forms::{FormAction, PostForm, Posted, empty_after_success, field_error, form_error, general_error, use_posted};
use crate::pages::loaded::{Loaded, load_after_success};
use crate::texts::{Locale, error_text, td_string, use_locale};
use crate::ui::badge::Badge;
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::button::SubmitButton;
use crate::ui::date_field::date_text;
use crate::ui::disclosure::Disclosure;
use crate::ui::facts::{Fact, Facts};
use crate::ui::money::money_text;
use crate::ui::page::Page;
use crate::ui::page_head::PageHead;
use crate::ui::placeholder::{Placeholder, PlaceholderKind};
use crate::ui::text_area::TextArea;
use crate::ui::way_back::BackLink;
use crate::wire::page_resource;
use allocate::AllocateForm;
use allocated::Allocated;
use billing::receipt::LONGEST_REASON;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// What the forms need of the page.
#[derive(Clone)]
struct Attempts {
    allocate: FormAction,
    allocate_error: Signal<Option<ApiError>>,
    /// What was typed, if the page comes back with an error.
    posted: Option<Posted>,
    reverse_share: FormAction,
    share_error: Signal<Option<ApiError>>,
    reverse: FormAction,
    reverse_error: Signal<Option<ApiError>>,
}

/// The page. `?done=` says what was just done.
#[component]
pub fn ReceiptPage() -> impl IntoView {
    let locale = use_locale();
    let parameters = use_params_map();
    let receipt = page_resource(move || LoadReceipt { receipt: parameters.read().get("id").unwrap_or_default() });
    let (allocate, reverse_share, reverse) =
        (FormAction::new::<AllocateReceipt>(), FormAction::new::<ReverseAllocation>(), FormAction::new::<ReverseReceipt>());
    let posted = use_posted::<AllocateReceipt>();
    let allocate_error = form_error(allocate, posted.as_ref());
    let share_error = form_error(reverse_share, use_posted::<ReverseAllocation>().as_ref());
    let reverse_error = form_error(reverse, use_posted::<ReverseReceipt>().as_ref());
    for action in [allocate, reverse_share, reverse] {
        load_after_success(action, receipt);
    }
    empty_after_success(allocate, "shares[0][amount]");
    provide_context(Attempts { allocate, allocate_error, posted, reverse_share, share_error, reverse, reverse_error });
    let query = use_query_map();
    let is_refused = move || allocate_error.read().is_some() || share_error.read().is_some() || reverse_error.read().is_some();
    let done = move || if is_refused() { None } else { query.read().get("done").and_then(|done| done_text(locale, &done)) };
    view! {
        <Page title=td_string!(locale, staff.receipts.one)>
            <BackLink href=ADDRESS text=td_string!(locale, staff.receipts.title)/>
            {move || done().map(|text| view! { <Banner tone=BannerTone::Success><p>{text}</p></Banner> })}
            <Loaded resource=receipt skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

fn done_text(locale: Locale, done: &str) -> Option<&'static str> {
    match done {
        "recorded" => Some(td_string!(locale, staff.receipts.done_recorded)),
        "allocated" => Some(td_string!(locale, staff.receipts.done_allocated)),
        "reversed" => Some(td_string!(locale, staff.receipts.done_reversed)),
        _ => None,
    }
}

fn show(page: PageData) -> AnyView {
    let locale = use_locale();
    let row = page.receipt.clone();
    let (tone, state) = state_of(locale, &row);
    let account = format!("/staff/accounts/{}", row.account.number);
    let account = view! { <a href=account>{format!("{}, {}", row.account.name, row.account.number)}</a> }.into_any();
    let mut facts = vec![
        Fact::view(td_string!(locale, staff.outbox.account), account),
        Fact::text(td_string!(locale, staff.receipts.amount), money_text(row.amount_minor, row.currency)),
        Fact::text(td_string!(locale, staff.receipts.unallocated), money_text(row.unallocated_minor, row.currency)),
        Fact::text(td_string!(locale, staff.receipts.received_on), date_text(row.received_on)),
        Fact::text(td_string!(locale, staff.receipts.reference), reference_text(locale, &row.reference)),
        Fact::text(td_string!(locale, staff.receipts.recorded_by), page.recorded_by.clone()),
    ];
    if let Some(reversal) = &page.reversal {
        facts.push(Fact::text(td_string!(locale, staff.receipts.reversed_on), date_text(reversal.on)).with_note(reversal.reason.clone()));
    }
    let waits = row.unallocated_minor > 0;
    let may_reverse = page.may_record && page.reversal.is_none();
    let open = (waits && page.may_record && !page.open.is_empty()).then(|| view! { <AllocateForm page=page.clone()/> });
    let nothing_open = (waits && page.open.is_empty()).then(|| view! { <Banner><p>{td_string!(locale, staff.receipts.nothing_open)}</p></Banner> });
    let (id, rows, currency, may_record) = (row.id.clone(), page.allocations.clone(), row.currency, page.may_record);
    view! {
        <PageHead title=kind_text(locale, row.kind)><Badge tone text=state/></PageHead>
        <div class="stack">
            <section class="card"><div class="card-body"><Facts facts/></div></section>
            {nothing_open}
            {open}
            <Allocated receipt=id.clone() rows currency may_reverse=may_record/>
            {may_reverse.then(|| view! { <ReverseForm id/> })}
        </div>
    }
    .into_any()
}

/// Takes all of it back.
#[component]
fn ReverseForm(id: String) -> impl IntoView {
    let locale = use_locale();
    let Attempts { reverse, reverse_error, .. } = expect_context();
    let above = general_error(reverse_error, &["reason"]);
    view! {
        <Disclosure summary=td_string!(locale, staff.receipts.reverse_open) open=Signal::derive(move || reverse_error.read().is_some())>
            <PostForm action=reverse page=format!("{ADDRESS}/{id}")>
                <input type="hidden" name="receipt" value=id/>
                <p>{td_string!(locale, staff.receipts.reverse_text)}</p>
                {move || above.get().map(|error| view! { <Banner tone=BannerTone::Error><p>{error_text(locale, &error)}</p></Banner> })}
                <TextArea
                    name="reason"
                    label=td_string!(locale, staff.receipts.reason)
                    hint=td_string!(locale, staff.receipts.reason_hint)
                    limit=LONGEST_REASON
                    error=field_error(reverse_error, "reason")
                />
                <SubmitButton class="button" pending=reverse.pending()>{td_string!(locale, staff.receipts.reverse)}</SubmitButton>
            </PostForm>
        </Disclosure>
    }
}

#[component]
fn Skeleton() -> impl IntoView {
    view! {
        <PageHead title=td_string!(use_locale(), staff.receipts.one)/>
        <Placeholder kind=PlaceholderKind::Card/>
    }
}
