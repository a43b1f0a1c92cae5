//! Who buys and who sells, at the head and at the foot of an invoice.

use crate::texts::{locale_of, td_string};
use crate::ui::address::Address;
use billing::Language;
use billing::address::lines;
use billing::invoice::{InvoiceDocument, Party, Seller};
use leptos::prelude::*;

/// Buyer and seller with their addresses and VAT numbers.
#[component]
pub fn Parties(
    document: InvoiceDocument,
    /// What stands above the buyer, where it is no invoice.
    #[prop(optional)]
    label: Option<&'static str>,
) -> impl IntoView {
    let language = document.language;
    let locale = locale_of(language);
    let (buyer, seller) = (format!("buyer-{}", document.number), format!("seller-{}", document.number));
    view! {
        <div class="invoice-parties">
            <section aria-labelledby=buyer.clone()>
                <h2 id=buyer.clone()>{label.unwrap_or(td_string!(locale, invoice.buyer))}</h2>
                <PartyBlock party=document.buyer language/>
            </section>
            <section aria-labelledby=seller.clone()>
                <h2 id=seller.clone()>{td_string!(locale, invoice.seller)}</h2>
                <PartyBlock party=document.seller.party language/>
            </section>
        </div>
    }
}

#[component]
fn PartyBlock(party: Party, language: Language) -> impl IntoView {
    let locale = locale_of(language);
    let vat_id = party.vat_id.clone().map(|number| view! { <p>{td_string!(locale, invoice.vat_id)}" "<span class="whole">{number}</span></p> });
    view! {
        <Address party language/>
        {vat_id}
    }
}

/// The seller's small print.
#[component]
pub fn Foot(seller: Seller, language: Language) -> impl IntoView {
    let locale = locale_of(language);
    let town = lines(&seller.party).join(", ");
    // Bank and account number are one text in the configuration; a line each reads better.
    let bank: Vec<_> = seller.bank.split(", ").map(|part| view! { <span class="whole">{part.to_owned()}</span><br/> }).collect();
    let vat_id = seller.party.vat_id.map(|number| view! { <br/>{td_string!(locale, invoice.vat_id)}" "<span class="whole">{number}</span> });
    view! {
        <div class="invoice-foot">
            <p>{seller.party.name}<br/>{town}<br/>{seller.email}</p>
            <p>{td_string!(locale, invoice.tax_number)}" "<span class="whole">{seller.tax_number}</span>{vat_id}</p>
            <p>{bank}</p>
        </div>
    }
}
