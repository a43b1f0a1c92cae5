//! News for a page that waits: an event each time something happened to the account. What happened is not said; the
//! page asks for it as it always does. Each server reads the database, so that it does not matter which of them did it.

use crate::portal::Portal;
use app::identity::{CorporateIdentity, Identity};
use app::wire::{NEWS_ADDRESS, NEWS_EVENT};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use backend::usecases::history::read::newest_event;
use backend::{Actor, Backend};
use futures_util::stream::{Stream, unfold};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{Instant, timeout};

/// How often a stream looks.
const PAUSE: Duration = Duration::from_secs(1);
/// A stream ends after that long; the browser opens it anew, and then it is looked again who is signed in.
const LONGEST: Duration = Duration::from_secs(300);

/// Asks proxies to hand on each event at once.
const UNBUFFERED: [(&str, &str); 1] = [("x-accel-buffering", "no")];

/// `GET` [`NEWS_ADDRESS`].
pub fn routes(portal: &Portal, leaving: watch::Receiver<bool>) -> Router {
    Router::new().route(NEWS_ADDRESS, get(tell_news)).with_state(Source { backend: portal.backend.clone(), leaving })
}

#[derive(Clone)]
struct Source {
    backend: Backend,
    leaving: watch::Receiver<bool>,
}

/// Who is not signed in comes no further than the middleware that leads to the sign-in page.
async fn tell_news(State(source): State<Source>, Extension(CorporateIdentity(identity)): Extension<CorporateIdentity>) -> Response {
    match identity {
        Identity::SignedIn(actor) => (UNBUFFERED, Sse::new(news_of(source, actor)).keep_alive(KeepAlive::default())).into_response(),
        Identity::SignedOut => StatusCode::NO_CONTENT.into_response(),
        Identity::Unknown(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

/// Whoever listens anew may have missed something: the first event comes at once.
fn news_of(source: Source, actor: Arc<Actor>) -> impl Stream<Item = Result<Event, Infallible>> {
    let end = Instant::now() + LONGEST;
    unfold((source, None::<String>), move |(mut source, known)| {
        let actor = actor.clone();
        async move {
            loop {
                if *source.leaving.borrow() || Instant::now() >= end {
                    return None;
                }
                // A database that does not answer has no news; it is asked again.
                if let Ok(newest) = newest_event(&source.backend, &actor).await
                    && known.as_ref() != Some(&newest)
                {
                    // Browsers drop an event whose data are empty.
                    return Some((Ok(Event::default().event(NEWS_EVENT).data(NEWS_EVENT)), (source, Some(newest))));
                }
                // Told to stop, it need not wait for the pause to end.
                let _over = timeout(PAUSE, source.leaving.changed()).await;
            }
        }
    })
}
