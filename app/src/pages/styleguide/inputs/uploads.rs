//! The file field in every state, and the button that copies.

use crate::pages::styleguide::specimen::{Frame, Part, Specimen, said};
use crate::ui::copy_button::CopyButton;
use crate::ui::upload::{Upload, UploadRules, UploadState, size_of};
use leptos::prelude::*;
use std::time::Duration;
use web_sys::File;

const RULES: UploadRules = UploadRules { accept: ".pdf,.png,.jpg", limit_bytes: 5_000_000 };

/// How long a tenth of a file takes on its way in the guide.
const TENTH: Duration = Duration::from_millis(120);

/// The page's parts.
pub fn view() -> AnyView {
    view! {
        <Part
            id="upload"
            name=("Datei hochladen", "Upload")
            when=(
                "Für eine Datei, etwa einen Kaufauftrag. Sie wird beim Wählen geprüft und gleich übertragen.",
                "For one file, such as a purchase order. It is checked when chosen, and sent at once.",
            )
        >
            <Specimen state=("Zum Ausprobieren", "To try out") show=live/>
            <Specimen state=("Unterwegs", "On its way") show=sending/>
            <Specimen state=("Angekommen", "Arrived") show=done/>
            <Specimen state=("Fehlgeschlagen", "Failed") show=failed/>
        </Part>
        <Part
            id="copy"
            name=("Kopieren", "Copy")
            when=(
                "Neben Nummern, die man anderswo braucht. Ohne Skript fehlt die Schaltfläche, die Nummer bleibt.",
                "Beside numbers that are needed elsewhere. Without script the button is gone, the number stays.",
            )
        >
            <Specimen state=("Neben einer Nummer", "Beside a number") show=copy/>
        </Part>
    }
    .into_any()
}

#[component]
fn Document(name: String, state: RwSignal<UploadState>, on_file: Callback<File>) -> impl IntoView {
    view! {
        <Upload
            name
            label=said(("Kaufauftrag als Dokument", "Purchase order as a document"))
            rules=RULES
            state
            on_file
            on_remove=Callback::new(|()| ())
        />
    }
}

fn live(frame: Frame) -> AnyView {
    let state = RwSignal::new(UploadState::Empty);
    let send = Callback::new(move |file: File| {
        let size_bytes = size_of(&file);
        state.set(UploadState::Sending { name: file.name(), per_cent: Some(0) });
        go_on(state, size_bytes);
    });
    view! { <Document name=frame.id("document") state on_file=send/> }.into_any()
}

/// Another tenth, until all of it is there or the reader took it away.
fn go_on(state: RwSignal<UploadState>, size_bytes: u64) {
    let next = move || {
        let now = state.get_untracked();
        if let UploadState::Sending { name, per_cent: Some(per_cent) } = now {
            if per_cent >= 100 {
                state.set(UploadState::Done { name, size_bytes });
            } else {
                state.set(UploadState::Sending { name, per_cent: Some(per_cent + 10) });
                go_on(state, size_bytes);
            }
        }
    };
    set_timeout(next, TENTH);
}

fn fixed(frame: Frame, name: &str, state: UploadState) -> AnyView {
    view! { <Document name=frame.id(name) state=RwSignal::new(state) on_file=Callback::new(|_| ())/> }.into_any()
}

fn sending(frame: Frame) -> AnyView {
    fixed(frame, "sending", UploadState::Sending { name: "PO-4711 Alpenwerk.pdf".to_owned(), per_cent: Some(40) })
}

fn done(frame: Frame) -> AnyView {
    fixed(frame, "done", UploadState::Done { name: "PO-4711 Alpenwerk.pdf".to_owned(), size_bytes: 1_449_000 })
}

fn failed(frame: Frame) -> AnyView {
    let text = said((
        "Die Datei kam nicht an. Prüfen Sie Ihre Verbindung und wählen Sie sie noch einmal.",
        "The file did not arrive. Check your connection and choose it again.",
    ));
    fixed(frame, "failed", UploadState::Failed(text.to_owned()))
}

fn copy(_frame: Frame) -> AnyView {
    view! {
        <dl class="facts">
            <div>
                <dt>"IBAN"</dt>
                <dd>
                    <span class="field-row">
                        <span class="whole">"DE02 1203 0000 0000 2020 51"</span>
                        <CopyButton text="DE02120300000000202051" what="IBAN"/>
                    </span>
                </dd>
            </div>
        </dl>
    }
    .into_any()
}
