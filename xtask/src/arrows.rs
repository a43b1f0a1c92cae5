//! Owns the borders between the crates and proves them with `cargo tree`; must not repair anything.

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::site::DOORS;
use crate::workspace::{Workspace, output, say};

/// Each crate and the crates of this workspace that it may name in its `Cargo.toml`.
/// `app` names `backend` only behind its feature `ssr`, which is proved apart.
const MAY_NAME: [(&str, &[&str]); 7] = [
    ("billing", &[]),
    ("sandbox", &[]),
    ("backend", &["billing"]),
    ("app", &["billing", "backend"]),
    ("frontend", &["app"]),
    ("server", &["app", "backend", "billing", "sandbox"]),
    ("xtask", &[]),
];

/// What must never be sent to a browser.
const NATIVE: [&str; 9] = ["backend", "sandbox", "server", "sqlx", "tokio", "axum", "reqwest", "lettre", "argon2"];

const BROWSER: &str = "wasm32-unknown-unknown";

/// One line of a dependency tree: how deep it stands, and the crate.
#[derive(Debug, PartialEq)]
struct Branch {
    depth: usize,
    name: String,
}

/// What was proved, and what was found to be wrong.
#[derive(Default)]
struct Findings {
    proved: Vec<String>,
    broken: Vec<String>,
}

impl Findings {
    fn record(&mut self, arrow: String, offence: Option<String>) {
        match offence {
            None => self.proved.push(arrow),
            Some(path) => self.broken.push(format!("{arrow}, but {path}")),
        }
    }
}

/// Proves every border, prints each, and fails when one is crossed.
pub fn prove(workspace: &Workspace) -> Result<ExitCode> {
    let mut findings = Findings::default();
    prove_names(workspace, &mut findings)?;
    prove_sql_home(workspace, &mut findings)?;
    prove_app_without_server(workspace, &mut findings)?;
    prove_browser(workspace, &mut findings)?;
    for arrow in &findings.proved {
        say(&format!("proved  {arrow}"));
    }
    for offence in &findings.broken {
        eprintln!("BROKEN  {offence}");
    }
    Ok(if findings.broken.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Every crate names only those that its line in `MAY_NAME` allows, whatever the features; tests may name more.
fn prove_names(workspace: &Workspace, findings: &mut Findings) -> Result<()> {
    for (package, allowed) in MAY_NAME {
        let named = direct(workspace, package, "normal,build")?;
        let stranger = named.iter().find(|name| is_member(name) && !allowed.contains(&name.as_str()));
        let allowed = if allowed.is_empty() { "no crate of the workspace".to_owned() } else { allowed.join(", ") };
        findings.record(format!("{package} → {allowed}"), stranger.map(|name| format!("{package} → {name}")));
    }
    Ok(())
}

/// SQL is written in `backend` alone, tests included.
fn prove_sql_home(workspace: &Workspace, findings: &mut Findings) -> Result<()> {
    let mut offence = None;
    for (package, _) in MAY_NAME {
        let named = direct(workspace, package, "normal,build,dev")?;
        if package == "backend" {
            continue;
        }
        let sql = named.iter().find(|name| *name == "sqlx" || name.starts_with("sqlx-"));
        offence = offence.or(sql.map(|name| format!("{package} → {name}")));
    }
    findings.record("sqlx is named by backend alone".to_owned(), offence);
    Ok(())
}

/// Without its feature `ssr` the application does not know the server's side.
fn prove_app_without_server(workspace: &Workspace, findings: &mut Findings) -> Result<()> {
    for features in ["", "hydrate"] {
        let tree = tree(workspace, &["-p", "app", "--features", features, "-e", "normal,build", "--target", "all"])?;
        let with = if features.is_empty() { "without features" } else { "with hydrate" };
        findings.record(format!("app {with} reaches no backend"), path_to(&tree, "backend"));
    }
    Ok(())
}

/// No native crate reaches any door's wasm.
fn prove_browser(workspace: &Workspace, findings: &mut Findings) -> Result<()> {
    for door in DOORS {
        let tree = tree(workspace, &["-p", "frontend", "--features", door, "-e", "normal", "--target", BROWSER])?;
        for native in NATIVE {
            findings.record(format!("frontend ({door}, wasm) reaches no {native}"), path_to(&tree, native));
        }
    }
    Ok(())
}

fn is_member(name: &str) -> bool {
    MAY_NAME.iter().any(|(member, _)| *member == name)
}

/// The crates that a package names itself, with all its features and for all machines.
fn direct(workspace: &Workspace, package: &str, kinds: &str) -> Result<Vec<String>> {
    let words = ["-p", package, "-e", kinds, "--all-features", "--target", "all", "--depth", "1"];
    let branches = tree(workspace, &words)?;
    Ok(branches.into_iter().filter(|branch| branch.depth == 1).map(|branch| branch.name).collect())
}

fn tree(workspace: &Workspace, words: &[&str]) -> Result<Vec<Branch>> {
    let text = output(workspace.cargo().arg("tree").args(words).args(["--prefix", "depth", "--color", "never"]))?;
    let branches: Vec<Branch> = text.lines().filter_map(read_branch).collect();
    // An empty tree would prove anything.
    if branches.is_empty() {
        bail!("cargo tree {} shows nothing", words.join(" "));
    }
    Ok(branches)
}

/// Reads `12serde v1.0.0 (*)`; headings and empty lines are none.
fn read_branch(line: &str) -> Option<Branch> {
    let name_start = line.find(|character: char| !character.is_ascii_digit())?;
    let (depth, rest) = line.split_at_checked(name_start)?;
    let name = rest.split_whitespace().next()?;
    Some(Branch { depth: depth.parse().ok()?, name: name.to_owned() })
}

/// The way from the tree's root to the first place where a crate stands. Cargo prints every crate's own
/// dependencies once, at its first place, so the first place is always there.
fn path_to(tree: &[Branch], name: &str) -> Option<String> {
    let mut path: Vec<&str> = Vec::new();
    for branch in tree {
        path.truncate(branch.depth);
        path.push(&branch.name);
        if branch.name == name {
            return Some(path.join(" → "));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const TREE: &str = "0frontend v0.1.0 (/somewhere/frontend)\n1app v0.1.0 (/somewhere/app)\n2leptos v0.8.23\n\
        3server_fn v0.8.1\n2serde v1.0.0 (proc-macro)\n1wasm-bindgen v0.2.130\n2serde v1.0.0 (*)\n";

    fn sample() -> Vec<Branch> {
        TREE.lines().filter_map(read_branch).collect()
    }

    #[test]
    fn a_line_gives_depth_and_name() {
        assert_eq!(read_branch("12serde v1.0.0 (*)"), Some(Branch { depth: 12, name: "serde".to_owned() }));
        assert_eq!(read_branch("[build-dependencies]"), None);
        assert_eq!(read_branch(""), None);
    }

    #[test]
    fn the_path_names_every_step() {
        assert_eq!(path_to(&sample(), "server_fn").as_deref(), Some("frontend → app → leptos → server_fn"));
        assert_eq!(path_to(&sample(), "wasm-bindgen").as_deref(), Some("frontend → wasm-bindgen"));
    }

    #[test]
    fn a_name_that_only_begins_alike_is_not_reached() {
        assert_eq!(path_to(&sample(), "server"), None);
    }
}
