//! A place for one file: to choose it, to drop it, to see it arrive, to take it away. It knows no address: its user sends it.

mod file;

pub use file::{FileFault, UploadRules, check, size_of, size_text};

use super::field::{FieldError, Presence, PresenceMark, Ties};
use super::icon::Icon;
use super::progress::ProgressBar;
use crate::texts::{td_string, use_language, use_locale};
use leptos::html;
use leptos::prelude::*;
use web_sys::File;

/// What has become of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum UploadState {
    /// There is none.
    #[default]
    Empty,
    /// It is on its way; per cent where they are known.
    Sending { name: String, per_cent: Option<u8> },
    /// It has arrived.
    Done { name: String, size_bytes: u64 },
    /// It could not be sent, and this is why.
    Failed(String),
}

/// A labelled place for a file. Without script it is a plain file field of the form around it, which then has to be
/// sent as `multipart/form-data`.
#[component]
pub fn Upload(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    rules: UploadRules,
    #[prop(optional)] presence: Presence,
    /// Its user sets it while the file is sent.
    state: RwSignal<UploadState>,
    /// Runs with a file that keeps to the rules.
    on_file: Callback<File>,
    /// Runs when the reader takes the file away, also while it is being sent.
    on_remove: Callback<()>,
) -> impl IntoView {
    let language = use_language();
    let fault = RwSignal::new(None);
    let error = Signal::derive(move || match state.get() {
        UploadState::Failed(text) => Some(text),
        UploadState::Empty => fault.get(),
        _ => None,
    });
    let is_waiting = Signal::derive(move || matches!(*state.read(), UploadState::Empty | UploadState::Failed(_)));
    let take = move |file: File| match check(&file, rules) {
        Ok(()) => {
            fault.set(None);
            on_file.run(file);
        }
        Err(found) => {
            state.set(UploadState::Empty);
            fault.set(Some(found.text(rules, language)));
        }
    };
    let error_id = format!("{name}-error");
    let remove = Callback::new(move |()| {
        state.set(UploadState::Empty);
        on_remove.run(());
    });
    view! {
        <div class="field upload">
            <label for=name.clone()>{label}<PresenceMark presence/></label>
            <DropArea name rules presence error is_waiting on_file=Callback::new(take)/>
            <FieldError id=error_id error/>
            <FileRow state remove/>
        </div>
    }
    .into_any()
}

/// The file field, laid over its area where script runs: the browser itself takes what is dropped on it.
#[component]
fn DropArea(
    name: String,
    rules: UploadRules,
    presence: Presence,
    error: Signal<Option<String>>,
    is_waiting: Signal<bool>,
    on_file: Callback<File>,
) -> impl IntoView {
    let locale = use_locale();
    let hint = rules.text(use_language());
    let ties = Ties::new(&name, Some(&hint), error);
    let hint_id = format!("{name}-hint");
    let field = NodeRef::<html::Input>::new();
    let is_over = RwSignal::new(false);
    let change = move |_| {
        is_over.set(false);
        let Some(field) = field.get_untracked() else { return };
        let file = field.files().and_then(|files| files.get(0));
        // The same file again would be no change.
        field.set_value("");
        if let Some(file) = file {
            on_file.run(file);
        }
    };
    // Who took the file away finds the field again.
    Effect::new(move |before: Option<bool>| {
        let now = is_waiting.get();
        if before == Some(false)
            && now
            && let Some(field) = field.get_untracked()
        {
            let _outside_the_page = field.focus();
        }
        now
    });
    view! {
        <div class="upload-area" class:over=move || is_over.get() hidden=move || !is_waiting.get()>
            <Icon name="upload"/>
            <p class="script-only"><span class="upload-choose">{td_string!(locale, parts.upload_choose)}</span>" "{td_string!(locale, parts.upload_drop)}</p>
            <p class="field-hint" id=hint_id>{hint}</p>
            <input
                id=name.clone()
                name=name
                type="file"
                accept=rules.accept
                required=presence.is_required()
                node_ref=field
                aria-invalid=move || ties.invalid()
                aria-describedby=move || ties.description()
                on:change=change
                on:dragenter=move |_| is_over.set(true)
                on:dragleave=move |_| is_over.set(false)
            />
        </div>
    }
    .into_any()
}

/// The file on its way, or arrived. The row is always there, so that the focus can wait in it.
#[component]
fn FileRow(state: RwSignal<UploadState>, remove: Callback<()>) -> impl IntoView {
    let (locale, language) = (use_locale(), use_language());
    let row = NodeRef::<html::Div>::new();
    // Per cent are no new row: the bar keeps its element while it grows.
    let is_sending = Memo::new(move |_| matches!(*state.read(), UploadState::Sending { .. }));
    let name = Memo::new(move |_| match &*state.read() {
        UploadState::Sending { name, .. } | UploadState::Done { name, .. } => Some(name.clone()),
        _ => None,
    });
    let arrived = move || match *state.read() {
        UploadState::Done { size_bytes, .. } => Some(format!("{}, {}", td_string!(locale, parts.uploaded), size_text(size_bytes, language))),
        _ => None,
    };
    // The field that had the focus is gone as soon as there is a file.
    Effect::new(move |before: Option<bool>| {
        let has_file = name.read().is_some();
        if before == Some(false)
            && has_file
            && let Some(row) = row.get_untracked()
        {
            request_animation_frame(move || {
                let _outside_the_page = row.focus();
            });
        }
        has_file
    });
    let word = move || if is_sending.get() { td_string!(locale, parts.cancel) } else { td_string!(locale, parts.remove) };
    view! {
        <div class="upload-file" class:done=move || !is_sending.get() hidden=move || name.read().is_none() tabindex="-1" node_ref=row>
            {move || view! { <Icon name=if is_sending.get() { "file" } else { "check" }/> }}
            {move || name.get().map(|name| view! { <FileMatter name state is_sending/> })}
            <button class="button quiet" type="button" on:click=move |_| remove.run(())>{word}</button>
        </div>
        <p class="hidden-text" role="status">{arrived}</p>
    }
    .into_any()
}

/// The file's name with its progress, or with its size.
#[component]
fn FileMatter(name: String, state: RwSignal<UploadState>, is_sending: Memo<bool>) -> impl IntoView {
    let (locale, language) = (use_locale(), use_language());
    let per_cent = Signal::derive(move || match *state.read() {
        UploadState::Sending { per_cent, .. } => per_cent,
        _ => None,
    });
    let size = move || match *state.read() {
        UploadState::Done { size_bytes, .. } => size_text(size_bytes, language),
        _ => String::new(),
    };
    move || {
        let name = name.clone();
        if is_sending.get() {
            view! { <ProgressBar label=Signal::stored(name) per_cent/> }.into_any()
        } else {
            view! { <p class="upload-name"><strong>{name}</strong><small>{td_string!(locale, parts.uploaded)}", "{size}</small></p> }.into_any()
        }
    }
}
