//! Owns under which system user PostgreSQL runs, for it refuses to run as root; must not know what is run.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::workspace::{find_in_path, output};

/// The user that Debian and others make for PostgreSQL.
const SYSTEM_USER: &str = "postgres";

pub enum Owner {
    /// Whoever we are: not root.
    Ourselves { user: u32 },
    /// We are root, and step down to this one.
    System { user: u32, group: u32 },
}

impl Owner {
    pub fn choose() -> Result<Self> {
        let user = id(&["-u"])?;
        if user != 0 {
            return Ok(Self::Ourselves { user });
        }
        let hint = || format!("PostgreSQL does not run as root, and there is no user {SYSTEM_USER} to run it");
        let user = id(&["-u", SYSTEM_USER]).with_context(hint)?;
        let group = id(&["-g", SYSTEM_USER]).with_context(hint)?;
        Ok(Self::System { user, group })
    }

    /// A program that will run as this user.
    pub fn command(&self, program: &Path) -> Command {
        match self {
            Self::Ourselves { .. } => Command::new(program),
            Self::System { .. } => step_down(program),
        }
    }

    /// Whether this user gets to what lies in a folder.
    pub fn can_enter(&self, folder: &Path) -> bool {
        let mut command = self.command(Path::new("test"));
        output(command.arg("-x").arg(folder).current_dir("/")).is_ok()
    }

    /// Gives a folder to this user, who alone may look into it.
    pub fn take(&self, folder: &Path) -> Result<()> {
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
        if let Self::System { user, group } = self {
            chown(folder, Some(*user), Some(*group))?;
        }
        Ok(())
    }

    pub fn owns(&self, folder: &Path) -> Result<bool> {
        let (Self::Ourselves { user } | Self::System { user, .. }) = self;
        Ok(fs::symlink_metadata(folder)?.uid() == *user)
    }
}

/// `runuser` where there is one (it asks no questions), else `su`.
fn step_down(program: &Path) -> Command {
    if let Some(runuser) = find_in_path("runuser") {
        let mut command = Command::new(runuser);
        command.args(["-u", SYSTEM_USER, "--"]).arg(program);
        return command;
    }
    let mut command = Command::new("su");
    command.args(["-s", "/bin/sh", SYSTEM_USER, "-c", "exec \"$0\" \"$@\"", "--"]).arg(program);
    command
}

fn id(words: &[&str]) -> Result<u32> {
    Ok(output(Command::new("id").args(words))?.trim().parse()?)
}
