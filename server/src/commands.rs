//! The commands, a file each, and what several of them do at first.

pub mod backup;
pub mod copy_to;
pub mod healthcheck;
pub mod jobs;
pub mod migrate;
pub mod price;
pub mod renew;
pub mod sandbox;
pub mod serve;
pub mod staff;
pub mod worker;

use crate::catalogue;
use crate::cli::ConfigurationOptions;
use crate::configuration::{Configuration, ConfigurationError, ConfigurationFile};
use anyhow::{Context, Result, anyhow};
use backend::{Backend, OpenError};
use std::env;
use tokio::runtime::Runtime;

/// Reads the configuration that the options name.
fn configure(options: &ConfigurationOptions) -> Result<Configuration, ConfigurationError> {
    Configuration::new(ConfigurationFile::read(&options.config)?, &|name| env::var(name).ok())
}

/// Opens the use cases with database, gateway and mail.
async fn open(configuration: &Configuration) -> Result<Backend> {
    let catalogue = catalogue::load(configuration.catalogue.as_deref())?;
    Backend::open(configuration.settings.clone(), catalogue).await.map_err(|error| match error {
        OpenError::Database(error) => anyhow!(error).context(format!("the database {} cannot be opened", place_of(&configuration.settings.database_url))),
        error => anyhow!(error),
    })
}

/// Where a database is: its address without user, password and options.
fn place_of(url: &str) -> String {
    match url.split_once("://") {
        Some((scheme, rest)) if scheme.starts_with("postgres") => {
            let place = rest.split('?').next().unwrap_or(rest);
            format!("{scheme}://{}", place.rsplit_once('@').map_or(place, |(_, place)| place))
        }
        _ => url.to_owned(),
    }
}

fn runtime() -> Result<Runtime> {
    Runtime::new().context("the threads of the server cannot be started")
}
