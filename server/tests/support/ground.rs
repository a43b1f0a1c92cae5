//! What a test stands on: a folder, a database, a gateway, and portals that are started on them.

use super::ANNA;
use super::books::Books;
use super::browser::Browser;
use super::database::{Engine, TestDatabase};
use super::gateway::{Gateway, SECRET};
use super::program::{KONTOR, Program, bare, kontor};
use super::wait_for;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// How long the portal waits for its gateway.
pub const TIMEOUT_SECONDS: u64 = 1;
/// The day of the worked examples.
pub const TODAY: &str = "2026-11-21";

const CONFIGURATION: &str = include_str!("../../../Leptos.toml");
const MANIFEST: &str = r#"{"kontor.css":"/pkg/kontor.css","billing-center.js":"/pkg/billing-center.js","billing-center.wasm":"/pkg/billing-center.wasm","corporate.js":"/pkg/corporate.js","corporate.wasm":"/pkg/corporate.wasm","people.js":"/pkg/people.js","people.wasm":"/pkg/people.wasm","staff.js":"/pkg/staff.js","staff.wasm":"/pkg/staff.wasm","styleguide.js":"/pkg/styleguide.js","styleguide.wasm":"/pkg/styleguide.wasm"}"#;

/// Folder, database and gateway. Fields are dropped in this order.
pub struct Ground {
    pub gateway: Gateway,
    pub database: TestDatabase,
    folder: TempDir,
}

impl Ground {
    /// An empty database, and a gateway that has charged nothing.
    pub async fn new(engine: Engine) -> Self {
        let folder = new_folder();
        let database = TestDatabase::create(engine, folder.path()).await;
        Self { gateway: Gateway::start(folder.path()).await, database, folder }
    }

    /// The folder of the configuration, the SQLite file and the gateway's journal.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A portal to be started.
    pub fn portal(&self) -> Launch {
        let timeout = TIMEOUT_SECONDS.to_string();
        let environment = [
            ("KONTOR_DATABASE_URL", self.database.url.as_str()),
            ("KONTOR_DEMO", "true"),
            ("KONTOR_TODAY", TODAY),
            ("KONTOR_GATEWAY_URL", &self.gateway.url),
            ("KONTOR_GATEWAY_SECRET", SECRET),
            ("KONTOR_GATEWAY_TIMEOUT_SECONDS", &timeout),
        ];
        environment.into_iter().fold(Launch::new(self.folder()), |launch, (name, value)| launch.with(name, value))
    }

    /// A portal to be started on a later day of the demonstration: as after a night, or after a server was down.
    pub fn portal_on(&self, today: &str) -> Launch {
        self.portal().with("KONTOR_TODAY", today)
    }

    /// The books, once recovery and outbox have nothing left to do. A portal must be running.
    pub async fn settled_books(&self) -> Books {
        wait_for("recovery and outbox", async || Some(Books::read(&self.database).await).filter(Books::are_settled)).await
    }

    /// The settled books, after every rule was checked that holds whatever happened.
    pub async fn checked_books(&self) -> Books {
        let books = self.settled_books().await;
        books.check(&self.gateway.charges().await);
        books
    }
}

/// A folder with the configuration of the repository and a site that was never built.
pub fn new_folder() -> TempDir {
    let folder = TempDir::new().expect("a folder");
    fs::write(folder.path().join("Leptos.toml"), CONFIGURATION).expect("a file");
    fs::create_dir_all(folder.path().join("site/pkg")).expect("a folder");
    fs::write(folder.path().join("site/pkg/manifest.json"), MANIFEST).expect("a file");
    folder
}

/// How a portal is started.
pub struct Launch {
    configuration: PathBuf,
    environment: Vec<(String, String)>,
    wrapper: Vec<String>,
}

impl Launch {
    /// With the configuration in a folder made by [`new_folder`], and a port that the system chooses.
    pub fn new(folder: &Path) -> Self {
        let launch = Self { configuration: folder.join("Leptos.toml"), environment: Vec::new(), wrapper: Vec::new() };
        launch.with("LEPTOS_SITE_ADDR", "127.0.0.1:0").with("LEPTOS_SITE_ROOT", &folder.join("site").display().to_string())
    }

    /// Sets a variable; an empty value counts as none.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.environment.retain(|(known, _)| known != name);
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Starts it through another program, which is told to run what follows.
    pub fn through(mut self, wrapper: &[&str]) -> Self {
        self.wrapper = wrapper.iter().map(|&part| part.to_owned()).collect();
        self
    }

    /// The command.
    pub fn command(&self) -> Command {
        let mut command = match self.wrapper.split_first() {
            Some((program, options)) => {
                let mut command = bare(Command::new(program));
                command.args(options).arg(KONTOR);
                command
            }
            None => kontor(),
        };
        command.args(["serve", "--config"]).arg(&self.configuration).envs(self.environment.iter().cloned());
        command
    }

    /// Starts it and waits until it serves.
    pub async fn start(self) -> Portal {
        let mut program = Program::start(self.command());
        let line = program.line("Kontor is at http://").await;
        let origin = line.rsplit(' ').next().expect("an address").to_owned();
        Portal { program, origin }
    }
}

/// A running portal.
pub struct Portal {
    pub program: Program,
    /// Where it listens, `http://127.0.0.1:PORT`.
    pub origin: String,
}

impl Portal {
    /// A browser that knows nobody yet.
    pub fn browser(&self) -> Browser {
        Browser::new(&self.origin)
    }

    /// Anna at her browser.
    pub async fn anna(&self) -> Browser {
        let browser = self.browser();
        browser.sign_in(ANNA).await;
        browser
    }
}
