//! The configuration: `Leptos.toml` with the environment laid over it, checked as a whole before anything starts.

mod file;
mod setting;

use crate::cli::LogFormat;
use backend::{Demo, GatewaySettings, MailSettings, Processor, SecondFactorRule, ServiceOrderSettings, Settings, VatRegisterSettings};
use billing::invoice::{Party, Seller};
use billing::late_payment::LateTerms;
use file::{GatewayTable, OperationTable, PortalTable, SellerTable, StaffTable, VatRegisterTable};
use leptos_config::LeptosOptions;
use secrecy::SecretString;
use setting::{Address, Setting};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

pub use file::{ConfigurationFile, DEFAULT_FILE};

/// The register of the European Union.
const VIES: &str = "https://ec.europa.eu/taxation_customs/vies/rest-api";

/// Reads a variable of the environment.
pub type Environment<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Everything that a running server is told.
pub struct Configuration {
    /// Address and site, as the framework reads them.
    pub leptos: LeptosOptions,
    /// What the use cases are told.
    pub settings: Settings,
    /// The sandbox that the server runs itself; none when a gateway is named.
    pub sandbox: Option<SandboxConfiguration>,
    /// The catalogue's file; none for the one that is built in.
    pub catalogue: Option<PathBuf>,
    /// Whether the portal's origin was given, or is the address at which it listens.
    origin_is_given: bool,
    /// How long a session lasts.
    pub sessions: SessionLimits,
    /// How the server is watched over.
    pub operation: Operation,
}

/// How the server is watched over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operation {
    /// How log lines are written.
    pub log_format: LogFormat,
    /// Where metrics are told; none tells none.
    pub metrics_listen: Option<SocketAddr>,
    /// How long a server that was told to stop goes on, so that those who watch it send nobody there any more.
    pub stop_delay: Duration,
}

/// The sandbox gateway of a server without a gateway.
pub struct SandboxConfiguration {
    /// Where it listens.
    pub listen: SocketAddr,
    /// Its journal.
    pub store: PathBuf,
    /// What callers must present.
    pub secret: SecretString,
    /// Where people reach its pages, an origin; none for the address at which it listens.
    pub public_url: Option<String>,
    /// What its news to the portal is signed with.
    pub webhook_secret: SecretString,
}

/// When a session ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionLimits {
    /// Without use.
    pub idle: Duration,
    /// In any case.
    pub absolute: Duration,
}

/// What is wrong with the configuration, and where.
#[derive(Debug, thiserror::Error)]
pub enum ConfigurationError {
    /// The file cannot be read.
    #[error("{path} cannot be read: {reason}. Run kontor from the folder of Leptos.toml, or name the file with --config")]
    Unreadable { path: String, reason: std::io::Error },
    /// A line of the file.
    #[error("{path}, line {line}: {message}")]
    Line { path: String, line: usize, message: String },
    /// A variable of the environment.
    #[error("{name} (environment): {message}")]
    Variable { name: &'static str, message: String },
}

impl Configuration {
    /// Lays the environment over the file and checks the whole.
    ///
    /// # Errors
    /// [`ConfigurationError`], naming the line or variable and what is expected there.
    pub fn new(file: ConfigurationFile, environment: Environment<'_>) -> Result<Self, ConfigurationError> {
        let leptos = leptos_options(&file, environment)?;
        let gateway = gateway_table(file.tables.gateway, environment)?;
        let portal = portal_table(file.tables.portal, environment)?;
        let demo = demo(&portal, environment)?;
        let vat_register = vat_register(file.tables.vat_register, &gateway, environment)?;
        let origin_is_given = portal.origin.is_some();
        let origin = portal.origin.map_or_else(|| format!("http://{}", leptos.site_addr), |origin| origin.0);
        let mail = file.tables.mail;
        let dunning = file.tables.dunning.unwrap_or_default();
        let processed_by = overridden(file.tables.service_orders.processed_by, "KONTOR_SERVICE_ORDERS_PROCESSED_BY", environment)?;
        let second_factor = second_factor(file.tables.staff, &demo, environment)?;
        let settings = Settings {
            demo,
            database_url: portal.database_url.0,
            time_zone: portal.time_zone.0,
            invoice_series: file.tables.seller.invoice_series.0.clone(),
            credit_note_series: file.tables.seller.credit_note_series.0.clone(),
            corporate_series: corporate_series(&file.tables.seller),
            seller: seller(file.tables.seller),
            origin,
            gateway: gateway_settings(&gateway),
            vat_register,
            mail: MailSettings {
                smtp_url: overridden(mail.smtp_url, "KONTOR_SMTP_URL", environment)?.map(|url| url.0),
                from: or_variable(mail.from, "KONTOR_MAIL_FROM", environment)?.0,
            },
            payment_terms_days: dunning.payment_terms_days,
            dunning: dunning.steps.0,
            late_terms: LateTerms { base_rates: dunning.base_rates.into_iter().map(|rate| rate.0).collect(), flat_fee: dunning.flat_fee.0 },
            service_orders: ServiceOrderSettings { processed_by: processed_by.map_or(Processor::Staff, |word| word.0) },
            second_factor,
        };
        let sandbox = gateway.url.is_none().then_some(SandboxConfiguration {
            listen: gateway.listen.0,
            store: gateway.store.0,
            secret: gateway.secret.0,
            public_url: gateway.public_url.map(|origin| origin.0),
            webhook_secret: gateway.webhook_secret.0,
        });
        let sessions = SessionLimits {
            idle: Duration::from_secs(portal.session_idle_minutes.0.saturating_mul(60)),
            absolute: Duration::from_secs(portal.session_absolute_hours.0.saturating_mul(3600)),
        };
        let operation = operation(file.tables.operation, environment)?;
        Ok(Self { leptos, settings, sandbox, catalogue: portal.catalogue.map(|path| path.0), origin_is_given, sessions, operation })
    }
}

impl Configuration {
    /// Where people reach the portal, `scheme://host[:port]`.
    pub fn origin(&self) -> &str {
        &self.settings.origin
    }

    /// The server listens at `address`: where no origin was given, people reach it there. Port 0 becomes a real one.
    pub fn listens_at(&mut self, address: SocketAddr) {
        if !self.origin_is_given {
            self.settings.origin = format!("http://{address}");
        }
    }
}

/// The catalogue that the file or the environment names; `kontor price` needs no more of either.
///
/// # Errors
/// [`ConfigurationError`] of the variable.
pub fn catalogue_path(file: Option<ConfigurationFile>, environment: Environment<'_>) -> Result<Option<PathBuf>, ConfigurationError> {
    let named = file.and_then(|file| file.tables.portal.catalogue);
    Ok(overridden(named, "KONTOR_CATALOGUE", environment)?.map(|path| path.0))
}

fn portal_table(table: PortalTable, environment: Environment<'_>) -> Result<PortalTable, ConfigurationError> {
    Ok(PortalTable {
        database_url: or_variable(table.database_url, "KONTOR_DATABASE_URL", environment)?,
        demo: or_variable(table.demo, "KONTOR_DEMO", environment)?,
        catalogue: overridden(table.catalogue, "KONTOR_CATALOGUE", environment)?,
        time_zone: or_variable(table.time_zone, "KONTOR_TIME_ZONE", environment)?,
        origin: overridden(table.origin, "KONTOR_ORIGIN", environment)?,
        ..table
    })
}

fn gateway_table(table: GatewayTable, environment: Environment<'_>) -> Result<GatewayTable, ConfigurationError> {
    Ok(GatewayTable {
        url: overridden(table.url, "KONTOR_GATEWAY_URL", environment)?,
        listen: or_variable(table.listen, "KONTOR_GATEWAY_LISTEN", environment)?,
        store: or_variable(table.store, "KONTOR_GATEWAY_STORE", environment)?,
        secret: or_variable(table.secret, "KONTOR_GATEWAY_SECRET", environment)?,
        public_url: overridden(table.public_url, "KONTOR_GATEWAY_PUBLIC_URL", environment)?,
        webhook_secret: or_variable(table.webhook_secret, "KONTOR_GATEWAY_WEBHOOK_SECRET", environment)?,
        timeout_seconds: or_variable(table.timeout_seconds, "KONTOR_GATEWAY_TIMEOUT_SECONDS", environment)?,
    })
}

fn operation(table: OperationTable, environment: Environment<'_>) -> Result<Operation, ConfigurationError> {
    let delay = overridden(table.stop_delay_seconds, "KONTOR_STOP_DELAY_SECONDS", environment)?;
    Ok(Operation {
        log_format: overridden(table.log_format, "KONTOR_LOG_FORMAT", environment)?.map_or(LogFormat::Text, |style| style.0),
        metrics_listen: overridden(table.metrics_listen, "KONTOR_METRICS_LISTEN", environment)?.map(|address| address.0),
        stop_delay: Duration::from_secs(delay.map_or(0, |delay| delay.0)),
    })
}

fn gateway_settings(table: &GatewayTable) -> GatewaySettings {
    let url = table.url.as_ref().map_or_else(|| format!("http://{}", table.listen.0), |url| url.0.clone());
    GatewaySettings {
        public_url: table.public_url.as_ref().map_or_else(|| origin_of(&url), |origin| origin.0.clone()),
        url,
        secret: table.secret.0.clone(),
        webhook_secret: table.webhook_secret.0.clone(),
        timeout: Duration::from_secs(table.timeout_seconds.0),
    }
}

/// An address without its path.
fn origin_of(url: &str) -> String {
    let host = url.find("://").map_or(0, |place| place.saturating_add(3));
    let end = url.get(host..).and_then(|rest| rest.find('/')).map_or(url.len(), |place| host.saturating_add(place));
    url.get(..end).unwrap_or(url).to_owned()
}

/// The register that is named, else the sandbox's while it runs, else that of the European Union.
fn vat_register(table: VatRegisterTable, gateway: &GatewayTable, environment: Environment<'_>) -> Result<VatRegisterSettings, ConfigurationError> {
    let named = overridden(table.url, "KONTOR_VAT_REGISTER_URL", environment)?.map(|url| url.0);
    let timeout = or_variable(table.timeout_seconds, "KONTOR_VAT_REGISTER_TIMEOUT_SECONDS", environment)?;
    let otherwise = || if gateway.url.is_none() { format!("http://{}/vat-register", gateway.listen.0) } else { VIES.to_owned() };
    Ok(VatRegisterSettings { url: named.unwrap_or_else(otherwise), timeout: Duration::from_secs(timeout.0) })
}

/// The demo's clock starts on `KONTOR_TODAY`; real customers have the real day.
fn demo(portal: &PortalTable, environment: Environment<'_>) -> Result<Demo, ConfigurationError> {
    const NAME: &str = "KONTOR_TODAY";
    let start_date = overridden(None, NAME, environment)?;
    match (portal.demo.0, start_date) {
        (true, start_date) => Ok(Demo::On { start_date }),
        (false, None) => Ok(Demo::Off),
        (false, Some(_)) => {
            Err(ConfigurationError::Variable { name: NAME, message: "expected nothing, since demo is off and real customers have the real day".to_owned() })
        }
    }
}

/// Real customers' data want more than a password; the demonstration's password is known to everybody anyway.
fn second_factor(table: StaffTable, demo: &Demo, environment: Environment<'_>) -> Result<SecondFactorRule, ConfigurationError> {
    let named = overridden(table.second_factor, "KONTOR_STAFF_SECOND_FACTOR", environment)?.map(|word| word.0);
    Ok(named.unwrap_or(if *demo == Demo::Off { SecondFactorRule::Required } else { SecondFactorRule::Optional }))
}

/// Those of corporate accounts; without their own, those of all.
fn corporate_series(seller: &SellerTable) -> (String, String) {
    let invoices = seller.corporate_invoice_series.as_ref().unwrap_or(&seller.invoice_series);
    let credit_notes = seller.corporate_credit_note_series.as_ref().unwrap_or(&seller.credit_note_series);
    (invoices.0.clone(), credit_notes.0.clone())
}

fn seller(table: SellerTable) -> Seller {
    let party = Party {
        name: table.name.0,
        street: table.street.0,
        postal_code: table.postal_code.0,
        city: table.city.0,
        region: None,
        country: table.country.0.code().to_owned(),
        vat_id: Some(table.vat_id.0),
    };
    Seller { party, tax_number: table.tax_number.0, email: table.email.0, bank: table.bank.0 }
}

/// The framework reads its own block; the address and the site's folder are checked here, with better messages.
fn leptos_options(file: &ConfigurationFile, environment: Environment<'_>) -> Result<LeptosOptions, ConfigurationError> {
    let address: Option<Address> = overridden(None, "LEPTOS_SITE_ADDR", environment)?;
    let mut options = leptos_config::get_config_from_str(&file.text).map_err(|error| ConfigurationError::Line {
        path: file.name(),
        line: file.leptos_line(),
        message: error.to_string(),
    })?;
    if let Some(address) = address {
        options.site_addr = address.0;
    }
    let root = match environment("LEPTOS_SITE_ROOT") {
        Some(root) => PathBuf::from(root),
        None => file.folder().join(&*options.site_root),
    };
    options.site_root = root.to_string_lossy().into();
    Ok(options)
}

/// The variable if it is set, else what the file says.
fn overridden<T: Setting>(from_file: Option<T>, name: &'static str, environment: Environment<'_>) -> Result<Option<T>, ConfigurationError> {
    let Some(text) = environment(name).filter(|text| !text.is_empty()) else { return Ok(from_file) };
    let value = T::read(&text).ok_or_else(|| ConfigurationError::Variable { name, message: T::complaint(&text) })?;
    Ok(Some(value))
}

fn or_variable<T: Setting>(from_file: T, name: &'static str, environment: Environment<'_>) -> Result<T, ConfigurationError> {
    let Some(text) = environment(name).filter(|text| !text.is_empty()) else { return Ok(from_file) };
    T::read(&text).ok_or_else(|| ConfigurationError::Variable { name, message: T::complaint(&text) })
}

/// A path of the file starts at the file's folder.
fn within(folder: &Path, path: &Path) -> PathBuf {
    folder.join(path)
}

#[cfg(test)]
mod tests;
