//! What the operator decides, as the use cases need it. Reading files and environment is the server's work.

use crate::actor::Account;
use billing::dunning::DunningPlan;
use billing::invoice::{DocumentKind, Seller};
use billing::late_payment::LateTerms;
use chrono::NaiveDate;
use secrecy::SecretString;
use std::time::Duration;

/// Whether this is a demonstration with made-up customers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Demo {
    /// Demo data, demo passwords; the calendar may begin on a chosen day.
    On { start_date: Option<NaiveDate> },
    /// Real customers.
    Off,
}

/// The configuration of the use cases.
#[derive(Clone, Debug)]
pub struct Settings {
    /// `sqlite:FILE` or `postgres://…`.
    pub database_url: String,
    /// Demonstration or not.
    pub demo: Demo,
    /// Where people reach the portal, `scheme://host[:port]`; links and ways back begin with it.
    pub origin: String,
    /// The seller's one time zone: decides what "today" is.
    pub time_zone: chrono_tz::Tz,
    /// Issuer of all invoices.
    pub seller: Seller,
    /// Series of invoice numbers, for example `RE`.
    pub invoice_series: String,
    /// Series of credit note numbers, for example `RK`.
    pub credit_note_series: String,
    /// The same of corporate accounts: invoices, credit notes.
    pub corporate_series: (String, String),
    /// The payment gateway.
    pub gateway: GatewaySettings,
    /// The register of VAT numbers.
    pub vat_register: VatRegisterSettings,
    /// Outgoing mail.
    pub mail: MailSettings,
    /// How many days an invoice may stay open that no payment method pays.
    pub payment_terms_days: u32,
    /// What happens when one is not paid in time.
    pub dunning: DunningPlan,
    /// What is asked for beside the invoice then; nothing unless the operator wants it.
    pub late_terms: LateTerms,
    /// Who processes service orders.
    pub service_orders: ServiceOrderSettings,
    /// Whether the staff needs more than a password.
    pub second_factor: SecondFactorRule,
}

/// Whether the staff needs more than a password to sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecondFactorRule {
    /// Whoever has none is led to set one up before anything else.
    Required,
    /// Everybody decides for themselves.
    Optional,
}

/// How service orders are processed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServiceOrderSettings {
    /// By whom.
    pub processed_by: Processor,
}

/// Who processes service orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Processor {
    /// The seller's people, within the time that was promised.
    Staff,
    /// The portal itself, at once.
    Worker,
}

impl ServiceOrderSettings {
    /// The day on which the portal looks at a service order by itself: to process it, or to remind the staff of it.
    pub fn due_on(self, placed_on: NaiveDate) -> NaiveDate {
        match self.processed_by {
            Processor::Staff => placed_on.succ_opt().unwrap_or(placed_on),
            Processor::Worker => placed_on,
        }
    }
}

impl Settings {
    /// The series in which a document of an account is numbered.
    pub fn series(&self, account: &Account, kind: DocumentKind) -> &str {
        let (invoices, credit_notes) = &self.corporate_series;
        match (kind, account.terms) {
            (DocumentKind::Invoice, None) => &self.invoice_series,
            (DocumentKind::CreditNote, None) => &self.credit_note_series,
            (DocumentKind::Invoice, Some(_)) => invoices,
            (DocumentKind::CreditNote, Some(_)) => credit_notes,
        }
    }
}

/// Where the payment gateway is.
#[derive(Clone, Debug)]
pub struct GatewaySettings {
    /// Base address, without a slash at its end.
    pub url: String,
    /// Bearer secret.
    pub secret: SecretString,
    /// Origin of its pages, to which forms of ours may lead.
    pub public_url: String,
    /// What it signs its news with.
    pub webhook_secret: SecretString,
    /// How long one question may take.
    pub timeout: Duration,
}

/// Where VAT numbers are proven.
#[derive(Clone, Debug)]
pub struct VatRegisterSettings {
    /// Base address of a service in the form of VIES, without a slash at its end.
    pub url: String,
    /// How long one question may take.
    pub timeout: Duration,
}

/// Where mail goes.
#[derive(Clone, Debug)]
pub struct MailSettings {
    /// `smtp://…` or `smtps://…`; none keeps mail in the outbox.
    pub smtp_url: Option<SecretString>,
    /// Sender, for example `Kontor <billing@kontor.example>`.
    pub from: String,
}
