//! The tables as the database itself describes them, in an order in which their rows can be written. Nothing here
//! knows a table by its name, so that a new one is covered by whoever copies or compares.

use super::transaction::Dialect;
use super::{DbError, Row, Tx};
use std::collections::{BTreeMap, BTreeSet};

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Table {
    pub name: String,
    pub columns: Vec<Column>,
    /// The columns of the primary key, in its order.
    pub key: Vec<String>,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Column {
    pub name: String,
    pub kind: Kind,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Integer,
    Text,
}

impl Kind {
    fn parse(name: &str) -> Option<Self> {
        match name {
            "INTEGER" | "bigint" => Some(Self::Integer),
            "TEXT" | "text" => Some(Self::Text),
            _ => None,
        }
    }
}

/// A name as it stands in a statement.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Names, as they stand in a statement.
pub(super) fn listed<'a>(names: impl IntoIterator<Item = &'a String>) -> String {
    names.into_iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", ")
}

const SQLITE_COLUMNS: &str = "SELECT m.name AS table_name, c.name AS name, c.type AS kind, c.pk AS key_place FROM sqlite_master m \
     JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite~_%' ESCAPE '~' AND m.name <> '_sqlx_migrations' \
     ORDER BY m.name, c.cid";

const POSTGRES_COLUMNS: &str = "SELECT CAST(c.table_name AS TEXT) AS table_name, CAST(c.column_name AS TEXT) AS name, CAST(c.data_type AS TEXT) AS kind, \
     CAST(COALESCE((SELECT k.ordinal_position FROM information_schema.table_constraints p JOIN information_schema.key_column_usage k \
        ON k.constraint_schema = p.constraint_schema AND k.constraint_name = p.constraint_name AND k.table_name = p.table_name \
        WHERE p.constraint_type = 'PRIMARY KEY' AND p.table_schema = c.table_schema AND p.table_name = c.table_name AND k.column_name = c.column_name), 0) \
        AS BIGINT) AS key_place \
     FROM information_schema.columns c JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name \
     WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE' AND c.table_name <> '_sqlx_migrations' \
     ORDER BY c.table_name, c.ordinal_position";

const SQLITE_REFERENCES: &str = "SELECT m.name AS table_name, f.\"table\" AS refers_to FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f \
     WHERE m.type = 'table'";

const POSTGRES_REFERENCES: &str = "SELECT CAST(c.table_name AS TEXT) AS table_name, CAST(u.table_name AS TEXT) AS refers_to \
     FROM information_schema.table_constraints c JOIN information_schema.constraint_column_usage u \
     ON u.constraint_schema = c.constraint_schema AND u.constraint_name = c.constraint_name \
     WHERE c.constraint_type = 'FOREIGN KEY' AND c.table_schema = current_schema()";

/// All tables of ours, those first that others refer to.
///
/// # Errors
/// [`DbError`] of the database, or [`DbError::Schema`] where tables refer to each other in a circle, a table has no primary
/// key, or a column holds neither integers nor texts.
pub(super) async fn read_tables(tx: &mut Tx<'_>) -> Result<Vec<Table>, DbError> {
    let (columns, references) = match tx.dialect() {
        Dialect::Sqlite => (SQLITE_COLUMNS, SQLITE_REFERENCES),
        Dialect::Postgres => (POSTGRES_COLUMNS, POSTGRES_REFERENCES),
    };
    let mut tables: BTreeMap<String, Table> = BTreeMap::new();
    let mut keys: BTreeMap<String, BTreeMap<i64, String>> = BTreeMap::new();
    for (table, name, kind, key_place) in tx.all(columns, vec![], read_column).await? {
        let kind = Kind::parse(&kind).ok_or_else(|| DbError::Schema(format!("{table}.{name} is of type {kind}, neither integer nor text")))?;
        if key_place > 0 {
            keys.entry(table.clone()).or_default().insert(key_place, name.clone());
        }
        let found = tables.entry(table.clone()).or_insert_with(|| Table { name: table, columns: Vec::new(), key: Vec::new() });
        found.columns.push(Column { name, kind });
    }
    for table in tables.values_mut() {
        table.key = keys.remove(&table.name).map(|key| key.into_values().collect()).unwrap_or_default();
        if table.key.is_empty() {
            return Err(DbError::Schema(format!("{} has no primary key", table.name)));
        }
    }
    let references = tx.all(references, vec![], |row| Ok((row.text("table_name")?, row.text("refers_to")?))).await?;
    in_order(tables, &references.into_iter().collect())
}

fn read_column(row: &Row<'_>) -> Result<(String, String, String, i64), DbError> {
    Ok((row.text("table_name")?, row.text("name")?, row.text("kind")?, row.int("key_place")?))
}

/// Again and again, the tables that refer to none that is still to come.
fn in_order(mut tables: BTreeMap<String, Table>, references: &BTreeSet<(String, String)>) -> Result<Vec<Table>, DbError> {
    let mut ordered = Vec::with_capacity(tables.len());
    while !tables.is_empty() {
        let waits = |name: &String| references.iter().any(|(from, to)| from == name && tables.contains_key(to));
        let free: Vec<String> = tables.keys().filter(|name| !waits(name)).cloned().collect();
        if free.is_empty() {
            let names: Vec<_> = tables.into_keys().collect();
            return Err(DbError::Schema(format!("these tables refer to each other in a circle: {}", names.join(", "))));
        }
        ordered.extend(free.iter().filter_map(|name| tables.remove(name)));
    }
    Ok(ordered)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ordered(names: &[&str], references: &[(&str, &str)]) -> Result<Vec<String>, DbError> {
        let table = |name: &&str| ((*name).to_owned(), Table { name: (*name).to_owned(), columns: Vec::new(), key: Vec::new() });
        let references = references.iter().map(|(from, to)| ((*from).to_owned(), (*to).to_owned())).collect();
        Ok(in_order(names.iter().map(table).collect(), &references)?.into_iter().map(|table| table.name).collect())
    }

    #[test]
    fn what_is_referred_to_comes_first() {
        let order = ordered(&["a", "b", "c", "d"], &[("a", "c"), ("c", "d"), ("a", "b"), ("b", "elsewhere")]).unwrap();
        assert_eq!(order, ["b", "d", "c", "a"]);
    }

    #[test]
    fn a_circle_is_named() {
        let complaint = ordered(&["a", "b", "c"], &[("a", "b"), ("b", "a")]).unwrap_err().to_string();
        assert!(complaint.ends_with("in a circle: a, b"), "{complaint}");
    }

    #[test]
    fn a_name_is_quoted_whatever_stands_in_it() {
        assert_eq!(listed(&["id".to_owned(), "a\"b".to_owned()]), "\"id\", \"a\"\"b\"");
    }
}
