//! The commands, a file each, and what several of them do at first.

pub mod migrate;
pub mod price;
pub mod sandbox;
pub mod serve;
pub mod staff;

use crate::catalogue;
use crate::cli::ConfigurationOptions;
use crate::configuration::{Configuration, ConfigurationError, ConfigurationFile};
use anyhow::{Context, Result};
use backend::Backend;
use std::env;
use tokio::runtime::Runtime;

/// Reads the configuration that the options name.
fn configure(options: &ConfigurationOptions) -> Result<Configuration, ConfigurationError> {
    Configuration::new(ConfigurationFile::read(&options.config)?, &|name| env::var(name).ok())
}

/// Opens the use cases with database, gateway and mail.
async fn open(configuration: &Configuration) -> Result<Backend> {
    let catalogue = catalogue::load(configuration.catalogue.as_deref())?;
    Ok(Backend::open(configuration.settings.clone(), catalogue).await?)
}

fn runtime() -> Result<Runtime> {
    Runtime::new().context("the threads of the server cannot be started")
}
