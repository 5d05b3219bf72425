//! What the shop knows: articles in a full-text index, and orders by number.

use super::settings::Knowledge;
use crate::failure::Failure;
use crate::sql::Sql;
use lutin_shared::assistant::{Article, Terms};
use lutin_shared::order::Order;
use serde::Deserialize;

/// The most articles that one question is compared with.
const CANDIDATES: i64 = 8;

/// Puts this knowledge in place of the one before.
///
/// # Errors
/// A fault of the storage.
pub fn replace(sql: &Sql, knowledge: &Knowledge) -> Result<(), Failure> {
    sql.run("DELETE FROM knowledge", vec![])?;
    sql.run("DELETE FROM orders", vec![])?;
    for article in &knowledge.articles {
        let values = vec![
            article.title.as_str().into(),
            article.questions.join("\n").into(),
            article.body.as_str().into(),
            serde_json::to_string(article)?.into(),
        ];
        sql.run("INSERT INTO knowledge (title, questions, body, article) VALUES (?, ?, ?, ?)", values)?;
    }
    for order in &knowledge.orders {
        let values = vec![order.number.to_ascii_uppercase().into(), serde_json::to_string(order)?.into()];
        sql.run("INSERT OR REPLACE INTO orders (number, body) VALUES (?, ?)", values)?;
    }
    Ok(())
}

/// The articles with some of these terms, the best first: a word in a title weighs most.
///
/// # Errors
/// A fault of the storage.
pub fn search(sql: &Sql, terms: &Terms) -> Result<Vec<Article>, Failure> {
    #[derive(Deserialize)]
    struct Row {
        article: String,
    }
    if terms.is_empty() {
        return Ok(Vec::new());
    }
    let query =
        "SELECT article FROM knowledge WHERE knowledge MATCH ? ORDER BY bm25(knowledge, 8, 6, 1) LIMIT ?";
    let rows: Vec<Row> = sql.rows(query, vec![terms.fts_query().into(), CANDIDATES.into()])?;
    rows.iter().map(|row| Ok(serde_json::from_str(&row.article)?)).collect()
}

/// # Errors
/// A fault of the storage.
pub fn order(sql: &Sql, number: &str) -> Result<Option<Order>, Failure> {
    #[derive(Deserialize)]
    struct Row {
        body: String,
    }
    let query = "SELECT body FROM orders WHERE number = ?";
    let rows: Vec<Row> = sql.rows(query, vec![number.to_ascii_uppercase().into()])?;
    rows.first().map(|row| Ok(serde_json::from_str(&row.body)?)).transpose()
}
