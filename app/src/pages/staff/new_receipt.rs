//! The form that records a transfer or a check: whose it is, then what stands on the bank's statement.

use super::receipts::ADDRESS as LIST;
use crate::api::ApiError;
use crate::api::staff::receipts::{LoadNewReceipt, NewReceiptPage as PageData, Payer, RecordReceipt};
use crate::forms::{FormAction, PostForm, Posted, field_error, form_error, general_error, posted_value, use_posted};
use crate::pages::loaded::Loaded;
use crate::texts::{error_text, td_string, use_locale};
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::button::SubmitButton;
use crate::ui::choice::Choice;
use crate::ui::date_field::DateField;
use crate::ui::facts::{Fact, Facts};
use crate::ui::field::{FieldGroup, Presence, TextField};
use crate::ui::money::money_text;
use crate::ui::money_field::MoneyField;
use crate::ui::page::{Page, PageKind};
use crate::ui::page_head::PageHead;
use crate::ui::placeholder::{Placeholder, PlaceholderKind};
use crate::ui::segments::Segments;
use crate::ui::way_back::BackLink;
use crate::wire::page_resource;
use billing::receipt::ReceiptKind;
use chrono::NaiveDate;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

const ADDRESS: &str = "/staff/payments/new";

/// Fields whose errors stand beside them.
const FIELDS: &[&str] = &["kind", "amount", "received_on", "reference"];

/// What the form needs of the page.
#[derive(Clone)]
struct Attempt {
    action: FormAction,
    error: Signal<Option<ApiError>>,
    posted: Option<Posted>,
}

/// The page. `?account=NUMBER` says whose money it is; without it the page asks.
#[component]
pub fn NewReceiptPage() -> impl IntoView {
    let locale = use_locale();
    let query = use_query_map();
    let posted = use_posted::<RecordReceipt>();
    let sent = Some(posted_value(posted.as_ref(), "account")).filter(|number| !number.is_empty());
    let page = page_resource(move || LoadNewReceipt { account: sent.clone().or_else(|| query.read().get("account")).unwrap_or_default() });
    let action = FormAction::new::<RecordReceipt>();
    provide_context(Attempt { action, error: form_error(action, posted.as_ref()), posted });
    view! {
        <Page title=td_string!(locale, staff.receipts.record) kind=PageKind::Narrow>
            <BackLink href=LIST text=td_string!(locale, staff.receipts.title)/>
            <Loaded resource=page skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

fn show(page: PageData) -> AnyView {
    let locale = use_locale();
    let asked = use_query_map().with_untracked(|query| query.get("account").unwrap_or_default());
    let PageData { form_key, payer, today } = page;
    let unknown = payer.is_none() && !asked.is_empty();
    let matter = match payer {
        Some(payer) => view! { <RecordForm form_key payer today/> }.into_any(),
        None => view! { <AccountForm number=asked/> }.into_any(),
    };
    let refusal = unknown.then(|| view! { <Banner tone=BannerTone::Error><p>{td_string!(locale, staff.receipts.no_account)}</p></Banner> });
    view! {
        <PageHead title=td_string!(locale, staff.receipts.record) lead=td_string!(locale, staff.receipts.record_lead)/>
        {refusal}
        {matter}
    }
    .into_any()
}

/// Whose money it is.
#[component]
fn AccountForm(number: String) -> impl IntoView {
    let locale = use_locale();
    let none = Signal::derive(|| None::<String>);
    view! {
        <form class="form" method="get" action=ADDRESS>
            <TextField name="account" label=td_string!(locale, staff.quotes.choose_account) hint=td_string!(locale, staff.receipts.account_hint) value=number error=none autocomplete="off"/>
            <p class="actions"><button class="button primary" type="submit">{td_string!(locale, staff.receipts.go_on)}</button></p>
        </form>
    }
}

#[component]
fn RecordForm(form_key: String, payer: Payer, today: NaiveDate) -> impl IntoView {
    let locale = use_locale();
    let Attempt { action, error, posted } = expect_context();
    let typed = move |name: &str| posted_value(posted.as_ref(), name);
    let above = general_error(error, FIELDS);
    let refusal = move || above.get().map(|error| view! { <Banner tone=BannerTone::Error><p>{error_text(locale, &error)}</p></Banner> });
    let kinds = vec![
        Choice::new(ReceiptKind::BankTransfer.code(), td_string!(locale, staff.receipts.bank_transfer)),
        Choice::new(ReceiptKind::Check.code(), td_string!(locale, staff.receipts.check)),
    ];
    let kind = Some(typed("kind")).filter(|kind| !kind.is_empty()).unwrap_or_else(|| ReceiptKind::BankTransfer.code().to_owned());
    let received_on = Some(typed("received_on")).filter(|day| !day.is_empty()).unwrap_or_else(|| today.to_string());
    let other = view! { <a href=ADDRESS>{td_string!(locale, staff.receipts.other_account)}</a> }.into_any();
    let facts = vec![
        Fact::text(td_string!(locale, staff.outbox.account), format!("{}, {}", payer.account.name, payer.account.number)),
        Fact::text(td_string!(locale, staff.receipts.owes), money_text(payer.open_minor, payer.currency)),
        Fact::view("", other),
    ];
    view! {
        {refusal}
        <Facts facts/>
        <PostForm action page=ADDRESS>
            <input type="hidden" name="form_key" value=form_key/>
            <input type="hidden" name="account" value=payer.account.number/>
            <FieldGroup name="kind" legend=td_string!(locale, staff.receipts.kind) hint=None error=field_error(error, "kind")>
                <Segments name="kind" options=kinds value=kind/>
            </FieldGroup>
            <MoneyField name="amount" label=td_string!(locale, staff.receipts.amount) currency=payer.currency value=typed("amount") error=field_error(error, "amount")/>
            <DateField name="received_on" label=td_string!(locale, staff.receipts.received_on) value=received_on range=(None, Some(today)) error=field_error(error, "received_on")/>
            <TextField
                name="reference"
                label=td_string!(locale, staff.receipts.reference)
                hint=td_string!(locale, staff.receipts.reference_hint)
                presence=Presence::Optional
                autocomplete="off"
                value=typed("reference")
                error=field_error(error, "reference")
            />
            <div class="actions"><SubmitButton pending=action.pending()>{td_string!(locale, staff.receipts.record_now)}</SubmitButton></div>
        </PostForm>
    }
}

#[component]
fn Skeleton() -> impl IntoView {
    view! {
        <PageHead title=td_string!(use_locale(), staff.receipts.record)/>
        <Placeholder kind=PlaceholderKind::Card/>
    }
}
