//! How the program starts, and what it says when it cannot.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a failed unwrap is the test's message, in helpers too")]

#[path = "../support/mod.rs"]
mod support;

mod backups;
mod commands;
mod configuration;
mod demonstration;
mod deployment;
mod moving;
mod price;
mod together;
mod watching;
mod working;

use std::io::Write;
use std::process::{Command, Stdio};
use std::thread;

/// How a command ended.
#[derive(Debug)]
struct Ended {
    code: Option<i32>,
    output: String,
    complaint: String,
}

/// Runs a command to its end, with that on its standard input.
fn run(mut command: Command, input: &[u8]) -> Ended {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writing = thread::spawn(move || {
        // Whoever has read enough closes the pipe.
        let _broken = pipe.write_all(&input);
    });
    let ended = child.wait_with_output().unwrap();
    writing.join().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ended { code: ended.status.code(), output: text(ended.stdout), complaint: text(ended.stderr) }
}
