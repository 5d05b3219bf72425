//! Dead letters: receipts that were refused for good, so that somebody sees them. The session keeps trying.

use lutin_shared::api::{DeadLetter, ErrorBody};
use lutin_shared::digest::Digest;
use lutin_shared::receipt::Label;
use lutin_shared::time::Timestamp;
use serde::Deserialize;

use crate::failure::Failure;
use crate::sql::Sql;

/// The most that is kept of a letter, in bytes.
const MAX_LETTER_BYTES: usize = 64 * 1024;

/// The most letters that are shown at once.
const MAX_SHOWN: i64 = 200;

/// Keeps a letter, or the newest of those about the same conversation.
///
/// # Errors
/// A fault of the storage.
pub fn keep(sql: &Sql, body: &str, why: &ErrorBody, now: Timestamp) -> Result<(), Failure> {
    let (conversation, revision) = match serde_json::from_str::<Label>(body) {
        Ok(Label { conversation, revision }) => (conversation.to_string(), revision),
        // Not even that: known by what it is.
        Err(_) => (Digest::of(&[body.as_bytes()]).to_hex(), 0),
    };
    let most =
        body.char_indices().map(|(index, _)| index).take_while(|index| *index <= MAX_LETTER_BYTES).last();
    let kept =
        if body.len() <= MAX_LETTER_BYTES { body } else { body.get(..most.unwrap_or(0)).unwrap_or_default() };
    let upsert = "INSERT INTO letters (conversation, revision, code, message, body, first_at, last_at, tries) \
                  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, 1) ON CONFLICT (conversation) DO UPDATE SET \
                  revision = excluded.revision, code = excluded.code, message = excluded.message, \
                  body = excluded.body, last_at = excluded.last_at, tries = tries + 1";
    let values = vec![
        conversation.into(),
        i64::from(revision).into(),
        why.code.as_str().into(),
        why.message.as_str().into(),
        kept.into(),
        now.as_millis().into(),
    ];
    sql.run(upsert, values)
}

/// The ledger has taken a receipt: what was refused of it before is settled.
///
/// # Errors
/// A fault of the storage.
pub fn settle(sql: &Sql, label: &Label) -> Result<(), Failure> {
    let values = vec![label.conversation.to_string().into(), i64::from(label.revision).into()];
    sql.run("DELETE FROM letters WHERE conversation = ? AND revision <= ?", values)
}

/// How many letters there are.
///
/// # Errors
/// A fault of the storage.
pub fn count(sql: &Sql) -> Result<u32, Failure> {
    #[derive(Deserialize)]
    struct Stored {
        letters: u32,
    }
    let rows: Vec<Stored> = sql.rows("SELECT COUNT(*) AS letters FROM letters", vec![])?;
    Ok(rows.first().map_or(0, |stored| stored.letters))
}

/// The letters, the oldest first.
///
/// # Errors
/// A fault of the storage.
pub fn dead(sql: &Sql) -> Result<Vec<DeadLetter>, Failure> {
    #[derive(Deserialize)]
    struct Stored {
        conversation: String,
        revision: u32,
        code: String,
        message: String,
        body: String,
        first_at: i64,
        last_at: i64,
        tries: u32,
    }
    let query = "SELECT conversation, revision, code, message, body, first_at, last_at, tries FROM letters \
                 ORDER BY first_at LIMIT ?";
    let letter = |stored: Stored| DeadLetter {
        conversation: stored.conversation,
        revision: stored.revision,
        code: stored.code,
        message: stored.message,
        body: stored.body,
        first_at: Timestamp::from_millis(stored.first_at),
        last_at: Timestamp::from_millis(stored.last_at),
        tries: stored.tries,
    };
    Ok(sql.rows(query, vec![MAX_SHOWN.into()])?.into_iter().map(letter).collect())
}
