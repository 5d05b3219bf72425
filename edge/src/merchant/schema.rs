//! The tables of a merchant's object.

use serde::Deserialize;

use crate::failure::Failure;
use crate::sql::Sql;

/// The version these statements make; the stored one is in `meta`.
///
/// 1 had a table `ledger`, of receipts without their facts. Nothing can be recomputed from it, so nothing of it
/// is billed (docs/decisions/004); it is left where it is.
const VERSION: &str = "2";

pub const TABLES: &[&str] = &[
    // Small values by name: the schema's version, the settings, the ledger's snapshot.
    "CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    // What the shop knows. `body` is searched and shown, `article` is the whole as JSON.
    "CREATE VIRTUAL TABLE IF NOT EXISTS knowledge USING fts5 \
     (title, questions, body, article UNINDEXED, tokenize = 'unicode61 remove_diacritics 2')",
    "CREATE TABLE IF NOT EXISTS orders (number TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID",
    // The ledger: rows are only ever added. `json` is the row to the byte, `hash` the chain's after it, `texts` what
    // shoppers and the assistant wrote, beside the chain. `opens` is the month that a row opens, and `before` the
    // account before it; `late` a month that was over, in the rows that changed its total all the same.
    "CREATE TABLE IF NOT EXISTS rows (seq INTEGER PRIMARY KEY, kind TEXT NOT NULL, conversation TEXT, opens TEXT, \
     late TEXT, json TEXT NOT NULL, hash TEXT NOT NULL, texts TEXT, before TEXT)",
    // Each of these has the rows that it is for and no other: a row costs a write in each index that holds it.
    "CREATE INDEX IF NOT EXISTS rows_by_conversation ON rows (conversation) WHERE conversation IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS rows_by_month ON rows (opens) WHERE opens IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS rows_late ON rows (late, seq) WHERE late IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS rows_contested ON rows (seq) WHERE kind = 'contested'",
    // Receipts that were refused for good: what was sent, and why it was not taken.
    "CREATE TABLE IF NOT EXISTS letters (conversation TEXT PRIMARY KEY, revision INTEGER NOT NULL, code TEXT NOT NULL, \
     message TEXT NOT NULL, body TEXT NOT NULL, first_at INTEGER NOT NULL, last_at INTEGER NOT NULL, \
     tries INTEGER NOT NULL) WITHOUT ROWID",
];

/// Whether this merchant was ever written; one of an older version gets the tables that it lacks.
///
/// # Errors
/// A fault of the storage.
pub fn prepare(sql: &Sql) -> Result<bool, Failure> {
    #[derive(Deserialize)]
    struct Row {}
    let rows: Vec<Row> = sql.rows("SELECT 1 FROM sqlite_master WHERE name = 'meta'", vec![])?;
    if rows.is_empty() {
        return Ok(false);
    }
    #[derive(Deserialize)]
    struct Meta {
        value: String,
    }
    let stored: Vec<Meta> = sql.rows("SELECT value FROM meta WHERE name = 'schema'", vec![])?;
    if stored.first().is_none_or(|meta| meta.value == "1") {
        create(sql)?;
    }
    Ok(true)
}

/// Makes what is missing.
///
/// # Errors
/// A fault of the storage.
pub fn create(sql: &Sql) -> Result<(), Failure> {
    for table in TABLES {
        sql.run(table, vec![])?;
    }
    let version = "INSERT INTO meta (name, value) VALUES ('schema', ?) \
                   ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE value <> excluded.value";
    sql.run(version, vec![VERSION.into()])
}
