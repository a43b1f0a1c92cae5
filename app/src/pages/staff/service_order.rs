//! One service order for the staff: what it asks for, and taking, doing or refusing it.

use crate::api::ApiError;
use crate::api::staff::service_orders::{CompleteServiceOrder, LoadStaffServiceOrder, RefuseServiceOrder, StaffServiceOrderPage as PageData, TakeServiceOrder};
use crate::forms::{FormAction, PostForm, field_error, form_error, general_error, posted_value, use_posted};
use crate::pages::corporate::service_order::OrderFacts;
use crate::pages::corporate::service_orders::state_badge;
use crate::pages::loaded::{Loaded, load_after_answer};
use crate::texts::{error_text, td_string, use_locale};
use crate::ui::badge::Badge;
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::button::SubmitButton;
use crate::ui::disclosure::Disclosure;
use crate::ui::facts::{Fact, Facts};
use crate::ui::page::{Page, PageKind};
use crate::ui::page_head::PageHead;
use crate::ui::placeholder::{Placeholder, PlaceholderKind};
use crate::ui::receipt::{Receipt, ReceiptItem, ReceiptTotal, name_products};
use crate::ui::text_area::TextArea;
use crate::wire::watched_resource;
use billing::service_order::{REASON_LIMIT, ServiceOrderState};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

#[derive(Clone, Copy)]
struct Attempts {
    take: FormAction,
    complete: FormAction,
    refuse: FormAction,
    error: Signal<Option<ApiError>>,
    refuse_error: Signal<Option<ApiError>>,
    /// The reason that was typed, where it was refused without script.
    typed: StoredValue<String>,
}

/// The page.
#[component]
pub fn ServiceOrderPage() -> impl IntoView {
    let parameters = use_params_map();
    let order = watched_resource(move || LoadStaffServiceOrder { number: parameters.read().get("number").unwrap_or_default() });
    let (take, complete) = (FormAction::new::<TakeServiceOrder>(), FormAction::new::<CompleteServiceOrder>());
    let refuse = FormAction::new::<RefuseServiceOrder>();
    let take_error = form_error(take, use_posted::<TakeServiceOrder>().as_ref());
    let complete_error = form_error(complete, use_posted::<CompleteServiceOrder>().as_ref());
    let posted = use_posted::<RefuseServiceOrder>();
    let refuse_error = form_error(refuse, posted.as_ref());
    let refuse_above = general_error(refuse_error, &["reason"]);
    let error = Signal::derive(move || take_error.get().or_else(|| complete_error.get()).or_else(|| refuse_above.get()));
    provide_context(Attempts { take, complete, refuse, error, refuse_error, typed: StoredValue::new(posted_value(posted.as_ref(), "reason")) });
    for action in [take, complete, refuse] {
        load_after_answer(action, order);
    }
    view! {
        <Page title=td_string!(use_locale(), service_orders.one) kind=PageKind::Narrow>
            <Loaded resource=order skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

fn show(page: PageData) -> AnyView {
    let locale = use_locale();
    let Attempts { error, .. } = expect_context();
    let refusal = move || {
        error.get().map(|error| {
            view! { <Banner tone=BannerTone::Error title=td_string!(locale, quotes.failed)><p>{error_text(locale, &error)}</p></Banner> }
        })
    };
    let order = page.order.clone();
    let (tone, state) = state_badge(locale, order.state);
    let items = name_products(order.items.iter().map(ReceiptItem::from).collect());
    let account = format!("/staff/accounts/{}", page.account_number);
    let account = view! { <a href=account>{format!("{}, {}", page.account_name, page.account_number)}</a> }.into_any();
    let mut facts = vec![
        Fact::view(td_string!(locale, staff.service_orders.account), account),
        Fact::text(td_string!(locale, staff.service_orders.placed), page.placed.clone()),
        Fact::text(td_string!(locale, staff.service_orders.due), page.due.clone()),
        Fact::text(td_string!(locale, staff.service_orders.worker), order.taken_by.clone().unwrap_or_default()),
    ];
    if let Some(reason) = order.reason.clone() {
        facts.push(Fact::text(td_string!(locale, staff.service_orders.reason), reason));
    }
    let note = page.gateway_note.clone().map(|code| {
        let text = td_string!(locale, staff.service_orders.gateway_note, code = code).to_string();
        view! { <Banner tone=BannerTone::Error><p>{text}</p></Banner> }
    });
    let price = order.price.clone();
    view! {
        <PageHead title=td_string!(locale, service_orders.title_of, number = order.number.as_str()).to_string()><Badge tone text=state/></PageHead>
        {refusal}
        {note}
        <section class="card"><div class="card-body"><Facts facts/></div></section>
        <OrderFacts order=order.clone()/>
        <Receipt price=price.clone() items title=td_string!(locale, service_orders.lines)>
            <ReceiptTotal price label=td_string!(locale, quotes.total)/>
        </Receipt>
        <Work page/>
    }
    .into_any()
}

/// What can be done with it now.
#[component]
fn Work(page: PageData) -> impl IntoView {
    let locale = use_locale();
    let Attempts { take, complete, refuse, refuse_error, typed, .. } = expect_context();
    let number = page.order.number.clone();
    if !page.order.state.is_waiting() {
        return ().into_any();
    }
    if page.is_decided {
        let text = td_string!(locale, staff.service_orders.decided_text);
        return view! { <Banner tone=BannerTone::Notice title=td_string!(locale, staff.service_orders.decided)><p>{text}</p></Banner> }.into_any();
    }
    let here = format!("/staff/service-orders/{number}");
    let (same, there) = (number.clone(), here.clone());
    let forward = if page.order.state == ServiceOrderState::Placed {
        view! {
            <PostForm action=take page=there>
                <input type="hidden" name="number" value=same/>
                <SubmitButton pending=take.pending()>{td_string!(locale, staff.service_orders.take)}</SubmitButton>
            </PostForm>
        }
        .into_any()
    } else {
        view! {
            <PostForm action=complete page=there>
                <input type="hidden" name="number" value=same/>
                <p class="field-hint">{td_string!(locale, staff.service_orders.complete_text)}</p>
                <SubmitButton pending=complete.pending()>{td_string!(locale, staff.service_orders.complete)}</SubmitButton>
            </PostForm>
        }
        .into_any()
    };
    view! {
        {forward}
        <Disclosure summary=td_string!(locale, staff.service_orders.refuse_open) open=Signal::derive(move || refuse_error.read().is_some())>
            <PostForm action=refuse page=here>
                <input type="hidden" name="number" value=number/>
                <p>{td_string!(locale, staff.service_orders.refuse_text)}</p>
                <TextArea name="reason" label=td_string!(locale, staff.service_orders.reason) value=typed.get_value() limit=REASON_LIMIT error=field_error(refuse_error, "reason")/>
                <SubmitButton class="button" pending=refuse.pending()>{td_string!(locale, staff.service_orders.refuse)}</SubmitButton>
            </PostForm>
        </Disclosure>
    }
    .into_any()
}

#[component]
fn Skeleton() -> impl IntoView {
    view! {
        <PageHead title=td_string!(use_locale(), service_orders.one)/>
        <Placeholder kind=PlaceholderKind::Card/>
        <Placeholder kind=PlaceholderKind::Receipt/>
    }
}
