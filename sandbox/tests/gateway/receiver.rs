//! Who is told by webhook: notes what comes and answers what it is told to; it must not look at signatures.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use sandbox::{Options, Webhook};
use serde_json::Value;
use tokio::net::TcpListener;

/// The secret of every webhook in these tests.
pub const WEBHOOK_SECRET: &str = "a-webhook-secret-for-tests";

/// After this a wait has failed, however busy the machine.
const LIMIT: Duration = Duration::from_secs(60);

/// One delivery as it came.
#[derive(Clone, Debug)]
pub struct Delivery {
    pub signature: String,
    pub content_type: String,
    pub body: String,
    pub at: Instant,
}

impl Delivery {
    pub fn event(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    pub fn id(&self) -> String {
        self.event()["id"].as_str().unwrap().to_owned()
    }
}

#[derive(Default)]
struct Notes {
    deliveries: Mutex<Vec<Delivery>>,
    answers: Mutex<VecDeque<StatusCode>>,
}

/// A receiver on a free port.
pub struct Receiver {
    pub url: String,
    notes: Arc<Notes>,
}

impl Receiver {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/webhooks/gateway", listener.local_addr().unwrap());
        let notes = Arc::new(Notes::default());
        let router = Router::new().route("/webhooks/gateway", post(take)).with_state(Arc::clone(&notes));
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { url, notes }
    }

    /// The options with this receiver.
    pub fn told_by(&self, options: Options) -> Options {
        Options { webhook: Some(Webhook { url: self.url.clone(), secret: WEBHOOK_SECRET.to_owned() }), ..options }
    }

    /// The next deliveries are answered with these; later ones with 204.
    pub fn answer_first(&self, answers: &[StatusCode]) {
        self.notes.answers.lock().unwrap().extend(answers);
    }

    /// All that came so far.
    pub fn deliveries(&self) -> Vec<Delivery> {
        self.notes.deliveries.lock().unwrap().clone()
    }

    /// Waits until so many came.
    pub async fn wait_for(&self, count: usize) -> Vec<Delivery> {
        let waiting = async {
            loop {
                let deliveries = self.deliveries();
                if deliveries.len() >= count {
                    return deliveries;
                }
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        tokio::time::timeout(LIMIT, waiting).await.unwrap()
    }
}

async fn take(State(notes): State<Arc<Notes>>, headers: HeaderMap, body: String) -> StatusCode {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default();
    let delivery = Delivery { signature: text("kontor-signature"), content_type: text("content-type"), body, at: Instant::now() };
    notes.deliveries.lock().unwrap().push(delivery);
    notes.answers.lock().unwrap().pop_front().unwrap_or(StatusCode::NO_CONTENT)
}
