//! Owns where things lie in this repository and how other programs are called; must not know what they are called for.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// The repository that the tasks work on.
pub struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// Finds the repository: cargo names this crate's folder at run time, else the current folder or one above it.
    pub fn find() -> Result<Self> {
        let named = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
        if let Some(root) = named.as_deref().and_then(Path::parent) {
            return Ok(Self { root: root.to_path_buf() });
        }
        let here = std::env::current_dir()?;
        here.ancestors()
            .find(|folder| folder.join("xtask/Cargo.toml").is_file())
            .map(|folder| Self { root: folder.to_path_buf() })
            .context("this is not inside the repository")
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn target(&self) -> PathBuf {
        self.root.join("target")
    }

    /// What the tasks keep between two runs.
    pub fn cache(&self) -> PathBuf {
        self.target().join("xtask")
    }

    /// Cargo, in this repository.
    ///
    /// It is the one that runs us, asked for at run time: the path known at compile time would skip rustup and then
    /// follow toolchain files inside dependencies. Flags come from `.cargo/config.toml` alone, because the server and
    /// the browser's code must be compiled with the same ones, or hydration fails.
    pub fn cargo(&self) -> Command {
        let program = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
        let mut command = Command::new(program);
        command.current_dir(&self.root).env("CARGO_TARGET_DIR", self.target());
        for flags in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_BUILD_RUSTFLAGS"] {
            command.env_remove(flags);
        }
        // Macros inside dependencies would read it.
        command.env_remove("DATABASE_URL");
        command
    }

    /// Holds a task's lock until the returned file is dropped, so that two terminals do not write the same files.
    pub fn lock(&self, task: &str) -> Result<File> {
        fs::create_dir_all(self.cache())?;
        let path = self.cache().join(format!("{task}.lock"));
        let file = File::create(&path).with_context(|| format!("cannot write {}", path.display()))?;
        file.lock()?;
        Ok(file)
    }

    /// A tool from the npm packages of the browser tests, else from PATH.
    pub fn node_tool(&self, name: &str) -> Result<PathBuf> {
        let installed = self.root.join("end2end/node_modules/.bin").join(name);
        if installed.is_file() {
            return Ok(installed);
        }
        find_in_path(name).with_context(|| format!("{name} is missing: run \"make tools\" (or \"npm ci\" in end2end)"))
    }
}

/// The first program of that name on PATH.
pub fn find_in_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|program| program.is_file())
}

/// Writes one line to standard output. A reader that went away is not our failure.
pub fn say(line: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}

/// Runs a program whose output the user sees; an exit code other than 0 is an error.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.stdin(Stdio::null()).status().with_context(|| format!("cannot run {}", name_of(command)))?;
    if !status.success() {
        bail!("{} ended with {status}", name_of(command));
    }
    Ok(())
}

/// Runs a program and returns what it wrote to standard output; on failure the error holds what it complained about.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command.stdin(Stdio::null()).output().with_context(|| format!("cannot run {}", name_of(command)))?;
    if !output.status.success() {
        let complaint = String::from_utf8_lossy(&output.stderr);
        bail!("{} ended with {}: {}", name_of(command), output.status, complaint.trim());
    }
    String::from_utf8(output.stdout).with_context(|| format!("{} wrote no text", name_of(command)))
}

/// Reads a file; the error names it.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Writes a file and the folders above it; the error names it.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
}

/// Removes a folder with all that is in it; one that is not there is fine.
pub fn remove_folder(path: &Path) -> Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error).with_context(|| format!("cannot remove {}", path.display())),
        _ => Ok(()),
    }
}

fn name_of(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args().take(2));
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}
