//! `kontor copy-to`: everything into another database.

use super::backup::print_tables;
use super::{configure, place_of, runtime};
use crate::cli::CopyOptions;
use anyhow::{Context, Result, bail};
use backend::db::Db;
use backend::db::copy::{Progress, Stage};
use backend::usecases::operations::copy_to::{copy_to, open_source};
use std::io::{self, Write};
use std::process::ExitCode;

/// Rows of a large table between two lines of progress; what is copied at once is a part of it.
const TOLD_EVERY: u64 = 50_000;

/// Copies.
pub fn run(options: &CopyOptions) -> Result<ExitCode> {
    let source = configure(&options.configuration)?.settings.database_url;
    let target = options.target.as_str();
    if !["sqlite:", "postgres://", "postgresql://"].iter().any(|start| target.len() > start.len() && target.starts_with(start)) {
        bail!("the target must be sqlite:FILE or postgres://USER@HOST/DATABASE");
    }
    if source == target {
        bail!("source and target are the same database");
    }
    runtime()?.block_on(copy(&source, target))
}

async fn copy(source: &str, target: &str) -> Result<ExitCode> {
    let (from, to) = (place_of(source), place_of(target));
    let source = open_source(source).await.with_context(|| format!("the source {from} cannot be opened"))?;
    let target = Db::open(target).await.with_context(|| format!("the target {to} cannot be opened"))?;
    let outcome = copy_to(&source, &target, &tell).await;
    source.close().await;
    target.close().await;
    let tables = outcome.with_context(|| format!("{from} was not copied to {to}"))?;
    let mut output = io::stdout().lock();
    print_tables(&mut output, &tables)?;
    let rows: u64 = tables.iter().map(|table| table.rows).sum();
    writeln!(output, "{rows} rows of {} tables were copied and compared: counts, sums and checksums are the same, and the books add up.", tables.len())?;
    writeln!(output, "To go on there: KONTOR_DATABASE_URL={to}, with its user and password. What the portal wrote to {from} meanwhile is not there.")?;
    Ok(ExitCode::SUCCESS)
}

/// Standard error, so that the result can be kept alone.
fn tell(progress: Progress<'_>) {
    let Progress { table, copied, stage } = progress;
    let words = match stage {
        Stage::UnderWay if copied % TOLD_EVERY == 0 => "copied so far",
        Stage::UnderWay => return,
        Stage::Copied => "copied",
        Stage::Compared => "compared",
    };
    // Who does not want to know closes it.
    let _unheard = writeln!(io::stderr(), "{table}: {copied} rows {words}");
}
