//! A sandbox on a free port and short ways to call it; it must not assert anything about answers.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use reqwest::{Client, Method, RequestBuilder, StatusCode};
use sandbox::{FaultControl, Options, SandboxError, serve};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// The secret of every sandbox in these tests.
pub const SECRET: &str = "a-secret-for-tests";

/// After this a wait has failed, however busy the machine.
const LIMIT: Duration = Duration::from_secs(60);

/// A status and a JSON body.
pub type Answer = (StatusCode, Value);

/// A running sandbox.
pub struct Gateway {
    pub address: SocketAddr,
    pub client: Client,
    shutdown: oneshot::Sender<()>,
    serving: JoinHandle<Result<(), SandboxError>>,
}

/// A journal file in a folder of its own, which goes away with the folder.
pub fn new_store() -> (TempDir, PathBuf) {
    let folder = TempDir::new().unwrap();
    let store = folder.path().join("sandbox").join("charges.jsonl");
    (folder, store)
}

/// Options with faults allowed.
pub fn options(store: &Path) -> Options {
    let public_url = "http://gateway.test".to_owned();
    Options { store: store.to_path_buf(), secret: SECRET.to_owned(), faults_allowed: FaultControl::Allowed, public_url, webhook: None }
}

/// A client, which needs a TLS provider even where it speaks plain HTTP only.
pub fn new_client() -> Client {
    let _already_installed = rustls::crypto::ring::default_provider().install_default();
    Client::new()
}

/// The body of a charge that succeeds with the first token.
pub fn charge_body(payment_token: &str) -> Value {
    json!({"amount_minor": 17056, "currency": "EUR", "payment_token": payment_token, "reference": "order-1"})
}

/// The body of a charge that only authorises.
pub fn later_body(payment_token: &str) -> Value {
    let mut body = charge_body(payment_token);
    body["capture"] = json!(false);
    body
}

/// The body of a session that offers both kinds, in German.
pub fn session_body() -> Value {
    json!({
        "kinds": ["card", "sepa_debit"], "language": "de", "return_url": "http://portal.test/back?step=2", "cancel_url": "http://portal.test/cancel",
        "reference": "order-1", "payer_name": "Nordlicht GmbH", "payer_country": "DE", "creditor_name": "Nordwerk Software GmbH",
        "mandate_reference": "M-2026-0001",
    })
}

impl Gateway {
    /// Starts a sandbox with faults allowed.
    pub async fn start(store: &Path) -> Self {
        Self::start_with(options(store)).await
    }

    /// Starts a sandbox.
    pub async fn start_with(options: Options) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (shutdown, stopped) = oneshot::channel();
        let serving = tokio::spawn(serve(listener, options, async move {
            let _sender_gone = stopped.await;
        }));
        let gateway = Self { address, client: new_client(), shutdown, serving };
        assert_eq!(gateway.request(Method::GET, "/healthz").send().await.unwrap().status(), StatusCode::OK);
        gateway
    }

    /// Stops the sandbox and waits until its journal is free.
    pub async fn stop(self) {
        self.shutdown.send(()).unwrap();
        self.serving.await.unwrap().unwrap();
    }

    /// A request with the right secret.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("http://{}{path}", self.address)).bearer_auth(SECRET)
    }

    /// A charge request that is not sent yet.
    pub fn charge_request(&self, key: &str, body: &Value) -> RequestBuilder {
        self.request(Method::POST, "/v1/charges").header("Idempotency-Key", key).json(body)
    }

    pub async fn charge(&self, key: &str, body: &Value) -> Answer {
        read(self.charge_request(key, body)).await
    }

    pub async fn find(&self, key: &str) -> Answer {
        read(self.request(Method::GET, &format!("/v1/charges/by-key/{key}"))).await
    }

    pub async fn cancel(&self, key: &str) -> Answer {
        read(self.request(Method::POST, &format!("/v1/charges/by-key/{key}/cancel"))).await
    }

    /// Every record of the sandbox.
    pub async fn charges(&self) -> Vec<Value> {
        let (_, body) = read(self.request(Method::GET, "/v1/charges")).await;
        body["charges"].as_array().unwrap().clone()
    }

    pub async fn capture(&self, key: &str, amount_minor: i64) -> Answer {
        read(self.request(Method::POST, &format!("/v1/charges/by-key/{key}/capture")).json(&json!({"amount_minor": amount_minor}))).await
    }

    pub async fn void(&self, key: &str) -> Answer {
        read(self.request(Method::POST, &format!("/v1/charges/by-key/{key}/void"))).await
    }

    pub async fn refund(&self, key: &str, charge_key: &str, amount_minor: i64) -> Answer {
        let body = json!({"charge_key": charge_key, "amount_minor": amount_minor, "reference": "refund-1"});
        read(self.request(Method::POST, "/v1/refunds").header("Idempotency-Key", key).json(&body)).await
    }

    pub async fn open_session(&self, key: &str, body: &Value) -> Answer {
        read(self.request(Method::POST, "/v1/sessions").header("Idempotency-Key", key).json(body)).await
    }

    pub async fn find_session(&self, id: &str) -> Answer {
        read(self.request(Method::GET, &format!("/v1/sessions/{id}"))).await
    }

    pub async fn set_clock(&self, today: &str) -> Answer {
        read(self.request(Method::PUT, "/control/clock").json(&json!({"today": today}))).await
    }

    pub async fn clock(&self) -> Value {
        read(self.request(Method::GET, "/control/clock")).await.1
    }

    pub async fn set_fault(&self, plan: &Value) -> Answer {
        read(self.request(Method::PUT, "/control/fault").json(plan)).await
    }

    pub async fn fault(&self) -> Value {
        read(self.request(Method::GET, "/control/fault")).await.1
    }

    /// Waits until a fault that applies once has been used up, so that its request is inside.
    pub async fn fault_is_used_up(&self) {
        let used_up = async {
            while self.fault().await["fault"] != "none" {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(LIMIT, used_up).await.unwrap();
    }

    /// Waits until the key is settled and answers its record.
    pub async fn find_once_settled(&self, key: &str) -> Value {
        let settled = async {
            loop {
                let (status, record) = self.find(key).await;
                if status == StatusCode::OK {
                    return record;
                }
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        tokio::time::timeout(LIMIT, settled).await.unwrap()
    }
}

/// Sends a request and reads a JSON answer.
pub async fn read(request: RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    (response.status(), response.json().await.unwrap())
}
