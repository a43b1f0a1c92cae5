//! A card that cannot pay the next bill, or soon cannot: said on the home page, with the way to another.

use crate::pages::billing_center::payment::EDIT_ADDRESS;
use crate::texts::{td_string, use_locale};
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::method_text::{last_month, method_name};
use billing::order::{MethodOnFile, Validity};
use chrono::NaiveDate;
use leptos::prelude::*;

/// The banner; nothing for what is valid for longer.
#[component]
pub fn CardNews(method: MethodOnFile, today: NaiveDate) -> impl IntoView {
    let locale = use_locale();
    let MethodOnFile::Card(card) = &method else { return ().into_any() };
    let (name, month) = (method_name(locale, &method), last_month(card));
    let (tone, text) = match method.validity(today) {
        Validity::Valid => return ().into_any(),
        Validity::ExpiresSoon => (BannerTone::Notice, td_string!(locale, payment.card_expires_soon, card = name, month = month).to_string()),
        Validity::Expired => (BannerTone::Error, td_string!(locale, payment.card_expired, card = name, month = month).to_string()),
    };
    view! {
        <Banner tone>
            <p>{text}</p>
            <p class="actions"><a class="button" href=EDIT_ADDRESS>{td_string!(locale, payment.update)}</a></p>
        </Banner>
    }
    .into_any()
}
