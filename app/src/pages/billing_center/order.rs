//! The page of an order: in progress, done, declined or given up, and what that means for the reader.

mod outcome;
mod watch;

use super::payment::OpenPaymentPage;
use super::steps::{Step, Steps};
use crate::api::ApiError;
use crate::api::orders::GiveUpOrder;
use crate::forms::{FormAction, form_error, use_posted};
use crate::pages::loaded::{Loaded, load_after_success};
use crate::texts::{td_string, use_language, use_locale};
use crate::ui::banner::Banner;
use crate::ui::change_text::{Change, ChangeFacts};
use crate::ui::icon::Icon;
use crate::ui::method_text::method_name;
use crate::ui::page::{Page, PageKind};
use crate::ui::placeholder::{Placeholder, PlaceholderKind};
use crate::ui::receipt::{Receipt, ReceiptItem, ReceiptNotes, ReceiptTotal};
use billing::format;
use billing::invoice::DocumentKind;
use billing::order::{IssuedDocument, MethodOnFile, Order, OrderState};
use leptos::prelude::*;
use outcome::{Outcome, outcome_title};
pub use watch::look_again;
use watch::watch_order;

/// What gives up an order that waits for the card's holder.
#[derive(Clone, Copy)]
struct GivingUp {
    action: FormAction,
    error: Signal<Option<ApiError>>,
}

/// The page.
#[component]
pub fn OrderPage() -> impl IntoView {
    let locale = use_locale();
    let (order, news) = watch_order();
    let action = FormAction::new::<GiveUpOrder>();
    provide_context(GivingUp { action, error: form_error(action, use_posted::<GiveUpOrder>().as_ref()) });
    load_after_success(action, order);
    let said = move || news.get().map(|order| outcome_title(locale, &order));
    view! {
        <Page title=td_string!(locale, order.title) kind=PageKind::Narrow>
            <p class="hidden-text" role="status">{said}</p>
            <Loaded resource=order skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

fn show(order: Order) -> AnyView {
    let items: Vec<ReceiptItem> = order.items.iter().map(ReceiptItem::from).collect();
    let changes = Change::all_in_order(&order.items, &order.price);
    let still_counts = matches!(order.state, OrderState::Placed | OrderState::Completed);
    let notes = still_counts.then(|| view! { <div class="order-note"><ReceiptNotes price=order.price.clone() items=items.clone()/></div> });
    let reminders = (order.state == OrderState::Completed).then(|| {
        let subscriptions = order.items.iter().map(|item| item.subscription.0.clone()).collect();
        view! { <LicenceReminders changes=changes.clone() subscriptions/> }
    });
    let (price, total) = (order.price.clone(), total_label(&order));
    view! {
        <Steps current=Step::Confirmation/>
        <Outcome order=order.clone()/>
        <Receipt price=price.clone() items title=td_string!(use_locale(), order.title)>
            <ReceiptTotal price label=total/>
        </Receipt>
        {notes}
        {reminders}
        <Actions order=order.clone()/>
        <Changes changes order/>
    }
    .into_any()
}

/// What the sum is called: paid with which card, still to be paid, not paid.
fn total_label(order: &Order) -> String {
    let locale = use_locale();
    match (order.state, &order.method) {
        (OrderState::Placed, _) => td_string!(locale, order.placed.total).to_owned(),
        (OrderState::Completed, _) if order.price.due_now_minor == 0 => td_string!(locale, order.completed.nothing_paid).to_owned(),
        (OrderState::Completed, Some(method @ MethodOnFile::SepaDebit(_))) => {
            td_string!(locale, order.completed.debited_from, debit = method_name(locale, method)).to_string()
        }
        (OrderState::Completed, Some(method)) => td_string!(locale, order.completed.paid_with, card = method_name(locale, method)).to_string(),
        (OrderState::Completed, None) => td_string!(locale, order.completed.paid).to_owned(),
        (OrderState::Declined | OrderState::Cancelled, _) => td_string!(locale, order.declined.total).to_owned(),
    }
}

/// What changed from before to after, or would have, and the number to ask customer care about.
#[component]
fn Changes(changes: Vec<Change>, order: Order) -> impl IntoView {
    let locale = use_locale();
    let title = match order.state {
        OrderState::Placed => td_string!(locale, order.changes),
        OrderState::Completed => td_string!(locale, order.changed),
        OrderState::Declined | OrderState::Cancelled => td_string!(locale, order.unchanged),
    };
    let card = |change: Change| {
        view! {
            <section class="card">
                <div class="card-head"><h3>{change.product_name.clone()}</h3></div>
                <ChangeFacts change/>
            </section>
        }
    };
    view! {
        <section class="stack" aria-labelledby="changes">
            <h2 id="changes">{title}</h2>
            {changes.into_iter().map(card).collect_view()}
            <p class="field-hint">{td_string!(locale, order.number)}" "<span class="whole">{order.number}</span></p>
        </section>
    }
    .into_any()
}

/// New licences are paid for, so somebody should get to use them.
#[component]
fn LicenceReminders(
    changes: Vec<Change>,
    /// Of each change in turn.
    subscriptions: Vec<String>,
) -> impl IntoView {
    let (locale, language) = (use_locale(), use_language());
    let reminder = |(change, subscription): (&Change, String)| {
        let added = change.added_seats()?;
        let (product, seats) = (change.product_name.as_str(), format::count(added, language));
        let address = format!("/billing/licences?subscription={subscription}");
        let title = td_string!(locale, order.completed.seats_title, count = added, product = product, seats = seats).to_string();
        Some(view! {
            <div class="order-note">
                <Banner title>
                    <p>{td_string!(locale, order.completed.seats_text)}</p>
                    <p class="actions"><a class="button" href=address>{td_string!(locale, licences.assign)}</a></p>
                </Banner>
            </div>
        })
    };
    changes.iter().zip(subscriptions).filter_map(reminder).collect_view()
}

/// Where to go from here.
#[component]
fn Actions(order: Order) -> impl IntoView {
    let locale = use_locale();
    let again = match order.state {
        OrderState::Placed | OrderState::Completed => None,
        OrderState::Declined => Some(td_string!(locale, order.declined.retry)),
        OrderState::Cancelled => Some(td_string!(locale, order.cancelled.again)),
    };
    let home_class = if order.state == OrderState::Completed { "button primary" } else { "button" };
    let here = format!("/billing/orders/{}", order.id);
    let reload = (order.state == OrderState::Placed)
        .then(|| view! { <a class="button scriptless-only" href=here.clone()>{td_string!(locale, order.placed.reload)}</a> });
    let documents: Vec<_> = order.documents.into_iter().map(|document| view! { <DocumentLink document/> }).collect();
    let other_method = (order.state == OrderState::Declined).then(|| {
        let label = td_string!(locale, payment.other);
        view! { <OpenPaymentPage page=here.clone() purpose="checkout" class="button" label/> }
    });
    view! {
        <div class="actions order-note">
            {again.map(|again| view! { <a class="button primary" href="/billing/checkout">{again}</a> })}
            {other_method}
            {reload}
            <a class=home_class href="/billing">{td_string!(locale, order.subscriptions)}</a>
            {documents}
        </div>
    }
}

#[component]
fn DocumentLink(document: IssuedDocument) -> impl IntoView {
    let locale = use_locale();
    let address = format!("/billing/invoices/{}", document.number);
    let name = match document.kind {
        DocumentKind::Invoice => td_string!(locale, order.invoice, number = document.number).to_string(),
        DocumentKind::CreditNote => td_string!(locale, order.credit_note, number = document.number).to_string(),
    };
    view! { <a class="button" href=address><Icon name="invoice"/><span>{name}</span></a> }
}

#[component]
fn Skeleton() -> impl IntoView {
    view! {
        <Steps current=Step::Confirmation/>
        <Placeholder kind=PlaceholderKind::Receipt/>
    }
}
