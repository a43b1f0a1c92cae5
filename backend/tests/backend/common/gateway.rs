//! The sandbox gateway on a port of its own, in this process, and its remote control.

use hmac::{Hmac, Mac};
use reqwest::header::LOCATION;
use reqwest::redirect::Policy;
use reqwest::{Client, Method, RequestBuilder};
use sandbox::{FaultControl, Options, SandboxError, serve};
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::Sha256;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::{Mutex, oneshot};
use tokio::task::JoinHandle;

pub const SECRET: &str = "a-secret-for-tests";

/// What the gateway signs its news with.
pub const WEBHOOK_SECRET: &str = "a-secret-for-news";

pub struct Gateway {
    pub address: SocketAddr,
    store: PathBuf,
    _folder: TempDir,
    client: Client,
    running: Mutex<Option<Running>>,
}

struct Running {
    shutdown: oneshot::Sender<()>,
    serving: JoinHandle<Result<(), SandboxError>>,
}

/// A record of the gateway, as far as these tests look at it.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub struct Charge {
    pub key: String,
    pub id: String,
    pub status: String,
    pub amount_minor: Option<i64>,
    pub currency: Option<String>,
    pub reference: Option<String>,
}

/// A way in which the gateway fails, see docs/gateway.md.
#[derive(Clone, Copy, Debug)]
pub struct Fault {
    pub name: &'static str,
    pub delay_ms: u64,
    pub times: u32,
}

impl Gateway {
    pub async fn start() -> Self {
        // The client needs a TLS provider even where it speaks plain HTTP only.
        let _already_installed = rustls::crypto::ring::default_provider().install_default();
        let folder = TempDir::new().unwrap();
        let store = folder.path().join("charges.jsonl");
        let listener = bind_any().await;
        let address = listener.local_addr().unwrap();
        let running = Mutex::new(Some(run(listener, &store)));
        let gateway = Self { address, store, _folder: folder, client: Client::builder().redirect(Policy::none()).build().unwrap(), running };
        gateway.is_up().await;
        gateway
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Stops answering; what is on the disk stays.
    pub async fn stop(&self) {
        let Running { shutdown, serving } = self.running.lock().await.take().unwrap();
        shutdown.send(()).unwrap();
        serving.await.unwrap().unwrap();
    }

    /// Answers again at the same address.
    pub async fn start_again(&self) {
        let listener = TcpListener::bind(self.address).await.unwrap();
        *self.running.lock().await = Some(run(listener, &self.store));
        self.is_up().await;
    }

    async fn is_up(&self) {
        assert!(self.request(Method::GET, "/healthz").send().await.unwrap().status().is_success());
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.url())).bearer_auth(SECRET)
    }

    pub async fn set_fault(&self, fault: Fault) {
        let body = json!({ "fault": fault.name, "delay_ms": fault.delay_ms, "times": fault.times });
        let response = self.request(Method::PUT, "/control/fault").json(&body).send().await.unwrap();
        assert!(response.status().is_success(), "{}", response.text().await.unwrap());
    }

    /// The same for what is asked about something else than a charge.
    pub async fn set_fault_on(&self, on: &str, fault: Fault) {
        let body = json!({ "fault": fault.name, "on": on, "delay_ms": fault.delay_ms, "times": fault.times });
        let response = self.request(Method::PUT, "/control/fault").json(&body).send().await.unwrap();
        assert!(response.status().is_success(), "{}", response.text().await.unwrap());
    }

    /// The gateway's day: debits settle by it.
    pub async fn set_day(&self, day: &str) {
        let response = self.request(Method::PUT, "/control/clock").json(&json!({ "today": day })).send().await.unwrap();
        assert!(response.status().is_success(), "{}", response.text().await.unwrap());
    }

    /// Somebody fills in a hosted page, and is led to the address that is answered.
    pub async fn fill_in(&self, url: &str, fields: &[(&str, &str)]) -> String {
        let answer = self.client.post(url).form(fields).send().await.unwrap();
        let location = answer.headers().get(LOCATION).map(|location| location.to_str().unwrap().to_owned());
        match location {
            Some(location) => location,
            None => panic!("{}: {}", answer.status(), answer.text().await.unwrap()),
        }
    }

    /// Enters a card.
    pub async fn enter_card(&self, url: &str, number: &str) -> String {
        let fields = [("kind", "card"), ("number", number), ("month", "04"), ("year", "2030"), ("code", "123"), ("card_holder", "Anna Albrecht")];
        self.fill_in(url, &fields).await
    }

    /// Enters a bank account and gives the mandate.
    pub async fn enter_iban(&self, url: &str, iban: &str) -> String {
        self.fill_in(url, &[("kind", "sepa_debit"), ("iban", iban), ("account_holder", "Nordlicht GmbH"), ("mandate", "yes")]).await
    }

    /// What the gateway would tell of a charge that has changed.
    pub fn news_of_charge(id: &str, key: &str) -> (String, String) {
        signed(&json!({ "id": id, "type": "charge.changed", "created": now_seconds(), "key": key, "session": null }))
    }

    /// What the gateway would tell of a hosted page that has changed.
    pub fn news_of_session(id: &str, session: &str) -> (String, String) {
        signed(&json!({ "id": id, "type": "session.changed", "created": now_seconds(), "key": null, "session": session }))
    }

    /// Whatever fault there was is over.
    pub async fn heal(&self) {
        self.set_fault(Fault { name: "none", delay_ms: 0, times: 1 }).await;
    }

    /// Every record, in the order in which their keys were settled.
    pub async fn charges(&self) -> Vec<Charge> {
        #[derive(Deserialize)]
        struct List {
            charges: Vec<Charge>,
        }
        let list: List = self.request(Method::GET, "/v1/charges").send().await.unwrap().json().await.unwrap();
        list.charges
    }

    /// Amounts of the charges that succeeded.
    pub async fn charged(&self) -> Vec<i64> {
        let charges = self.charges().await;
        charges.iter().filter(|charge| charge.status == "succeeded").filter_map(|charge| charge.amount_minor).collect()
    }
}

fn run(listener: TcpListener, store: &std::path::Path) -> Running {
    let public_url = listener.local_addr().map(|address| format!("http://{address}")).unwrap();
    let options = Options { store: store.to_path_buf(), secret: SECRET.to_owned(), faults_allowed: FaultControl::Allowed, public_url, webhook: None };
    let (shutdown, stopped) = oneshot::channel();
    let serving = tokio::spawn(serve(listener, options, async move {
        let _sender_gone = stopped.await;
    }));
    Running { shutdown, serving }
}

/// A port below those that the system hands out, so that nobody takes it while the gateway is down.
async fn bind_any() -> TcpListener {
    for _ in 0..100 {
        let port = rand::random_range(20_000..30_000);
        if let Ok(listener) = TcpListener::bind(("127.0.0.1", port)).await {
            return listener;
        }
    }
    panic!("no free port");
}

/// Waits until something is so, however busy the machine.
pub async fn until<F: Future<Output = bool>>(what: &str, is_so: impl Fn() -> F) {
    for _ in 0..2_000 {
        if is_so().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("waited in vain until {what}");
}

fn now_seconds() -> i64 {
    backend::clock::now_micros() / 1_000_000
}

/// The header of a body, and the body.
fn signed(body: &Value) -> (String, String) {
    let body = body.to_string();
    (sign(WEBHOOK_SECRET, now_seconds(), &body), body)
}

/// Signs a body as the gateway does.
pub fn sign(secret: &str, seconds: i64, body: &str) -> String {
    let mut hash = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    hash.update(format!("{seconds}.{body}").as_bytes());
    let hexadecimal: String = hash.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("t={seconds},v1={hexadecimal}")
}

/// The session at the end of a hosted page's address.
pub fn session_of(url: &str) -> &str {
    url.rsplit('/').next().unwrap()
}
