//! `kontor price`: prices one document, without a database.

use crate::catalogue;
use crate::cli::PriceOptions;
use crate::configuration::{ConfigurationFile, DEFAULT_FILE, catalogue_path};
use anyhow::{Context, Result};
use billing::document::{Answer, LONGEST_DOCUMENT, answer};
use std::env;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What standard input cannot be priced with.
const NOT_PRICED: u8 = 2;

/// Prices standard input.
pub fn run(options: &PriceOptions) -> Result<ExitCode> {
    let path = match &options.catalogue {
        Some(path) => Some(path.clone()),
        None => configured_catalogue(options.config.as_deref())?,
    };
    let catalogue = catalogue::load(path.as_deref())?;
    let mut document = Vec::new();
    // One byte more than allowed is enough to see that it is too long.
    let limit = u64::try_from(LONGEST_DOCUMENT).unwrap_or(u64::MAX).saturating_add(1);
    io::stdin().lock().take(limit).read_to_end(&mut document).context("standard input cannot be read")?;
    let (text, code) = match answer(&catalogue, &document) {
        Answer::Price(text) => (text, ExitCode::SUCCESS),
        Answer::Error(text) => (text, ExitCode::from(NOT_PRICED)),
    };
    writeln!(io::stdout(), "{text}").context("standard output cannot be written")?;
    Ok(code)
}

/// A configuration file need not be there unless it was named.
fn configured_catalogue(named: Option<&Path>) -> Result<Option<PathBuf>> {
    let file = match named {
        Some(path) => Some(ConfigurationFile::read(path)?),
        None if Path::new(DEFAULT_FILE).is_file() => Some(ConfigurationFile::read(Path::new(DEFAULT_FILE))?),
        None => None,
    };
    Ok(catalogue_path(file, &|name| env::var(name).ok())?)
}
