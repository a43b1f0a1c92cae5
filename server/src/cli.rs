//! The command line: which commands there are and how they explain themselves. Does nothing.

use crate::configuration::DEFAULT_FILE;
use backend::db::jobs::JobKind;
use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::net::SocketAddr;
use std::path::PathBuf;

/// Kontor, a self-hosted billing portal.
#[derive(Parser)]
#[command(name = "kontor", version, propagate_version = true)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Subcommand)]
pub enum Command {
    /// Serve the portal.
    ///
    /// Brings the database up to date, fills an empty one with demo data where demo = true, starts the sandbox
    /// gateway where no gateway is named, and serves until SIGINT or SIGTERM. Requests that are under way get ten
    /// seconds to end.
    Serve(ServeOptions),
    /// Bring the database up to date, and do nothing else.
    Migrate(ConfigurationOptions),
    /// Copy the SQLite database into a file, while the portal may go on.
    ///
    /// The file appears once it is whole, on the disk, and compared with its source; one that is there is not
    /// overwritten. For PostgreSQL there are better tools: the command says which, with exit code 2.
    Backup(BackupOptions),
    /// Copy everything into another, empty database: from SQLite to PostgreSQL, or the other way round.
    ///
    /// Stop the portal first: what it writes during the copy is not copied. All tables are copied in one transaction and
    /// compared by count, sums and checksum before it ends; a target with customers in it is refused.
    CopyTo(CopyOptions),
    /// Ask the server on this machine how it is; exit code 1 when it is not well.
    Healthcheck(HealthOptions),
    /// Work in the background, without serving anybody.
    ///
    /// Does what a server does beside answering: renewals, ends, collections, mails, recovery of orders. Any number of
    /// workers and servers share one PostgreSQL database. Ends at SIGINT or SIGTERM, once the work in hand is done.
    Worker(ServeOptions),
    /// List what is due and what was given up.
    Jobs(JobsOptions),
    /// Work off what is due, and end: renewals, ends, collections, receipts.
    ///
    /// Tells on standard error how far it has come, and what it did on standard output. SIGINT ends it after the batch in hand;
    /// what is left is done by the next run, or by a worker. Exit code 1 when jobs have failed.
    Renew(RenewOptions),
    /// Price a JSON document from standard input, without a database.
    ///
    /// Prints the price as JSON. A document that cannot be priced is answered with {"error":{"code":…}} on standard
    /// output and exit code 2; a catalogue that cannot be read with a message on standard error and exit code 1.
    Price(PriceOptions),
    /// Run the sandbox payment gateway by itself: test cards only, no money moves.
    Sandbox(SandboxOptions),
    /// The seller's own people.
    #[command(subcommand)]
    Staff(StaffCommand),
}

/// Where the configuration is.
#[derive(Args)]
pub struct ConfigurationOptions {
    /// The configuration file. Relative paths in it start at its folder; variables of the environment come first.
    #[arg(long, value_name = "FILE", default_value = DEFAULT_FILE)]
    pub config: PathBuf,
}

/// `kontor serve`.
#[derive(Args)]
pub struct ServeOptions {
    #[command(flatten)]
    pub configuration: ConfigurationOptions,
    /// How log lines are written to standard error. What is logged says KONTOR_LOG, for example "info,backend=debug".
    /// Without it: what the configuration says.
    #[arg(long, value_enum)]
    pub log_format: Option<LogFormat>,
}

/// How log lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines: one JSON object a line.
    Json,
}

/// `kontor backup`.
#[derive(Args)]
pub struct BackupOptions {
    #[command(flatten)]
    pub configuration: ConfigurationOptions,
    /// Where the copy goes.
    #[arg(value_name = "FILE", required_unless_present = "check")]
    pub file: Option<PathBuf>,
    /// Look into a backup instead, and change nothing: whether it is whole, of a version that this program knows, and with
    /// books that add up.
    #[arg(long, value_name = "FILE", conflicts_with = "file")]
    pub check: Option<PathBuf>,
}

/// `kontor copy-to`.
#[derive(Args)]
pub struct CopyOptions {
    #[command(flatten)]
    pub configuration: ConfigurationOptions,
    /// The target: sqlite:FILE or postgres://USER@HOST/DATABASE. A password on the command line can be read by others of
    /// this machine; the variable, or PostgreSQL's own PGPASSWORD, cannot.
    #[arg(value_name = "URL", env = "KONTOR_COPY_TO_URL", hide_env_values = true)]
    pub target: String,
}

/// `kontor healthcheck`.
#[derive(Args)]
pub struct HealthOptions {
    #[command(flatten)]
    pub configuration: ConfigurationOptions,
    /// What to ask.
    #[arg(value_enum, default_value_t = Health::Alive)]
    pub what: Health,
}

/// What a server can be asked about itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Health {
    /// Whether it lives: /healthz.
    Alive,
    /// Whether it can work: /readyz.
    Ready,
}

/// `kontor jobs`.
#[derive(Args)]
pub struct JobsOptions {
    #[command(flatten)]
    pub configuration: ConfigurationOptions,
    /// Try again what was given up: all of it, or one kind.
    #[arg(long, value_name = "KIND", num_args = 0..=1, value_parser = job_kind)]
    pub run_again: Option<Option<JobKind>>,
    /// Print JSON: an array of jobs, or how many are tried again.
    #[arg(long)]
    pub json: bool,
    /// List no more jobs than these.
    #[arg(long, value_name = "COUNT", default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub limit: u32,
}

fn job_kind(text: &str) -> Result<JobKind, String> {
    let kinds = JobKind::ALL.map(JobKind::code);
    JobKind::parse(text).ok_or_else(|| format!("expected one of {}", kinds.join(", ")))
}

/// `kontor renew`.
#[derive(Args)]
pub struct RenewOptions {
    #[command(flatten)]
    pub configuration: ConfigurationOptions,
    /// Work off what is due by this day, for example 2026-11-30; not after today. Without it: by today.
    #[arg(long, value_name = "DATE")]
    pub until: Option<NaiveDate>,
}

/// `kontor price`.
#[derive(Args)]
pub struct PriceOptions {
    /// The catalogue to price with. Without it: the one that the configuration names, else the demo catalogue.
    #[arg(long, value_name = "FILE")]
    pub catalogue: Option<PathBuf>,
    /// The configuration file; only its key "catalogue" counts. May be missing unless it is named.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// `kontor sandbox`.
#[derive(Args)]
pub struct SandboxOptions {
    /// Where to listen.
    #[arg(long, value_name = "ADDRESS", env = "KONTOR_GATEWAY_LISTEN", default_value = "127.0.0.1:3010")]
    pub listen: SocketAddr,
    /// The journal of all that happens; made when missing.
    #[arg(long, value_name = "FILE", env = "KONTOR_GATEWAY_STORE", default_value = "data/gateway.journal")]
    pub store: PathBuf,
    /// What callers must present.
    #[arg(long, env = "KONTOR_GATEWAY_SECRET", hide_env_values = true)]
    pub secret: String,
    /// Where people reach the hosted pages, without a slash at the end. Without it: http:// and where it listens.
    #[arg(long, value_name = "URL", env = "KONTOR_GATEWAY_PUBLIC_URL")]
    pub public_url: Option<String>,
    /// Who is told of changes.
    #[arg(long, value_name = "URL", env = "KONTOR_GATEWAY_WEBHOOK_URL", requires = "webhook_secret")]
    pub webhook_url: Option<String>,
    /// What that news is signed with.
    #[arg(long, env = "KONTOR_GATEWAY_WEBHOOK_SECRET", hide_env_values = true)]
    pub webhook_secret: Option<String>,
    /// Whether callers may make the sandbox misbehave and move its clock (/control).
    #[arg(long, value_enum, default_value_t = Faults::Allowed)]
    pub faults: Faults,
}

/// Whether the sandbox may be made to misbehave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Faults {
    /// For tests and demonstrations.
    Allowed,
    /// It only does what a good gateway does.
    Refused,
}

/// What to do with the staff.
#[derive(Subcommand)]
pub enum StaffCommand {
    /// Give a person a login at the staff door.
    ///
    /// The password is read from KONTOR_STAFF_PASSWORD, else from standard input (one line); never from the command
    /// line, where other users of this machine could read it.
    Add(StaffOptions),
    /// Take away the second factor of somebody who has lost their device and their recovery codes.
    ///
    /// They are signed out everywhere and told by mail. Make sure that it is they who ask: from then on their password is
    /// all that is needed to set up another one.
    ResetSecondFactor(ResetOptions),
}

/// `kontor staff reset-second-factor`.
#[derive(Args)]
pub struct ResetOptions {
    #[command(flatten)]
    pub configuration: ConfigurationOptions,
    /// The mail address that they sign in with.
    #[arg(value_name = "MAIL")]
    pub email: String,
}

/// `kontor staff add`.
#[derive(Args)]
pub struct StaffOptions {
    #[command(flatten)]
    pub configuration: ConfigurationOptions,
    /// Full name.
    #[arg(long)]
    pub name: String,
    /// E-mail address, which is the login.
    #[arg(long)]
    pub email: String,
    /// What the person may do: representative, finance or operator.
    #[arg(long, value_parser = staff_role)]
    pub role: backend::usecases::staff::add::StaffRole,
}

fn staff_role(text: &str) -> Result<backend::usecases::staff::add::StaffRole, String> {
    use backend::usecases::staff::add::StaffRole;
    StaffRole::ALL.into_iter().find(|role| role.code() == text).ok_or_else(|| "expected representative, finance or operator".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_does_not_contradict_itself() {
        Cli::command().debug_assert();
    }
}
