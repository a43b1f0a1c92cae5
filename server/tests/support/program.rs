//! A process of the program under test: its output as it comes, and its end in any case.

use super::wait_for;
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;

/// The program under test.
pub const KONTOR: &str = env!("CARGO_BIN_EXE_kontor");

/// A running process. It ends with its owner, also when a test panics.
pub struct Program {
    child: Child,
    lines: Arc<Mutex<Vec<String>>>,
}

/// The program with nothing of this environment but the way to other programs.
pub fn kontor() -> Command {
    bare(Command::new(KONTOR))
}

/// Takes the environment away; tests say themselves what is set.
pub fn bare(mut command: Command) -> Command {
    command.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command
}

impl Program {
    /// Starts a process and listens to both of its outputs.
    pub fn start(mut command: Command) -> Self {
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
        let lines = Arc::new(Mutex::new(Vec::new()));
        listen(child.stdout.take().expect("piped"), lines.clone());
        listen(child.stderr.take().expect("piped"), lines.clone());
        Self { child, lines }
    }

    /// Waits for a line with that text in it. Fails when the process ends instead.
    pub async fn line(&mut self, part: &str) -> String {
        let Self { child, lines } = self;
        let found = wait_for(part, async || {
            // In this order: what a process said last is there once it has ended.
            let ended = child.try_wait().expect("its own child");
            let line = lines.lock().expect("no panic").iter().find(|line| line.contains(part)).cloned();
            line.map(Ok).or_else(|| ended.map(Err))
        });
        match found.await {
            Ok(line) => line,
            Err(status) => panic!("ended with {status} and not with {part:?}:\n{}", self.output()),
        }
    }

    /// Everything that it said so far.
    pub fn output(&self) -> String {
        self.lines.lock().expect("no panic").join("\n")
    }

    /// Its number, to speak about it to other programs.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Whether it is still there.
    pub fn is_running(&mut self) -> bool {
        self.child.try_wait().expect("its own child").is_none()
    }

    /// Ends it as a crash would: SIGKILL.
    pub fn kill(&mut self) {
        let _ended_before = self.child.kill();
        let _status = self.child.wait();
    }

    /// Asks it to stop, and waits until it has.
    pub async fn stop(&mut self) -> ExitStatus {
        let asked = Command::new("sh").args(["-c", "kill -TERM \"$0\"", &self.id().to_string()]).status().expect("sh is there");
        assert!(asked.success());
        wait_for("the end of the program", async || self.child.try_wait().expect("its own child")).await
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.kill();
        if thread::panicking() {
            eprintln!("--- {} said:\n{}\n---", self.id(), self.output());
        }
    }
}

fn listen(output: impl Read + Send + 'static, lines: Arc<Mutex<Vec<String>>>) {
    thread::spawn(move || {
        for line in BufReader::new(output).lines() {
            // A line that is no text is none that a test waits for.
            let (Ok(line), Ok(mut lines)) = (line, lines.lock()) else { continue };
            lines.push(line);
        }
    });
}
