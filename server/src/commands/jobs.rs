//! `kontor jobs`: what is due and what was given up, as a table or as JSON; and trying again what was given up.

use super::{configure, open, runtime};
use crate::cli::JobsOptions;
use anyhow::{Context, Result};
use backend::Backend;
use backend::db::job_lists::{JobRow, JobState};
use backend::db::jobs::JobKind;
use backend::usecases::demo_clock;
use backend::usecases::jobs::list::{Again, JobList, about_text, list_jobs, run_again};
use serde_json::json;
use std::io::{self, Write};
use std::process::ExitCode;

/// Lists, or tries again.
pub fn run(options: &JobsOptions) -> Result<ExitCode> {
    let configuration = configure(&options.configuration)?;
    runtime()?.block_on(async {
        let backend = open(&configuration).await?;
        demo_clock::load(&backend).await.context("the demo's calendar cannot be read")?;
        match options.run_again {
            Some(kind) => try_again(&backend, kind, options.json).await?,
            None => list(&backend, options).await?,
        }
        backend.db.close().await;
        Ok(ExitCode::SUCCESS)
    })
}

async fn try_again(backend: &Backend, kind: Option<JobKind>, json: bool) -> Result<()> {
    let jobs = run_again(backend, None, &kind.map_or(Again::All, Again::Kind)).await?;
    match (json, jobs) {
        (true, jobs) => writeln!(io::stdout(), "{}", json!({ "run_again": jobs }))?,
        (false, 1) => writeln!(io::stdout(), "1 job is tried again.")?,
        (false, jobs) => writeln!(io::stdout(), "{jobs} jobs are tried again.")?,
    }
    Ok(())
}

async fn list(backend: &Backend, options: &JobsOptions) -> Result<()> {
    let limit = i64::from(options.limit);
    let dead = list_jobs(backend, JobList::Dead, "", None, limit).await?;
    let due = list_jobs(backend, JobList::Due, "", None, limit).await?;
    let has_more = dead.next.is_some() || due.next.is_some() || dead.rows.len() + due.rows.len() > usize::try_from(limit)?;
    let rows: Vec<JobRow> = dead.rows.into_iter().chain(due.rows).take(usize::try_from(limit)?).collect();
    let mut output = io::stdout().lock();
    if options.json {
        let jobs: Vec<_> = rows.iter().map(|row| as_json(backend, row)).collect();
        writeln!(output, "{}", json!(jobs))?;
        return Ok(());
    }
    if rows.is_empty() {
        writeln!(output, "Nothing is due, and nothing was given up.")?;
        return Ok(());
    }
    write_table(&mut output, &rows.iter().map(|row| as_cells(backend, row)).collect::<Vec<_>>())?;
    if has_more {
        writeln!(output, "… and more: see --limit")?;
    }
    Ok(())
}

fn standing(row: &JobRow) -> &'static str {
    match (row.state, row.job.tries) {
        (JobState::Dead, _) => "given up",
        (JobState::Waiting, 0) => "due",
        (JobState::Waiting, _) => "retrying",
    }
}

fn as_json(backend: &Backend, row: &JobRow) -> serde_json::Value {
    json!({
        "state": standing(row), "kind": row.job.kind, "subject": row.job.subject, "account": row.account_number, "account_name": row.account_name,
        "about": about_text(&backend.catalogue, &row.about), "due_on": row.job.due_on, "tries": row.job.tries, "last_error": row.last_error,
    })
}

type Cells = [String; 7];

fn as_cells(backend: &Backend, row: &JobRow) -> Cells {
    [
        standing(row).to_owned(),
        row.job.kind.code().to_owned(),
        row.job.due_on.to_string(),
        row.account_number.clone(),
        about_text(&backend.catalogue, &row.about).unwrap_or_default(),
        row.job.tries.to_string(),
        row.last_error.clone().unwrap_or_default(),
    ]
}

/// Columns as wide as their widest cell, two blanks between them.
fn write_table(output: &mut impl Write, rows: &[Cells]) -> Result<()> {
    let heads = ["STATE", "KIND", "DUE", "ACCOUNT", "ABOUT", "TRIES", "LAST ERROR"].map(str::to_owned);
    let lines = || std::iter::once(&heads).chain(rows);
    let width = |column: usize| lines().filter_map(|cells| cells.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..heads.len()).map(width).collect();
    for cells in lines() {
        let line: String = cells.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}  ")).collect();
        writeln!(output, "{}", line.trim_end())?;
    }
    Ok(())
}
