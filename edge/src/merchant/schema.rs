//! The tables of a merchant's object.

use serde::Deserialize;
use worker::SqlStorage;

use crate::failure::Failure;

/// The version these statements make; the stored one is in `meta`.
const VERSION: &str = "1";

const TABLES: &[&str] = &[
    // Small values by name: the schema's version and the settings.
    "CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    // What the shop knows. `body` is searched and shown, `article` is the whole as JSON.
    "CREATE VIRTUAL TABLE IF NOT EXISTS knowledge USING fts5 \
     (title, questions, body, article UNINDEXED, tokenize = 'unicode61 remove_diacritics 2')",
    "CREATE TABLE IF NOT EXISTS orders (number TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID",
    // Receipts as they came; rows are only ever added. `period` is set on the one row that counted the
    // conversation, so a month's use is the number of its rows.
    "CREATE TABLE IF NOT EXISTS ledger (id INTEGER PRIMARY KEY, conversation TEXT NOT NULL, \
     revision INTEGER NOT NULL, period TEXT, receipt TEXT NOT NULL, UNIQUE (conversation, revision))",
    "CREATE INDEX IF NOT EXISTS ledger_by_period ON ledger (period) WHERE period IS NOT NULL",
];

/// Whether this merchant was ever written.
///
/// # Errors
/// A fault of the storage.
pub fn exists(sql: &SqlStorage) -> Result<bool, Failure> {
    #[derive(Deserialize)]
    struct Row {}
    let rows: Vec<Row> = sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'meta'", None)?.to_array()?;
    Ok(!rows.is_empty())
}

/// Makes what is missing.
///
/// # Errors
/// A fault of the storage.
pub fn create(sql: &SqlStorage) -> Result<(), Failure> {
    for table in TABLES {
        sql.exec(table, None)?;
    }
    let version = "INSERT INTO meta (name, value) VALUES ('schema', ?) ON CONFLICT DO NOTHING";
    sql.exec(version, vec![VERSION.into()])?;
    Ok(())
}
