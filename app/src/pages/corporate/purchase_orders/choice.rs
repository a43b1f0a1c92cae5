//! Which purchase order an order names: one of the account's that are valid today, with what is left of each, another number, or
//! none. What does not suffice is said beside it, before anything is placed.

use crate::api::quotes::QuotePage;
use crate::texts::{td_string, use_locale};
use crate::ui::alert::InlineAlert;
use crate::ui::banner::BannerTone;
use crate::ui::date_field::date_text;
use crate::ui::field::{FieldGroup, Presence, TextField};
use crate::ui::money::money_text;
use billing::purchase_order::{PurchaseOrder, Shortfall};
use chrono::NaiveDate;
use leptos::prelude::*;

/// What an order is to name, and what it costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choosing {
    /// All purchase orders of the account.
    pub orders: Vec<PurchaseOrder>,
    /// The seller's date.
    pub today: NaiveDate,
    /// What is ordered, net, minor units; none where there is no price.
    pub net_minor: Option<i64>,
}

impl From<&QuotePage> for Choosing {
    fn from(page: &QuotePage) -> Self {
        let net_minor = page.quote.price.as_ref().map(|price| price.net_minor);
        Self { orders: page.purchase_orders.clone(), today: page.today, net_minor }
    }
}

impl Choosing {
    fn find(&self, number: &str) -> Option<&PurchaseOrder> {
        let same = |order: &&PurchaseOrder| order.number.to_lowercase() == number.trim().to_lowercase();
        self.orders.iter().find(same)
    }

    /// The sentence for a number that does not suffice.
    fn warning(&self, number: &str) -> Option<String> {
        let locale = use_locale();
        let order = self.find(number)?;
        let number = order.number.as_str();
        Some(match order.shortfall(self.net_minor.unwrap_or_default(), self.today)? {
            Shortfall::TooLittle { missing_minor } => {
                td_string!(locale, purchase_orders.short, number = number, missing = money_text(missing_minor, order.currency)).to_string()
            }
            Shortfall::NotValid => td_string!(locale, purchase_orders.short_not_valid, number = number).to_string(),
            Shortfall::Closed => td_string!(locale, purchase_orders.short_closed, number = number).to_string(),
        })
    }
}

/// The fields: the account's purchase orders as radio buttons, and a text field for another number, which goes before them. Without
/// any purchase order the text field stands alone.
#[component]
pub fn PurchaseOrderField(choosing: Choosing, #[prop(into)] value: String, error: Signal<Option<String>>) -> impl IntoView {
    let locale = use_locale();
    let offered: Vec<PurchaseOrder> = choosing.orders.iter().filter(|order| order.can_draw(choosing.today)).cloned().collect();
    let chosen = offered.iter().find(|order| order.number.to_lowercase() == value.trim().to_lowercase()).map(|order| order.number.clone());
    let typed = if chosen.is_some() { String::new() } else { value };
    if offered.is_empty() {
        return view! {
            <TextField
                name="purchase_order"
                label=td_string!(locale, quotes.purchase_order)
                hint=td_string!(locale, quotes.purchase_order_hint)
                value=typed
                presence=Presence::Optional
                error
            />
        }
        .into_any();
    }
    let chosen = chosen.unwrap_or_default();
    let none = view! { <Offer value="" label=td_string!(locale, purchase_orders.choose_none).to_owned() note=None is_chosen=chosen.is_empty()/> };
    let option = |order: PurchaseOrder| {
        let label = order.number.clone();
        let left = money_text(order.remaining_minor(), order.currency);
        let left = td_string!(locale, purchase_orders.option_left, left = left, until = date_text(order.valid_until)).to_string();
        let note = (left, choosing.warning(&order.number));
        let is_chosen = chosen == order.number;
        view! { <Offer value=order.number label note=Some(note) is_chosen/> }
    };
    let options = offered.into_iter().map(option).collect_view();
    view! {
        <FieldGroup
            name="purchase_order_choice"
            legend=td_string!(locale, purchase_orders.choose)
            hint=Some(td_string!(locale, purchase_orders.choose_hint).to_owned())
            presence=Presence::Optional
            error=Signal::stored(None::<String>)
        >
            <div class="check-list">{none}{options}</div>
        </FieldGroup>
        <TextField
            name="purchase_order"
            label=td_string!(locale, purchase_orders.other_number)
            hint=td_string!(locale, purchase_orders.other_hint)
            value=typed
            presence=Presence::Optional
            error
        />
    }
    .into_any()
}

/// One radio button: what is left, and what is missing.
#[component]
fn Offer(#[prop(into)] value: String, label: String, note: Option<(String, Option<String>)>, is_chosen: bool) -> impl IntoView {
    let note = note.map(|(left, warning)| {
        let warning = warning.map(|warning| view! { " "<small class="shortfall">{warning}</small> });
        view! { " "<small>{left}</small>{warning} }
    });
    view! {
        <label class="check">
            <input class="radio-dot" type="radio" name="purchase_order_choice" value=value checked=is_chosen/>
            <span class="check-text"><span>{label}</span>{note}</span>
        </label>
    }
    .into_any()
}

/// Beside a number that was chosen before: why it does not suffice.
#[component]
pub fn ShortfallNote(choosing: Choosing, number: Option<String>) -> impl IntoView {
    number.and_then(|number| choosing.warning(&number)).map(|text| view! { <InlineAlert tone=BannerTone::Notice><p>{text}</p></InlineAlert> })
}
