//! Dialogs: the browser's own, which keeps the focus inside, makes the page behind it inert, and gives the focus back.

use super::icon::Icon;
use crate::texts::{td_string, use_locale};
use leptos::ev::MouseEvent;
use leptos::html;
use leptos::prelude::*;

/// Opens and closes one [`Dialog`].
#[derive(Clone, Copy, Default)]
pub struct DialogHandle(NodeRef<html::Dialog>);

impl DialogHandle {
    /// A handle for one dialog, to be made at the top of the component.
    pub fn new() -> Self {
        Self::default()
    }

    /// Opens it. Where the browser cannot, nothing happens.
    pub fn open(self) -> Option<()> {
        let dialog = self.0.get_untracked()?;
        if dialog.open() { Some(()) } else { dialog.show_modal().ok() }
    }

    /// Closes it; the focus goes back to where it came from.
    pub fn close(self) {
        if let Some(dialog) = self.0.get_untracked() {
            dialog.close();
        }
    }
}

/// A dialog: title, matter, close button. Its buttons stand in a `.actions` at the end of the matter, what the reader
/// came for first. The focus begins at the first thing in it that can be operated, or at the one with `autofocus`: where
/// something ends, that is the way back.
#[component]
pub fn Dialog(handle: DialogHandle, #[prop(into)] id: String, #[prop(into)] title: String, children: Children) -> impl IntoView {
    let DialogHandle(dialog) = handle;
    let title_id = format!("{id}-title");
    let labelled_by = title_id.clone();
    view! {
        <dialog class="dialog" id=id aria-labelledby=labelled_by node_ref=dialog>
            <h2 class="dialog-title" id=title_id>{title}</h2>
            <div class="dialog-body">{children()}</div>
            // Last, so that the focus begins in the matter.
            <button class="button quiet icon-only dialog-close" type="button" aria-label=td_string!(use_locale(), parts.close) on:click=move |_| handle.close()>
                <Icon name="close"/>
            </button>
        </dialog>
    }
    .into_any()
}

/// A link that opens a dialog. Without script, in a new tab, or before the page listens it leads to the page that shows
/// the same: what a dialog asks is never asked in a dialog alone.
#[component]
pub fn DialogLink(
    handle: DialogHandle,
    /// The page with the same matter.
    #[prop(into)]
    page: String,
    #[prop(default = "button")] class: &'static str,
    children: Children,
) -> impl IntoView {
    let open = move |event: MouseEvent| {
        let is_plain = !(event.ctrl_key() || event.meta_key() || event.shift_key());
        if is_plain && handle.open().is_some() {
            event.prevent_default();
        }
    };
    view! { <a class=class href=page aria-haspopup="dialog" on:click=open>{children()}</a> }
}
