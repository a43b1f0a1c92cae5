//! The payment profile: how the account pays, and the way to pay otherwise: Bearbeiten, a drop-down list, the fields of that
//! kind, Speichern. Which kind is open stands in the address.

use super::frame::use_corporate_frame;
use crate::api::corporate::CorporateFrame;
use crate::api::corporate_payments::{LoadPaymentProfile, ProfilePage, SavePaymentProfile};
use crate::doors::customer::corporate_address;
use crate::forms::{FunctionField, use_posted};
use crate::pages::loaded::Loaded;
use crate::texts::{Locale, error_text, td_string, use_locale};
use crate::ui::alert::InlineAlert;
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::card::Card;
use crate::ui::choice::Choice;
use crate::ui::facts::{Fact, Facts};
use crate::ui::method_text::{last_month, method_name};
use crate::ui::page::{Page, PageKind};
use crate::ui::page_head::PageHead;
use crate::ui::placeholder::{Placeholder, PlaceholderKind};
use crate::ui::select::SelectField;
use crate::wire::page_resource;
use billing::corporate::{ContactRight, PaymentProfile};
use billing::order::{MethodOnFile, Validity};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_query_map;
use leptos_router::location::Url;

const ADDRESS: &str = "/corporate/payment-profile";

/// The page.
#[component]
pub fn PaymentProfilePage() -> impl IntoView {
    let locale = use_locale();
    let data = page_resource(|| LoadPaymentProfile {});
    view! {
        <Page title=td_string!(locale, corporate.profile.title) kind=PageKind::Narrow>
            <PageHead title=td_string!(locale, corporate.profile.title) lead=td_string!(locale, corporate.profile.lead)/>
            <News/>
            <Loaded resource=(data, use_corporate_frame()) skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

/// What became of a visit to the gateway's page, or of a change here.
#[component]
fn News() -> impl IntoView {
    let locale = use_locale();
    let news = use_query_map().with_untracked(|query| query.get("method"));
    let (tone, text) = match news.as_deref()? {
        "changed" => (BannerTone::Success, td_string!(locale, corporate.profile.changed)),
        "cancelled" => (BannerTone::Information, td_string!(locale, corporate.profile.cancelled)),
        "silent" => (BannerTone::Notice, td_string!(locale, payment.news.silent)),
        _ => (BannerTone::Notice, td_string!(locale, corporate.profile.unknown)),
    };
    Some(view! { <Banner tone><p>{text}</p></Banner> })
}

fn show((page, frame): (ProfilePage, CorporateFrame)) -> AnyView {
    let query = use_query_map();
    let may_change = frame.right >= ContactRight::Pay;
    let matter = move || {
        let (edit, kind) = query.with(|query| (query.get("edit").is_some(), query.get("kind")));
        let chosen = kind.as_deref().and_then(PaymentProfile::parse).filter(|kind| page.offered.contains(kind));
        match chosen {
            Some(kind) if may_change => view! { <Fields page=page.clone() kind/> }.into_any(),
            _ if edit && may_change => view! { <Choose page=page.clone()/> }.into_any(),
            _ => view! { <Shown page=page.clone() may_change/> }.into_any(),
        }
    };
    view! { <div class="stack">{matter}</div> }.into_any()
}

/// What a profile is called.
pub fn profile_name(locale: Locale, profile: PaymentProfile) -> &'static str {
    match profile {
        PaymentProfile::Card => td_string!(locale, corporate.profile.card),
        PaymentProfile::SepaDebit => td_string!(locale, corporate.profile.sepa_debit),
        PaymentProfile::BankTransfer => td_string!(locale, corporate.profile.bank_transfer),
        PaymentProfile::Check => td_string!(locale, corporate.profile.check),
    }
}

/// The page that the reader came from on their way to something else; empty where they did not.
fn way_back() -> String {
    let back = use_query_map().with_untracked(|query| query.get("back"));
    back.as_deref().and_then(corporate_address).unwrap_or_default().to_owned()
}

/// An address of this page that keeps the way back.
fn with_way_back(address: String, back: &str) -> String {
    if back.is_empty() { address } else { format!("{address}&back={}", Url::escape(back)) }
}

/// The profile as it is.
#[component]
fn Shown(page: ProfilePage, may_change: bool) -> impl IntoView {
    let locale = use_locale();
    let edit = may_change
        .then(|| view! { <a class="button" href=with_way_back(format!("{ADDRESS}?edit=1"), &way_back())>{td_string!(locale, payment.edit)}</a> }.into_any());
    let warning = page.method.as_ref().filter(|method| page.profile.is_automatic() && method.validity(page.today) == Validity::Expired);
    let warning = warning.map(|_| view! { <InlineAlert tone=BannerTone::Error><p>{td_string!(locale, payment.expired)}</p></InlineAlert> });
    let missing = (page.profile.is_automatic() && page.method.is_none())
        .then(|| view! { <InlineAlert tone=BannerTone::Notice><p>{td_string!(locale, payment.none)}</p></InlineAlert> });
    let mut facts = vec![Fact::text(td_string!(locale, corporate.profile.kind), profile_name(locale, page.profile))];
    match (&page.method, page.profile) {
        (Some(method), PaymentProfile::Card | PaymentProfile::SepaDebit) => facts.push(method_fact(locale, method)),
        (None, PaymentProfile::Card | PaymentProfile::SepaDebit) => {}
        (_, PaymentProfile::BankTransfer) => facts.extend(transfer_facts(locale, &page)),
        (_, PaymentProfile::Check) => facts.extend(check_facts(locale, &page)),
    }
    let title = td_string!(locale, corporate.profile.current);
    match edit {
        Some(action) => view! { <Card title action>{warning}{missing}<Facts facts/></Card> }.into_any(),
        None => view! { <Card title>{warning}{missing}<Facts facts/></Card> }.into_any(),
    }
}

fn method_fact(locale: Locale, method: &MethodOnFile) -> Fact {
    let fact = Fact::text(td_string!(locale, corporate.profile.charged), method_name(locale, method));
    match method {
        MethodOnFile::Card(card) => fact.with_note(td_string!(locale, checkout.valid_until, month = last_month(card)).to_string()),
        MethodOnFile::SepaDebit(debit) => fact.with_note(td_string!(locale, method.mandate, reference = debit.mandate_reference.as_str()).to_string()),
    }
}

fn transfer_facts(locale: Locale, page: &ProfilePage) -> Vec<Fact> {
    vec![
        Fact::text(td_string!(locale, corporate.profile.days), td_string!(locale, corporate.profile.days_value, count = page.days).to_string()),
        Fact::text(td_string!(locale, corporate.profile.to), page.seller.clone()).with_note(page.bank.clone()),
        Fact::text(
            td_string!(locale, corporate.profile.reference),
            td_string!(locale, corporate.profile.reference_value, number = page.account_number.as_str()).to_string(),
        ),
    ]
}

fn check_facts(locale: Locale, page: &ProfilePage) -> Vec<Fact> {
    vec![
        Fact::text(td_string!(locale, corporate.profile.days), td_string!(locale, corporate.profile.days_value, count = page.days).to_string()),
        Fact::text(td_string!(locale, corporate.profile.check_to), page.seller.clone()).with_note(page.address.clone()),
        Fact::text(
            td_string!(locale, corporate.profile.reference),
            td_string!(locale, corporate.profile.reference_value, number = page.account_number.as_str()).to_string(),
        ),
    ]
}

/// The drop-down list. It is sent by GET: which fields follow stands in the address.
#[component]
fn Choose(page: ProfilePage) -> impl IntoView {
    let locale = use_locale();
    let back = way_back();
    let options: Vec<Choice> = page.offered.iter().map(|profile| Choice::new(profile.code(), profile_name(locale, *profile))).collect();
    view! {
        <Card title=td_string!(locale, corporate.profile.choose)>
            <form class="form" method="get" action=ADDRESS>
                {(!back.is_empty()).then(|| view! { <input type="hidden" name="back" value=back.clone()/> })}
                <SelectField name="kind" label=td_string!(locale, corporate.profile.kind) options value=page.profile.code() error=Signal::stored(None::<String>)/>
                <div class="actions">
                    <button class="button primary" type="submit">{td_string!(locale, corporate.profile.next)}</button>
                    <a class="button quiet" href=ADDRESS>{td_string!(locale, payment.keep)}</a>
                </div>
            </form>
        </Card>
    }
}

/// The fields of a kind. What is charged is entered on the gateway's page, for which this form leaves ours.
#[component]
fn Fields(page: ProfilePage, kind: PaymentProfile) -> impl IntoView {
    let locale = use_locale();
    let back = way_back();
    let refusal = use_posted::<SavePaymentProfile>().map(|posted| error_text(locale, &posted.error));
    let (facts, hint, label) = match kind {
        PaymentProfile::Card => (Vec::new(), td_string!(locale, corporate.profile.card_hint), td_string!(locale, corporate.profile.enter_card)),
        PaymentProfile::SepaDebit => (Vec::new(), td_string!(locale, corporate.profile.debit_hint), td_string!(locale, corporate.profile.enter_debit)),
        PaymentProfile::BankTransfer => {
            (transfer_facts(locale, &page), td_string!(locale, corporate.profile.transfer_hint), td_string!(locale, corporate.profile.save))
        }
        PaymentProfile::Check => (check_facts(locale, &page), td_string!(locale, corporate.profile.check_hint), td_string!(locale, corporate.profile.save)),
    };
    view! {
        <Card title=profile_name(locale, kind)>
            {refusal.map(|text| view! { <InlineAlert tone=BannerTone::Error><p>{text}</p></InlineAlert> })}
            {(!facts.is_empty()).then(|| view! { <Facts facts/> })}
            <p>{hint}</p>
            <form class="form" method="post" action=with_way_back(format!("{ADDRESS}?kind={}", kind.code()), &back)>
                <FunctionField function=SavePaymentProfile::PATH/>
                <input type="hidden" name="profile" value=kind.code()/>
                <input type="hidden" name="back" value=back.clone()/>
                <div class="actions">
                    <button class="button primary" type="submit">{label}</button>
                    <a class="button quiet" href=with_way_back(format!("{ADDRESS}?edit=1"), &back)>{td_string!(locale, corporate.profile.other)}</a>
                </div>
            </form>
        </Card>
    }
}

#[component]
fn Skeleton() -> impl IntoView {
    view! { <div class="stack" aria-hidden="true"><Placeholder kind=PlaceholderKind::Card/></div> }
}
