//! Réponses Éclair: the merchant's fixed answers, and what each of them was good for (R27).

use lutin_shared::api::InstantEntry;
use lutin_shared::assistant::InstantReply;
use lutin_shared::conversation::{Author, Fact};
use lutin_shared::id::{ConversationId, InstantId};
use lutin_shared::receipt::{Reason, Receipt};
use serde::Deserialize;

use crate::failure::Failure;
use crate::routes::malformed;
use crate::sql::Sql;

/// Puts these in place of all before. What each was used for is kept, by its id.
///
/// # Errors
/// A fault of the storage.
pub fn replace_all(sql: &Sql, replies: &[InstantReply]) -> Result<(), Failure> {
    sql.run("DELETE FROM instants", vec![])?;
    for reply in replies {
        put(sql, reply)?;
    }
    Ok(())
}

/// What is wrong with these; `None` when they can be kept.
pub fn problem(replies: &[InstantReply]) -> Option<String> {
    if replies.len() > InstantReply::MAX {
        return Some(format!("instants: at most {}", InstantReply::MAX));
    }
    for (at, reply) in replies.iter().enumerate() {
        if replies.iter().take(at).any(|before| before.id == reply.id) {
            return Some(format!("instants[{at}].id: another one has it"));
        }
        if let Some(problem) = reply.problem() {
            return Some(format!("instants[{at}].{problem}"));
        }
    }
    None
}

/// Writes one, in its place if it is there, else as the last.
///
/// # Errors
/// [`Failure::Malformed`], which names the field, or a fault of the storage.
pub fn write(sql: &Sql, reply: &InstantReply) -> Result<(), Failure> {
    if let Some(problem) = reply.problem() {
        return Err(malformed(problem));
    }
    let known = list(sql)?;
    if known.len() >= InstantReply::MAX && known.iter().all(|known| known.id != reply.id) {
        return Err(malformed(format!("at most {} Réponses Éclair", InstantReply::MAX)));
    }
    put(sql, reply)
}

fn put(sql: &Sql, reply: &InstantReply) -> Result<(), Failure> {
    let upsert = "INSERT INTO instants (id, place, reply) \
                  VALUES (?, (SELECT COALESCE(MAX(place), 0) + 1 FROM instants), ?) \
                  ON CONFLICT (id) DO UPDATE SET reply = excluded.reply";
    sql.run(upsert, vec![reply.id.as_str().into(), serde_json::to_string(reply)?.into()])
}

/// # Errors
/// A fault of the storage.
pub fn delete(sql: &Sql, id: &InstantId) -> Result<(), Failure> {
    sql.run("DELETE FROM instants WHERE id = ?", vec![id.as_str().into()])
}

/// In the order in which they are tried.
///
/// # Errors
/// A fault of the storage.
pub fn list(sql: &Sql) -> Result<Vec<InstantReply>, Failure> {
    #[derive(Deserialize)]
    struct Row {
        reply: String,
    }
    let rows: Vec<Row> = sql.rows("SELECT reply FROM instants ORDER BY place", vec![])?;
    rows.iter().map(|row| Ok(serde_json::from_str(&row.reply)?)).collect()
}

/// The same, with what each was good for.
///
/// # Errors
/// A fault of the storage.
pub fn entries(sql: &Sql) -> Result<Vec<InstantEntry>, Failure> {
    #[derive(Deserialize)]
    struct Row {
        reply: String,
        used: u32,
        saved: u32,
    }
    let query = "SELECT reply, (SELECT COUNT(*) FROM instant_uses WHERE instant = id) AS used, \
                 (SELECT COUNT(*) FROM instant_uses WHERE instant = id AND saved = 1) AS saved \
                 FROM instants ORDER BY place";
    let rows: Vec<Row> = sql.rows(query, vec![])?;
    let entry = |row: Row| {
        Ok(InstantEntry { reply: serde_json::from_str(&row.reply)?, used: row.used, saved: row.saved })
    };
    rows.into_iter().map(entry).collect()
}

/// One was used in a conversation; twice in the same one is once.
///
/// # Errors
/// A fault of the storage.
pub fn use_one(sql: &Sql, instant: &InstantId, conversation: &ConversationId) -> Result<(), Failure> {
    let insert =
        "INSERT INTO instant_uses (instant, conversation, saved) VALUES (?, ?, 0) ON CONFLICT DO NOTHING";
    sql.run(insert, vec![instant.as_str().into(), conversation.to_string().into()])
}

/// Whether those of a conversation were all that it needed: its last receipt says.
///
/// # Errors
/// A fault of the storage.
pub fn settle(sql: &Sql, receipt: &Receipt) -> Result<(), Failure> {
    let is_instant = |fact: &Fact| matches!(fact, Fact::Said { from: Author::Instant, .. });
    if receipt.ended_at.is_none() || !receipt.facts.iter().any(is_instant) {
        return Ok(());
    }
    let saved = i64::from(receipt.reason == Reason::InstantOnly);
    let update = "UPDATE instant_uses SET saved = ? WHERE conversation = ? AND saved <> ?";
    sql.run(update, vec![saved.into(), receipt.conversation.to_string().into(), saved.into()])
}
