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
    if session.is_forgotten() {
        // Written with the row that says so. Looked at all the same: what should be gone is not left to chance.
        redact(sql, session.seq())?;
    }
    Ok(session)
}

/// Stores the events of one step as one row, and redacts what came before if one of them says so; `before` is the place of the last event so far.
///
/// # Errors
/// A fault. The row may be stored all the same, and what came before it not redacted yet: the next replay does that.
pub fn append(sql: &Sql, before: u64, at: Timestamp, events: &[Event]) -> Result<(), Failure> {
    if before == 0 {
        sql.run(TABLE, vec![])?;
    }
    let seq = i64::try_from(before.saturating_add(1)).map_err(Failure::fault)?;
    let values = vec![seq.into(), at.as_millis().into(), record::encode(events)?.into()];
    sql.run("INSERT INTO journal_1 (seq, at, events) VALUES (?, ?, ?)", values)?;
    if events.iter().any(|event| matches!(event, Event::Forgotten { .. })) {
        redact(sql, before)?;
    }
    Ok(())
}

/// Rewrites the rows up to this place without what was said in them: the one way in which a row ever changes. No await stands
/// between this and the row that says so: both are written, or neither.
fn redact(sql: &Sql, until: u64) -> Result<(), Failure> {
    #[derive(Deserialize)]
    struct Row {
        seq: i64,
        events: String,
    }
    let until = i64::try_from(until).map_err(Failure::fault)?;
    let rows: Vec<Row> =
        sql.rows("SELECT seq, events FROM journal_1 WHERE seq <= ? ORDER BY seq", vec![until.into()])?;
    for Row { seq, events } in rows {
        let redacted = record::decode(&events).map_err(Failure::fault)?.into_iter().map(Event::redacted);
        let redacted = record::encode(&redacted.collect::<Vec<_>>())?;
        if redacted != events {
            sql.run("UPDATE journal_1 SET events = ? WHERE seq = ?", vec![redacted.into(), seq.into()])?;
        }
    }
    Ok(())
}

fn exists(sql: &Sql) -> Result<bool, Failure> {
    #[derive(Deserialize)]
    struct Row {}
    let rows: Vec<Row> = sql.rows("SELECT 1 FROM sqlite_master WHERE name = 'journal_1'", vec![])?;
    Ok(!rows.is_empty())
}
