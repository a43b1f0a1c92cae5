//! A customer's purchase order as the staff sees it: everything, and nothing to change.

use super::calendar_kind::account_link;
use super::purchase_orders::ADDRESS;
use crate::api::purchase_orders::PurchaseOrderPage as PageData;
use crate::api::staff::clock::AccountLink;
use crate::api::staff::purchase_orders::LoadStaffPurchaseOrder;
use crate::pages::corporate::purchase_orders::document::DocumentCard;
use crate::pages::corporate::purchase_orders::one::{Head, Skeleton, Standing, Taken};
use crate::pages::loaded::Loaded;
use crate::texts::{td_string, use_locale};
use crate::ui::facts::{Fact, Facts};
use crate::ui::page::{Page, PageKind};
use crate::ui::way_back::BackLink;
use crate::wire::page_resource;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The page.
#[component]
pub fn PurchaseOrderPage() -> impl IntoView {
    let locale = use_locale();
    let parameters = use_params_map();
    let page = page_resource(move || LoadStaffPurchaseOrder { id: parameters.read().get("id").unwrap_or_default() });
    view! {
        <Page title=td_string!(locale, purchase_orders.purchase_order) kind=PageKind::Narrow>
            <BackLink href=ADDRESS text=td_string!(locale, purchase_orders.all)/>
            <Loaded resource=page skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

fn show(page: PageData) -> AnyView {
    let locale = use_locale();
    let (order, today) = (page.order.clone(), page.today);
    let account = page.account.clone().map(|(number, name)| {
        let facts = vec![Fact::view(td_string!(locale, purchase_orders.account), account_link(AccountLink { number, name }))];
        view! { <section class="card"><div class="card-body"><Facts facts/></div></section> }
    });
    view! {
        <Head order=order.clone() today/>
        <Standing order=order.clone() today/>
        <div class="stack">
            {account}
            <Taken page/>
            <DocumentCard order base=ADDRESS/>
        </div>
    }
    .into_any()
}
