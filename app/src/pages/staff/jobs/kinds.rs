//! How many jobs of each kind there are to look after.

use super::RunAgainForm;
use crate::api::staff::jobs::KindRow;
use crate::pages::staff::calendar_kind::kind_text;
use crate::texts::{td_string, use_language, use_locale};
use crate::ui::alert::InlineAlert;
use crate::ui::banner::BannerTone;
use crate::ui::table::{Column, Row, Table};
use billing::format;
use leptos::prelude::*;

/// The table, or that all is well.
#[component]
pub fn Kinds(kinds: Vec<KindRow>, may_run_again: bool) -> impl IntoView {
    let locale = use_locale();
    let is_well = kinds.iter().all(|kind| kind.late + kind.failing + kind.dead == 0);
    let well = is_well.then(|| view! { <InlineAlert tone=BannerTone::Success><p>{td_string!(locale, staff.jobs.all_well)}</p></InlineAlert> });
    if kinds.is_empty() {
        return well.into_any();
    }
    let columns = vec![
        Column::text(td_string!(locale, staff.jobs.kind)),
        Column::number(td_string!(locale, staff.jobs.due)),
        Column::number(td_string!(locale, staff.jobs.late)),
        Column::number(td_string!(locale, staff.jobs.failing)),
        Column::number(td_string!(locale, staff.jobs.dead)),
    ];
    let rows: Vec<Row> = kinds.into_iter().map(|kind| Row::new(cells(kind, may_run_again))).collect();
    view! {
        {well}
        <section class="job-kinds" aria-labelledby="kinds-title">
            <h2 id="kinds-title">{td_string!(locale, staff.jobs.kinds)}</h2>
            <Table caption=td_string!(locale, staff.jobs.kinds_caption) columns rows/>
        </section>
    }
    .into_any()
}

fn cells(row: KindRow, may_run_again: bool) -> Vec<AnyView> {
    let (locale, language) = (use_locale(), use_language());
    let KindRow { kind, code, due, late, failing, dead } = row;
    let count = |count: i64| format::count(count, language).into_any();
    let kind = kind_text(locale, kind);
    let again = (may_run_again && dead > 0).then(|| view! { " "<RunAgainForm code subject="" text=td_string!(locale, staff.jobs.run_again_kind) of=kind/> });
    vec![kind.into_any(), count(due), count(late), count(failing), view! { {format::count(dead, language)}{again} }.into_any()]
}
