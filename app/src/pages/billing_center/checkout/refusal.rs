//! Why the last try to order was refused, above the order as it is now.

use super::Attempt;
use crate::api::ApiError;
use crate::texts::{error_text, td_string, use_locale};
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::money::money_text;
use billing::Currency;
use leptos::html;
use leptos::prelude::*;

/// The refusal, if there was one. `due_minor` is the sum that the page shows now.
#[component]
pub fn Refusal(due_minor: Option<i64>, currency: Option<Currency>) -> impl IntoView {
    let Attempt { error, sent_due_minor, .. } = expect_context();
    // Read once: the page is made anew with every answer, and the old sum belongs to this one.
    let error = error.get_untracked()?;
    let sent_minor = sent_due_minor.get_untracked().and_then(|text| text.parse::<i64>().ok());
    let told = match error {
        ApiError::PriceChanged => view! { <PriceChanged before=amount(sent_minor, currency) now=amount(due_minor, currency)/> }.into_any(),
        ApiError::OrderOpen { order } => view! { <OrderOpen order/> }.into_any(),
        ApiError::LicencesAssigned { ref subscription, .. } => {
            let address = format!("/billing/licences?subscription={subscription}");
            view! { <LicencesAssigned error address/> }.into_any()
        }
        error => view! { <Failed error/> }.into_any(),
    };
    Some(view! { <InFocus>{told}</InFocus> })
}

fn amount(minor: Option<i64>, currency: Option<Currency>) -> Option<String> {
    Some(money_text(minor?, currency?))
}

/// Takes the focus when it appears, since the button that was pressed is far below.
#[component]
fn InFocus(children: Children) -> impl IntoView {
    let place = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if let Some(place) = place.get() {
            let _outside_the_page = place.focus();
        }
    });
    view! { <div tabindex="-1" node_ref=place>{children()}</div> }
}

/// "Instead of A now B". What was posted may be anything, so A is left out unless it is an amount.
#[component]
fn PriceChanged(before: Option<String>, now: Option<String>) -> impl IntoView {
    let locale = use_locale();
    let (title, text) = if before == now {
        (td_string!(locale, checkout.changed.title_same_sum), td_string!(locale, checkout.changed.text_same_sum))
    } else {
        (td_string!(locale, checkout.changed.title), td_string!(locale, checkout.changed.text))
    };
    let comparison = before.zip(now).filter(|(before, now)| before != now).map(|(before, now)| {
        view! {
            <dl class="price-change">
                <div><dt>{td_string!(locale, checkout.changed.instead_of)}</dt><dd><s><span class="amount">{before}</span></s></dd></div>
                <div><dt>{td_string!(locale, checkout.changed.now)}</dt><dd><span class="amount">{now}</span></dd></div>
            </dl>
        }
    });
    view! {
        <Banner tone=BannerTone::Notice title>
            <p>{text}</p>
            {comparison}
        </Banner>
    }
}

/// An order is in progress already, with the way to it.
#[component]
pub fn OrderOpen(order: String) -> impl IntoView {
    let locale = use_locale();
    view! {
        <Banner tone=BannerTone::Notice title=td_string!(locale, checkout.open.title)>
            <p>{td_string!(locale, checkout.open.text)}</p>
            <p class="actions"><a class="button" href=format!("/billing/orders/{order}")>{td_string!(locale, checkout.open.link)}</a></p>
        </Banner>
    }
}

/// Fewer licences are ordered than people hold: who loses theirs is said there.
#[component]
fn LicencesAssigned(error: ApiError, address: String) -> impl IntoView {
    let locale = use_locale();
    view! {
        <Banner tone=BannerTone::Notice title=td_string!(locale, checkout.failed_title)>
            <p>{error_text(locale, &error)}</p>
            <p class="actions"><a class="button" href=address>{td_string!(locale, editor.release)}</a></p>
        </Banner>
    }
}

#[component]
fn Failed(error: ApiError) -> impl IntoView {
    let locale = use_locale();
    view! {
        <Banner tone=BannerTone::Error title=td_string!(locale, checkout.failed_title)>
            <p>{error_text(locale, &error)}</p>
        </Banner>
    }
}
