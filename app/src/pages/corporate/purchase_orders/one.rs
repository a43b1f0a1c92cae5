//! A purchase order: what is left of it and how long, what used it, its document, and what its billing contact does with it.
//! Its page has a second address, to which the document is sent: what is wrong with that comes back there.

use super::document::{DocumentCard, Upload, provide_upload};
use super::form::{FieldValues, Fields, Refused, amount_text};
use super::{ADDRESS, LevelBadge, days_text};
use crate::api::ApiError;
use crate::api::purchase_orders::{EditPurchaseOrder, LoadPurchaseOrder, PurchaseOrderPage as PageData, SetPurchaseOrderState};
use crate::forms::{FormAction, PostForm, Posted, form_error, use_posted};
use crate::pages::loaded::{Loaded, load_after_answer};
use crate::texts::{td_string, use_locale};
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::button::SubmitButton;
use crate::ui::date_field::date_text;
use crate::ui::disclosure::Disclosure;
use crate::ui::money::money_text;
use crate::ui::page::{Page, PageKind};
use crate::ui::page_head::PageHead;
use crate::ui::placeholder::{Placeholder, PlaceholderKind};
use crate::ui::progress::ProgressBar;
use crate::ui::stats::{Stat, Stats};
use crate::ui::table::{Column, Row, Table};
use crate::ui::way_back::BackLink;
use crate::wire::page_resource;
use billing::purchase_order::{PurchaseOrder, PurchaseOrderLevel, PurchaseOrderState, PurchaseOrderUse};
use chrono::NaiveDate;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// What was sent of the forms, and what came of it.
#[derive(Clone)]
struct Attempts {
    edit: FormAction,
    edit_error: Signal<Option<ApiError>>,
    posted: Option<Posted>,
    state: FormAction,
    state_error: Signal<Option<ApiError>>,
}

/// The page.
#[component]
pub fn PurchaseOrderPage() -> impl IntoView {
    let locale = use_locale();
    let parameters = use_params_map();
    let page = page_resource(move || LoadPurchaseOrder { id: parameters.read().get("id").unwrap_or_default() });
    let (edit, state) = (FormAction::new::<EditPurchaseOrder>(), FormAction::new::<SetPurchaseOrderState>());
    let posted = use_posted::<EditPurchaseOrder>();
    let state_error = form_error(state, use_posted::<SetPurchaseOrderState>().as_ref());
    provide_context(Attempts { edit, edit_error: form_error(edit, posted.as_ref()), posted, state, state_error });
    provide_upload(page);
    load_after_answer(edit, page);
    load_after_answer(state, page);
    view! {
        <Page title=td_string!(locale, purchase_orders.purchase_order) kind=PageKind::Narrow>
            <BackLink href=ADDRESS text=td_string!(locale, purchase_orders.all)/>
            <Loaded resource=page skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

fn show(page: PageData) -> AnyView {
    let locale = use_locale();
    let Attempts { state_error, .. } = expect_context();
    let may_change = page.read_only.is_none();
    let (order, today) = (page.order.clone(), page.today);
    let contact = page.read_only.clone().map(|contact| {
        let text = td_string!(locale, purchase_orders.read_only, name = contact.name, email = contact.email).to_string();
        view! { <p class="field-hint">{text}</p> }
    });
    let upload = may_change.then(|| view! { <Upload order=order.clone()/> });
    view! {
        <Head order=order.clone() today/>
        <Done/>
        <Refused error=state_error/>
        <Standing order=order.clone() today/>
        <div class="stack">
            <Taken page/>
            <DocumentCard order=order.clone() base=ADDRESS>{upload}</DocumentCard>
            {contact}
            {may_change.then(|| view! { <Changes order/> })}
        </div>
    }
    .into_any()
}

/// Its number, and how it stands.
#[component]
pub fn Head(order: PurchaseOrder, today: NaiveDate) -> impl IntoView {
    let locale = use_locale();
    let level = order.level(today);
    view! { <PageHead title=format!("{} {}", td_string!(locale, purchase_orders.purchase_order), order.number)><LevelBadge level/></PageHead> }
}

/// What was done just now.
#[component]
fn Done() -> impl IntoView {
    let locale = use_locale();
    let query = use_query_map();
    // The address may change after the page is there: it is read as long as it stands.
    let text = move || match query.read().get("done").as_deref() {
        Some("added") => Some(td_string!(locale, purchase_orders.done_added)),
        Some("saved") => Some(td_string!(locale, purchase_orders.done_saved)),
        Some("document") => Some(td_string!(locale, purchase_orders.done_document)),
        Some("closed") => Some(td_string!(locale, purchase_orders.done_closed)),
        Some("reopened") => Some(td_string!(locale, purchase_orders.done_reopened)),
        _ => None,
    };
    move || text().map(|text| view! { <Banner tone=BannerTone::Success><p>{text}</p></Banner> })
}

/// The figures, and what they mean: what customer and staff see alike, as what is [`Taken`].
#[component]
pub fn Standing(order: PurchaseOrder, today: NaiveDate) -> impl IntoView {
    view! {
        <LevelNote order=order.clone() today/>
        <Figures order today/>
    }
}

/// How much was used, and by what.
#[component]
pub fn Taken(page: PageData) -> impl IntoView {
    let locale = use_locale();
    let PageData { order, uses, account, .. } = page;
    let invoices = if account.is_some() { None } else { Some("/corporate/invoices") };
    let (used, amount) = (money_text(order.used_minor, order.currency), money_text(order.amount_minor, order.currency));
    let used_of = td_string!(locale, purchase_orders.used_of, used = used, amount = amount).to_string();
    let share = Signal::stored(Some(order.used_per_cent()));
    view! {
        <ProgressBar label=Signal::stored(used_of) per_cent=share/>
        <Uses uses order invoices/>
    }
    .into_any()
}

/// What its level means for the next invoices.
#[component]
fn LevelNote(order: PurchaseOrder, today: NaiveDate) -> impl IntoView {
    let locale = use_locale();
    let note = match order.level(today) {
        PurchaseOrderLevel::Upcoming | PurchaseOrderLevel::Fine => None,
        PurchaseOrderLevel::RunsOutSoon if order.is_scarce() => Some((BannerTone::Notice, td_string!(locale, purchase_orders.note.scarce))),
        PurchaseOrderLevel::RunsOutSoon => Some((BannerTone::Notice, td_string!(locale, purchase_orders.note.soon))),
        PurchaseOrderLevel::UsedUp => Some((BannerTone::Notice, td_string!(locale, purchase_orders.note.used_up))),
        PurchaseOrderLevel::Exceeded => Some((BannerTone::Notice, td_string!(locale, purchase_orders.note.exceeded))),
        PurchaseOrderLevel::Expired => Some((BannerTone::Information, td_string!(locale, purchase_orders.note.expired))),
        PurchaseOrderLevel::Closed => Some((BannerTone::Information, td_string!(locale, purchase_orders.note.closed))),
    };
    note.map(|(tone, text)| view! { <Banner tone><p>{text}</p></Banner> })
}

#[component]
fn Figures(order: PurchaseOrder, today: NaiveDate) -> impl IntoView {
    let locale = use_locale();
    let money = |minor| money_text(minor, order.currency);
    let left = match order.remaining_minor() {
        over if over < 0 => Stat::new(td_string!(locale, purchase_orders.over), money(over.saturating_neg())),
        left => Stat::new(td_string!(locale, purchase_orders.left), money(left)),
    };
    let until = Stat::new(td_string!(locale, purchase_orders.valid_until), date_text(order.valid_until));
    let days = days_text(locale, &order, today);
    let from = format!("{} {}", td_string!(locale, purchase_orders.valid_from), date_text(order.valid_from));
    let until = until.with_note(days.unwrap_or(from));
    let amount = Stat::new(td_string!(locale, purchase_orders.amount), money(order.amount_minor));
    view! { <Stats stats=vec![left, amount, until]/> }
}

/// The documents that took of it or gave back.
#[component]
fn Uses(uses: Vec<PurchaseOrderUse>, order: PurchaseOrder, invoices: Option<&'static str>) -> impl IntoView {
    let locale = use_locale();
    let columns = vec![
        Column::text(td_string!(locale, purchase_orders.document_column)),
        Column::text(td_string!(locale, purchase_orders.date)),
        Column::text(td_string!(locale, purchase_orders.products)),
        Column::figure(td_string!(locale, purchase_orders.net)),
    ];
    let row = |found: PurchaseOrderUse| {
        let number = match invoices {
            Some(base) => view! { <a class="whole" href=format!("{base}/{}", found.document)>{found.document.clone()}</a> }.into_any(),
            None => view! { <span class="whole">{found.document}</span> }.into_any(),
        };
        Row::new(vec![
            number,
            view! { <span class="whole">{date_text(found.issued_on)}</span> }.into_any(),
            found.products.into_any(),
            view! { <span class="amount">{money_text(found.amount_minor, order.currency)}</span> }.into_any(),
        ])
    };
    let matter = if uses.is_empty() {
        view! { <p>{td_string!(locale, purchase_orders.uses_empty)}</p> }.into_any()
    } else {
        let rows: Vec<Row> = uses.into_iter().map(row).collect();
        view! { <Table caption=td_string!(locale, purchase_orders.uses_caption) columns rows/> }.into_any()
    };
    view! {
        <section class="card" aria-labelledby="uses-title">
            <div class="card-head"><h2 id="uses-title">{td_string!(locale, purchase_orders.uses)}</h2></div>
            <div class="card-body">{matter}</div>
        </section>
    }
    .into_any()
}

/// Editing and closing an open one, opening a closed one again.
#[component]
fn Changes(order: PurchaseOrder) -> impl IntoView {
    match order.state {
        PurchaseOrderState::Open => view! { <Edit order=order.clone()/><Close order/> }.into_any(),
        PurchaseOrderState::Closed => view! { <Reopen order/> }.into_any(),
    }
}

#[component]
fn Edit(order: PurchaseOrder) -> impl IntoView {
    let locale = use_locale();
    let Attempts { edit, edit_error, posted, .. } = expect_context();
    let values = FieldValues {
        number: order.number.clone(),
        amount: amount_text(order.amount_minor, order.currency),
        valid_from: order.valid_from.to_string(),
        valid_until: order.valid_until.to_string(),
    };
    view! {
        <section class="card" aria-labelledby="edit-title">
            <div class="card-head"><h2 id="edit-title">{td_string!(locale, purchase_orders.edit)}</h2></div>
            <div class="card-body">
                <Refused error=edit_error/>
                <PostForm action=edit page=format!("{ADDRESS}/{}", order.id)>
                    <OrderNamed order=order.clone()/>
                    <Fields values=values.or_typed(posted.as_ref()) currency=order.currency error=edit_error/>
                    <SubmitButton pending=edit.pending()>{td_string!(locale, purchase_orders.save)}</SubmitButton>
                </PostForm>
            </div>
        </section>
    }
    .into_any()
}

/// Which purchase order, and which version of it the reader sees: of a form that comes back, the one that it is shown with.
#[component]
fn OrderNamed(order: PurchaseOrder) -> impl IntoView {
    view! {
        <input type="hidden" name="id" value=order.id.to_string()/>
        <input type="hidden" name="version" value=order.version.to_string()/>
    }
}

/// Closing is a step of its own, and says what happens.
#[component]
fn Close(order: PurchaseOrder) -> impl IntoView {
    let locale = use_locale();
    let Attempts { state, .. } = expect_context();
    view! {
        <Disclosure summary=td_string!(locale, purchase_orders.close_open)>
            <PostForm action=state page=format!("{ADDRESS}/{}", order.id)>
                <p>{td_string!(locale, purchase_orders.close_text)}</p>
                <OrderNamed order/>
                <input type="hidden" name="state" value=PurchaseOrderState::Closed.code()/>
                <SubmitButton class="button" pending=state.pending()>{td_string!(locale, purchase_orders.close)}</SubmitButton>
            </PostForm>
        </Disclosure>
    }
    .into_any()
}

#[component]
fn Reopen(order: PurchaseOrder) -> impl IntoView {
    let locale = use_locale();
    let Attempts { state, .. } = expect_context();
    view! {
        <PostForm action=state page=format!("{ADDRESS}/{}", order.id) class="form-inline">
            <OrderNamed order/>
            <input type="hidden" name="state" value=PurchaseOrderState::Open.code()/>
            <SubmitButton class="button" pending=state.pending()>{td_string!(locale, purchase_orders.reopen)}</SubmitButton>
        </PostForm>
    }
    .into_any()
}

#[component]
pub fn Skeleton() -> impl IntoView {
    view! {
        <PageHead title=td_string!(use_locale(), purchase_orders.purchase_order)/>
        <Placeholder kind=PlaceholderKind::Paper/>
    }
}
