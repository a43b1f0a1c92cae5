//! Where log lines go and how they look.

use crate::cli::LogFormat;
use std::io::{self, IsTerminal};
use tracing_subscriber::EnvFilter;

/// Says what is logged.
const VARIABLE: &str = "KONTOR_LOG";

/// Starts logging to standard error. A second call, as in tests, changes nothing.
pub fn start(format: LogFormat) {
    // sqlx tells of slow statements, the rest of it is noise.
    let filter = EnvFilter::try_from_env(VARIABLE).unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    // Colours are for people; in a file they are noise.
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(io::stderr().is_terminal()).with_writer(io::stderr);
    let _started_before = match format {
        LogFormat::Text => lines.with_target(false).try_init(),
        LogFormat::Json => lines.json().flatten_event(true).with_span_list(false).try_init(),
    };
}
