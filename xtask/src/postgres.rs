//! Owns a private PostgreSQL that lives from `start` to `stop`, for tests; must not touch any other server.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use crate::workspace::{Workspace, find_in_path, output, remove_folder};

mod owner;

use owner::Owner;

/// Its superuser, who needs no password: the server listens on this machine only.
const ROLE: &str = "kontor";

/// Tests are many and short, and nothing in this server outlives them: durability would only cost time.
const SETTINGS: &str = "-c listen_addresses=127.0.0.1 -c unix_socket_directories=. -c max_connections=200 \
    -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0";

/// A server that answers.
pub struct Started {
    pub url: String,
    /// Whether this very call started it.
    pub is_new: bool,
}

/// What `stop` found.
pub enum Stopped {
    Ended,
    WasNotRunning,
}

impl Stopped {
    pub fn as_text(&self) -> &'static str {
        match self {
            Self::Ended => "PostgreSQL has ended",
            Self::WasNotRunning => "PostgreSQL was not running",
        }
    }
}

/// Starts the server on an empty cluster, or finds it running.
pub fn start(workspace: &Workspace) -> Result<Started> {
    let _lock = workspace.lock("postgres")?;
    let cluster = Cluster::of(workspace)?;
    if let Some(port) = cluster.running_port()? {
        return Ok(Started { url: url(port), is_new: false });
    }
    cluster.create()?;
    // A port that was free a moment ago may be taken when the server asks for it.
    let mut attempts = 3;
    loop {
        let port = cluster.choose_port()?;
        match cluster.launch(port) {
            Ok(()) => return Ok(Started { url: url(port), is_new: true }),
            Err(error) if attempts == 1 => return Err(error),
            Err(_) => attempts -= 1,
        }
    }
}

/// Ends the server and removes its data, which are nothing but test databases.
pub fn stop(workspace: &Workspace) -> Result<Stopped> {
    let _lock = workspace.lock("postgres")?;
    let cluster = Cluster::of(workspace)?;
    let running = cluster.running_port()?.is_some();
    if running {
        let mut command = cluster.program("pg_ctl");
        output(command.arg("-D").arg(cluster.data()).args(["-m", "fast", "-w", "stop"]))?;
    }
    remove_folder(&cluster.data())?;
    Ok(if running { Stopped::Ended } else { Stopped::WasNotRunning })
}

fn url(port: u16) -> String {
    format!("postgres://{ROLE}@127.0.0.1:{port}/postgres")
}

struct Cluster {
    /// The folder with `initdb`, `pg_ctl` and `postgres`.
    programs: PathBuf,
    /// The folder that holds data, log and the remembered port.
    home: PathBuf,
    owner: Owner,
}

impl Cluster {
    fn of(workspace: &Workspace) -> Result<Self> {
        let programs = find_programs().context("PostgreSQL is missing: run \"make tools\", or install it")?;
        let owner = Owner::choose()?;
        let home = choose_home(workspace, &owner)?;
        Ok(Self { programs, home, owner })
    }

    fn data(&self) -> PathBuf {
        self.home.join("data")
    }

    fn log(&self) -> PathBuf {
        self.home.join("log")
    }

    fn port_file(&self) -> PathBuf {
        self.home.join("port")
    }

    /// One of PostgreSQL's programs, as the user that owns the data.
    fn program(&self, name: &str) -> Command {
        let mut command = self.owner.command(&self.programs.join(name));
        // The owner may not be allowed into the folder where we stand.
        command.current_dir("/").env("LC_ALL", "C.UTF-8");
        for setting in ["PGDATA", "PGHOST", "PGPORT", "PGUSER", "PGDATABASE", "PGOPTIONS", "PGSERVICE"] {
            command.env_remove(setting);
        }
        command
    }

    /// An empty cluster. Whatever a crash left behind is removed, for nobody can rely on it.
    fn create(&self) -> Result<()> {
        remove_folder(&self.data())?;
        let mut command = self.program("initdb");
        command.arg("-D").arg(self.data());
        command.args(["-U", ROLE, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]);
        output(&mut command).map(drop)
    }

    fn launch(&self, port: u16) -> Result<()> {
        let mut command = self.program("pg_ctl");
        command.arg("-D").arg(self.data()).arg("-l").arg(self.log());
        command.args(["-w", "-t", "60", "-o", &format!("-p {port} {SETTINGS}"), "start"]);
        output(&mut command).with_context(|| self.end_of_log())?;
        fs::write(self.port_file(), port.to_string())?;
        Ok(())
    }

    fn end_of_log(&self) -> String {
        let log = fs::read_to_string(self.log()).unwrap_or_default();
        let lines: Vec<&str> = log.lines().rev().take(5).collect();
        lines.into_iter().rev().collect::<Vec<_>>().join("\n")
    }

    /// The port of our own server, if it runs. `pg_ctl` trusts a process id in a file; that id may by now belong to
    /// something else, so the process must also stand in our data folder.
    fn running_port(&self) -> Result<Option<u16>> {
        let data = self.data();
        let Ok(text) = fs::read_to_string(data.join("postmaster.pid")) else { return Ok(None) };
        let mut command = self.program("pg_ctl");
        if output(command.arg("-D").arg(&data).arg("status")).is_err() {
            return Ok(None);
        }
        let (process, port) = read_pid_file(&text).context("postmaster.pid is not readable")?;
        let folder = PathBuf::from(format!("/proc/{process}/cwd"));
        if Path::new("/proc/self").exists() && fs::canonicalize(folder).ok() != fs::canonicalize(&data).ok() {
            return Ok(None);
        }
        Ok(Some(port))
    }

    /// The port of last time if nobody took it, else any free one.
    fn choose_port(&self) -> Result<u16> {
        let remembered = fs::read_to_string(self.port_file()).ok().and_then(|text| text.trim().parse::<u16>().ok());
        if let Some(port) = remembered
            && TcpListener::bind(("127.0.0.1", port)).is_ok()
        {
            return Ok(port);
        }
        Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
    }
}

/// Process id and port: the first and the fourth line of PostgreSQL's `postmaster.pid`.
fn read_pid_file(text: &str) -> Option<(u32, u16)> {
    let mut lines = text.lines();
    let process = lines.next()?.trim().parse().ok()?;
    let port = lines.nth(2)?.trim().parse().ok()?;
    Some((process, port))
}

/// PATH first; Debian keeps the server's programs out of it, a folder per version.
fn find_programs() -> Option<PathBuf> {
    let on_path = find_in_path("pg_ctl").and_then(|program| fs::canonicalize(program).ok());
    let on_path = on_path.as_deref().and_then(Path::parent).map(Path::to_path_buf);
    on_path.filter(|folder| has_programs(folder)).or_else(newest_debian_programs)
}

fn newest_debian_programs() -> Option<PathBuf> {
    let entries = fs::read_dir("/usr/lib/postgresql").ok()?;
    let folders = entries.flatten().map(|entry| entry.path().join("bin")).filter(|folder| has_programs(folder));
    folders.max_by_key(|folder| version_of(folder))
}

fn version_of(programs: &Path) -> u32 {
    let name = programs.parent().and_then(Path::file_name).and_then(|name| name.to_str());
    name.and_then(|name| name.parse().ok()).unwrap_or(0)
}

fn has_programs(folder: &Path) -> bool {
    ["initdb", "pg_ctl", "postgres"].iter().all(|name| folder.join(name).is_file())
}

/// `target/postgres`, unless the owner cannot get there; then a folder of this repository's own for temporary files.
fn choose_home(workspace: &Workspace, owner: &Owner) -> Result<PathBuf> {
    let target = workspace.target();
    fs::create_dir_all(&target)?;
    let home = if owner.can_enter(&target) { target.join("postgres") } else { temporary_home(workspace.root()) };
    if !home.exists() {
        fs::create_dir(&home).with_context(|| format!("cannot make {}", home.display()))?;
        owner.take(&home)?;
    }
    // In a folder where everybody may write, somebody else may have been there first.
    if !home.symlink_metadata()?.is_dir() || !owner.owns(&home)? {
        bail!("{} belongs to somebody else", home.display());
    }
    Ok(home)
}

fn temporary_home(root: &Path) -> PathBuf {
    let hash = format!("{:x}", Sha256::digest(root.as_os_str().as_encoded_bytes()));
    let name = format!("kontor-postgres-{}", hash.get(..16).unwrap_or(&hash));
    let base = ["/var/tmp", "/tmp"].into_iter().map(Path::new).find(|folder| folder.is_dir());
    base.map_or_else(std::env::temp_dir, Path::to_path_buf).join(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pid_file_tells_process_and_port() {
        let text = "4711\n/somewhere/data\n1795300000\n54321\n.\n127.0.0.1\n  1 2\nready   \n";
        assert_eq!(read_pid_file(text), Some((4711, 54321)));
        assert_eq!(read_pid_file("4711\n/somewhere/data\n"), None);
        assert_eq!(read_pid_file(""), None);
    }

    #[test]
    fn versions_are_compared_as_numbers() {
        assert!(version_of(Path::new("/usr/lib/postgresql/15/bin")) > version_of(Path::new("/usr/lib/postgresql/9/bin")));
        assert_eq!(version_of(Path::new("/opt/other/bin")), 0);
    }

    #[test]
    fn the_url_names_role_and_port() {
        assert_eq!(url(54321), "postgres://kontor@127.0.0.1:54321/postgres");
    }
}
