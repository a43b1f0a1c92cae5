//! The quote builder: lines from the catalogue or for running contracts, a price of one's own with a reason, validity, message.

use crate::api::ApiError;
use crate::api::staff::quotes::{BuilderPage as PageData, LineForm, LoadQuoteBuilder, OfferChoice, SaveQuoteDraft};
use crate::forms::{FormAction, PostForm, Posted, field_error, form_error, general_error, use_posted};
use crate::pages::loaded::Loaded;
use crate::texts::{error_text, td_string, use_locale};
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::button::SubmitButton;
use crate::ui::choice::Choice;
use crate::ui::date_field::DateField;
use crate::ui::field::{Presence, TextField};
use crate::ui::money_field::MoneyField;
use crate::ui::page::{Page, PageKind};
use crate::ui::page_head::PageHead;
use crate::ui::placeholder::{Placeholder, PlaceholderKind};
use crate::ui::select::SelectField;
use crate::ui::text_area::TextArea;
use crate::wire::page_resource;
use billing::Currency;
use billing::input::LONGEST_NOTE;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

const ADDRESS: &str = "/staff/quotes/new";

#[derive(Clone)]
struct Attempt {
    action: FormAction,
    error: Signal<Option<ApiError>>,
    posted: Option<Posted>,
}

/// The page: `?account=NUMBER` for a new quote, `?number=NUMBER` for a draft.
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

fn typed_or(name: &str, stored: String) -> String {
    let Attempt { posted, .. } = expect_context();
    posted.as_ref().and_then(|posted| posted.value(name).map(ToOwned::to_owned)).unwrap_or(stored)
}

fn show(page: PageData) -> AnyView {
    let locale = use_locale();
    let Attempt { action, error, .. } = expect_context();
    let above = general_error(error, &["valid_until", "message"]);
    let refusal = move || {
        above.get().map(|error| {
            view! { <Banner tone=BannerTone::Error title=td_string!(locale, staff.quotes.failed)><p>{error_text(locale, &error)}</p></Banner> }
        })
    };
    let (offers, currency) = (page.offers, page.currency);
    let line = |(place, line): (usize, LineForm)| view! { <Line place line offers=offers.clone() currency/> };
    let lines: Vec<_> = page.lines.into_iter().enumerate().map(line).collect();
    view! {
        <PageHead title=td_string!(locale, staff.quotes.build_title, name = page.account_name).to_string() lead=page.account_number.clone()/>
        {refusal}
        <PostForm action page=ADDRESS>
            <input type="hidden" name="account" value=page.account_number/>
            <input type="hidden" name="number" value=page.number.unwrap_or_default()/>
            {lines}
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
            <SubmitButton pending=action.pending()>{td_string!(locale, staff.quotes.save)}</SubmitButton>
        </PostForm>
    }
    .into_any()
}

/// One line; empty as long as nothing is chosen.
#[component]
fn Line(place: usize, line: LineForm, offers: Vec<OfferChoice>, currency: Currency) -> impl IntoView {
    let locale = use_locale();
    let none = Signal::derive(|| None::<String>);
    let name = |field: &str| format!("lines[{place}][{field}]");
    let choice = |offer: OfferChoice| {
        let label = if offer.adds {
            td_string!(locale, staff.quotes.add_to, name = offer.name).to_string()
        } else {
            td_string!(locale, staff.quotes.new_of, name = offer.name).to_string()
        };
        Choice::new(offer.value, label)
    };
    let nothing = Choice::new("", td_string!(locale, staff.quotes.nothing));
    let options: Vec<Choice> = [nothing].into_iter().chain(offers.into_iter().map(choice)).collect();
    let title = td_string!(locale, staff.quotes.line, place = place.saturating_add(1).to_string()).to_string();
    let LineForm { what, seats, own, reason } = line;
    let (what_name, seats_name, own_name, reason_name) = (name("what"), name("seats"), name("own"), name("reason"));
    let (what, seats) = (typed_or(&what_name, what), typed_or(&seats_name, seats));
    let (own, reason) = (typed_or(&own_name, own), typed_or(&reason_name, reason));
    let optional = Presence::Optional;
    view! {
        <fieldset class="form-part">
            <legend>{title}</legend>
            <SelectField name=what_name label=td_string!(locale, staff.quotes.what) options value=what presence=optional error=none/>
            <TextField name=seats_name label=td_string!(locale, staff.quotes.seats) value=seats presence=optional error=none/>
            <MoneyField
                name=own_name
                label=td_string!(locale, staff.quotes.own_price)
                hint=td_string!(locale, staff.quotes.own_price_hint)
                currency
                value=own
                presence=optional
                error=none
            />
            <TextField name=reason_name label=td_string!(locale, staff.quotes.reason) value=reason presence=optional error=none/>
        </fieldset>
    }
    .into_any()
}

#[component]
fn Skeleton() -> impl IntoView {
    view! {
        <PageHead title=td_string!(use_locale(), staff.quotes.new)/>
        <Placeholder kind=PlaceholderKind::Card/>
    }
}
