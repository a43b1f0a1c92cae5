//! `kontor staff`: the first of the seller's people, who can then sign in at the staff door, and help for those who cannot any more.

use super::{configure, open, runtime};
use crate::cli::{ResetOptions, StaffOptions};
use anyhow::{Context, Result};
use backend::usecases::staff::add::add_staff;
use backend::usecases::staff::second_factor::reset::reset;
use secrecy::SecretString;
use std::io::{self, BufRead, IsTerminal, Write};
use std::process::ExitCode;

const PASSWORD_VARIABLE: &str = "KONTOR_STAFF_PASSWORD";

/// Adds a person.
pub fn add(options: &StaffOptions) -> Result<ExitCode> {
    let configuration = configure(&options.configuration)?;
    let password = read_password()?;
    runtime()?.block_on(async {
        let backend = open(&configuration).await?;
        backend.db.migrate().await.context("the database cannot be brought up to date")?;
        add_staff(&backend, &options.name, &options.email, options.role, &password).await?;
        writeln!(io::stdout(), "{} can sign in at the staff door as {}.", options.name.trim(), options.role.code())?;
        backend.db.close().await;
        Ok(ExitCode::SUCCESS)
    })
}

/// Takes away somebody's second factor.
pub fn reset_second_factor(options: &ResetOptions) -> Result<ExitCode> {
    let configuration = configure(&options.configuration)?;
    runtime()?.block_on(async {
        let backend = open(&configuration).await?;
        backend.db.migrate().await.context("the database cannot be brought up to date")?;
        reset(&backend, &options.email).await?;
        writeln!(io::stdout(), "{} signs in with the password alone, and is told by mail.", options.email.trim())?;
        backend.db.close().await;
        Ok(ExitCode::SUCCESS)
    })
}

fn read_password() -> Result<SecretString> {
    if let Ok(password) = std::env::var(PASSWORD_VARIABLE) {
        return Ok(password.into());
    }
    let input = io::stdin();
    if input.is_terminal() {
        write!(io::stderr(), "Password (it will be seen here; {PASSWORD_VARIABLE} is the other way): ")?;
    }
    let mut line = String::new();
    input.lock().read_line(&mut line).context("the password cannot be read")?;
    Ok(line.trim_end_matches(['\r', '\n']).into())
}
