//! The plan editor's page: loads what the editor needs, and tells those who cannot use it why.

mod blocked;
mod fields;
mod form;
mod state;

use super::frame::use_frame;
use super::reactivation::{ReactivationRefusal, provide_reactivation};
use crate::api::ApiError;
use crate::api::session::{Frame, Role};
use crate::api::subscriptions::{EditorPage as Editor, LoadEditor};
use crate::pages::error::ErrorView;
use crate::pages::loaded::Loaded;
use crate::texts::{td_string, use_locale};
use crate::ui::page::Page;
use crate::ui::way_back::BackLink;
use crate::wire::page_resource;
pub use blocked::Blocked;
use form::{EditorForm, provide_attempt};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The page.
#[component]
pub fn EditorPage() -> impl IntoView {
    provide_attempt();
    provide_reactivation();
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("id").unwrap_or_default());
    // Keyed by the subscription alone: typing changes the address's query, and nothing is to be fetched for that.
    let data = page_resource(move || LoadEditor { subscription: id.get() });
    view! {
        <Page title=td_string!(use_locale(), editor.title)>
            <BackLink href="/billing" text=td_string!(use_locale(), editor.back)/>
            <Loaded resource=(data, use_frame()) skeleton=Skeleton view=show/>
        </Page>
    }
}

fn show((page, frame): (Editor, Frame)) -> AnyView {
    if frame.role == Role::Member {
        let error = ApiError::NotBillingContact { name: frame.billing_contact.name, email: frame.billing_contact.email };
        return view! { <ErrorView error/> }.into_any();
    }
    if !page.subscription.can_change() {
        let address = format!("/billing/subscriptions/{}/edit", page.subscription.id);
        return view! { <ReactivationRefusal/><Blocked page address/> }.into_any();
    }
    view! {
        <EditorHead product=product_name(&page)/>
        <EditorForm page/>
    }
    .into_any()
}

/// The product's name, or its id when it has left the catalogue.
pub fn product_name(page: &Editor) -> String {
    page.catalogue.product_name(&page.subscription.running.product)
}

#[component]
fn EditorHead(product: String) -> impl IntoView {
    let locale = use_locale();
    view! {
        <div class="page-head">
            <div>
                <h1>{td_string!(locale, editor.title)}</h1>
                <p class="lead">{td_string!(locale, editor.lead, product = product).to_string()}</p>
            </div>
        </div>
    }
}

/// The shape of the page while it loads.
#[component]
fn Skeleton() -> impl IntoView {
    view! {
        <div class="page-head"><div><h1>{td_string!(use_locale(), editor.title)}</h1></div></div>
        <div class="editor skeleton" aria-hidden="true">
            <div class="card editor-fields">
                <div><span class="bone short"></span><span class="bone large long"></span><span class="bone large long"></span></div>
                <div><span class="bone short"></span><span class="bone large"></span></div>
                <div><span class="bone short"></span><span class="bone large"></span></div>
            </div>
            <div class="editor-side">
                <div class="receipt"><span class="bone large"></span><span class="bone long"></span><span class="bone long"></span><span class="bone long"></span></div>
                <div class="pay-bar"><span class="bone large"></span></div>
            </div>
        </div>
    }
    .into_any()
}
