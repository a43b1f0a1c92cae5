//! What tells two copies of the same rows from two that differ: counts, sums of money, and a checksum over every value.

use super::schema::{Kind, Table, listed, read_tables};
use super::{Arg, Db, DbError, Tx};
use crate::work;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// Columns of money end with it.
const MONEY: &str = "_minor";

/// Rows that are read at once.
pub(super) const PAGE_ROWS: usize = 500;

/// What the rows of a table come to. Their order does not matter: engines sort differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    /// The table.
    pub table: String,
    /// How many rows it has.
    pub rows: u64,
    /// Columns of money with their sums, in minor units of whatever currency stands beside them.
    pub sums: Vec<(String, i128)>,
    /// Over all values of all rows.
    pub checksum: u64,
}

impl Fingerprint {
    /// That of a table without rows.
    pub(super) fn of_nothing(table: &Table) -> Self {
        let money = table.columns.iter().filter(|column| column.kind == Kind::Integer && column.name.ends_with(MONEY));
        Self { table: table.name.clone(), rows: 0, sums: money.map(|column| (column.name.clone(), 0)).collect(), checksum: 0 }
    }

    /// Adds a row, its values in the order of the table's columns.
    pub(super) fn add(&mut self, table: &Table, row: &[Arg]) {
        self.rows = self.rows.saturating_add(1);
        // Sums and not a chain, so that the order of rows does not matter.
        self.checksum = self.checksum.wrapping_add(hash_of(row));
        for (column, value) in table.columns.iter().zip(row) {
            let Arg::Int(Some(amount_minor)) = value else { continue };
            if let Some((_, sum)) = self.sums.iter_mut().find(|(name, _)| *name == column.name) {
                *sum = sum.saturating_add(i128::from(*amount_minor));
            }
        }
    }

    /// What differs between two of the same table, in words; none where nothing does.
    pub fn difference(&self, copy: &Self) -> Option<String> {
        let mut told = String::new();
        if self.rows != copy.rows {
            let _never = write!(told, ", {} rows became {}", self.rows, copy.rows);
        }
        for ((name, sum), (_, copied)) in self.sums.iter().zip(&copy.sums).filter(|(one, other)| one != other) {
            let _never = write!(told, ", the sum of {name} was {sum} and became {copied}");
        }
        if told.is_empty() && self.checksum != copy.checksum {
            told.push_str(", some value is not what it was");
        }
        (self != copy).then(|| format!("{}: {}", self.table, told.trim_start_matches(", ")))
    }
}

/// The first eight bytes of a SHA-256 over all values, each with its kind and length before it.
fn hash_of(row: &[Arg]) -> u64 {
    let mut hasher = Sha256::new();
    for value in row {
        match value {
            Arg::Int(None) | Arg::Text(None) => hasher.update([0]),
            Arg::Int(Some(number)) => {
                hasher.update([1]);
                hasher.update(number.to_be_bytes());
            }
            Arg::Text(Some(text)) => {
                hasher.update([2]);
                hasher.update(u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
                hasher.update(text.as_bytes());
            }
        }
    }
    hasher.finalize().iter().take(8).fold(0, |number, byte| (number << 8) | u64::from(*byte))
}

/// The fingerprint of a table, read page by page.
pub(super) async fn take_fingerprint(tx: &mut Tx<'_>, table: &Table) -> Result<Fingerprint, DbError> {
    let mut fingerprint = Fingerprint::of_nothing(table);
    let mut pages = Pages::of(table);
    while let Some(rows) = pages.next(tx, PAGE_ROWS).await? {
        rows.iter().for_each(|row| fingerprint.add(table, row));
    }
    Ok(fingerprint)
}

/// The fingerprints of all tables, in one transaction.
pub(super) async fn take_fingerprints(tx: &mut Tx<'_>) -> Result<Vec<Fingerprint>, DbError> {
    let mut fingerprints = Vec::new();
    for table in read_tables(tx).await? {
        fingerprints.push(take_fingerprint(tx, &table).await?);
    }
    Ok(fingerprints)
}

impl Db {
    /// What all tables come to, in one state of the database.
    ///
    /// # Errors
    /// [`DbError`] of the database.
    pub async fn fingerprints(&self) -> Result<Vec<Fingerprint>, DbError> {
        self.read(work!(tx => take_fingerprints(tx).await)).await
    }
}

/// A table's rows, page by page in the order of its primary key.
pub(super) struct Pages<'a> {
    table: &'a Table,
    /// The key of the last row that was read.
    after: Option<Vec<Arg>>,
    is_at_end: bool,
}

impl<'a> Pages<'a> {
    pub fn of(table: &'a Table) -> Self {
        Self { table, after: None, is_at_end: false }
    }

    /// The next rows, `most` of them at most; none at the end.
    pub async fn next(&mut self, tx: &mut Tx<'_>, most: usize) -> Result<Option<Vec<Vec<Arg>>>, DbError> {
        if self.is_at_end {
            return Ok(None);
        }
        let columns = &self.table.columns;
        let rows = tx
            .all_built(self.statement(most), self.after.clone().unwrap_or_default(), |row| {
                let value = |column: &super::schema::Column| match column.kind {
                    Kind::Integer => row.opt_int(&column.name).map(Arg::Int),
                    Kind::Text => row.opt_text(&column.name).map(Arg::Text),
                };
                columns.iter().map(value).collect::<Result<Vec<Arg>, DbError>>()
            })
            .await?;
        self.is_at_end = rows.len() < most;
        self.after = rows.last().map(|row| key_of(self.table, row));
        Ok((!rows.is_empty()).then_some(rows))
    }

    fn statement(&self, most: usize) -> String {
        let Table { name, columns, key } = self.table;
        let (name, columns, order) = (super::schema::quoted(name), listed(columns.iter().map(|column| &column.name)), listed(key));
        let places: Vec<String> = (1..=key.len()).map(|place| format!("${place}")).collect();
        let condition = if self.after.is_some() { format!(" WHERE ({order}) > ({})", places.join(", ")) } else { String::new() };
        format!("SELECT {columns} FROM {name}{condition} ORDER BY {order} LIMIT {most}")
    }
}

/// A row's values of the primary key, in the key's order.
fn key_of(table: &Table, row: &[Arg]) -> Vec<Arg> {
    let value = |name: &String| table.columns.iter().zip(row).find(|(column, _)| column.name == *name).map(|(_, value)| value.clone());
    table.key.iter().filter_map(value).collect()
}
