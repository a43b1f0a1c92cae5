//! One invoice as the staff sees it: where it stands, credit notes and refunds, and the paper as it was issued.

mod credit;
mod refund;

use crate::api::ApiError;
use crate::api::staff::invoices::{IssueCreditNote, LoadStaffInvoice, RefundCredit, StaffInvoicePage as PageData};
use crate::forms::{FormAction, form_error, use_posted};
use crate::pages::billing_center::invoice::show as show_paper;
use crate::pages::billing_center::open_invoices::{DunningPlan, open_text, payment_lines};
use crate::pages::corporate::invoices::state_badge;
use crate::pages::loaded::{Loaded, load_after_success};
use crate::texts::{Locale, td_string, use_locale};
use crate::ui::badge::Badge;
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::page::{Page, PageKind};
use crate::ui::page_head::PageHead;
use crate::ui::placeholder::{Placeholder, PlaceholderKind};
use crate::ui::way_back::BackLink;
use crate::wire::page_resource;
use billing::standing::InvoiceStanding;
use credit::Credit;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use leptos_router::params::ParamsMap;
use refund::RefundForm;

/// What the forms need of the page.
#[derive(Clone, Copy)]
struct Attempts {
    credit: FormAction,
    credit_error: Signal<Option<ApiError>>,
    refund: FormAction,
    refund_error: Signal<Option<ApiError>>,
}

/// So many lines have an amount of their own in the address; an invoice with more is credited as a whole.
const MOST_LINES: usize = 40;

/// The page. `?line0=…&line1=…` shows what a credit note of these amounts would do, `?whole=1` one of all that is left.
#[component]
pub fn StaffInvoicePage() -> impl IntoView {
    let locale = use_locale();
    let (parameters, query) = (use_params_map(), use_query_map());
    let invoice = page_resource(move || LoadStaffInvoice { number: parameters.read().get("number").unwrap_or_default(), lines: typed_lines(&query.read()) });
    let (credit, refund) = (FormAction::new::<IssueCreditNote>(), FormAction::new::<RefundCredit>());
    let credit_error = form_error(credit, use_posted::<IssueCreditNote>().as_ref());
    let refund_error = form_error(refund, use_posted::<RefundCredit>().as_ref());
    load_after_success(credit, invoice);
    load_after_success(refund, invoice);
    provide_context(Attempts { credit, credit_error, refund, refund_error });
    let is_refused = move || credit_error.read().is_some() || refund_error.read().is_some();
    let done = move || if is_refused() { None } else { query.read().get("done").and_then(|done| done_text(locale, &done)) };
    view! {
        <Page title=td_string!(locale, invoice.invoice) kind=PageKind::Narrow>
            {move || done().map(|text| view! { <Banner tone=BannerTone::Success><p>{text}</p></Banner> })}
            <Loaded resource=invoice skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

/// What was typed, joined by semicolons; `all` for the whole invoice.
fn typed_lines(query: &ParamsMap) -> String {
    if query.get("whole").is_some() {
        return "all".to_owned();
    }
    let lines: Vec<String> = (0..MOST_LINES).map_while(|place| query.get(&format!("line{place}"))).collect();
    lines.join(";")
}

fn done_text(locale: Locale, done: &str) -> Option<&'static str> {
    match done {
        "credited" => Some(td_string!(locale, staff.invoice.done_credited)),
        "refunded" => Some(td_string!(locale, staff.invoice.done_refunded)),
        _ => None,
    }
}

fn show(page: PageData) -> AnyView {
    let account = format!("/staff/accounts/{}", page.account.number);
    let standing = page.standing.clone().map(|invoice| view! { <Standing invoice/> });
    let may_credit = page.may_credit && page.standing.is_some();
    let credit = (may_credit && page.left_minor > 0).then(|| view! { <Credit page=page.clone()/> });
    let can_refund = !page.refundable.is_empty() || page.returnable_minor > 0;
    let refund = (may_credit && page.credit_minor > 0 && can_refund).then(|| view! { <RefundForm page=page.clone()/> });
    view! {
        <BackLink href=account text=page.account.name/>
        <div class="stack">{standing}{credit}{refund}</div>
        {show_paper(page.document)}
    }
    .into_any()
}

#[component]
fn Standing(invoice: InvoiceStanding) -> impl IntoView {
    let locale = use_locale();
    let (tone, state) = state_badge(&invoice);
    let open = (invoice.open_minor > 0).then(|| view! { <p>{open_text(&invoice)}</p><DunningPlan steps=invoice.ahead.clone()/> });
    view! {
        <section class="card invoice-standing" aria-labelledby="standing">
            <div class="card-head"><h2 id="standing">{td_string!(locale, open_invoices.standing)}</h2><Badge tone text=state/></div>
            {open}
            {payment_lines(&invoice)}
        </section>
    }
}

#[component]
fn Skeleton() -> impl IntoView {
    view! {
        <PageHead title=td_string!(use_locale(), invoice.invoice)/>
        <Placeholder kind=PlaceholderKind::Paper/>
    }
}
