//! Questions that the shop has no answer to: one row a question and conversation, so that asking twice is asking once.

use lutin_shared::api::{AssistantOverview, UnansweredQuestion};
use lutin_shared::assistant::Terms;
use lutin_shared::digest::Digest;
use lutin_shared::id::ConversationId;
use lutin_shared::language::Language;
use lutin_shared::time::Timestamp;
use serde::Deserialize;

use crate::failure::Failure;
use crate::sql::Sql;

/// The most rows that are kept; the oldest leave first.
const MAX_ROWS: i64 = 5_000;
/// The longest question that is kept, in characters.
const MAX_CHARS: usize = 300;

/// Keeps a question. The same words in another order, or inflected otherwise, are the same question.
///
/// # Errors
/// A fault of the storage.
pub fn keep(
    sql: &Sql,
    question: &str,
    language: Option<Language>,
    conversation: &ConversationId,
    now: Timestamp,
) -> Result<(), Failure> {
    let terms = Terms::of(question, language);
    if terms.is_empty() {
        return Ok(());
    }
    let question: String = question.chars().take(MAX_CHARS).collect();
    let insert = "INSERT INTO unanswered (key, conversation, question, language, at) VALUES (?, ?, ?, ?, ?) \
                  ON CONFLICT (key, conversation) DO UPDATE SET at = excluded.at, question = excluded.question";
    let language = language.map_or(String::new(), |language| language.tag().to_owned());
    let values = vec![
        key(&terms).into(),
        conversation.to_string().into(),
        question.into(),
        language.into(),
        now.as_millis().into(),
    ];
    sql.run(insert, values)?;
    // Looked at now and then only: it reads the whole table.
    if now.as_millis() % 64 == 0 {
        let newest =
            "DELETE FROM unanswered WHERE at < (SELECT at FROM unanswered ORDER BY at DESC LIMIT 1 OFFSET ?)";
        sql.run(newest, vec![MAX_ROWS.into()])?;
    }
    Ok(())
}

/// The most frequent first.
///
/// # Errors
/// A fault of the storage.
pub fn list(sql: &Sql) -> Result<Vec<UnansweredQuestion>, Failure> {
    #[derive(Deserialize)]
    struct Row {
        key: String,
        question: String,
        language: String,
        times: u32,
        last_at: i64,
    }
    // SQLite gives the other columns of the row with the maximum.
    let query = "SELECT key, question, language, COUNT(*) AS times, MAX(at) AS last_at FROM unanswered \
                 GROUP BY key ORDER BY times DESC, last_at DESC LIMIT ?";
    let rows: Vec<Row> = sql.rows(query, vec![i64::from(AssistantOverview::MAX_UNANSWERED).into()])?;
    let question = |row: Row| UnansweredQuestion {
        key: row.key,
        question: row.question,
        language: row.language.parse().ok(),
        times: row.times,
        last_at: Timestamp::from_millis(row.last_at),
    };
    Ok(rows.into_iter().map(question).collect())
}

/// # Errors
/// A fault of the storage.
pub fn delete(sql: &Sql, key: &str) -> Result<(), Failure> {
    sql.run("DELETE FROM unanswered WHERE key = ?", vec![key.into()])
}

fn key(terms: &Terms) -> String {
    let index = terms.index();
    let mut words: Vec<&str> = index.split(' ').collect();
    words.sort_unstable();
    let digest = Digest::of(&[words.join(" ").as_bytes()]).to_string();
    digest.chars().take(24).collect()
}
