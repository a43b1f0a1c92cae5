//! Owns the order of all benches and the one table at their end; must not measure anything itself.
//!
//! A bench prints what it wants, and for the table lines such as `ratio: what | measured | aim | what limits it`.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::postgres;
use crate::workspace::{Workspace, say};

const MARK: &str = "ratio: ";
const HEAD: [&str; 4] = ["what", "measured", "aim", "what limits it"];

/// The benches, as cargo is called.
const BENCHES: [&[&str]; 5] = [
    &["bench", "-p", "billing", "--bench", "price"],
    &["bench", "-p", "backend", "--bench", "checkout"],
    &["bench", "-p", "backend", "--bench", "renewals"],
    &["bench", "-p", "server", "--bench", "pages"],
    &["xtask", "sizes"],
];

/// Runs all of them one after the other. One that fails does not hide the others, and fails the whole in the end.
pub fn run(workspace: &Workspace) -> Result<()> {
    let postgres = postgres::start(workspace)?;
    let mut rows = Vec::new();
    let mut failed = Vec::new();
    for words in BENCHES {
        say(&format!("\n== cargo {}", words.join(" ")));
        let mut command = workspace.cargo();
        command.args(words).env("KONTOR_BENCH_POSTGRES_URL", &postgres.url);
        if let Err(error) = run_one(&mut command, &mut rows) {
            eprintln!("{error:#}");
            failed.push(words.join(" "));
        }
    }
    if postgres.is_new {
        postgres::stop(workspace)?;
    }
    say("\n");
    say(&table(&rows));
    if !failed.is_empty() {
        bail!("failed: {}", failed.join(", "));
    }
    Ok(())
}

/// Lets a bench speak, and keeps its lines for the table.
fn run_one(command: &mut Command, rows: &mut Vec<[String; 4]>) -> Result<()> {
    let mut child = command.stdout(Stdio::piped()).spawn().context("cargo cannot be started")?;
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).lines() {
            let line = line?;
            match line.strip_prefix(MARK).and_then(row) {
                Some(row) => rows.push(row),
                None => say(&line),
            }
        }
    }
    let status = child.wait()?;
    if !status.success() {
        bail!("the bench ended with {status}");
    }
    Ok(())
}

fn row(line: &str) -> Option<[String; 4]> {
    let cells: Vec<String> = line.split('|').map(|cell| cell.trim().to_owned()).collect();
    cells.try_into().ok()
}

/// Columns as wide as their widest cell.
fn table(rows: &[[String; 4]]) -> String {
    let head = HEAD.map(str::to_owned);
    let all: Vec<&[String; 4]> = std::iter::once(&head).chain(rows).collect();
    let mut widths = [0; 4];
    for cells in &all {
        for (width, cell) in widths.iter_mut().zip(cells.iter()) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let line = |cells: &&[String; 4]| {
        let padded: Vec<String> = cells.iter().zip(widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        padded.join("  ").trim_end().to_owned()
    };
    all.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_for_the_table_has_four_cells() {
        assert_eq!(row("a | 1 | 2 | b"), Some(["a", "1", "2", "b"].map(str::to_owned)));
        assert_eq!(row("a | 1 | 2"), None);
    }

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let rows = [["overview", "1/2", "1", "fsync"].map(str::to_owned)];
        assert_eq!(table(&rows), "what      measured  aim  what limits it\noverview  1/2       1    fsync");
    }
}
