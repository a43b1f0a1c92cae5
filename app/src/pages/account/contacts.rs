//! Who works for the account and may do what: the people, invitations, places that change hands, and who gets invoices. The page
//! stands behind both doors of customers.

mod hand_over;
mod invitations;
mod people;

use crate::api::ApiError;
use crate::api::contacts::{
    ChangeContact, ContactsPage as PageData, InviteContact, LoadContacts, OfferPlace, RemoveContact, SaveRecipients, SettleInvitation, SettleOffer,
};
use crate::doors::customer::{CustomerDoor, use_customer_door};
use crate::forms::{Posted, use_posted};
use crate::pages::loaded::Loaded;
use crate::texts::{Locale, error_text, td_string, use_locale};
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::page::{Page, PageKind};
use crate::ui::page_head::PageHead;
use crate::ui::placeholder::{Placeholder, PlaceholderKind};
use crate::wire::page_resource;
use billing::corporate::ContactRight;
use hand_over::{GiveCard, OffersCard};
use invitations::{GuestsCard, InviteCard};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use people::{PeopleCard, RecipientsCard};

/// The name of the page behind its door.
const NAME: &str = "contacts";

/// Fields whose errors stand beside them.
const FIELDS: [&str; 6] = ["name", "email", "right", "receiver", "after", "recipients"];

/// The form that was refused on this visit: all of the page's forms are left to the browser, since what they change is who may
/// see the page.
#[derive(Clone)]
struct Refused(StoredValue<Option<Posted>>);

impl Refused {
    /// What was typed into the form of a function, and why that was refused.
    fn of(&self, function: &str) -> Option<Posted> {
        self.0.get_value().filter(|posted| posted.function == function)
    }
}

/// The page. `?done=` says what was just done.
#[component]
pub fn ContactsPage() -> impl IntoView {
    let locale = use_locale();
    let door = use_customer_door();
    let page = page_resource(move || LoadContacts { door: door.code().to_owned() });
    let posted = use_posted::<InviteContact>()
        .or_else(use_posted::<SettleInvitation>)
        .or_else(use_posted::<ChangeContact>)
        .or_else(use_posted::<RemoveContact>)
        .or_else(use_posted::<OfferPlace>)
        .or_else(use_posted::<SettleOffer>)
        .or_else(use_posted::<SaveRecipients>);
    let refusal = posted.as_ref().map(|posted| &posted.error).filter(|error| !error.field().is_some_and(|field| FIELDS.contains(&field)));
    let refusal = refusal.map(|error| refusal_of(locale, error));
    provide_context(Refused(StoredValue::new(posted)));
    view! {
        <Page title=td_string!(locale, contacts.title) kind=PageKind::Narrow>
            <Head door/>
            {refusal}
            <Done/>
            <Loaded resource=page skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

fn refusal_of(locale: Locale, error: &ApiError) -> AnyView {
    let text = error_text(locale, error);
    view! { <Banner tone=BannerTone::Error title=td_string!(locale, contacts.failed)><p>{text}</p></Banner> }.into_any()
}

#[component]
fn Head(door: CustomerDoor) -> impl IntoView {
    let locale = use_locale();
    let lead = match door {
        CustomerDoor::Corporate => td_string!(locale, contacts.lead),
        CustomerDoor::BillingCenter => td_string!(locale, contacts.lead_online),
    };
    view! { <PageHead title=td_string!(locale, contacts.title) lead/> }
}

#[component]
fn Done() -> impl IntoView {
    let locale = use_locale();
    let Refused(posted) = expect_context();
    let done = use_query_map().with_untracked(|query| query.get("done"));
    let text = match done.as_deref()? {
        "invited" => td_string!(locale, contacts.done.invited),
        "invited_again" => td_string!(locale, contacts.done.invited_again),
        "taken_back" => td_string!(locale, contacts.done.taken_back),
        "changed" => td_string!(locale, contacts.done.changed),
        "removed" => td_string!(locale, contacts.done.removed),
        "offered" => td_string!(locale, contacts.done.offered),
        "taken" => td_string!(locale, contacts.done.taken),
        "declined" => td_string!(locale, contacts.done.declined),
        "withdrawn" => td_string!(locale, contacts.done.withdrawn),
        "recipients" => td_string!(locale, contacts.done.recipients),
        _ => return None,
    };
    posted.with_value(Option::is_none).then(|| view! { <Banner tone=BannerTone::Success><p>{text}</p></Banner> })
}

fn show(page: PageData) -> AnyView {
    let decides = page.right == ContactRight::Order;
    let (offers, people, guests, recipients) = (page.offers.clone(), page.clone(), page.invitations.clone(), page.clone());
    view! {
        <div class="stack">
            <OffersCard offers/>
            <PeopleCard page=people/>
            {(!guests.is_empty()).then(|| view! { <GuestsCard guests/> })}
            {decides.then(|| view! { <InviteCard/><GiveCard page=page.clone()/> })}
            <RecipientsCard page=recipients/>
        </div>
    }
    .into_any()
}

/// What somebody may do, in two words.
pub fn right_name(locale: Locale, right: ContactRight) -> &'static str {
    match right {
        ContactRight::Order => td_string!(locale, contacts.rights.order),
        ContactRight::Pay => td_string!(locale, contacts.rights.pay),
        ContactRight::Read => td_string!(locale, contacts.rights.read),
    }
}

/// What may be given at a door, the most first: those who buy online know no payers.
fn offered_rights(door: CustomerDoor) -> Vec<ContactRight> {
    let all = ContactRight::ALL.into_iter().rev();
    all.filter(|right| door == CustomerDoor::Corporate || *right != ContactRight::Pay).collect()
}

#[component]
fn Skeleton() -> impl IntoView {
    view! { <div class="stack" aria-hidden="true"><Placeholder kind=PlaceholderKind::Card/><Placeholder kind=PlaceholderKind::Card/></div> }
}
