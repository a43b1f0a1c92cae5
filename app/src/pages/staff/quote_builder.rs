//! The quote builder: lines from the catalogue or for running contracts, a price of one's own with a reason, validity, message.

use crate::api::ApiError;
use crate::api::staff::quotes::{BuilderPage as PageData, LineForm, LoadQuoteBuilder, MOST_LINES, OfferChoice, SaveQuoteDraft};
use crate::forms::{FormAction, PostForm, Posted, field_error, form_error, use_posted};
use crate::pages::loaded::Loaded;
use crate::texts::{error_text, td_string, use_locale};
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::button::SubmitButton;
use crate::ui::choice::Choice;
use crate::ui::date_field::DateField;
use crate::ui::field::{Presence, TextField};
use crate::ui::icon::Icon;
use crate::ui::money::money_text;
use crate::ui::money_field::MoneyField;
use crate::ui::page::{Page, PageKind};
use crate::ui::page_head::PageHead;
use crate::ui::placeholder::{Placeholder, PlaceholderKind};
use crate::ui::select::SelectField;
use crate::ui::text_area::TextArea;
use crate::wire::page_resource;
use billing::input::LONGEST_NOTE;
use billing::{BillingInterval, Currency};
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos_router::hooks::use_query_map;
use web_sys::HtmlElement;

const ADDRESS: &str = "/staff/quotes/new";

#[derive(Clone)]
struct Attempt {
    action: FormAction,
    error: Signal<Option<ApiError>>,
    posted: Option<Posted>,
}

/// The page: `?account=NUMBER` for a new quote, `?number=NUMBER` for a draft; `?rows=` says how many lines.
#[component]
pub fn QuoteBuilderPage() -> impl IntoView {
    let query = use_query_map();
    let posted = use_posted::<SaveQuoteDraft>();
    let typed = |name: &str| posted.as_ref().and_then(|posted| posted.value(name).map(ToOwned::to_owned)).filter(|text| !text.is_empty());
    let (sent_account, sent_number) = (typed("account"), typed("number"));
    let page = page_resource(move || LoadQuoteBuilder {
        account: sent_account.clone().or_else(|| query.read().get("account")).unwrap_or_default(),
        number: sent_number.clone().or_else(|| query.read().get("number")).unwrap_or_default(),
    });
    let action = FormAction::new::<SaveQuoteDraft>();
    provide_context(Attempt { action, error: form_error(action, posted.as_ref()), posted });
    view! {
        <Page title=td_string!(use_locale(), staff.quotes.new) kind=PageKind::Narrow>
            <Loaded resource=page skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

/// What was typed: into a form that came back, or on the way to another line; else what is stored.
fn typed_or(name: &str, stored: String) -> String {
    let Attempt { posted, .. } = expect_context();
    let posted = posted.as_ref().and_then(|posted| posted.value(name).map(ToOwned::to_owned));
    posted.or_else(|| use_query_map().with_untracked(|query| query.get(name))).unwrap_or(stored)
}

/// How many lines the form begins with: those that are stored, were typed, or are asked for by `?rows=`.
fn first_lines(stored: usize) -> usize {
    let Attempt { posted, .. } = expect_context();
    let asked = use_query_map().with_untracked(|query| query.get("rows")).and_then(|rows| rows.parse().ok()).unwrap_or_default();
    let typed = (0..MOST_LINES).filter(|place| posted.as_ref().is_some_and(|posted| posted.value(&field_name(*place, "what")).is_some())).count();
    stored.max(asked).max(typed).min(MOST_LINES)
}

fn field_name(place: usize, field: &str) -> String {
    format!("lines[{place}][{field}]")
}

fn show(page: PageData) -> AnyView {
    let locale = use_locale();
    let Attempt { action, error, .. } = expect_context();
    // What is wrong with a line stands at its field.
    let is_at_field = |field: &str| ["valid_until", "message"].contains(&field) || field.starts_with("lines[");
    let above = Signal::derive(move || error.get().filter(|error| !error.field().is_some_and(is_at_field)));
    let refusal = move || {
        above.get().map(|error| {
            view! { <Banner tone=BannerTone::Error title=td_string!(locale, staff.quotes.failed)><p>{error_text(locale, &error)}</p></Banner> }
        })
    };
    let number = page.number.clone().unwrap_or_default();
    view! {
        <PageHead title=td_string!(locale, staff.quotes.build_title, name = page.account_name.as_str()).to_string() lead=page.account_number.clone()/>
        {refusal}
        <PostForm action page=ADDRESS>
            <input type="hidden" name="account" value=page.account_number.clone()/>
            <input type="hidden" name="number" value=number/>
            <input type="hidden" name="form_key" value=typed_or("form_key", page.form_key.clone())/>
            <LinesAndRest page/>
        </PostForm>
    }
    .into_any()
}

/// The lines, what is said of all of them, and the buttons. Saving comes first among these: it is what the enter key does.
#[component]
fn LinesAndRest(page: PageData) -> impl IntoView {
    let locale = use_locale();
    let Attempt { action, error, .. } = expect_context();
    let count = RwSignal::new(first_lines(page.lines.len()));
    let (stored, offers, currency) = (page.lines, StoredValue::new(page.offers), page.currency);
    let stored = StoredValue::new(stored);
    let line = move |place: usize| {
        let line = stored.with_value(|lines| lines.get(place).cloned()).unwrap_or_default();
        view! { <Line place line offers=offers.get_value() currency/> }
    };
    view! {
        <For each=move || 0..count.get() key=|place| *place children=line/>
        <DateField
            name="valid_until"
            label=td_string!(locale, staff.quotes.valid_until)
            value=typed_or("valid_until", page.valid_until.to_string())
            range=(Some(page.today), None)
            error=field_error(error, "valid_until")
        />
        <TextArea
            name="message"
            label=td_string!(locale, staff.quotes.message)
            value=typed_or("message", page.message)
            limit=LONGEST_NOTE
            presence=Presence::Optional
            error=field_error(error, "message")
        />
        <div class="actions">
            <SubmitButton pending=action.pending()>{td_string!(locale, staff.quotes.save)}</SubmitButton>
            <AddLine count/>
        </div>
    }
    .into_any()
}

/// One line more. Without script the form is asked for anew, with all that was typed in its address.
#[component]
fn AddLine(count: RwSignal<usize>) -> impl IntoView {
    let add = move |event: MouseEvent| {
        event.prevent_default();
        let place = count.get_untracked();
        count.set(place.saturating_add(1));
        request_animation_frame(move || focus_field(&field_name(place, "what")));
    };
    let rows = move || count.get().saturating_add(1).to_string();
    let there = move || format!("{ADDRESS}#{}", line_id(count.get()));
    let button = move || {
        (count.get() < MOST_LINES).then(|| {
            view! {
                <button class="button" type="submit" formmethod="get" formaction=there name="rows" value=rows on:click=add>
                    <Icon name="plus"/>
                    <span>{td_string!(use_locale(), staff.quotes.add_line)}</span>
                </button>
            }
        })
    };
    button.into_any()
}

fn focus_field(id: &str) {
    if let Some(field) = document().get_element_by_id(id).and_then(|field| field.dyn_into::<HtmlElement>().ok()) {
        let _outside_the_page = field.focus();
    }
}

/// Where the address leads after another line was asked for.
fn line_id(place: usize) -> String {
    format!("line-{place}")
}

/// One line; empty as long as nothing is chosen.
#[component]
fn Line(place: usize, line: LineForm, offers: Vec<OfferChoice>, currency: Currency) -> impl IntoView {
    let locale = use_locale();
    let name = |field: &str| field_name(place, field);
    let nothing = Choice::new("", td_string!(locale, staff.quotes.nothing));
    let options: Vec<Choice> = [nothing].into_iter().chain(offers.into_iter().map(|offer| choice_of(offer, currency))).collect();
    let title = td_string!(locale, staff.quotes.line, place = place.saturating_add(1).to_string()).to_string();
    let LineForm { what, seats, own, reason } = line;
    let (what_name, seats_name, own_name, reason_name) = (name("what"), name("seats"), name("own"), name("reason"));
    let (what_error, seats_error, own_error, reason_error) =
        (line_error(place, "what"), line_error(place, "seats"), line_error(place, "own"), line_error(place, "reason"));
    let (what, seats) = (typed_or(&what_name, what), typed_or(&seats_name, seats));
    let (own, reason) = (typed_or(&own_name, own), typed_or(&reason_name, reason));
    let optional = Presence::Unmarked;
    view! {
        <fieldset class="form-part" id=line_id(place)>
            <legend>{title}</legend>
            <SelectField name=what_name label=td_string!(locale, staff.quotes.what) options value=what presence=optional error=what_error/>
            <TextField name=seats_name label=td_string!(locale, staff.quotes.seats) value=seats presence=optional autocomplete="off" error=seats_error/>
            <MoneyField
                name=own_name
                label=td_string!(locale, staff.quotes.own_price)
                hint=td_string!(locale, staff.quotes.own_price_hint)
                currency
                value=own
                presence=Presence::Optional
                error=own_error
            />
            <TextField name=reason_name label=td_string!(locale, staff.quotes.reason) value=reason presence=Presence::Optional error=reason_error/>
        </fieldset>
    }
    .into_any()
}

/// The sentence for a field of one line.
fn line_error(place: usize, field: &str) -> Signal<Option<String>> {
    let (locale, name) = (use_locale(), field_name(place, field));
    let Attempt { error, .. } = expect_context();
    Signal::derive(move || error.read().as_ref().filter(|error| error.field() == Some(name.as_str())).map(|error| error_text(locale, error)))
}

/// What may be chosen, with its price and for how long that is: months and years cost differently.
fn choice_of(offer: OfferChoice, currency: Currency) -> Choice {
    let (locale, amount) = (use_locale(), money_text(offer.unit_minor, currency));
    let name = match offer.interval {
        BillingInterval::Monthly => td_string!(locale, staff.quotes.per_month, name = offer.name, amount = amount).to_string(),
        BillingInterval::Annual => td_string!(locale, staff.quotes.per_year, name = offer.name, amount = amount).to_string(),
    };
    let label = if offer.adds {
        td_string!(locale, staff.quotes.add_to, name = name).to_string()
    } else {
        td_string!(locale, staff.quotes.new_of, name = name).to_string()
    };
    Choice::new(offer.value, label)
}

#[component]
fn Skeleton() -> impl IntoView {
    view! {
        <PageHead title=td_string!(use_locale(), staff.quotes.new)/>
        <Placeholder kind=PlaceholderKind::Card/>
    }
}
