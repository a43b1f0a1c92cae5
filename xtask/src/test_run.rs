//! Owns the order of the whole test run and its one count; must not decide what a single test means.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, Result};

use crate::postgres;
use crate::site;
use crate::tally::Tally;
use crate::workspace::{Workspace, find_in_path, run as run_program, say};

/// Where the backend's tests look for PostgreSQL.
const POSTGRES_URL: &str = "KONTOR_TEST_POSTGRES_URL";

/// The crates with tests, as cargo is called. `xtask` goes alone: together with the others its dependencies would get
/// other features, and be compiled a second time.
const CRATES: [&[&str]; 2] = [&["billing", "sandbox", "backend", "app", "server"], &["xtask"]];

/// What each part came to. A part that fails does not hide the others.
#[derive(Default)]
struct Parts {
    results: Vec<(&'static str, Tally)>,
}

impl Parts {
    fn record(&mut self, name: &'static str, result: Result<Tally>) {
        let tally = result.unwrap_or_else(|error| {
            eprintln!("{name}: {error:#}");
            Tally::ONE_FAILURE
        });
        self.results.push((name, tally));
    }

    fn total(&self) -> Tally {
        let mut total = Tally::default();
        for (_, tally) in &self.results {
            total.add(*tally);
        }
        total
    }
}

/// Runs everything, prints every part's result, and as the very last line the count.
pub fn run(workspace: &Workspace) -> ExitCode {
    let mut parts = Parts::default();
    let postgres = postgres::start(workspace);
    let url = postgres.as_ref().map(|server| server.url.clone()).ok();
    let is_ours = postgres.as_ref().is_ok_and(|server| server.is_new);
    if postgres.as_ref().is_ok_and(|server| !server.is_new) {
        say("PostgreSQL was running before and stays: \"cargo xtask postgres stop\" ends it");
    }
    parts.record("PostgreSQL", postgres.map(|_| Tally::default()));
    test_everything(workspace, url.as_deref(), &mut parts);
    if is_ours {
        parts.record("PostgreSQL's end", postgres::stop(workspace).map(|_| Tally::default()));
    }
    say("");
    for (name, tally) in &parts.results {
        say(&format!("{name}: {tally}"));
    }
    say(&parts.total().to_string());
    if parts.total().is_good() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The Rust tests on both databases, then the release build in the browser.
fn test_everything(workspace: &Workspace, postgres_url: Option<&str>, parts: &mut Parts) {
    for packages in CRATES {
        let name = if packages.contains(&"xtask") { "xtask" } else { "crates" };
        parts.record(name, test_packages(workspace, packages, postgres_url));
    }
    let built = build_release(workspace);
    let is_built = built.is_ok();
    parts.record("release build", built.map(|()| Tally::default()));
    if is_built {
        parts.record("browser", test_in_browser(workspace, postgres_url));
    } else {
        parts.record("browser", Err(anyhow::anyhow!("not run: there is no release build")));
    }
}

fn test_packages(workspace: &Workspace, packages: &[&str], postgres_url: Option<&str>) -> Result<Tally> {
    let mut command = workspace.cargo();
    command.args(["test", "--no-fail-fast"]);
    command.args(packages.iter().flat_map(|package| ["-p", package]));
    name_postgres(&mut command, postgres_url);
    count_while_streaming(&mut command)
}

fn name_postgres(command: &mut Command, url: Option<&str>) {
    match url {
        Some(url) => command.env(POSTGRES_URL, url),
        None => command.env_remove(POSTGRES_URL),
    };
}

/// Passes a test program's output on as it comes, and counts the result lines in it.
fn count_while_streaming(command: &mut Command) -> Result<Tally> {
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().context("cannot run cargo test")?;
    let mut reader = BufReader::new(child.stdout.take().context("cargo test has no output")?);
    let mut tally = Tally::default();
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line)? > 0 {
        let _ = std::io::stdout().lock().write_all(&line);
        if let Some(result) = Tally::from_cargo_line(&String::from_utf8_lossy(&line)) {
            tally.add(result);
        }
        line.clear();
    }
    Ok(tally.or_failed(child.wait()?.success()))
}

fn build_release(workspace: &Workspace) -> Result<()> {
    run_program(workspace.cargo().args(["build", "--release", "-p", "server"]))?;
    site::build(workspace, site::Mode::Release)
}

fn test_in_browser(workspace: &Workspace, postgres_url: Option<&str>) -> Result<Tally> {
    let report = workspace.cache().join("playwright.json");
    // An old report must not be counted.
    if report.exists() {
        fs::remove_file(&report)?;
    }
    let npx = find_in_path("npx").context("npx is missing: install Node.js 20 or newer")?;
    let mut command = Command::new(npx);
    name_postgres(&mut command, postgres_url);
    let status = command
        .args(["--no-install", "playwright", "test", "--reporter=list,json"])
        .current_dir(workspace.root().join("end2end"))
        .env("PLAYWRIGHT_JSON_OUTPUT_NAME", &report)
        .stdin(Stdio::null())
        .status()?;
    let text = fs::read_to_string(&report).context("Playwright wrote no report")?;
    Ok(Tally::from_playwright(&text)?.or_failed(status.success()))
}
