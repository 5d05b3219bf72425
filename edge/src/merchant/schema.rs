//! The tables of a merchant's object.

use serde::Deserialize;

use super::{knowledge, settings};
use crate::clock;
use crate::failure::Failure;
use crate::sql::Sql;

/// The version these statements make; the stored one is in `meta`.
///
/// 1 had a table `ledger`, of receipts without their facts. Nothing can be recomputed from it, so nothing of it
/// is billed (docs/decisions/004); it is left where it is.
/// 2 had the articles in a table `knowledge`, indexed as they were written.
/// 3 had no cases.
/// 4 erased nothing.
const VERSION: &str = "5";

pub const TABLES: &[&str] = &[
    // Small values by name: the schema's version, the settings, the ledger's snapshot.
    "CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    // What the shop knows: an article as JSON, and what its headings and its text are about, under the same rowid.
    "CREATE TABLE IF NOT EXISTS articles (rowid INTEGER PRIMARY KEY, id TEXT NOT NULL, language TEXT NOT NULL, \
     article TEXT NOT NULL, provenance TEXT NOT NULL, updated_at INTEGER NOT NULL, UNIQUE (id, language))",
    "CREATE VIRTUAL TABLE IF NOT EXISTS passages USING fts5 \
     (headings, body, tokenize = 'unicode61 remove_diacritics 2')",
    // Réponses Éclair, in the order in which they are tried; and the conversations in which each was used.
    "CREATE TABLE IF NOT EXISTS instants (id TEXT PRIMARY KEY, place INTEGER NOT NULL, reply TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS instant_uses (conversation TEXT NOT NULL, instant TEXT NOT NULL, \
     saved INTEGER NOT NULL, PRIMARY KEY (conversation, instant)) WITHOUT ROWID",
    // Questions without an answer, by what they are about.
    "CREATE TABLE IF NOT EXISTS unanswered (key TEXT NOT NULL, conversation TEXT NOT NULL, question TEXT NOT NULL, \
     language TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (key, conversation)) WITHOUT ROWID",
    // Wrong proofs for the number of an order.
    "CREATE TABLE IF NOT EXISTS guesses (number TEXT PRIMARY KEY, failures INTEGER NOT NULL, since INTEGER NOT NULL) \
     WITHOUT ROWID",
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
    // Conversations that wanted people, as their sessions told them last, and what the shop's people made of them.
    "CREATE TABLE IF NOT EXISTS cases (conversation TEXT PRIMARY KEY, revision INTEGER NOT NULL, stage TEXT NOT NULL, \
     agent TEXT, until INTEGER, body TEXT NOT NULL, assignee TEXT, due INTEGER, is_done INTEGER NOT NULL DEFAULT 0, \
     changed_at INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE INDEX IF NOT EXISTS cases_by_change ON cases (changed_at)",
    "CREATE INDEX IF NOT EXISTS cases_live ON cases (stage, agent) WHERE stage IN ('attended', 'waiting')",
    // Sessions whose shoppers wanted what they said erased: what of it comes late is let in without its texts.
    "CREATE TABLE IF NOT EXISTS erased (session TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID",
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
    if stored.first().is_none_or(|meta| meta.value != VERSION) {
        create(sql)?;
        let old: Vec<Row> = sql.rows("SELECT 1 FROM sqlite_master WHERE name = 'knowledge'", vec![])?;
        if !old.is_empty() {
            let settings = settings::load(sql)?;
            knowledge::migrate(sql, settings.profile.locale.language(), clock::now())?;
        }
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
