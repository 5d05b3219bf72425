//! What the shop knows: articles in a full-text index, and orders by number.

use lutin_shared::assistant::{Article, Terms};
use lutin_shared::order::Order;
use serde::Deserialize;
use worker::SqlStorage;

use super::settings::Knowledge;
use crate::failure::Failure;

/// The most articles that one question is compared with.
const CANDIDATES: i64 = 8;

/// Puts this knowledge in place of the one before.
///
/// # Errors
/// A fault; the caller's turn is then rolled back.
pub fn replace(sql: &SqlStorage, knowledge: &Knowledge) -> Result<(), Failure> {
    sql.exec("DELETE FROM knowledge", None)?;
    sql.exec("DELETE FROM orders", None)?;
    for article in &knowledge.articles {
        let values = vec![
            article.title.as_str().into(),
            article.questions.join("\n").into(),
            article.body.as_str().into(),
            serde_json::to_string(article)?.into(),
        ];
        sql.exec("INSERT INTO knowledge (title, questions, body, article) VALUES (?, ?, ?, ?)", values)?;
    }
    for order in &knowledge.orders {
        let values = vec![order.number.to_ascii_uppercase().into(), serde_json::to_string(order)?.into()];
        sql.exec("INSERT OR REPLACE INTO orders (number, body) VALUES (?, ?)", values)?;
    }
    Ok(())
}

/// The articles with some of these terms, the best first: a word in a title weighs most.
///
/// # Errors
/// A fault of the storage.
pub fn search(sql: &SqlStorage, terms: &Terms) -> Result<Vec<Article>, Failure> {
    #[derive(Deserialize)]
    struct Row {
        article: String,
    }
    if terms.is_empty() {
        return Ok(Vec::new());
    }
    let query =
        "SELECT article FROM knowledge WHERE knowledge MATCH ? ORDER BY bm25(knowledge, 8, 6, 1) LIMIT ?";
    let rows: Vec<Row> = sql.exec(query, vec![terms.fts_query().into(), CANDIDATES.into()])?.to_array()?;
    rows.iter().map(|row| Ok(serde_json::from_str(&row.article)?)).collect()
}

/// # Errors
/// A fault of the storage.
pub fn order(sql: &SqlStorage, number: &str) -> Result<Option<Order>, Failure> {
    #[derive(Deserialize)]
    struct Row {
        body: String,
    }
    let query = "SELECT body FROM orders WHERE number = ?";
    let rows: Vec<Row> = sql.exec(query, vec![number.to_ascii_uppercase().into()])?.to_array()?;
    rows.first().map(|row| Ok(serde_json::from_str(&row.body)?)).transpose()
}
