//! Banners, alerts, toasts, progress and skeletons.

use crate::pages::styleguide::specimen::{Frame, Part, Specimen, said};
use crate::ui::alert::InlineAlert;
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::button::ActionButton;
use crate::ui::placeholder::{Placeholder, PlaceholderKind};
use crate::ui::progress::ProgressBar;
use crate::ui::toast::{Toast, Toasts, provide_toaster, use_toaster};
use leptos::prelude::*;

/// The page's parts.
pub fn view() -> AnyView {
    provide_toaster();
    view! {
        <Part
            id="banner"
            name=("Meldung über der Seite", "Banner")
            when=(
                "Was man wissen muss, bevor man weitermacht. Einmal, über dem Inhalt, mit dem nächsten Schritt.",
                "What must be known before going on. Once, above the matter, with the next step.",
            )
        >
            <Specimen state=("Vier Töne", "Four tones") show=banners/>
        </Part>
        <Part
            id="inline-alert"
            name=("Meldung am Ort", "Inline alert")
            when=(
                "Ein Satz zu dem, worunter er steht: in einer Karte, in einem Dialog.",
                "A sentence on what it stands below: in a card, in a dialog.",
            )
        >
            <Specimen state=("Vier Töne", "Four tones") show=alerts/>
        </Part>
        <Part
            id="toast"
            name=("Kurze Meldung", "Toast")
            when=(
                "Bestätigt, was die Seite ohnehin zeigt. Sie geht von selbst, bleibt aber, solange man auf sie zeigt.",
                "Confirms what the page shows anyway. It goes by itself, and stays while it is pointed at.",
            )
        >
            <Specimen state=("Gelungen und fehlgeschlagen", "It worked, it did not") show=toasts/>
            <TryToast/>
        </Part>
        <Part
            id="progress"
            name=("Fortschritt", "Progress")
            when=(
                "Für Arbeit, die länger als zwei Sekunden dauert. Prozente nur, wenn sie stimmen.",
                "For work that takes longer than two seconds. Per cent only where they are true.",
            )
        >
            <Specimen state=("Bekannt und unbekannt", "Known and unknown") show=progress/>
        </Part>
        <Part
            id="skeleton"
            name=("Platzhalter", "Skeleton")
            when=(
                "Hält den Platz frei, während eine Seite lädt, so groß wie das, was kommt.",
                "Keeps the place while a page loads, as large as what will come.",
            )
        >
            <Specimen state=("Eine Karte", "A card") show=skeleton/>
        </Part>
        <Toasts/>
    }
    .into_any()
}

fn banners(_frame: Frame) -> AnyView {
    view! {
        <Banner title=said(("Ihre Testversion endet in 5 Tagen", "Your trial ends in 5 days"))>
            <p>{said(("Danach bleibt alles gespeichert.", "Everything is kept after that."))}</p>
        </Banner>
        <Banner tone=BannerTone::Notice title=said(("Ihre Karte läuft im Dezember ab", "Your card expires in December"))>
            <p>{said(("Hinterlegen Sie vorher eine neue.", "Add a new one before."))}</p>
            <p class="actions"><a class="button" href="#banner" rel="external">{said(("Zahlungsmethode aktualisieren", "Update payment method"))}</a></p>
        </Banner>
        <Banner tone=BannerTone::Success title=said(("Gespeichert", "Saved"))>
            <p>{said(("Die nächste Rechnung geht an buchhaltung@nordlicht.example.", "The next invoice goes to buchhaltung@nordlicht.example."))}</p>
        </Banner>
        <Banner tone=BannerTone::Error title=said(("Die Karte wurde abgelehnt", "The card was declined"))>
            <p>{said(("Es wurde nichts abgebucht. Versuchen Sie es mit einer anderen.", "Nothing was charged. Try another one."))}</p>
        </Banner>
    }
    .into_any()
}

fn alerts(_frame: Frame) -> AnyView {
    view! {
        <div class="guide-stack">
            <InlineAlert><p>{said(("Die Änderung gilt sofort.", "The change takes effect at once."))}</p></InlineAlert>
            <InlineAlert tone=BannerTone::Success><p>{said(("Die Nummer ist gültig.", "The number is valid."))}</p></InlineAlert>
            <InlineAlert tone=BannerTone::Notice>
                <p>
                    {said(("Die Nummer konnte gerade nicht geprüft werden. ", "The number could not be checked just now. "))}
                    <a href="#inline-alert" rel="external">{said(("Noch einmal prüfen", "Check again"))}</a>
                </p>
            </InlineAlert>
            <InlineAlert tone=BannerTone::Error><p>{said(("Das Angebot ist abgelaufen.", "The quote has expired."))}</p></InlineAlert>
        </div>
    }
    .into_any()
}

fn toasts(_frame: Frame) -> AnyView {
    let nothing = Callback::new(|()| ());
    view! {
        <div class="guide-stack">
            <Toast tone=BannerTone::Success text=said(("Rechnungsadresse gespeichert.", "Billing address saved.")) on_close=nothing/>
            <Toast
                tone=BannerTone::Error
                text=said(("Nicht gespeichert. Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.", "Not saved. Check your connection and try again."))
                on_close=nothing
            />
        </div>
    }
    .into_any()
}

#[component]
fn TryToast() -> impl IntoView {
    let toaster = use_toaster();
    let show = Callback::new(move |()| {
        if let Some(toaster) = toaster {
            toaster.show(BannerTone::Success, said(("Aus dem Warenkorb entfernt.", "Removed from the cart.")));
        }
    });
    view! { <p class="actions script-only"><ActionButton on_press=show>{said(("Meldung zeigen", "Show a toast"))}</ActionButton></p> }
}

fn progress(_frame: Frame) -> AnyView {
    let label = |words| Signal::stored(said(words).to_owned());
    view! {
        <div class="guide-stack">
            <ProgressBar label=label(("Kaufauftrag wird hochgeladen", "Uploading the purchase order")) per_cent=Signal::stored(Some(64))/>
            <ProgressBar label=label(("Zahlung wird geprüft", "Checking the payment")) per_cent=Signal::stored(None)/>
        </div>
    }
    .into_any()
}

fn skeleton(_frame: Frame) -> AnyView {
    view! { <Placeholder kind=PlaceholderKind::Card/> }.into_any()
}
