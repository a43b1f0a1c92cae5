//! Everything that can happen in the portal, and the storage, gateway and mail that it needs. Knows no HTTP
//! and no pages; time and identity come in as arguments.

pub mod actor;
pub mod clock;
pub mod db;
pub mod demo;
pub mod failpoint;
pub mod gateways;
pub mod history;
pub mod identifiers;
pub mod one_time_code;
pub mod qr_code;
pub mod recovery;
pub mod refusal;
pub mod settings;
mod text;
mod texts;
pub mod usecases;
pub mod worker;

pub use actor::{Account, Actor, Contact, CorporateTerms, Role};
pub use db::DbError;
pub use refusal::{Refusal, VatIdRefusal};
pub use settings::{Demo, GatewaySettings, MailSettings, Processor, SecondFactorRule, ServiceOrderSettings, Settings, VatRegisterSettings};

use billing::Catalogue;
use chrono::NaiveDate;
use gateways::mail::Mailer;
use gateways::payment::PaymentGateway;
use gateways::payment_http::HttpGateway;
use gateways::vat_register::{HttpVatRegister, VatRegister};
use std::sync::Arc;

/// What every use case works with. Cheap to clone.
#[derive(Clone)]
pub struct Backend {
    /// The database.
    pub db: db::Db,
    /// What is sold.
    pub catalogue: Arc<Catalogue>,
    /// The configuration.
    pub settings: Arc<Settings>,
    /// Where cards are charged.
    pub gateway: Arc<dyn PaymentGateway>,
    /// Where VAT numbers are proven.
    pub vat_register: Arc<dyn VatRegister>,
    /// Where mail is sent; none keeps it in the outbox for staff to read.
    pub mailer: Option<Arc<Mailer>>,
    /// The seller's calendar.
    pub clock: clock::Clock,
    /// Keeps the number of passwords that are hashed at once small.
    password_work: Arc<tokio::sync::Semaphore>,
}

/// Why the backend cannot start.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The database cannot be opened.
    #[error("database: {0}")]
    Database(#[from] DbError),
    /// The gateway's address cannot be used.
    #[error("gateway: {0}")]
    Gateway(String),
    /// The VAT register's address cannot be used.
    #[error("VAT register: {0}")]
    VatRegister(String),
    /// The mail server's address cannot be used.
    #[error("mail: {0}")]
    Mail(String),
}

impl Backend {
    /// Opens database, gateway and mail. Migrates nothing and starts nothing.
    ///
    /// # Errors
    /// [`OpenError`], naming what cannot be used.
    pub async fn open(settings: Settings, catalogue: Catalogue) -> Result<Self, OpenError> {
        // A provider may be there already when several backends live in one process.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let gateway = HttpGateway::new(&settings.gateway).map_err(|error| OpenError::Gateway(error.to_string()))?;
        let vat_register = HttpVatRegister::new(&settings.vat_register).map_err(|error| OpenError::VatRegister(error.to_string()))?;
        let mailer = settings.mail.smtp_url.as_ref().map(|url| Mailer::new(url, &settings.mail.from)).transpose();
        Ok(Self {
            db: db::Db::open(&settings.database_url).await?,
            catalogue: Arc::new(catalogue),
            gateway: Arc::new(gateway),
            vat_register: Arc::new(vat_register),
            mailer: mailer.map_err(|error| OpenError::Mail(error.to_string()))?.map(Arc::new),
            clock: clock::Clock::new(settings.time_zone, &settings.demo),
            password_work: Arc::new(tokio::sync::Semaphore::new(std::thread::available_parallelism().map_or(1, usize::from))),
            settings: Arc::new(settings),
        })
    }

    /// The seller's date: in the demo, that of the demo's clock.
    pub fn today(&self) -> NaiveDate {
        self.clock.today()
    }

    /// Wall time, microseconds since 1970 in UTC.
    pub fn now(&self) -> i64 {
        clock::now_micros()
    }
}
