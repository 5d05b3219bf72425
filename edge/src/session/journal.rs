//! The journal in SQLite: one row per step, named by the place of its first event.

use crate::failure::Failure;
use crate::sql::Sql;
use lutin_shared::conversation::{Event, Session};
use lutin_shared::record;
use lutin_shared::time::Timestamp;
use serde::Deserialize;

/// The version of the table, in its name: a later one can stand beside it while it is moved over.
const TABLE: &str = "CREATE TABLE IF NOT EXISTS journal_1 \
                     (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, events TEXT NOT NULL)";

/// The session as its journal tells it. An object that never stored anything has no table, and needs none.
///
/// # Errors
/// A fault, when the storage fails or a row cannot be read.
pub fn replay(sql: &Sql) -> Result<Session, Failure> {
    #[derive(Deserialize)]
    struct Row {
        events: String,
    }
    let mut session = Session::default();
    if !exists(sql)? {
        return Ok(session);
    }
    let rows: Vec<Row> = sql.rows("SELECT events FROM journal_1 ORDER BY seq", vec![])?;
    for row in &rows {
        for event in record::decode(&row.events).map_err(Failure::fault)? {
            session.apply(&event);
        }
    }
    Ok(session)
}

/// Stores the events of one step as one row; `before` is the place of the last event so far.
///
/// # Errors
/// A fault; then nothing is stored.
pub fn append(sql: &Sql, before: u64, at: Timestamp, events: &[Event]) -> Result<(), Failure> {
    if before == 0 {
        sql.run(TABLE, vec![])?;
    }
    let seq = i64::try_from(before.saturating_add(1)).map_err(Failure::fault)?;
    let values = vec![seq.into(), at.as_millis().into(), record::encode(events)?.into()];
    sql.run("INSERT INTO journal_1 (seq, at, events) VALUES (?, ?, ?)", values)
}

fn exists(sql: &Sql) -> Result<bool, Failure> {
    #[derive(Deserialize)]
    struct Row {}
    let rows: Vec<Row> = sql.rows("SELECT 1 FROM sqlite_master WHERE name = 'journal_1'", vec![])?;
    Ok(!rows.is_empty())
}
