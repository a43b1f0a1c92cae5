//! The catalogue in force: products, plans, prices. Read only; it is changed in its file (docs/catalogue.md).

use crate::api::staff::catalogue::{CataloguePage as PageData, LoadCatalogue, PriceRow, ProductCard};
use crate::pages::loaded::Loaded;
use crate::texts::{td_string, use_locale};
use crate::ui::badge::{Badge, BadgeTone};
use crate::ui::code::{Code, LongCode};
use crate::ui::page::Page;
use crate::ui::page_head::PageHead;
use crate::ui::placeholder::{Placeholder, PlaceholderKind};
use crate::ui::table::{Column, Row, Table};
use crate::wire::page_resource;
use leptos::prelude::*;

/// The page.
#[component]
pub fn CataloguePage() -> impl IntoView {
    let catalogue = page_resource(|| LoadCatalogue {});
    view! {
        <Page title=td_string!(use_locale(), staff.catalogue.title)>
            <Head/>
            <Loaded resource=catalogue skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

#[component]
fn Head() -> impl IntoView {
    let locale = use_locale();
    view! { <PageHead title=td_string!(locale, staff.catalogue.title) lead=td_string!(locale, staff.catalogue.lead)/> }
}

#[component]
fn Skeleton() -> impl IntoView {
    view! { <Placeholder kind=PlaceholderKind::Paper/> }
}

fn show(page: PageData) -> AnyView {
    let locale = use_locale();
    let since = page.since.unwrap_or_else(|| td_string!(locale, staff.catalogue.since_unknown).to_owned());
    let products: Vec<_> = page.products.into_iter().map(|product| view! { <Product product/> }).collect();
    view! {
        <dl class="facts">
            <div><dt>{td_string!(locale, staff.catalogue.since)}</dt><dd>{since}</dd></div>
            <div><dt>{td_string!(locale, staff.catalogue.fingerprint)}</dt><dd><LongCode text=page.fingerprint/></dd></div>
        </dl>
        <div class="account-parts">{products}</div>
    }
    .into_any()
}

#[component]
fn Product(product: ProductCard) -> impl IntoView {
    let locale = use_locale();
    let ProductCard { id, name, facts, prices } = product;
    let (section, heading) = (id.clone(), id.clone());
    let columns = vec![
        Column::text(td_string!(locale, staff.catalogue.plan)),
        Column::text(td_string!(locale, staff.catalogue.currency)),
        Column::text(td_string!(locale, staff.catalogue.interval)),
        Column::text(td_string!(locale, staff.catalogue.in_force)),
        Column::text(td_string!(locale, staff.catalogue.steps)),
        Column::figure(td_string!(locale, staff.catalogue.unit)),
    ];
    let rows = prices.into_iter().map(row).collect();
    view! {
        <section aria-labelledby=section>
            <h2 id=heading>{name.clone()}</h2>
            <p class="account-note"><Code text=id/>" · "{facts.join(" · ")}</p>
            <Table caption=name columns rows/>
        </section>
    }
    .into_any()
}

fn row(row: PriceRow) -> Row {
    let PriceRow { plan, currency, interval, unit, steps, span, is_current } = row;
    let current = is_current.then(|| view! { " "<Badge tone=BadgeTone::Accent text=td_string!(use_locale(), staff.catalogue.today)/> });
    let steps = if steps.is_empty() { "–".to_owned() } else { steps.join(", ") };
    Row::new(vec![
        plan.into_any(),
        currency.into_any(),
        interval.into_any(),
        view! { <span>{span}{current}</span> }.into_any(),
        steps.into_any(),
        unit.into_any(),
    ])
}
