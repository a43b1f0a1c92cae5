//! Toasts: a word at the screen's edge that something has worked. They go by themselves, so nothing is said there alone:
//! the page shows the same, in its state or in its matter.

use super::banner::BannerTone;
use super::icon::Icon;
use crate::texts::{td_string, use_locale};
use leptos::prelude::*;
use std::time::Duration;

/// How long a toast stays when nobody points at it.
const STAY: Duration = Duration::from_secs(6);

#[derive(Clone, PartialEq, Eq)]
struct Message {
    tone: BannerTone,
    text: String,
}

/// Says things on the page's one toast. The next message replaces the last.
#[derive(Clone, Copy)]
pub struct Toaster {
    message: RwSignal<Option<Message>>,
    timer: StoredValue<Option<TimeoutHandle>>,
}

/// Makes the toaster known; to be called where [`Toasts`] stands, in the frame of a door.
pub fn provide_toaster() {
    provide_context(Toaster { message: RwSignal::new(None), timer: StoredValue::new(None) });
}

/// The toaster of the door; `None` in a door that has none.
pub fn use_toaster() -> Option<Toaster> {
    use_context()
}

impl Toaster {
    /// Shows a message.
    pub fn show(self, tone: BannerTone, text: impl Into<String>) {
        self.message.set(Some(Message { tone, text: text.into() }));
        self.wait();
    }

    /// Takes the message away.
    pub fn close(self) {
        self.hold();
        self.message.set(None);
    }

    /// While somebody points at it, or has the focus in it, it stays.
    fn hold(self) {
        if let Some(timer) = self.timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    }

    fn wait(self) {
        self.hold();
        let timer = set_timeout_with_handle(move || self.message.set(None), STAY).ok();
        self.timer.set_value(timer);
    }
}

/// The place of the toasts. It is there before they are, so that they are read out.
#[component]
pub fn Toasts() -> impl IntoView {
    let toaster = use_toaster()?;
    let toast = move || toaster.message.get().map(|Message { tone, text }| view! { <Toast tone text on_close=Callback::new(move |()| toaster.close())/> });
    Some(view! {
        <div
            class="toasts"
            role="status"
            on:mouseenter=move |_| toaster.hold()
            on:mouseleave=move |_| toaster.wait()
            on:focusin=move |_| toaster.hold()
            on:focusout=move |_| toaster.wait()
        >
            {toast}
        </div>
    })
}

/// One toast, without its place.
#[component]
pub fn Toast(tone: BannerTone, #[prop(into)] text: String, on_close: Callback<()>) -> impl IntoView {
    view! {
        <div class=tone.toast_class()>
            <Icon name=tone.icon()/>
            <p>{text}</p>
            <button type="button" aria-label=td_string!(use_locale(), parts.close) on:click=move |_| on_close.run(())><Icon name="close"/></button>
        </div>
    }
}
