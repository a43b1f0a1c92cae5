//! A billing contact's place: offered to somebody of the account, taken or declined by them, or no longer offered.

use super::invitations::RadioLine;
use super::{NAME, Refused};
use crate::api::contacts::{ContactsPage as PageData, OfferPlace, OfferRow, SettleOffer};
use crate::doors::customer::{DoorField, use_customer_door};
use crate::forms::{FunctionField, field_error, posted_value};
use crate::texts::{td_string, use_language, use_locale};
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::choice::Choice;
use crate::ui::field::FieldGroup;
use crate::ui::select::SelectField;
use billing::corporate::{ContactRight, GiverAfter};
use billing::format;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// What is offered to the reader, and what they offer; of others, that they do.
#[component]
pub fn OffersCard(offers: Vec<OfferRow>) -> impl IntoView {
    offers.into_iter().map(|offer| view! { <Offer offer/> }).collect_view()
}

#[component]
fn Offer(offer: OfferRow) -> impl IntoView {
    let (locale, language) = (use_locale(), use_language());
    let on = format::date(offer.offered_on, language);
    let (giver, receiver) = (offer.giver.as_str(), offer.receiver.as_str());
    let button = |act: &'static str, class: &'static str, text: &'static str| view! { <button class=class type="submit" name="act" value=act>{text}</button> };
    let (title, text, buttons) = if offer.is_received {
        let after = match offer.after {
            GiverAfter::Read => td_string!(locale, contacts.offer.after_read, giver = giver).to_string(),
            GiverAfter::Leave => td_string!(locale, contacts.offer.after_leave, giver = giver).to_string(),
        };
        let title = td_string!(locale, contacts.offer.received, giver = giver).to_string();
        let text = format!("{} {after}", td_string!(locale, contacts.offer.received_text));
        let buttons = view! {
            {button("take", "button primary", td_string!(locale, contacts.offer.take))}
            {button("decline", "button quiet", td_string!(locale, contacts.offer.decline))}
        };
        (title, text, Some(buttons.into_any()))
    } else {
        let title = td_string!(locale, contacts.offer.given, giver = giver, receiver = receiver).to_string();
        let text = td_string!(locale, contacts.offer.given_text, receiver = receiver, date = on).to_string();
        (title, text, offer.is_given.then(|| button("withdraw", "button", td_string!(locale, contacts.offer.withdraw)).into_any()))
    };
    let form = buttons.map(|buttons| {
        view! {
            <form method="post" action=use_customer_door().page(NAME)>
                <FunctionField function=SettleOffer::PATH/>
                <DoorField/>
                <input type="hidden" name="offer" value=offer.id.clone()/>
                <div class="actions">{buttons}</div>
            </form>
        }
    });
    view! { <Banner tone=BannerTone::Notice title><p>{text}</p>{form}</Banner> }.into_any()
}

/// The form that offers the reader's place.
#[component]
pub fn GiveCard(page: PageData) -> impl IntoView {
    let locale = use_locale();
    if page.offers.iter().any(|offer| offer.is_given) {
        return ().into_any();
    }
    let refused: Refused = expect_context();
    let posted = refused.of(OfferPlace::PATH);
    let (receiver, after) = (posted_value(posted.as_ref(), "receiver"), posted_value(posted.as_ref(), "after"));
    let error = Signal::stored(posted.map(|posted| posted.error));
    let can_take = page.contacts.into_iter().filter(|one| one.right != ContactRight::Order && one.user_id.is_some());
    let options: Vec<Choice> = can_take.map(|one| Choice::new(one.person, format!("{}, {}", one.name, one.email))).collect();
    let chosen = GiverAfter::parse(&after).unwrap_or(GiverAfter::Read);
    let line = move |after: GiverAfter| {
        let (label, hint) = match after {
            GiverAfter::Read => (td_string!(locale, contacts.give.read), td_string!(locale, contacts.give.read_hint)),
            GiverAfter::Leave => (td_string!(locale, contacts.give.leave), td_string!(locale, contacts.give.leave_hint)),
        };
        view! { <RadioLine name="after" value=after.code() label hint checked=after == chosen/> }
    };
    let matter = if options.is_empty() {
        view! { <p>{td_string!(locale, contacts.give.nobody)}</p> }.into_any()
    } else {
        view! {
            <p>{td_string!(locale, contacts.give.text)}</p>
            <form class="form" method="post" action=use_customer_door().page(NAME) novalidate>
                <FunctionField function=OfferPlace::PATH/>
                <DoorField/>
                <SelectField name="receiver" label=td_string!(locale, contacts.give.receiver) options value=receiver error=field_error(error, "receiver")/>
                <FieldGroup name="after" legend=td_string!(locale, contacts.give.after) hint=None error=field_error(error, "after")>
                    <div class="check-list">{GiverAfter::ALL.map(line).collect_view()}</div>
                </FieldGroup>
                <div class="actions"><button class="button" type="submit">{td_string!(locale, contacts.give.submit)}</button></div>
            </form>
        }
        .into_any()
    };
    view! {
        <section class="card" aria-labelledby="give-title">
            <div class="card-head"><h2 id="give-title">{td_string!(locale, contacts.give.title)}</h2></div>
            <div class="card-body">{matter}</div>
        </section>
    }
    .into_any()
}
