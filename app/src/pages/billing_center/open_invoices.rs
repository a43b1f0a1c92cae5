//! What is to be paid: a notice for every open invoice, with what happens when, and the button that pays it.

mod payments;
mod plan;
mod tries;

pub use payments::payment_lines;
pub use plan::DunningPlan;
pub use tries::{LastDecline, Tries, decline_text, try_text};

use crate::api::ApiError;
use crate::api::open_invoices::{OpenInvoices, PayInvoice};
use crate::forms::{FormAction, PostForm, form_error, use_posted};
use crate::texts::{error_text, td_string, use_language, use_locale};
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::button::SubmitButton;
use crate::ui::method_text::method_name;
use crate::ui::money::money_text;
use billing::format;
use billing::order::MethodOnFile;
use billing::standing::InvoiceStanding;
use leptos::prelude::*;

/// How many notices stand above other matter; the list of invoices has all.
const MOST_NOTICES: usize = 3;

/// What was sent, and what came of it. One for all buttons of a page.
#[derive(Clone, Copy)]
struct Attempt {
    action: FormAction,
    error: Signal<Option<ApiError>>,
}

/// Makes the attempt known to the page's buttons; to be called at the top of the page.
pub fn provide_payment() -> FormAction {
    let action = FormAction::new::<PayInvoice>();
    provide_context(Attempt { action, error: form_error(action, use_posted::<PayInvoice>().as_ref()) });
    action
}

/// Why it was not paid, above what the page shows.
#[component]
pub fn PaymentRefusal() -> impl IntoView {
    let locale = use_locale();
    let Attempt { error, .. } = expect_context();
    move || error.get().map(|error| view! { <Banner tone=BannerTone::Error><p>{error_text(locale, &error)}</p></Banner> })
}

/// The notices, and where the others are.
#[component]
pub fn OpenInvoiceNotices(
    open: OpenInvoices,
    /// The page that they stand on.
    page: &'static str,
) -> impl IntoView {
    let locale = use_locale();
    let OpenInvoices { usable, invoices, .. } = open;
    let others = invoices.len().saturating_sub(MOST_NOTICES);
    let notice = |invoice: InvoiceStanding| view! { <Notice invoice usable=usable.clone() page/> };
    let notices = invoices.into_iter().take(MOST_NOTICES).map(notice).collect_view();
    let all = (others > 0)
        .then(|| view! { <p class="open-others"><a href="/billing/invoices?state=open">{td_string!(locale, open_invoices.all, count = others)}</a></p> });
    view! { {notices}{all} }.into_any()
}

#[component]
fn Notice(invoice: InvoiceStanding, usable: Option<MethodOnFile>, page: &'static str) -> impl IntoView {
    let locale = use_locale();
    let number = invoice.number.clone();
    let title = if invoice.overdue_since.is_some() {
        td_string!(locale, open_invoices.overdue_title, number = number).to_string()
    } else {
        td_string!(locale, open_invoices.open_title, number = number).to_string()
    };
    let address = format!("/billing/invoices/{}", invoice.number);
    view! {
        <Banner tone=BannerTone::Notice title>
            <p>{open_text(&invoice)}</p>
            <LastDecline invoice=invoice.clone()/>
            <DunningPlan steps=invoice.ahead.clone()/>
            <div class="actions">
                <PayButton invoice usable page=page.to_owned()/>
                <a class="button" href=address>{td_string!(locale, open_invoices.to_invoice)}</a>
            </div>
        </Banner>
    }
    .into_any()
}

/// "166,60 € für GoTo Meeting Professional, überfällig seit dem 01.12.2026."
pub fn open_text(invoice: &InvoiceStanding) -> String {
    let (locale, language) = (use_locale(), use_language());
    let (amount, products) = (money_text(invoice.open_minor, invoice.currency), invoice.products.as_str());
    match (invoice.overdue_since, invoice.due_on) {
        (Some(since), _) => td_string!(locale, open_invoices.overdue, amount = amount, products = products, date = format::date(since, language)).to_string(),
        (None, Some(due)) => td_string!(locale, open_invoices.due, amount = amount, products = products, date = format::date(due, language)).to_string(),
        (None, None) => {
            let issued = format::date(invoice.issued_on, language);
            td_string!(locale, open_invoices.issued, amount = amount, products = products, date = issued).to_string()
        }
    }
}

/// "Jetzt bezahlen, 166,60 €" with what is on file; without anything usable the way to enter something.
#[component]
pub fn PayButton(
    invoice: InvoiceStanding,
    usable: Option<MethodOnFile>,
    /// The page that the form is posted to.
    page: String,
) -> impl IntoView {
    let locale = use_locale();
    let Attempt { action, .. } = expect_context();
    if invoice.under_way.is_some() {
        return view! { <p>{td_string!(locale, open_invoices.under_way)}</p> }.into_any();
    }
    let Some(method) = usable else {
        return view! { <a class="button primary" href="/billing/payment-method">{td_string!(locale, open_invoices.enter_method)}</a> }.into_any();
    };
    let amount = money_text(invoice.open_minor, invoice.currency);
    view! {
        <PostForm action page class="form-inline">
            <input type="hidden" name="number" value=invoice.number/>
            <input type="hidden" name="seen_minor" value=invoice.open_minor.to_string()/>
            <SubmitButton pending=action.pending() amount>{td_string!(locale, open_invoices.pay)}</SubmitButton>
        </PostForm>
        <p class="pays-with">{td_string!(locale, open_invoices.pays_with, method = method_name(locale, &method)).to_string()}</p>
    }
    .into_any()
}
