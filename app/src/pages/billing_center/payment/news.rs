//! What became of the visit to the gateway's page, said once above the page that it led back to.

use crate::texts::{td_string, use_locale};
use crate::ui::banner::{Banner, BannerTone};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Reads the address: `method` says how it went. Nothing without it.
#[component]
pub fn MethodNews() -> impl IntoView {
    let locale = use_locale();
    let query = use_query_map();
    move || {
        let (how, session) = query.with(|query| (query.get("method"), query.get("session")));
        let (tone, text) = match how.as_deref()? {
            "changed" => (BannerTone::Success, td_string!(locale, payment.news.changed)),
            "cancelled" => (BannerTone::Information, td_string!(locale, payment.news.cancelled)),
            "silent" => (BannerTone::Notice, td_string!(locale, payment.news.silent)),
            _ => (BannerTone::Notice, td_string!(locale, payment.news.unknown)),
        };
        // What was entered there is not lost: the same question may be asked again.
        let again = session.filter(|_| how.as_deref() == Some("silent")).filter(|session| is_plain(session)).map(|session| {
            let address = format!("/billing/payment-method/return?session={session}");
            view! { <p class="actions"><a class="button" rel="external" href=address>{td_string!(locale, payment.news.again)}</a></p> }
        });
        Some(view! { <Banner tone><p>{text}</p>{again}</Banner> })
    }
}

/// Letters, digits and `_`, as the gateway's names are: anything else came from somebody else.
fn is_plain(session: &str) -> bool {
    !session.is_empty() && session.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}
