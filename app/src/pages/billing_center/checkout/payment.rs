//! Who pays, and with what: the payment method, the VAT number and the billing address, asked for where the order wants them.

use super::ADDRESS;
use crate::api::payment::PaymentFacts;
use crate::pages::billing_center::payment::{DetailsLink, MethodCard, MethodNeed, MethodWay, VatForm};
use crate::texts::{td_string, use_language, use_locale};
use crate::ui::address::address_line;
use crate::ui::money::money_text;
use billing::OrderPrice;
use billing::invoice::Party;
use billing::order::{MethodOnFile, Validity};
use leptos::prelude::*;

/// Payment method, VAT number and billing address.
#[component]
pub fn PaymentCards(facts: PaymentFacts, price: OrderPrice) -> impl IntoView {
    let locale = use_locale();
    let need = if price.due_now_minor > 0 { MethodNeed::Now(money_text(price.due_now_minor, price.currency)) } else { MethodNeed::Nothing };
    let buyer = facts.buyer.clone();
    // DESIGN of the order: asked where the price rises or something is new; else it is only said.
    let vat = price.asks_for_payment.then(|| view! { <VatForm facts=facts.clone() page=ADDRESS/> });
    let asked = price.asks_for_payment;
    view! {
        <MethodCard facts page=ADDRESS purpose="checkout" need way=MethodWay::Open/>
        <section class="card" aria-labelledby="bill-to">
            <div class="card-head">
                <h2 id="bill-to">{td_string!(locale, checkout.address)}</h2>
                <DetailsLink/>
            </div>
            <BillTo buyer with_vat_id=!asked/>
            {vat}
        </section>
    }
    .into_any()
}

/// Whether what is due can be paid with what is on file.
pub fn can_pay(facts: &PaymentFacts, price: &OrderPrice) -> bool {
    let usable = |method: &MethodOnFile| method.validity(facts.today) != Validity::Expired;
    price.due_now_minor == 0 || facts.method.as_ref().is_some_and(usable)
}

#[component]
fn BillTo(buyer: Party, with_vat_id: bool) -> impl IntoView {
    let locale = use_locale();
    let address = address_line(&buyer, use_language());
    let vat_id = buyer.vat_id.filter(|_| with_vat_id).map(|number| {
        let long = td_string!(locale, checkout.vat_id_long);
        view! { <p><abbr title=long>{td_string!(locale, checkout.vat_id)}</abbr>" "{number}</p> }
    });
    view! {
        <p><strong>{buyer.name}</strong><br/>{address}</p>
        {vat_id}
    }
}

/// Stands where the button would be that cannot work.
#[component]
pub fn MethodMissing() -> impl IntoView {
    view! { <p>{td_string!(use_locale(), checkout.no_method.short)}</p> }
}
