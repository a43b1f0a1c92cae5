//! Owns the command line of `cargo xtask`: reads which task is meant and starts it. The tasks live in their own files.

mod arrows;
mod bench;
mod postgres;
mod site;
mod tally;
mod test_run;
mod workspace;

use std::process::ExitCode;

use anyhow::Result;

use crate::workspace::{Workspace, say};

const USAGE: &str = "\
cargo xtask site [--release]      build what the browser loads into target/site
cargo xtask doors                 the portal's doors, one a line
cargo xtask sizes                 what the browser loads in a release, and which parts of it weigh most
cargo xtask arrows                prove which crates may know which
cargo xtask postgres start|stop   a private PostgreSQL for tests; start prints its URL
cargo xtask bench                 all benches, and one table of what they came to
cargo xtask test                  the whole test run; the last line is the count";

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<ExitCode> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let workspace = Workspace::find()?;
    match words.as_slice() {
        ["site"] => site::build(&workspace, site::Mode::Development)?,
        ["site", "--release"] => site::build(&workspace, site::Mode::Release)?,
        ["sizes"] => site::print_sizes(&workspace)?,
        ["doors"] => say(&site::DOORS.join("\n")),
        ["arrows"] => return arrows::prove(&workspace),
        ["postgres", "start"] => say(&postgres::start(&workspace)?.url),
        ["postgres", "stop"] => say(postgres::stop(&workspace)?.as_text()),
        ["bench"] => bench::run(&workspace)?,
        ["test"] => return Ok(test_run::run(&workspace)),
        _ => {
            eprintln!("{USAGE}");
            return Ok(ExitCode::from(2));
        }
    }
    Ok(ExitCode::SUCCESS)
}
