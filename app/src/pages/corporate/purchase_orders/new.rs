//! A new purchase order. Its document follows on its page: a browser forgets a file with every answer, so that a wrong one would
//! cost what was typed.

use super::ADDRESS;
use super::form::{FieldValues, Fields, Refused};
use crate::api::ApiError;
use crate::api::purchase_orders::{AddPurchaseOrder, LoadNewPurchaseOrder, NewPurchaseOrderPage as PageData};
use crate::forms::{FormAction, PostForm, Posted, form_error, use_posted};
use crate::pages::loaded::Loaded;
use crate::texts::{td_string, use_locale};
use crate::ui::button::SubmitButton;
use crate::ui::page::{Page, PageKind};
use crate::ui::page_head::PageHead;
use crate::ui::placeholder::{Placeholder, PlaceholderKind};
use crate::ui::way_back::BackLink;
use crate::wire::page_resource;
use leptos::prelude::*;

#[derive(Clone)]
struct Attempt {
    action: FormAction,
    error: Signal<Option<ApiError>>,
    posted: Option<Posted>,
}

/// The page.
#[component]
pub fn NewPurchaseOrderPage() -> impl IntoView {
    let locale = use_locale();
    let page = page_resource(|| LoadNewPurchaseOrder {});
    let action = FormAction::new::<AddPurchaseOrder>();
    let posted = use_posted::<AddPurchaseOrder>();
    provide_context(Attempt { action, error: form_error(action, posted.as_ref()), posted });
    view! {
        <Page title=td_string!(locale, purchase_orders.add) kind=PageKind::Narrow>
            <BackLink href=ADDRESS text=td_string!(locale, purchase_orders.all)/>
            <PageHead title=td_string!(locale, purchase_orders.add)/>
            <Loaded resource=page skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

fn show(page: PageData) -> AnyView {
    let locale = use_locale();
    let Attempt { action, error, posted } = expect_context();
    let values = FieldValues { valid_from: page.today.to_string(), ..FieldValues::default() }.or_typed(posted.as_ref());
    view! {
        <Refused error/>
        <PostForm action page=format!("{ADDRESS}/new")>
            <Fields values currency=page.currency error/>
            <p class="field-hint">{td_string!(locale, purchase_orders.document_after)}</p>
            <SubmitButton pending=action.pending()>{td_string!(locale, purchase_orders.create)}</SubmitButton>
        </PostForm>
    }
    .into_any()
}

#[component]
fn Skeleton() -> impl IntoView {
    view! { <Placeholder kind=PlaceholderKind::Paper/> }
}
