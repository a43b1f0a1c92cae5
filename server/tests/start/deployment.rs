//! What is shipped beside the binary: it has to fit the repository, since no test builds a container.

use crate::support::database::Engine::Sqlite;
use crate::support::ground::Ground;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const DOCKERFILE: &str = include_str!("../../../Dockerfile");
const IGNORED: &str = include_str!("../../../.dockerignore");
const UNIT: &str = include_str!("../../../deploy/kontor.service");
const CONFIGURATION: &str = include_str!("../../../Leptos.toml");
const MANUAL: &str = include_str!("../../../docs/operations.md");

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// The instructions of the Dockerfile, continued lines joined.
fn instructions() -> Vec<String> {
    let text: String = DOCKERFILE.lines().filter(|line| !line.starts_with('#')).map(|line| format!("{line}\n")).collect();
    text.replace("\\\n", " ").lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|line| !line.is_empty()).collect()
}

#[test]
fn every_path_that_the_container_copies_is_there() {
    let ignored: BTreeSet<&str> = IGNORED.lines().filter(|line| !line.starts_with('#')).collect();
    let (mut from_here, mut from_build) = (0, 0);
    for instruction in instructions() {
        let Some(paths) = instruction.strip_prefix("COPY ") else { continue };
        let words: Vec<&str> = paths.split(' ').collect();
        match words[0] {
            "--from=node" => {}
            "--from=build" => {
                let made = words[1].strip_prefix("/kontor/").unwrap();
                // What a build makes, by the names that the repository gives it.
                let binary = fs::read_to_string(repository().join("server/Cargo.toml")).unwrap();
                let is_binary = made.strip_prefix("target/release/").is_some_and(|name| binary.contains(&format!("[[bin]]\nname = \"{name}\"")));
                assert!(is_binary || CONFIGURATION.contains(&format!("site-root = \"{made}\"")), "{instruction}");
                from_build += 1;
            }
            _ => {
                for path in &words[..words.len() - 1] {
                    assert!(repository().join(path).exists() && !ignored.contains(path), "{path}");
                    from_here += 1;
                }
            }
        }
    }
    assert!(from_here >= 2 && from_build == 2, "{from_here} {from_build}");
    for path in [".ci/install", "Cargo.lock", "rust-toolchain.toml", "end2end/package-lock.json", "xtask", "catalogue.toml"] {
        assert!(repository().join(path).exists() && !ignored.contains(path), "the build needs {path}");
    }
}

#[test]
fn the_container_builds_with_the_toolchain_of_the_repository_and_runs_as_nobody() {
    let toolchain = fs::read_to_string(repository().join("rust-toolchain.toml")).unwrap();
    let channel = toolchain.lines().find_map(|line| line.strip_prefix("channel = \"")?.strip_suffix("\"")).unwrap();
    let instructions = instructions();
    let image = instructions.iter().find_map(|line| line.strip_prefix("FROM rust:")).unwrap();
    assert!(channel.starts_with(image.split('-').next().unwrap()), "{image} and {channel}");
    assert!(instructions.contains(&"USER kontor".to_owned()) && instructions.iter().any(|line| line.contains("useradd --system --uid 10001")));
    assert!(instructions.iter().any(|line| line.starts_with("HEALTHCHECK") && line.ends_with("CMD [\"kontor\", \"healthcheck\"]")));
}

#[test]
fn every_setting_stands_in_the_manual() {
    let mut sources = vec![repository().join("server/src")];
    let mut names = BTreeSet::new();
    while let Some(path) = sources.pop() {
        if path.is_dir() {
            sources.extend(fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
            continue;
        }
        // Tests spell names wrongly on purpose.
        if path.ends_with("tests.rs") {
            continue;
        }
        let text = fs::read_to_string(path).unwrap();
        for start in ["KONTOR_", "LEPTOS_SITE_"] {
            for (place, _) in text.match_indices(start) {
                names.insert(text[place..].chars().take_while(|letter| letter.is_ascii_uppercase() || *letter == '_').collect::<String>());
            }
        }
    }
    assert!(names.len() >= 20, "{names:?}");
    for name in &names {
        assert!(MANUAL.contains(&format!("`{name}`")), "{name} is missing from docs/operations.md");
    }
    let tables: toml::Table = toml::from_str(CONFIGURATION).unwrap();
    for (table, keys) in tables.iter().filter(|(table, _)| *table != "workspace") {
        for key in keys.as_table().unwrap().keys() {
            assert!(MANUAL.contains(&format!("`{key}`")), "{table}.{key} is missing from docs/operations.md");
        }
    }
    // Those that stand there as comments, with no value of their own.
    for line in CONFIGURATION.lines().filter_map(|line| line.strip_prefix("# ")) {
        let Some((key, _)) = line.split_once(" = ") else { continue };
        assert!(MANUAL.contains(&format!("`{key}`")), "{key} is missing from docs/operations.md");
    }
}

#[tokio::test]
async fn the_unit_and_the_container_start_what_there_is() {
    // The arguments of both, with folders of this test.
    let ground = Ground::new(Sqlite).await;
    let line = UNIT.lines().find_map(|line| line.strip_prefix("ExecStart=/usr/local/bin/kontor ")).unwrap();
    assert_eq!(line, "serve --config /etc/kontor/Leptos.toml");
    let mut launch = ground.portal();
    let settings = instructions().into_iter().find_map(|line| line.strip_prefix("ENV ").map(str::to_owned)).unwrap();
    for (name, value) in settings.split(' ').map(|setting| setting.split_once('=').unwrap()) {
        if !value.contains('/') && name != "LEPTOS_SITE_ADDR" {
            launch = launch.with(name, value);
        }
    }
    let mut portal = launch.with("KONTOR_TODAY", "").start().await;
    assert_eq!(portal.browser().get("/readyz").await.text, "ready\n");
    assert!(portal.program.stop().await.success());
    for hardening in ["NoNewPrivileges=yes", "ProtectSystem=strict", "StateDirectory=kontor", "User=kontor", "CapabilityBoundingSet=\n"] {
        assert!(UNIT.contains(hardening), "{hardening}");
    }
}
