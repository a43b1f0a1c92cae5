//! Copies all rows of a database into another, whichever engines the two are. Knows no table by its name.

use super::fingerprint::{Fingerprint, PAGE_ROWS, Pages, take_fingerprint};
use super::schema::{Column, Table, listed, quoted, read_tables};
use super::{Arg, Db, DbError, Tx, books};

/// PostgreSQL takes 65,535 arguments in a statement, SQLite 32,766.
const MOST_ARGUMENTS: usize = 30_000;

/// Tables whose rows say that a database is in use.
const IN_USE: [&str; 2] = ["accounts", "people"];

/// How far a copy is.
#[derive(Clone, Copy, Debug)]
pub struct Progress<'a> {
    /// The table that is copied.
    pub table: &'a str,
    /// Rows of it that are in the target.
    pub copied: u64,
    /// Where it stands.
    pub stage: Stage,
}

/// Where the copy of a table stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// More rows may come.
    UnderWay,
    /// All rows are there.
    Copied,
    /// They were read again, and are what they were.
    Compared,
}

/// Why nothing was copied.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// The target has customers or people of its own.
    #[error("the target is not empty: its table {0} has rows. Nothing was changed")]
    InUse(String),
    /// The two schemas are not the same.
    #[error("the tables of source and target are not the same ({0}). Bring the source up to date first: kontor migrate")]
    OtherSchema(String),
    /// What arrived is not what left.
    #[error("what arrived is not what left, and was taken back: {0}")]
    Differs(String),
    /// The books do not add up, in the source already.
    #[error("the books do not add up, so nothing was copied: {0}")]
    Books(String),
    /// One of the databases failed.
    #[error(transparent)]
    Database(#[from] DbError),
}

/// Copies all rows of `source`, as they are at one moment, into `target`: one transaction, which is committed once all rows
/// were read again there and are the same. Both have the same version of the schema. Rows of a target that nobody uses,
/// such as a session, give way.
///
/// # Errors
/// [`CopyError`]; the target is then as it was.
pub async fn copy_all(source: &Db, target: &Db, tell: &(dyn Fn(Progress<'_>) + Send + Sync)) -> Result<Vec<Fingerprint>, CopyError> {
    let mut from = Tx::begin_reading(source).await?;
    let mut to = Tx::begin_writing(target).await?;
    let outcome = copy_tables(&mut from, &mut to, tell).await;
    from.roll_back().await;
    match outcome {
        Ok(fingerprints) => {
            to.commit().await?;
            Ok(fingerprints)
        }
        Err(error) => {
            to.roll_back().await;
            Err(error)
        }
    }
}

async fn copy_tables(from: &mut Tx<'_>, to: &mut Tx<'_>, tell: &(dyn Fn(Progress<'_>) + Send + Sync)) -> Result<Vec<Fingerprint>, CopyError> {
    let tables = read_tables(from).await?;
    compare_schemas(&tables, &read_tables(to).await?)?;
    make_empty(to, &tables).await?;
    let mut left = Vec::with_capacity(tables.len());
    for table in &tables {
        let fingerprint = copy_table(from, to, table, tell).await?;
        tell(Progress { table: &table.name, copied: fingerprint.rows, stage: Stage::Copied });
        left.push(fingerprint);
    }
    for (table, expected) in tables.iter().zip(&left) {
        let arrived = take_fingerprint(to, table).await?;
        if let Some(difference) = expected.difference(&arrived) {
            return Err(CopyError::Differs(difference));
        }
        tell(Progress { table: &table.name, copied: arrived.rows, stage: Stage::Compared });
    }
    match books::find_faults(to).await?.first() {
        Some(fault) => Err(CopyError::Books(fault.to_string())),
        None => Ok(left),
    }
}

/// The order of columns may differ: one engine adds a column where the other makes its table anew.
fn compare_schemas(source: &[Table], target: &[Table]) -> Result<(), CopyError> {
    let described = |tables: &[Table]| {
        let mut described: Vec<(String, Vec<Column>, Vec<String>)> = Vec::with_capacity(tables.len());
        for Table { name, columns, key } in tables {
            let mut columns = columns.clone();
            columns.sort();
            described.push((name.clone(), columns, key.clone()));
        }
        described.sort();
        described
    };
    let (source, target) = (described(source), described(target));
    let lacks = |one: &[(String, Vec<Column>, Vec<String>)], other: &[(String, Vec<Column>, Vec<String>)]| {
        one.iter().find(|table| !other.contains(table)).map(|(name, ..)| name.clone())
    };
    match lacks(&source, &target).or_else(|| lacks(&target, &source)) {
        Some(table) => Err(CopyError::OtherSchema(table)),
        None => Ok(()),
    }
}

/// Refuses a database that somebody uses. One without any table is used by nobody.
///
/// # Errors
/// [`CopyError::InUse`], or that of the database.
pub async fn must_be_free(target: &Db) -> Result<(), CopyError> {
    let mut tx = Tx::begin_reading(target).await?;
    let outcome = match read_tables(&mut tx).await {
        Ok(tables) => refuse_rows(&mut tx, &tables).await,
        Err(error) => Err(error.into()),
    };
    tx.roll_back().await;
    outcome
}

async fn refuse_rows(to: &mut Tx<'_>, tables: &[Table]) -> Result<(), CopyError> {
    for table in tables.iter().filter(|table| IN_USE.contains(&table.name.as_str())) {
        let sql = format!("SELECT CAST(COUNT(*) AS BIGINT) AS found FROM {}", quoted(&table.name));
        if to.all_built(sql, vec![], |row| row.int("found")).await? != [0] {
            return Err(CopyError::InUse(table.name.clone()));
        }
    }
    Ok(())
}

async fn make_empty(to: &mut Tx<'_>, tables: &[Table]) -> Result<(), CopyError> {
    refuse_rows(to, tables).await?;
    // Those first that refer to others.
    for table in tables.iter().rev() {
        to.exec_built(format!("DELETE FROM {}", quoted(&table.name)), vec![]).await?;
    }
    Ok(())
}

async fn copy_table(from: &mut Tx<'_>, to: &mut Tx<'_>, table: &Table, tell: &(dyn Fn(Progress<'_>) + Send + Sync)) -> Result<Fingerprint, DbError> {
    let mut fingerprint = Fingerprint::of_nothing(table);
    let most = (MOST_ARGUMENTS / table.columns.len().max(1)).clamp(1, PAGE_ROWS);
    let mut pages = Pages::of(table);
    while let Some(rows) = pages.next(from, most).await? {
        rows.iter().for_each(|row| fingerprint.add(table, row));
        let statement = insertion(table, rows.len());
        let arguments: Vec<Arg> = rows.into_iter().flatten().collect();
        to.exec_built(statement, arguments).await?;
        tell(Progress { table: &table.name, copied: fingerprint.rows, stage: Stage::UnderWay });
    }
    Ok(fingerprint)
}

/// Inserts so many rows at once.
fn insertion(table: &Table, rows: usize) -> String {
    let width = table.columns.len();
    let row = |number: usize| {
        let first = number.saturating_mul(width).saturating_add(1);
        let places: Vec<String> = (first..first.saturating_add(width)).map(|place| format!("${place}")).collect();
        format!("({})", places.join(", "))
    };
    let rows: Vec<String> = (0..rows).map(row).collect();
    format!("INSERT INTO {} ({}) VALUES {}", quoted(&table.name), listed(table.columns.iter().map(|column| &column.name)), rows.join(", "))
}
