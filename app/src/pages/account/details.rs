//! The billing details: company, address, VAT number, language and who gets the invoices. Colleagues see them and are told
//! whose word a change needs.

mod fields;
mod refusal;
mod state;
mod tax;

use crate::api::billing_details::{DetailsPage as PageData, LoadBillingDetails, SaveBillingDetails};
use crate::doors::customer::{DoorField, corporate_address, use_customer_door};
use crate::forms::{FormAction, PostForm, form_error, use_posted};
use crate::pages::billing_center::subscriptions::WhoMayOrder;
use crate::pages::loaded::Loaded;
use crate::texts::{td_string, use_language, use_locale};
use crate::ui::address::country_name;
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::button::SubmitButton;
use crate::ui::facts::{Fact, Facts};
use crate::ui::page::{Page, PageKind};
use crate::ui::page_head::PageHead;
use crate::ui::placeholder::{Placeholder, PlaceholderKind};
use crate::wire::page_resource;
use billing::Language;
use billing::address::lines;
use billing::details::BillingDetails;
use billing::invoice::Party;
use fields::{CompanyFields, LanguageField, RecipientsField};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::location::Url;
use refusal::Refusal;
pub use refusal::field_name;
use state::{Attempt, DetailsForm};
use tax::TaxFields;

/// The page. `?done=saved` says what was just done.
#[component]
pub fn BillingDetailsPage() -> impl IntoView {
    let locale = use_locale();
    let door = use_customer_door();
    let page = page_resource(move || LoadBillingDetails { door: door.code().to_owned() });
    let action = FormAction::new::<SaveBillingDetails>();
    let posted = use_posted::<SaveBillingDetails>();
    let error = form_error(action, posted.as_ref());
    let posted = StoredValue::new(posted);
    let (answers, value) = (action.version(), action.value());
    // What was saved is what the form shows from now on.
    Effect::new(move |before: Option<()>| {
        answers.track();
        if before.is_some() && matches!(value.get_untracked(), Some(Ok(()))) {
            posted.set_value(None);
            page.refetch();
        }
    });
    provide_context(Attempt { action, error, posted });
    let query = use_query_map();
    let is_done = move || query.read().get("done").as_deref() == Some("saved") && error.read().is_none();
    view! {
        <Page title=td_string!(locale, details.title) kind=PageKind::Narrow>
            <Head/>
            {move || is_done().then(|| view! { <Banner tone=BannerTone::Success><p>{td_string!(locale, details.saved)}</p></Banner> })}
            <Loaded resource=page skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

#[component]
fn Head() -> impl IntoView {
    let locale = use_locale();
    view! { <PageHead title=td_string!(locale, details.title) lead=td_string!(locale, details.lead)/> }
}

fn show(page: PageData) -> AnyView {
    if let Some(contact) = page.who_may {
        return view! {
            <WhoMayOrder contact/>
            <Standing details=page.details/>
        }
        .into_any();
    }
    let locale = use_locale();
    let page_address = use_customer_door().page("details");
    let back = use_query_map().with_untracked(|query| query.get("back")).as_deref().and_then(corporate_address).unwrap_or_default().to_owned();
    // Kept in the address, for the page that comes back with an error.
    let address = if back.is_empty() { page_address } else { format!("{page_address}?back={}", Url::escape(&back)) };
    let leave = (!back.is_empty()).then(|| view! { <a class="button quiet" href=back.clone()>{td_string!(locale, details.back)}</a> });
    let attempt: Attempt = expect_context();
    let form = DetailsForm::new(page, attempt);
    provide_context(form);
    view! {
        <Refusal/>
        <PostForm action=attempt.action page=address class="form">
            <DoorField/>
            <input type="hidden" name="back" value=back.clone()/>
            <input type="hidden" name="version" value=move || form.version()/>
            <input type="hidden" name="seen_tax" value=move || form.tax_after().code()/>
            <div class="form-parts" on:input=move |event| form.note(&event)>
                <CompanyFields/>
                <TaxFields/>
                <LanguageField/>
                <RecipientsField/>
            </div>
            <div class="actions">
                <SubmitButton pending=attempt.action.pending()>{td_string!(locale, details.save)}</SubmitButton>
                {leave}
            </div>
        </PostForm>
    }
    .into_any()
}

/// The details as a colleague sees them.
#[component]
fn Standing(details: BillingDetails) -> impl IntoView {
    let locale = use_locale();
    let language = match details.language {
        Language::De => td_string!(locale, details.german),
        Language::En => td_string!(locale, details.english),
    };
    let country = country_name(details.country.code(), use_language()).to_owned();
    let recipients = details.recipients.join(", ");
    let vat_id = details.vat_id.clone().unwrap_or_default();
    let party = party_of(details);
    let address = lines(&party).into_iter().map(|line| view! { {line}<br/> }).collect_view();
    view! {
        <Facts facts=vec![
            Fact::text(td_string!(locale, details.company), party.name),
            Fact::view(td_string!(locale, details.address), view! { {address}{country} }.into_any()),
            Fact::text(td_string!(locale, payment.vat.label), vat_id),
            Fact::text(td_string!(locale, details.language), language),
            Fact::text(td_string!(locale, details.recipients), recipients),
        ]/>
    }
}

fn party_of(details: BillingDetails) -> Party {
    let BillingDetails { company, street, postal_code, city, region, country, vat_id, .. } = details;
    Party { name: company, street, postal_code, city, region, country: country.code().to_owned(), vat_id }
}

#[component]
fn Skeleton() -> impl IntoView {
    view! {
        <div class="stack" aria-hidden="true"><Placeholder kind=PlaceholderKind::Card/><Placeholder kind=PlaceholderKind::Card/></div>
    }
}
