//! The document of a purchase order: to look at, to take along, and to send; with script as soon as it is chosen, with its progress.

use super::ADDRESS;
use crate::api::ApiError;
use crate::api::purchase_orders::{DOCUMENT_FIELD, DOCUMENT_UPLOAD, PurchaseOrderPage};
use crate::forms::{FileSending, use_posted_to};
use crate::texts::{error_text, td_string, use_locale};
use crate::ui::icon::Icon;
use crate::ui::upload::{self, UploadRules, UploadState, size_of};
use crate::wire::PageResource;
use billing::purchase_order::{LARGEST_DOCUMENT, PurchaseOrder};
use leptos::prelude::*;
use web_sys::File;

const RULES: UploadRules = UploadRules { accept: ".pdf", limit_bytes: LARGEST_DOCUMENT.unsigned_abs() };

/// What is being sent; it outlives the page's matter, which is made anew once the document has arrived.
#[derive(Clone, Copy)]
struct Sending {
    state: RwSignal<UploadState>,
    sending: FileSending,
    page: PageResource<PurchaseOrderPage>,
}

/// At the top of the page.
pub(super) fn provide_upload(page: PageResource<PurchaseOrderPage>) {
    let locale = use_locale();
    let refused = use_posted_to(DOCUMENT_UPLOAD).map(|posted| UploadState::Failed(error_text(locale, &posted.error)));
    provide_context(Sending { state: RwSignal::new(refused.unwrap_or_default()), sending: FileSending::new(), page });
}

/// The card with the document's name and the ways to it, whoever looks; the children send another.
#[component]
pub fn DocumentCard(
    order: PurchaseOrder,
    /// Where purchase orders lie at the reader's door.
    base: &'static str,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let locale = use_locale();
    let file = format!("{base}/{}/file", order.id);
    let matter = match order.file_name {
        Some(name) => view! {
            <p class="document-name"><Icon name="file"/><strong>{name}</strong></p>
            <p class="actions">
                <a class="button" href=file.clone() rel="external" target="_blank">{td_string!(locale, purchase_orders.document_view)}</a>
                <a class="button" href=format!("{file}?download=1") rel="external" download=""><Icon name="download"/><span>{td_string!(locale, purchase_orders.document_download)}</span></a>
            </p>
        }
        .into_any(),
        None => view! { <p>{td_string!(locale, purchase_orders.document_none)}</p> }.into_any(),
    };
    view! {
        <section class="card" aria-labelledby="document-title">
            <div class="card-head"><h2 id="document-title">{td_string!(locale, purchase_orders.document)}</h2></div>
            <div class="card-body stack">{matter}{children.map(|children| children())}</div>
        </section>
    }
    .into_any()
}

/// The form that sends a document: to the page's second address, so that it works without script as well.
#[component]
pub fn Upload(order: PurchaseOrder) -> impl IntoView {
    let locale = use_locale();
    let Sending { state, sending, page } = expect_context();
    let address = format!("{ADDRESS}/{}/document", order.id);
    let send_to = address.clone();
    let on_file = Callback::new(move |file: File| {
        let (name, size_bytes) = (file.name(), size_of(&file));
        state.set(UploadState::Sending { name: file.name(), per_cent: Some(0) });
        let under_way = name.clone();
        let progress = move |per_cent| {
            if matches!(*state.read_untracked(), UploadState::Sending { .. }) {
                state.set(UploadState::Sending { name: under_way.clone(), per_cent });
            }
        };
        let end = move |answer: Result<(), ApiError>| {
            // Taken away meanwhile: nobody waits for it.
            if !matches!(*state.read_untracked(), UploadState::Sending { .. }) {
                return;
            }
            match answer {
                Ok(()) => {
                    state.set(UploadState::Done { name: name.clone(), size_bytes });
                    page.refetch();
                }
                Err(error) => state.set(UploadState::Failed(error_text(locale, &error))),
            }
        };
        sending.send(&send_to, (DOCUMENT_FIELD, &file), progress, end);
    });
    let word = match order.file_name {
        Some(_) => td_string!(locale, purchase_orders.document_replace),
        None => td_string!(locale, purchase_orders.document_send),
    };
    view! {
        <form class="form" method="post" action=address enctype="multipart/form-data">
            <upload::Upload name=DOCUMENT_FIELD label=word rules=RULES state on_file on_remove=Callback::new(move |()| sending.stop())/>
            // With script the file is sent as soon as it is chosen.
            <p class="actions scriptless-only"><button class="button" type="submit">{word}</button></p>
        </form>
    }
    .into_any()
}
