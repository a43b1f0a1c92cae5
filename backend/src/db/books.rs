//! What must be true of the books whatever happened, asked of the database itself.

use super::{DbError, Row, Tx};
use std::fmt;

/// Something that does not add up. Its text is for operators.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BooksFault {
    /// An account's credit is not the sum of its entries.
    Credit { account: String, credit_minor: i64, entries_minor: i64 },
    /// The documents of a series and year are not numbered 1, 2, 3 up to the last number that was given out.
    Numbers { series: String, year: i64, documents: i64, highest: i64, last: i64 },
    /// A document's tax and net amount are not its total.
    Total { number: String },
}

impl fmt::Display for BooksFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Credit { account, credit_minor, entries_minor } => {
                write!(formatter, "account {account} has a credit of {credit_minor}, and entries that come to {entries_minor}")
            }
            Self::Numbers { series, year, documents, highest, last } => {
                write!(formatter, "series {series} of {year} has {documents} documents, numbers up to {highest}, and gave out {last}")
            }
            Self::Total { number } => write!(formatter, "net amount and tax of {number} are not its total"),
        }
    }
}

/// Everything that does not add up.
pub async fn find_faults(tx: &mut Tx<'_>) -> Result<Vec<BooksFault>, DbError> {
    let mut faults = tx.all(CREDIT, vec![], read_credit).await?;
    faults.extend(tx.all(NUMBERS, vec![], read_numbers).await?);
    faults.extend(tx.all(TOTALS, vec![], |row| Ok(BooksFault::Total { number: row.text("number")? })).await?);
    Ok(faults)
}

const CREDIT: &str = "SELECT a.number, a.credit_minor, CAST(COALESCE(e.entries, 0) AS BIGINT) AS entries FROM accounts a \
     LEFT JOIN (SELECT account_id, SUM(amount_minor) AS entries FROM credit_entries GROUP BY account_id) e ON e.account_id = a.id \
     WHERE a.credit_minor <> COALESCE(e.entries, 0) ORDER BY a.number";

/// A number is given out once, so that as many documents as the highest number leave no gap.
const NUMBERS: &str = "SELECT i.series, i.year, i.documents, i.highest, COALESCE(s.last_number, 0) AS last FROM \
     (SELECT series, year, CAST(COUNT(*) AS BIGINT) AS documents, MIN(sequence) AS lowest, MAX(sequence) AS highest FROM invoices GROUP BY series, year) i \
     LEFT JOIN number_series s ON s.series = i.series AND s.year = i.year \
     WHERE i.lowest <> 1 OR i.documents <> i.highest OR i.highest <> COALESCE(s.last_number, 0) ORDER BY i.series, i.year";

const TOTALS: &str = "SELECT number FROM invoices WHERE net_minor + tax_minor <> total_minor ORDER BY number";

fn read_credit(row: &Row<'_>) -> Result<BooksFault, DbError> {
    Ok(BooksFault::Credit { account: row.text("number")?, credit_minor: row.int("credit_minor")?, entries_minor: row.int("entries")? })
}

fn read_numbers(row: &Row<'_>) -> Result<BooksFault, DbError> {
    Ok(BooksFault::Numbers {
        series: row.text("series")?,
        year: row.int("year")?,
        documents: row.int("documents")?,
        highest: row.int("highest")?,
        last: row.int("last")?,
    })
}
