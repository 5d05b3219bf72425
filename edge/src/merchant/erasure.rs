//! Erasure: what the merchant's object has of what was said in a session, beside the ledger's rows, which never change.
//!
//! The cases of the desk are told by the session, as ever.

use lutin_shared::id::SessionId;
use lutin_shared::time::Timestamp;
use serde::Deserialize;

use crate::failure::Failure;
use crate::sql::Sql;

/// Erases it, and remembers so: what was on its way meanwhile is let in without its texts.
///
/// # Errors
/// A fault of the storage.
pub fn erase(sql: &Sql, session: &SessionId, now: Timestamp) -> Result<(), Failure> {
    let remember = "INSERT INTO erased (session, at) VALUES (?, ?) ON CONFLICT (session) DO NOTHING";
    sql.run(remember, vec![session.as_str().into(), now.as_millis().into()])?;
    // The conversations of a session are named after it: those between `session.` and what would follow the stop.
    let erasures = [
        "DELETE FROM unanswered WHERE conversation > ?1 AND conversation < ?2",
        // Beside the chain: no hash is of them.
        "UPDATE rows SET texts = NULL WHERE conversation > ?1 AND conversation < ?2 AND texts IS NOT NULL",
        // Which answer was used tells what was asked. That one was used stays, of a conversation that nobody can find: the merchant's
        // counts are of these rows.
        "UPDATE instant_uses SET conversation = lower(hex(randomblob(16))) \
         WHERE conversation > ?1 AND conversation < ?2",
        "UPDATE letters SET body = '' WHERE conversation > ?1 AND conversation < ?2",
    ];
    for erasure in erasures {
        sql.run(erasure, vec![format!("{session}.").into(), format!("{session}/").into()])?;
    }
    Ok(())
}

/// Whether a session is one of those.
///
/// # Errors
/// A fault of the storage.
pub fn is_erased(sql: &Sql, session: &SessionId) -> Result<bool, Failure> {
    #[derive(Deserialize)]
    struct Row {}
    let rows: Vec<Row> = sql.rows("SELECT 1 FROM erased WHERE session = ?", vec![session.as_str().into()])?;
    Ok(!rows.is_empty())
}
