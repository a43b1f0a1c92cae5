//! A service order: its number, where it stands, what happens next. The page hears by itself where it has come to, until it has ended.

use super::ask_services::AskServices;
use super::service_orders::state_badge;
use crate::api::quotes::{LoadServiceOrder, ServiceOrderPage as PageData};
use crate::pages::loaded::Loaded;
use crate::texts::{td_string, use_locale};
use crate::ui::badge::Badge;
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::facts::{Fact, Facts};
use crate::ui::icon::Icon;
use crate::ui::method_text::method_name;
use crate::ui::page::{Page, PageKind};
use crate::ui::page_head::PageHead;
use crate::ui::placeholder::{Placeholder, PlaceholderKind};
use crate::ui::receipt::{Receipt, ReceiptItem, ReceiptNotes, ReceiptTotal, name_products};
use crate::wire::{PageResource, follow_news, watched_resource};
use billing::invoice::DocumentKind;
use billing::order::IssuedDocument;
use billing::order::MethodOnFile;
use billing::service_order::{ServiceOrder, ServiceOrderState};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The page.
#[component]
pub fn ServiceOrderPage() -> impl IntoView {
    let locale = use_locale();
    let parameters = use_params_map();
    let order = watched_resource(move || LoadServiceOrder { number: parameters.read().get("number").unwrap_or_default() });
    let news = watch(order);
    let said = move || news.get().map(|state| state_badge(locale, state).1);
    view! {
        <Page title=td_string!(locale, service_orders.one) kind=PageKind::Narrow>
            <p class="hidden-text" role="status">{said}</p>
            <Loaded resource=order skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

/// Listens while it waits; answers the state that it came to while the reader was watching.
fn watch(order: PageResource<PageData>) -> Signal<Option<ServiceOrderState>> {
    let news = RwSignal::new(None);
    let known = RwSignal::new(None::<ServiceOrderState>);
    Effect::new(move |_| {
        let Some(Ok(page)) = order.get() else { return };
        let (before, state) = (known.get_untracked(), page.order.state);
        known.set(Some(state));
        if before.is_some_and(|before| before != state) {
            news.set(Some(state));
        }
    });
    let waits = Memo::new(move |_| known.get().is_some_and(|state| state.is_waiting()));
    follow_news(order, waits.into());
    news.into()
}

fn show(page: PageData) -> AnyView {
    let locale = use_locale();
    let order = page.order.clone();
    let (tone, state) = state_badge(locale, order.state);
    let items = name_products(order.items.iter().map(ReceiptItem::from).collect());
    let price = order.price.clone();
    let label = match order.state {
        ServiceOrderState::Done => td_string!(locale, service_orders.charged),
        ServiceOrderState::Refused => td_string!(locale, service_orders.not_charged),
        ServiceOrderState::Placed | ServiceOrderState::InProcess => td_string!(locale, service_orders.reserved),
    };
    let notes = (order.state != ServiceOrderState::Refused).then(|| view! { <ReceiptNotes price=price.clone() items=items.clone()/> });
    view! {
        <PageHead title=td_string!(locale, service_orders.title_of, number = order.number.as_str()).to_string()><Badge tone text=state/></PageHead>
        <Standing page/>
        <OrderFacts order=order.clone()/>
        <Receipt price=price.clone() items title=td_string!(locale, service_orders.lines)>
            <ReceiptTotal price label/>
        </Receipt>
        {notes}
        <Papers documents=order.documents number=order.number/>
    }
    .into_any()
}

/// What happens next, or what has happened.
#[component]
fn Standing(page: PageData) -> impl IntoView {
    let locale = use_locale();
    let PageData { order, due, .. } = page;
    let by_card = matches!(order.method, Some(MethodOnFile::Card(_)));
    match order.state {
        ServiceOrderState::Placed => view! {
            <Banner tone=BannerTone::Success title=td_string!(locale, service_orders.placed_title)>
                <p>{td_string!(locale, service_orders.placed_text, due = due).to_string()}</p>
            </Banner>
        }
        .into_any(),
        ServiceOrderState::InProcess => {
            let text = match order.taken_by {
                Some(name) => td_string!(locale, service_orders.in_process_by, name = name, due = due).to_string(),
                None => td_string!(locale, service_orders.in_process_text).to_owned(),
            };
            view! { <Banner title=td_string!(locale, service_orders.in_process_title)><p>{text}</p></Banner> }.into_any()
        }
        ServiceOrderState::Done => {
            view! { <Banner tone=BannerTone::Success title=td_string!(locale, service_orders.done_title)><p>{td_string!(locale, service_orders.done_text)}</p></Banner> }
                .into_any()
        }
        ServiceOrderState::Refused => view! {
            <Banner tone=BannerTone::Error title=td_string!(locale, service_orders.refused_title)>
                <p>{order.reason.unwrap_or_default()}</p>
                <p>{if by_card { td_string!(locale, service_orders.refused_text) } else { td_string!(locale, service_orders.refused_text_invoice) }}</p>
            </Banner>
        }
        .into_any(),
    }
}

/// What was entered for it.
#[component]
pub fn OrderFacts(order: ServiceOrder) -> impl IntoView {
    let locale = use_locale();
    let none = || td_string!(locale, seats_page.none).to_owned();
    // Of what has ended without a card, the invoice tells how it is paid: at once, or within its days.
    let method = match (&order.method, order.state.is_waiting()) {
        (Some(method), _) => method_name(locale, method),
        (None, true) => td_string!(locale, quotes.on_invoice).to_owned(),
        (None, false) => td_string!(locale, service_orders.by_invoice).to_owned(),
    };
    let facts = vec![
        Fact::text(td_string!(locale, quotes.quote), order.quote),
        Fact::text(td_string!(locale, seats_page.method), method),
        Fact::text(td_string!(locale, seats_page.admin), order.admin.map_or_else(none, |admin| format!("{}, {}", admin.name, admin.email))),
        Fact::text(td_string!(locale, quotes.purchase_order), order.purchase_order.unwrap_or_else(none)),
    ];
    view! { <section class="card"><div class="card-body"><Facts facts/></div></section> }
}

/// What it issued, and the ways on.
#[component]
fn Papers(documents: Vec<IssuedDocument>, number: String) -> impl IntoView {
    let locale = use_locale();
    let paper = |document: IssuedDocument| {
        let href = format!("/corporate/invoices/{}", document.number);
        let name = match document.kind {
            DocumentKind::Invoice => td_string!(locale, order.invoice, number = document.number).to_string(),
            DocumentKind::CreditNote => td_string!(locale, order.credit_note, number = document.number).to_string(),
        };
        view! { <a class="button" href=href><Icon name="invoice"/><span>{name}</span></a> }
    };
    view! {
        <div class="actions">
            {documents.into_iter().map(paper).collect_view()}
            <a class="button" href="/corporate">{td_string!(locale, seats_page.back)}</a>
            <AskServices about=format!("service_order:{number}")/>
        </div>
    }
}

#[component]
fn Skeleton() -> impl IntoView {
    view! {
        <PageHead title=td_string!(use_locale(), service_orders.one)/>
        <Placeholder kind=PlaceholderKind::Receipt/>
    }
}
