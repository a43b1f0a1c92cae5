//! The sandbox gateway as a process of its own, with faults allowed: what was really charged.

use super::program::{Program, kontor};
use super::wait_for;
use reqwest::{Client, Method, RequestBuilder};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// What the portal presents to the gateway.
pub const SECRET: &str = "a-secret-for-tests";

/// A running gateway.
pub struct Gateway {
    /// Where it is, `http://…`.
    pub url: String,
    store: PathBuf,
    program: Program,
    client: Client,
}

/// A charge that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charge {
    pub id: String,
    pub order: String,
    pub amount_minor: i64,
}

impl Gateway {
    /// Starts one with an empty journal in `folder`.
    pub async fn start(folder: &Path) -> Self {
        let store = folder.join("gateway.journal");
        let mut program = launch(&store, "127.0.0.1:0");
        let line = program.line("The sandbox gateway is at ").await;
        let url = line.trim_end_matches('.').rsplit(' ').next().expect("an address").to_owned();
        Self { url, store, program, client: super::browser::new_client() }
    }

    /// Ends the process as a crash would.
    pub fn kill(&mut self) {
        self.program.kill();
    }

    /// Starts it again where it was.
    pub async fn restart(&mut self) {
        let address = self.url.trim_start_matches("http://").to_owned();
        let mut program = launch(&self.store, &address);
        program.line("The sandbox gateway is at ").await;
        self.program = program;
    }

    /// Makes charge requests to come meet a fault; `times` is none for all of them.
    pub async fn set_fault(&self, fault: &str, delay_ms: u64, times: Option<u64>) {
        let body = json!({"fault": fault, "delay_ms": delay_ms, "times": times});
        let answer = self.request(Method::PUT, "/control/fault").json(&body).send().await.expect("the gateway answers");
        assert!(answer.status().is_success(), "{fault}: {}", answer.status());
    }

    /// Waits until a fault for a number of requests has been met by all of them.
    pub async fn fault_was_met(&self) {
        wait_for("a charge request", async || (self.get("/control/fault").await["fault"] == "none").then_some(())).await;
    }

    /// Everything that was charged, or submitted to a bank, oldest first.
    pub async fn charges(&self) -> Vec<Charge> {
        let body = self.get("/v1/charges").await;
        let records = body["charges"].as_array().expect("charges").iter();
        records.filter(|record| record["status"] == "succeeded" || record["status"] == "pending").map(read_charge).collect()
    }

    /// What of all charges has gone back, minor units.
    pub async fn refunded_minor(&self) -> i64 {
        let body = self.get("/v1/charges").await;
        body["charges"].as_array().expect("charges").iter().filter_map(|record| record["refunded_minor"].as_i64()).sum()
    }

    async fn get(&self, path: &str) -> Value {
        let answer = self.request(Method::GET, path).send().await.expect("the gateway answers");
        answer.json().await.expect("JSON")
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.url)).bearer_auth(SECRET)
    }
}

fn launch(store: &Path, address: &str) -> Program {
    let mut command = kontor();
    command.args(["sandbox", "--listen", address, "--secret", SECRET, "--store"]).arg(store);
    Program::start(command)
}

fn read_charge(record: &Value) -> Charge {
    let text = |name: &str| record[name].as_str().expect(name).to_owned();
    Charge { id: text("id"), order: text("reference"), amount_minor: record["amount_minor"].as_i64().expect("an amount") }
}
