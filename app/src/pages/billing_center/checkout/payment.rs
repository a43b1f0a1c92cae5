//! Who pays, and with what: the card on file and the billing address, or that a card is missing.

use crate::texts::{td_string, use_language, use_locale};
use crate::ui::address::address_line;
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::icon::Icon;
use crate::ui::method_text::{last_month, method_name};
use crate::ui::money::money_text;
use billing::OrderPrice;
use billing::invoice::Party;
use billing::order::{MethodOnFile, Validity};
use leptos::prelude::*;

/// The card on file and the billing address.
#[component]
pub fn PaymentCard(buyer: Party, method: Option<MethodOnFile>, price: Option<OrderPrice>) -> impl IntoView {
    let locale = use_locale();
    let price = price?;
    let method = match method {
        Some(method) => view! { <Method method today=price.today/> }.into_any(),
        None if price.due_now_minor > 0 => {
            let due = money_text(price.due_now_minor, price.currency);
            view! {
                <Banner tone=BannerTone::Notice title=td_string!(locale, checkout.no_method.title)>
                    <p>{td_string!(locale, checkout.no_method.text, amount = due).to_string()}</p>
                </Banner>
            }
            .into_any()
        }
        None => view! { <p class="method">{td_string!(locale, checkout.nothing_due)}</p> }.into_any(),
    };
    let paid = view! {
        <section class="card" aria-labelledby="payment">
            <div class="card-head"><h2 id="payment">{td_string!(locale, checkout.method)}</h2></div>
            {method}
            <BillTo buyer/>
        </section>
    };
    Some(paid.into_any())
}

/// "Visa •••• 4242, gültig bis 04/2028".
#[component]
fn Method(method: MethodOnFile, today: chrono::NaiveDate) -> impl IntoView {
    let locale = use_locale();
    let validity = match (&method, method.validity(today)) {
        (MethodOnFile::Card(card), Validity::Expired) => td_string!(locale, checkout.expired, month = last_month(card)).to_string(),
        (MethodOnFile::Card(card), _) => td_string!(locale, checkout.valid_until, month = last_month(card)).to_string(),
        (MethodOnFile::SepaDebit(debit), _) => td_string!(locale, method.mandate, reference = debit.mandate_reference.as_str()).to_string(),
    };
    view! {
        <div class="method">
            <Icon name="card"/>
            <p><strong class="whole">{method_name(locale, &method)}</strong>" "<span>{validity}</span></p>
        </div>
    }
}

#[component]
fn BillTo(buyer: Party) -> impl IntoView {
    let locale = use_locale();
    let address = address_line(&buyer, use_language());
    let vat_id = buyer.vat_id.map(|number| {
        let long = td_string!(locale, checkout.vat_id_long);
        view! { <div><dt><abbr title=long>{td_string!(locale, checkout.vat_id)}</abbr></dt><dd>{number}</dd></div> }
    });
    view! {
        <dl class="facts">
            <div><dt>{td_string!(locale, checkout.address)}</dt><dd>{buyer.name}" "<small>{address}</small></dd></div>
            {vat_id}
        </dl>
    }
}

/// Stands where the button would be that cannot work.
#[component]
pub fn MethodMissing() -> impl IntoView {
    view! { <p>{td_string!(use_locale(), checkout.no_method.short)}</p> }
}
