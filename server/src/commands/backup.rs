//! `kontor backup`: a copy of the SQLite database, or a look into one.

use super::{configure, place_of, runtime};
use crate::cli::BackupOptions;
use anyhow::{Result, anyhow};
use backend::db::fingerprint::Fingerprint;
use backend::usecases::operations::back_up::{BackUp, back_up};
use backend::usecases::operations::check_backup::{Checked, check_backup};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The database is of another engine.
const OTHER_ENGINE: u8 = 2;

/// Backs up, or checks.
pub fn run(options: &BackupOptions) -> Result<ExitCode> {
    if let Some(file) = &options.check {
        return check(file);
    }
    let target = options.file.as_ref().ok_or_else(|| anyhow!("where the copy goes is not said"))?;
    let url = configure(&options.configuration)?.settings.database_url;
    let Some(source) = sqlite_file(&url) else {
        explain_pg_dump(&url, target)?;
        return Ok(ExitCode::from(OTHER_ENGINE));
    };
    let BackUp { tables, size } = runtime()?.block_on(back_up(&source, target))?;
    let mut output = io::stdout().lock();
    print_tables(&mut output, &tables)?;
    writeln!(output, "{} is whole, and the same as {} was: {size} bytes.", target.display(), source.display())?;
    Ok(ExitCode::SUCCESS)
}

fn check(file: &Path) -> Result<ExitCode> {
    let Checked { schema, tables, findings } = runtime()?.block_on(check_backup(file))?;
    let mut output = io::stdout().lock();
    print_tables(&mut output, &tables)?;
    for finding in &findings {
        writeln!(output, "{}: {finding}", file.display())?;
    }
    if !findings.is_empty() {
        return Ok(ExitCode::FAILURE);
    }
    let older = if schema.found < schema.expected { " It is of an older version; kontor brings it up to date when it starts." } else { "" };
    writeln!(output, "{} is whole, has version {} of the schema, and its books add up.{older}", file.display(), schema.found)?;
    Ok(ExitCode::SUCCESS)
}

/// A table a line: rows, and the sums of its money.
pub(super) fn print_tables(output: &mut impl Write, tables: &[Fingerprint]) -> io::Result<()> {
    for Fingerprint { table, rows, sums, checksum } in tables {
        write!(output, "  {table:<22} {rows:>9} rows  checksum {checksum:016x}")?;
        for (column, sum) in sums {
            write!(output, "  {column} {sum}")?;
        }
        writeln!(output)?;
    }
    Ok(())
}

pub(super) fn sqlite_file(url: &str) -> Option<PathBuf> {
    url.strip_prefix("sqlite:").map(|file| PathBuf::from(file.trim_start_matches("//")))
}

fn explain_pg_dump(url: &str, target: &Path) -> io::Result<()> {
    let (place, target) = (place_of(url), target.display());
    let mut output = io::stderr().lock();
    writeln!(output, "kontor: {place} is a database of PostgreSQL, which brings its own tool. It may go on meanwhile:")?;
    writeln!(output, "  pg_dump --format=custom --no-owner --file={target} {place}")?;
    writeln!(output, "and into an empty database, to go on from it:")?;
    writeln!(output, "  pg_restore --exit-on-error --single-transaction --no-owner --dbname={place} {target}")?;
    writeln!(output, "The user is given with --username, the password in PGPASSWORD or ~/.pgpass.")
}
