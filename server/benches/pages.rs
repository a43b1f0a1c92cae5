//! Pages a second, against an empty Leptos page and against plain axum in the same run; then start time and memory.
//!
//! Every server is a process of its own, asked by two threads with keep-alive connections: on a machine of two cores
//! the askers take their share, from all of them alike.
#![expect(clippy::print_stdout, clippy::unwrap_used, clippy::indexing_slicing, reason = "a bench prints its table and stops at the first surprise")]

use axum::Router;
use axum::routing::get;
use axum::serve::ListenerExt;
use leptos::prelude::*;
use leptos_axum::render_app_async;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

const ASKERS: usize = 2;
const WARM_UP: Duration = Duration::from_millis(500);
const MEASURED: Duration = Duration::from_secs(3);
const FLOOR: &str = "--floor";

/// A process that ends with its owner.
struct Server {
    child: Child,
    address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ended_before = self.child.kill();
        let _status = self.child.wait();
    }
}

/// A page with nothing but a heading.
#[component]
fn Empty() -> impl IntoView {
    view! { <!DOCTYPE html><html lang="de"><head><title>"Leer"</title></head><body><main><h1>"Leer"</h1></main></body></html> }
}

/// The floor: an empty Leptos page, and a page that axum has as text.
fn serve_floor() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        // Listing routes also tells leptos on what to run.
        let _routes = leptos_axum::generate_route_list(Empty);
        let leptos = get(async |request| render_app_async(|| view! { <Empty/> })(request).await);
        let plain = get(async || axum::response::Html("<!DOCTYPE html><title>Leer</title><h1>Leer</h1>"));
        let router = Router::new().route("/leptos", leptos).route("/plain", plain);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        println!("floor at http://{}", listener.local_addr().unwrap());
        // Not a failure: without it a kept connection waits 40 ms for each answer.
        let listener = listener.tap_io(|connection| connection.set_nodelay(true).unwrap());
        axum::serve(listener, router).await.unwrap();
    });
}

/// Starts a process and waits for the line that tells its address.
fn start(mut command: Command, told_by: &str) -> Server {
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let line = lines.by_ref().map(Result::unwrap).find(|line| line.contains(told_by)).unwrap();
    // Whoever stops reading makes the process fail at its next word.
    thread::spawn(move || lines.for_each(drop));
    Server { child, address: line.rsplit("http://").next().unwrap().to_owned() }
}

fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn start_kontor(folder: &Path) -> (Server, Duration) {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned();
    let mut command = Command::new(env!("CARGO_BIN_EXE_kontor"));
    command
        .args(["serve", "--config"])
        .arg(root.join("Leptos.toml"))
        .current_dir(&root)
        .env("LEPTOS_SITE_ADDR", format!("127.0.0.1:{}", free_port()))
        .env("LEPTOS_SITE_ROOT", root.join("target/site"))
        .env("KONTOR_DATABASE_URL", format!("sqlite:{}", folder.join("bench.sqlite").display()))
        .env("KONTOR_GATEWAY_LISTEN", format!("127.0.0.1:{}", free_port()))
        .env("KONTOR_GATEWAY_STORE", folder.join("gateway.journal"))
        .env("KONTOR_DEMO", "true")
        .env("KONTOR_TODAY", "2026-11-21");
    let begun = Instant::now();
    let server = start(command, "Kontor is at");
    let mut connection = Connection::open(&server.address);
    assert_eq!(connection.get("/healthz", ""), 200);
    (server, begun.elapsed())
}

/// A kept connection that asks for pages.
struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
    address: String,
}

impl Connection {
    fn open(address: &str) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        Self { stream, buffer: Vec::with_capacity(256 * 1024), address: address.to_owned() }
    }

    /// Asks once and reads the whole answer; answers its status.
    fn get(&mut self, path: &str, cookie: &str) -> u16 {
        let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\nCookie: {cookie}\r\nAccept-Language: de\r\n\r\n", self.address);
        self.ask(&request)
    }

    fn ask(&mut self, request: &str) -> u16 {
        self.stream.write_all(request.as_bytes()).unwrap();
        self.buffer.clear();
        let mut chunk = [0_u8; 64 * 1024];
        while !is_whole(&self.buffer) {
            let count = self.stream.read(&mut chunk).unwrap();
            assert!(count > 0, "the server hung up");
            self.buffer.extend_from_slice(&chunk[..count]);
        }
        String::from_utf8_lossy(&self.buffer[9..12]).parse().unwrap()
    }
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines().find_map(|line| line.split_once(':').filter(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim()))
}

/// Whether an answer has come to its end, by its length or by its last chunk.
fn is_whole(answer: &[u8]) -> bool {
    let Some(end) = answer.windows(4).position(|four| four == b"\r\n\r\n") else { return false };
    let head = String::from_utf8_lossy(&answer[..end]);
    match header(&head, "content-length") {
        Some(length) => answer.len() - end - 4 >= length.parse::<usize>().unwrap(),
        None if header(&head, "transfer-encoding").is_some() => answer.ends_with(b"0\r\n\r\n"),
        None => true,
    }
}

/// Signs in and answers the cookie.
fn sign_in(address: &str) -> String {
    let body = "email=anna%40nordlicht.example&password=kontor-demo-2026";
    let mut connection = Connection::open(address);
    let request = format!(
        "POST /api/sign_in HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\nSec-Fetch-Site: same-origin\r\nAccept: application/json\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    assert_eq!(connection.ask(&request), 200);
    let answer = String::from_utf8_lossy(&connection.buffer).into_owned();
    header(&answer, "set-cookie").unwrap().split(';').next().unwrap().to_owned()
}

/// Pages a second.
fn measure(address: &str, path: &str, cookie: &str) -> f64 {
    let ask_for = |how_long: Duration| {
        let askers: Vec<_> = (0..ASKERS)
            .map(|_| {
                let (address, path, cookie) = (address.to_owned(), path.to_owned(), cookie.to_owned());
                thread::spawn(move || {
                    let mut connection = Connection::open(&address);
                    let (begun, mut pages) = (Instant::now(), 0_u32);
                    while begun.elapsed() < how_long {
                        assert_eq!(connection.get(&path, &cookie), 200, "{path}");
                        pages += 1;
                    }
                    f64::from(pages) / begun.elapsed().as_secs_f64()
                })
            })
            .collect();
        askers.into_iter().map(|asker| asker.join().unwrap()).sum::<f64>()
    };
    ask_for(WARM_UP);
    ask_for(MEASURED)
}

/// Resident memory in megabytes, as Linux tells it: now, and at its highest.
fn memory(process: u32) -> Option<(f64, f64)> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let megabytes = |name: &str| header(&status, name)?.trim_end_matches(" kB").parse::<f64>().ok().map(|kilobytes| kilobytes / 1024.0);
    Some((megabytes("VmRSS")?, megabytes("VmHWM")?))
}

fn main() {
    if std::env::args().any(|word| word == FLOOR) {
        return serve_floor();
    }
    let folder = tempfile::tempdir().unwrap();
    let mut floor_command = Command::new(std::env::current_exe().unwrap());
    floor_command.arg(FLOOR);
    let floor = start(floor_command, "floor at");
    let (kontor, first_start) = start_kontor(folder.path());
    let cookie = sign_in(&kontor.address);
    let fresh = memory(kontor.child.id());
    let plain = measure(&floor.address, "/plain", "");
    let empty = measure(&floor.address, "/leptos", "");
    println!("pages a second, {ASKERS} connections      pages/s   of an empty Leptos page");
    println!("  plain axum                     {plain:>10.0}   {:.1} ×", plain / empty);
    println!("  an empty Leptos page           {empty:>10.0}   1");
    for (name, path, cookie) in [
        ("sign-in", "/sign-in", ""),
        ("overview, signed in", "/billing", cookie.as_str()),
        ("cart", "/billing/cart", cookie.as_str()),
        ("invoices", "/billing/invoices", cookie.as_str()),
    ] {
        let pages = measure(&kontor.address, path, cookie);
        if path == "/billing" {
            println!(
                "ratio: overview page, signed in | 1/{:.1} of an empty Leptos page, {pages:.0}/s | ≥ 4,000/s | rendering its view and reading its rows; askers share the cores",
                empty / pages
            );
        }
        let aim = if path == "/billing" { "   aim: at least 4,000/s on an idle machine" } else { "" };
        println!("  {name:<30} {pages:>10.0}   1/{:.1}{aim}", empty / pages);
    }
    let loaded = memory(kontor.child.id());
    drop(kontor);
    let (kontor, second_start) = start_kontor(folder.path());
    drop(kontor);
    println!("ratio: start of the server | {:.2} s | none | opening the database and reading the demo's catalogue", second_start.as_secs_f64());
    println!(
        "start to the first answer: {:.2} s with an empty database and its demo data, {:.2} s after that",
        first_start.as_secs_f64(),
        second_start.as_secs_f64()
    );
    if let (Some((fresh, _)), Some((now, most))) = (fresh, loaded) {
        println!("resident memory: {fresh:.0} MB after the start, {now:.0} MB after the load, {most:.0} MB at its highest");
    }
}
