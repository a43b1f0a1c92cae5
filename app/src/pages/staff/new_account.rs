//! The form for a new account and the invitation of its billing contact.

use super::account::terms::TermsFields;
use crate::api::ApiError;
use crate::api::staff::{CreateAccount, LoadNewAccount, NewAccountPage as PageData};
use crate::forms::{FormAction, PostForm, Posted, field_error, form_error, general_error, posted_value, use_posted};
use crate::pages::loaded::Loaded;
use crate::texts::{error_text, td_string, use_language, use_locale};
use crate::ui::address::countries;
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::button::SubmitButton;
use crate::ui::choice::Choice;
use crate::ui::field::{FieldGroup, Presence, TextField};
use crate::ui::page::{Page, PageKind};
use crate::ui::placeholder::{Placeholder, PlaceholderKind};
use crate::ui::segments::Segments;
use crate::ui::select::SelectField;
use crate::wire::page_resource;
use billing::Currency;
use leptos::prelude::*;

const ADDRESS: &str = "/staff/accounts/new";

/// Fields whose errors stand beside them.
const FIELDS: &[&str] = &[
    "kind",
    "terms_days",
    "self_service",
    "user_id",
    "name",
    "street",
    "postal_code",
    "city",
    "country",
    "currency",
    "language",
    "vat_id",
    "contact_name",
    "contact_email",
];

/// What the form needs of the page.
#[derive(Clone)]
struct Attempt {
    action: FormAction,
    error: Signal<Option<ApiError>>,
    posted: Option<Posted>,
}

/// The page.
#[component]
pub fn NewAccountPage() -> impl IntoView {
    let locale = use_locale();
    let page = page_resource(|| LoadNewAccount {});
    let action = FormAction::new::<CreateAccount>();
    let posted = use_posted::<CreateAccount>();
    let error = form_error(action, posted.as_ref());
    let above = general_error(error, FIELDS);
    provide_context(Attempt { action, error, posted });
    let refusal = move || {
        above.get().map(|error| {
            view! { <Banner tone=BannerTone::Error title=td_string!(locale, staff.new.failed)><p>{error_text(locale, &error)}</p></Banner> }
        })
    };
    view! {
        <Page title=td_string!(locale, staff.new.title) kind=PageKind::Narrow>
            {refusal}
            <Loaded resource=page skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

#[component]
fn Head() -> impl IntoView {
    let locale = use_locale();
    view! {
        <div class="page-head">
            <div>
                <h1>{td_string!(locale, staff.new.title)}</h1>
                <p class="lead">{td_string!(locale, staff.new.lead)}</p>
            </div>
        </div>
    }
}

#[component]
fn Skeleton() -> impl IntoView {
    view! {
        <Head/>
        <Placeholder kind=PlaceholderKind::Card/>
    }
}

fn show(page: PageData) -> AnyView {
    let locale = use_locale();
    let Attempt { action, .. } = expect_context();
    view! {
        <Head/>
        <PostForm action page=ADDRESS class="form new-account">
            <KindField/>
            <CompanyFields/>
            <TermFields currencies=page.currencies/>
            <AgreedFields/>
            <ContactFields/>
            <div class="actions">
                <SubmitButton pending=action.pending()>{td_string!(locale, staff.new.submit)}</SubmitButton>
                <a class="button quiet" href="/staff/accounts">{td_string!(locale, staff.new.cancel)}</a>
            </div>
        </PostForm>
    }
    .into_any()
}

/// What was typed into a field, and what was wrong with it.
fn field_state(name: &'static str) -> (String, Signal<Option<String>>) {
    let Attempt { error, posted, .. } = expect_context();
    (posted_value(posted.as_ref(), name), field_error(error, name))
}

/// A plain text field of this form.
fn text_field(name: &'static str, label: &'static str) -> AnyView {
    let (value, error) = field_state(name);
    view! { <TextField name label value error autocomplete="off"/> }.into_any()
}

/// Which door the account has. What only a corporate account has is shown once that is chosen, by the style sheet.
#[component]
fn KindField() -> impl IntoView {
    let locale = use_locale();
    let (kind, error) = field_state("kind");
    let kind = if kind.is_empty() { "online".to_owned() } else { kind };
    let kinds =
        vec![Choice::new("online", td_string!(locale, staff.account.kind_online)), Choice::new("corporate", td_string!(locale, staff.account.kind_corporate))];
    view! {
        <FieldGroup name="kind" legend=td_string!(locale, staff.account.kind) hint=Some(td_string!(locale, staff.new.kind_hint).to_owned()) error>
            <Segments name="kind" options=kinds value=kind/>
        </FieldGroup>
    }
    .into_any()
}

/// What is agreed with a corporate account.
#[component]
fn AgreedFields() -> impl IntoView {
    let Attempt { error, .. } = expect_context();
    let or = |name: &'static str, usual: &str| Some(field_state(name).0).filter(|text| !text.is_empty()).unwrap_or_else(|| usual.to_owned());
    let (days, self_service) = (or("terms_days", "30"), or("self_service", "eligible"));
    view! {
        <fieldset class="form-part only-corporate">
            <legend>{td_string!(use_locale(), terms.title)}</legend>
            <TermsFields days self_service error/>
        </fieldset>
    }
    .into_any()
}

#[component]
fn CompanyFields() -> impl IntoView {
    let locale = use_locale();
    let (country, country_error) = field_state("country");
    let (vat_id, vat_id_error) = field_state("vat_id");
    let country = if country.is_empty() { "DE".to_owned() } else { country };
    let options = countries(use_language()).into_iter().map(|(code, name)| Choice::new(code, name)).collect();
    view! {
        <fieldset class="form-part">
            <legend>{td_string!(locale, staff.new.company)}</legend>
            {text_field("name", td_string!(locale, staff.accounts.name))}
            <SelectField name="country" label=td_string!(locale, staff.new.country) options value=country error=country_error/>
            {text_field("street", td_string!(locale, staff.new.street))}
            <div class="form-row">
                {text_field("postal_code", td_string!(locale, staff.new.postal_code))}
                {text_field("city", td_string!(locale, staff.new.city))}
            </div>
            <TextField
                name="vat_id"
                label=td_string!(locale, staff.account.vat_id)
                hint=td_string!(locale, staff.new.vat_hint)
                presence=Presence::Optional
                autocomplete="off"
                value=vat_id
                error=vat_id_error
            />
        </fieldset>
    }
    .into_any()
}

#[component]
fn TermFields(currencies: Vec<Currency>) -> impl IntoView {
    let locale = use_locale();
    let (currency, currency_error) = field_state("currency");
    let (language, language_error) = field_state("language");
    let first = currencies.first().map(|currency| currency.code().to_owned()).unwrap_or_default();
    let currency = if currency.is_empty() { first } else { currency };
    let language = if language.is_empty() { "de".to_owned() } else { language };
    let offered = currencies.iter().map(|currency| Choice::new(currency.code(), currency.code())).collect();
    let languages = vec![Choice::new("de", td_string!(locale, staff.account.language_de)), Choice::new("en", td_string!(locale, staff.account.language_en))];
    view! {
        <fieldset class="form-part">
            <legend>{td_string!(locale, staff.new.terms)}</legend>
            <SelectField
                name="currency"
                label=td_string!(locale, staff.account.currency)
                hint=td_string!(locale, staff.new.currency_hint)
                options=offered
                value=currency
                error=currency_error
            />
            <SelectField name="language" label=td_string!(locale, staff.account.language) options=languages value=language error=language_error/>
        </fieldset>
    }
    .into_any()
}

#[component]
fn ContactFields() -> impl IntoView {
    let locale = use_locale();
    let (email, email_error) = field_state("contact_email");
    let (user_id, user_id_error) = field_state("user_id");
    view! {
        <fieldset class="form-part">
            <legend>{td_string!(locale, staff.new.contact)}</legend>
            {text_field("contact_name", td_string!(locale, staff.new.contact_name))}
            <TextField
                name="contact_email"
                label=td_string!(locale, staff.new.contact_email)
                kind="email"
                hint=td_string!(locale, staff.new.contact_email_hint)
                autocomplete="off"
                value=email
                error=email_error
            />
            <div class="only-corporate">
                <TextField
                    name="user_id"
                    label=td_string!(locale, corporate.user_id)
                    hint=td_string!(locale, staff.new.user_id_hint)
                    presence=Presence::Optional
                    autocomplete="off"
                    value=user_id
                    error=user_id_error
                />
            </div>
        </fieldset>
    }
    .into_any()
}
