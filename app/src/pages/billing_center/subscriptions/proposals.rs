//! What colleagues wish, above the tiles: each leads to where it is filled in.

use crate::api::proposals::ProposalRow;
use crate::pages::people::proposals::{ADDRESS, wish_text};
use crate::texts::{td_string, use_locale};
use crate::ui::banner::{Banner, BannerTone};
use leptos::prelude::*;

/// The banner; nothing where nobody wishes anything.
#[component]
pub fn Proposals(rows: Vec<ProposalRow>) -> impl IntoView {
    let locale = use_locale();
    if rows.is_empty() {
        return None;
    }
    let row = |row: ProposalRow| {
        let text = td_string!(locale, proposals.who_wishes, who = row.who.as_str(), what = wish_text(locale, &row)).to_string();
        view! { <li>{text}" "<a href=row.address>{td_string!(locale, proposals.order)}</a></li> }
    };
    let rows: Vec<_> = rows.into_iter().map(row).collect();
    Some(view! {
        <Banner tone=BannerTone::Notice title=td_string!(locale, proposals.title)>
            <ul>{rows}</ul>
            <p><a href=ADDRESS>{td_string!(locale, proposals.all)}</a></p>
        </Banner>
    })
}
