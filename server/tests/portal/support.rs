//! A server of the built binary with a folder of its own, and a client that behaves like a browser.

use reqwest::header::{HeaderMap, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Client, Response};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

pub const PASSWORD: &str = "kontor-demo-2026";
pub const ANNA: &str = "anna@nordlicht.example";

/// A running server; it ends with the test.
pub struct Server {
    pub url: String,
    pub folder: TempDir,
    pub child: Child,
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ended = self.child.kill();
        let _waited = self.child.wait();
    }
}

/// Writes what a server needs into a folder: the configuration, and a site whose files are empty.
pub fn prepare(folder: &Path) {
    fs::copy(concat!(env!("CARGO_MANIFEST_DIR"), "/../Leptos.toml"), folder.join("Leptos.toml")).unwrap();
    let package = folder.join("target/site/pkg");
    fs::create_dir_all(&package).unwrap();
    let of_doors = app::doors::Bundle::ALL.into_iter().flat_map(|bundle| ["js", "wasm"].map(|extension| (bundle.name(), extension)));
    let files = of_doors.chain([("kontor", "css")]).map(|(name, extension)| (format!("{name}.{extension}"), format!("/pkg/{name}.1.{extension}").into()));
    let manifest = serde_json::Value::Object(files.collect());
    fs::write(package.join("manifest.json"), manifest.to_string()).unwrap();
    fs::write(package.join("kontor.1.css"), "body {}").unwrap();
    fs::write(package.join("kontor.1.css.br"), [0]).unwrap();
    fs::write(folder.join("target/site/favicon.svg"), "<svg/>").unwrap();
}

/// The built binary in a folder, on ports that the system chooses.
pub fn kontor(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kontor"));
    command.current_dir(folder).env_clear().env("KONTOR_LOG", "error");
    command.env("LEPTOS_SITE_ADDR", "127.0.0.1:0").env("KONTOR_GATEWAY_URL", "http://127.0.0.1:9").env("KONTOR_TODAY", "2026-11-21");
    command
}

pub fn start() -> Server {
    start_with(&[])
}

pub fn start_with(environment: &[(&str, &str)]) -> Server {
    let folder = tempfile::tempdir().unwrap();
    prepare(folder.path());
    let mut child = kontor(folder.path()).arg("serve").envs(environment.iter().copied()).stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let url = line.trim().strip_prefix("Kontor is at ").unwrap_or_else(|| panic!("unexpected line {line:?}")).to_owned();
    Server { url, folder, child }
}

/// A browser of today: it keeps cookies, and says that it writes from our own pages.
pub fn browser() -> Client {
    let mut headers = HeaderMap::new();
    headers.insert("sec-fetch-site", HeaderValue::from_static("same-origin"));
    headers.insert("accept-language", HeaderValue::from_static("de"));
    client_with(headers)
}

/// A client that says nothing by itself.
pub fn client_with(headers: HeaderMap) -> Client {
    let _installed_before = rustls::crypto::ring::default_provider().install_default();
    Client::builder().cookie_store(true).redirect(Policy::none()).default_headers(headers).build().unwrap()
}

impl Server {
    pub async fn get(&self, client: &Client, path: &str) -> Response {
        client.get(format!("{}{path}", self.url)).send().await.unwrap()
    }

    pub async fn post(&self, client: &Client, path: &str, form: &[(&str, &str)]) -> Response {
        client.post(format!("{}{path}", self.url)).form(form).send().await.unwrap()
    }

    /// The sign-in form as the page sends it.
    pub async fn sign_in(&self, client: &Client, email: &str, password: &str, next: &str) -> Response {
        self.post(client, "/sign-in", &[("_fn", "/api/sign_in"), ("next", next), ("email", email), ("password", password)]).await
    }
}

pub fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}
