//! News: a page that waits for something listens to the server, and asks again when something happened to the account.

use super::{PageData, PageResource};
use leptos::prelude::*;

/// Where the corporate door listens.
pub const NEWS_ADDRESS: &str = "/corporate/news";

/// The event that says that something happened.
pub const NEWS_EVENT: &str = "moved";

/// Asks again whenever something happened to the account, for as long as the page waits for something and is looked at.
pub fn follow_news<T: PageData>(resource: PageResource<T>, waits: Signal<bool>) {
    #[cfg(not(feature = "ssr"))]
    browser::listen(waits, Callback::new(move |()| resource.refetch()));
    #[cfg(feature = "ssr")]
    let _nobody_listens = (resource, waits);
}

#[cfg(not(feature = "ssr"))]
mod browser {
    use super::{NEWS_ADDRESS, NEWS_EVENT};
    use futures_util::StreamExt;
    use gloo_net::eventsource::futures::EventSource;
    use leptos::ev::visibilitychange;
    use leptos::prelude::*;
    use leptos::task::spawn_local;
    use std::time::Duration;

    /// After an answer that is no stream, as of a proxy whose server is just being replaced.
    const PAUSE: Duration = Duration::from_secs(5);

    /// A page in the background listens to nothing: browsers open few connections to one server.
    pub fn listen(waiting: Signal<bool>, moved: Callback<()>) {
        let seen = RwSignal::new(!document().hidden());
        let listener = window_event_listener(visibilitychange, move |_| seen.set(!document().hidden()));
        let attempts = RwSignal::new(0_u32);
        let source = StoredValue::new_local(None::<EventSource>);
        let openings = StoredValue::new(0_u32);
        Effect::new(move |_| {
            attempts.track();
            let opening = openings.get_value().wrapping_add(1);
            openings.set_value(opening);
            source.set_value(None);
            if !waiting.get() || !seen.get() {
                return;
            }
            let Ok(mut opened) = EventSource::new(NEWS_ADDRESS) else { return };
            let Ok(mut news) = opened.subscribe(NEWS_EVENT) else { return };
            source.set_value(Some(opened));
            spawn_local(async move {
                while let Some(Ok(_)) = news.next().await {
                    moved.try_run(());
                }
                // It has ended by itself, unless it was closed here or another was opened.
                if openings.try_get_value() == Some(opening) {
                    let again = move || {
                        if openings.try_get_value() == Some(opening) {
                            // The page asks as well: it learns so that nobody is signed in any more.
                            moved.try_run(());
                            attempts.try_update(|attempts| *attempts = attempts.wrapping_add(1));
                        }
                    };
                    set_timeout(again, PAUSE);
                }
            });
        });
        on_cleanup(move || {
            listener.remove();
            openings.try_update_value(|openings| *openings = openings.wrapping_add(1));
            source.try_set_value(None);
        });
    }
}
