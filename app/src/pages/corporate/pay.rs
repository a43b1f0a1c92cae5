//! Paying one invoice in full or in part, or several at once: with what is on file, or with a card that pays this once.
//! The amount stands in the address, so that the button that spends it always says it.

use crate::api::ApiError;
use crate::api::corporate_payments::{CorporatePayment, LoadCorporatePayment, OpenSingleCard, PayCorporateInvoices};
use crate::forms::{FormAction, FunctionField, PostForm, form_error, use_posted};
use crate::pages::loaded::Loaded;
use crate::texts::{error_text, td_string, use_language, use_locale};
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::button::SubmitButton;
use crate::ui::facts::{Fact, Facts};
use crate::ui::method_text::method_name;
use crate::ui::money::{money_text, read_money};
use crate::ui::money_field::MoneyField;
use crate::ui::page::{Page, PageKind};
use crate::ui::page_head::PageHead;
use crate::ui::placeholder::{Placeholder, PlaceholderKind};
use crate::ui::way_back::BackLink;
use crate::wire::page_resource;
use billing::input::InputFault;
use billing::order::MethodOnFile;
use billing::standing::InvoiceStanding;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;

const ADDRESS: &str = "/corporate/invoices/pay";

/// What was sent, and what came of it.
#[derive(Clone, Copy)]
struct Attempt {
    action: FormAction,
    error: Signal<Option<ApiError>>,
}

/// The chosen invoices, with commas between.
fn chosen(query: &ParamsMap) -> String {
    let single = query.get_all("invoice").unwrap_or_default();
    let together = query.get("invoices").unwrap_or_default();
    single.into_iter().chain(together.split(',').map(ToOwned::to_owned)).filter(|number| !number.is_empty()).collect::<Vec<_>>().join(",")
}

/// The page.
#[component]
pub fn CorporatePayPage() -> impl IntoView {
    let locale = use_locale();
    let query = use_query_map();
    let data = page_resource(move || query.with(|query| LoadCorporatePayment { numbers: chosen(query), card: query.get("card").unwrap_or_default() }));
    let action = FormAction::new::<PayCorporateInvoices>();
    provide_context(Attempt { action, error: form_error(action, use_posted::<PayCorporateInvoices>().as_ref()) });
    view! {
        <Page title=td_string!(locale, corporate.pay.title) kind=PageKind::Narrow>
            <BackLink href="/corporate/invoices" text=td_string!(locale, invoice.back)/>
            <PageHead title=td_string!(locale, corporate.pay.title)/>
            <Loaded resource=data skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

/// What is paid of each invoice.
struct Shares {
    invoices: Vec<InvoiceStanding>,
    amounts: Vec<i64>,
    /// What was typed and cannot be paid.
    fault: Option<(String, InputFault)>,
}

impl Shares {
    /// Of a single invoice the amount of the address, if there is one; of all others what is open.
    fn of(invoices: Vec<InvoiceStanding>, typed: Option<String>) -> Self {
        let amounts = invoices.iter().map(|invoice| invoice.open_minor).collect();
        let ([invoice], Some(typed)) = (invoices.as_slice(), typed.filter(|typed| !typed.trim().is_empty())) else {
            return Self { invoices, amounts, fault: None };
        };
        match read_money(&typed, invoice.currency, use_language()) {
            Ok(minor) if (1..=invoice.open_minor).contains(&minor) => Self { amounts: vec![minor], invoices, fault: None },
            _ => Self { invoices, amounts, fault: Some((typed, InputFault::AmountNotDue)) },
        }
    }

    fn total(&self) -> i64 {
        self.amounts.iter().copied().fold(0, i64::saturating_add)
    }

    fn listed(&self, part: impl Fn(usize, &InvoiceStanding) -> String) -> String {
        self.invoices.iter().enumerate().map(|(place, invoice)| part(place, invoice)).collect::<Vec<_>>().join(",")
    }
}

fn show(page: CorporatePayment) -> AnyView {
    let locale = use_locale();
    let Attempt { error, .. } = expect_context();
    let query = use_query_map();
    if page.invoices.is_empty() {
        return view! { <Banner><p>{td_string!(locale, corporate.pay.nothing)}</p></Banner> }.into_any();
    }
    let (typed, is_cancelled) = query.with_untracked(|query| (query.get("amount"), query.get("method").as_deref() == Some("cancelled")));
    let shares = Shares::of(page.invoices, typed.clone());
    let refusal = move || error.get().map(|error| view! { <Banner tone=BannerTone::Error><p>{error_text(locale, &error)}</p></Banner> });
    let cancelled = is_cancelled.then(|| view! { <Banner><p>{td_string!(locale, corporate.pay.card_cancelled)}</p></Banner> });
    let part = (shares.invoices.len() == 1).then(|| partial_form(&shares, page.card.as_ref().map(|card| card.session.clone())));
    let under_way = shares.invoices.iter().any(|invoice| invoice.under_way.is_some());
    let ways = if under_way {
        view! { <Banner><p>{td_string!(locale, open_invoices.under_way)}</p></Banner> }.into_any()
    } else {
        view! { <Ways shares=ShareTexts::of(&shares) usable=page.usable card=page.card.map(|card| (card.session, card.shown)) typed=typed.unwrap_or_default()/> }
            .into_any()
    };
    view! {
        {refusal}
        {cancelled}
        <div class="stack">
            <section class="card" aria-labelledby="what">
                <div class="card-head"><h2 id="what">{td_string!(locale, corporate.pay.what)}</h2></div>
                {facts(&shares)}
                {part}
            </section>
            {ways}
        </div>
    }
    .into_any()
}

/// A line for each invoice, and the sum where there are several.
fn facts(shares: &Shares) -> AnyView {
    let locale = use_locale();
    let mut facts: Vec<Fact> = shares
        .invoices
        .iter()
        .zip(&shares.amounts)
        .map(|(invoice, amount)| {
            let open = money_text(invoice.open_minor, invoice.currency);
            let note = td_string!(locale, corporate.pay.open_of, amount = open, products = invoice.products.as_str()).to_string();
            Fact::text(invoice.number.clone(), money_text(*amount, invoice.currency)).with_note(note)
        })
        .collect();
    if let (true, Some(first)) = (shares.invoices.len() > 1, shares.invoices.first()) {
        facts.push(Fact::text(td_string!(locale, corporate.pay.sum), money_text(shares.total(), first.currency)));
    }
    view! { <Facts facts/> }.into_any()
}

/// Another amount: it comes back in the address.
fn partial_form(shares: &Shares, card: Option<String>) -> AnyView {
    let locale = use_locale();
    let (Some(invoice), Some(amount)) = (shares.invoices.first(), shares.amounts.first()) else { return ().into_any() };
    let (value, error) = match &shares.fault {
        Some((typed, fault)) => (typed.clone(), Some(error_text(locale, &ApiError::Input { field: "amount".to_owned(), fault: fault.clone() }))),
        None => (money_text(*amount, invoice.currency), None),
    };
    let card = card.map(|card| view! { <input type="hidden" name="card" value=card/> });
    view! {
        <form class="form" method="get" action=ADDRESS>
            <input type="hidden" name="invoice" value=invoice.number.clone()/>
            {card}
            <MoneyField name="amount" label=td_string!(locale, corporate.pay.amount) currency=invoice.currency value
                hint=td_string!(locale, corporate.pay.amount_hint) error=Signal::stored(error)/>
            <p class="actions"><button class="button" type="submit">{td_string!(locale, corporate.pay.change_amount)}</button></p>
        </form>
    }
    .into_any()
}

/// What the forms send.
#[derive(Clone, PartialEq)]
struct ShareTexts {
    numbers: String,
    seen: String,
    amounts: String,
    total: String,
}

impl ShareTexts {
    fn of(shares: &Shares) -> Self {
        let total = shares.invoices.first().map(|first| money_text(shares.total(), first.currency)).unwrap_or_default();
        Self {
            numbers: shares.listed(|_, invoice| invoice.number.clone()),
            seen: shares.listed(|_, invoice| invoice.open_minor.to_string()),
            amounts: shares.listed(|place, invoice| shares.amounts.get(place).copied().unwrap_or(invoice.open_minor).to_string()),
            total,
        }
    }
}

/// With what is on file, or with a card that pays this once.
#[component]
fn Ways(shares: ShareTexts, usable: Option<MethodOnFile>, card: Option<(String, MethodOnFile)>, typed: String) -> impl IntoView {
    let locale = use_locale();
    let has_card = card.is_some();
    let by_card =
        card.map(|(session, shown)| view! { <PayForm shares=shares.clone() card=session method=method_name(locale, &shown) class="button primary"/> });
    let none_on_file = usable.is_none();
    let class = if has_card { "button" } else { "button primary" };
    let on_file = usable.map(|method| view! { <PayForm shares=shares.clone() card=String::new() method=method_name(locale, &method) class/> });
    let enter_class = if none_on_file && !has_card { "button primary" } else { "button" };
    view! {
        <section class="card" aria-labelledby="how">
            <div class="card-head"><h2 id="how">{td_string!(locale, corporate.pay.how)}</h2></div>
            {none_on_file.then(|| view! { <p>{td_string!(locale, corporate.pay.none_on_file)}</p> })}
            {by_card}
            {on_file}
            <form class="form-inline" method="post" action=ADDRESS>
                <FunctionField function=OpenSingleCard::PATH/>
                <input type="hidden" name="numbers" value=shares.numbers/>
                <input type="hidden" name="amount" value=typed/>
                <button class=enter_class type="submit">{td_string!(locale, corporate.pay.new_card)}</button>
            </form>
            <p class="field-hint">{td_string!(locale, corporate.pay.new_card_hint)}</p>
        </section>
    }
}

#[component]
fn PayForm(shares: ShareTexts, card: String, method: String, class: &'static str) -> impl IntoView {
    let locale = use_locale();
    let Attempt { action, .. } = expect_context();
    let page = format!("{ADDRESS}?invoices={}", shares.numbers);
    view! {
        <PostForm action page class="form-inline">
            <input type="hidden" name="numbers" value=shares.numbers/>
            <input type="hidden" name="seen" value=shares.seen/>
            <input type="hidden" name="amounts" value=shares.amounts/>
            <input type="hidden" name="card" value=card/>
            <SubmitButton class pending=action.pending() amount=shares.total>{td_string!(locale, open_invoices.pay)}</SubmitButton>
        </PostForm>
        <p class="pays-with">{td_string!(locale, open_invoices.pays_with, method = method).to_string()}</p>
    }
}

#[component]
fn Skeleton() -> impl IntoView {
    view! { <div class="stack" aria-hidden="true"><Placeholder kind=PlaceholderKind::Card/><Placeholder kind=PlaceholderKind::Card/></div> }
}
