//! What the shop knows: articles, and a full-text index of what they are about.
//!
//! The index holds the meanings and word stems that `shared` made of an article, so that what it finds is what `shared`
//! compares; the text itself stands beside it.

use lutin_shared::api::{ArticleDraft, ArticleEntry, Provenance};
use lutin_shared::assistant::{Article, Asked, Found, Indexed};
use lutin_shared::id::ArticleId;
use lutin_shared::language::Language;
use lutin_shared::time::Timestamp;
use serde::Deserialize;

use crate::failure::Failure;
use crate::objects::Taught;
use crate::routes::malformed;
use crate::sql::Sql;

/// The most articles that one question is compared with, and the most of one shop.
const CANDIDATES: i64 = 64;
const MAX_ARTICLES: u32 = 3_000;

/// Puts these articles in place of all before.
///
/// # Errors
/// A fault of the storage.
pub fn replace_all(sql: &Sql, articles: &[Article], own: Language, now: Timestamp) -> Result<(), Failure> {
    sql.run("DELETE FROM articles", vec![])?;
    sql.run("DELETE FROM passages", vec![])?;
    for (at, article) in articles.iter().enumerate() {
        put(sql, identified(article, at, own), Provenance::Imported, own, now)?;
    }
    Ok(())
}

/// Adds articles, and replaces those that are there in the same language.
///
/// # Errors
/// [`Failure::Malformed`] when there would be too many; then nothing has changed. Or a fault of the storage.
pub fn import(
    sql: &Sql,
    articles: &[Article],
    by: Provenance,
    own: Language,
    now: Timestamp,
) -> Result<Taught, Failure> {
    let mut taught = Taught::default();
    let articles: Vec<Article> =
        articles.iter().enumerate().map(|(at, it)| identified(it, at, own)).collect();
    for article in &articles {
        if let Some(problem) = article.problem() {
            return Err(malformed(format!("{}: {problem}", article.title)));
        }
    }
    let mut added = 0;
    for article in &articles {
        added += u32::from(!exists(sql, article, own)?);
    }
    if added > 0 && count(sql)?.saturating_add(added) > MAX_ARTICLES {
        return Err(malformed(format!("articles: at most {MAX_ARTICLES}")));
    }
    for article in articles {
        let is_new = put(sql, article, by, own, now)?;
        *if is_new { &mut taught.added } else { &mut taught.replaced } += 1;
    }
    Ok(taught)
}

/// Writes an article that somebody typed.
///
/// # Errors
/// [`Failure::Malformed`], which names the field, or a fault of the storage.
pub fn write(
    sql: &Sql,
    (id, language): (ArticleId, Language),
    draft: ArticleDraft,
    own: Language,
    now: Timestamp,
) -> Result<Taught, Failure> {
    let ArticleDraft { title, body, questions, .. } = draft;
    let questions = questions.into_iter().filter(|question| !question.trim().is_empty()).collect();
    let article = Article { id: Some(id), language: Some(language), title, body, questions, url: None };
    if let Some(problem) = article.problem() {
        return Err(malformed(problem));
    }
    import(sql, &[article], Provenance::Typed, own, now)
}

/// # Errors
/// A fault of the storage.
pub fn delete(sql: &Sql, id: &ArticleId, language: Language) -> Result<(), Failure> {
    let values = || vec![id.as_str().into(), language.tag().into()];
    let of_article =
        "DELETE FROM passages WHERE rowid IN (SELECT rowid FROM articles WHERE id = ? AND language = ?)";
    sql.run(of_article, values())?;
    sql.run("DELETE FROM articles WHERE id = ? AND language = ?", values())
}

/// # Errors
/// A fault of the storage.
pub fn list(sql: &Sql) -> Result<Vec<ArticleEntry>, Failure> {
    #[derive(Deserialize)]
    struct Row {
        article: String,
        provenance: String,
        updated_at: i64,
    }
    let query = "SELECT article, provenance, updated_at FROM articles ORDER BY id, language";
    let rows: Vec<Row> = sql.rows(query, vec![])?;
    let entry = |row: Row| {
        Ok(ArticleEntry {
            article: serde_json::from_str(&row.article)?,
            by: serde_json::from_str(&row.provenance)?,
            updated_at: Timestamp::from_millis(row.updated_at),
        })
    };
    rows.into_iter().map(entry).collect()
}

/// The articles that have most of these terms, the best first.
///
/// # Errors
/// A fault of the storage.
pub fn search(sql: &Sql, asked: &Asked, language: Language, own: Language) -> Result<Vec<Found>, Failure> {
    #[derive(Deserialize)]
    struct Row {
        article: String,
    }
    #[derive(Deserialize)]
    struct Count {
        subjects: u32,
    }
    let query = asked.whole.fts_query();
    if query.is_empty() {
        return Ok(Vec::new());
    }
    let subjects: Vec<Count> = sql.rows("SELECT COUNT(DISTINCT id) AS subjects FROM articles", vec![])?;
    let subjects = subjects.first().map_or(0, |count| count.subjects);
    let matching = "SELECT articles.article AS article FROM passages JOIN articles ON articles.rowid = passages.rowid \
                    WHERE passages MATCH ? ORDER BY bm25(passages, 6, 1) LIMIT ?";
    let rows: Vec<Row> = sql.rows(matching, vec![query.into(), CANDIDATES.into()])?;
    let articles = rows.iter().map(|row| Ok(Indexed::new(serde_json::from_str(&row.article)?, own)));
    let articles: Vec<Indexed> = articles.collect::<Result<_, Failure>>()?;
    let mut found = Found::of(asked, &articles, subjects, language, own);
    for found in &mut found {
        tell_in(sql, &mut found.article, language, own)?;
    }
    Ok(found)
}

/// Puts the version in `language` in an article's place, or the one in `own`: words may have been found in another one only.
fn tell_in(sql: &Sql, article: &mut Article, language: Language, own: Language) -> Result<(), Failure> {
    #[derive(Deserialize)]
    struct Row {
        article: String,
    }
    let Some(id) = article.id.clone() else { return Ok(()) };
    for wanted in [language, own] {
        if article.language.unwrap_or(own) == wanted {
            return Ok(());
        }
        let query = "SELECT article FROM articles WHERE id = ? AND language = ?";
        let rows: Vec<Row> = sql.rows(query, vec![id.to_string().into(), wanted.tag().into()])?;
        if let Some(row) = rows.first() {
            *article = serde_json::from_str(&row.article)?;
            return Ok(());
        }
    }
    Ok(())
}

/// Moves the articles of an older version of the tables over.
///
/// # Errors
/// A fault of the storage.
pub fn migrate(sql: &Sql, own: Language, now: Timestamp) -> Result<(), Failure> {
    #[derive(Deserialize)]
    struct Row {
        article: String,
    }
    let rows: Vec<Row> = sql.rows("SELECT article FROM knowledge", vec![])?;
    let articles = rows.iter().map(|row| Ok(serde_json::from_str(&row.article)?));
    let articles: Vec<Article> = articles.collect::<Result<_, Failure>>()?;
    replace_all(sql, &articles, own, now)?;
    sql.run("DROP TABLE knowledge", vec![])
}

/// Whether it is new.
fn put(sql: &Sql, article: Article, by: Provenance, own: Language, now: Timestamp) -> Result<bool, Failure> {
    #[derive(Deserialize)]
    struct Row {
        rowid: i64,
    }
    let (Some(id), Some(language)) = (article.id.clone(), article.language) else {
        return Err(Failure::fault("an article without a name"));
    };
    let keys = || vec![id.as_str().into(), language.tag().into()];
    let find = "SELECT rowid FROM articles WHERE id = ? AND language = ?";
    let known: Vec<Row> = sql.rows(find, keys())?;
    let json = serde_json::to_string(&article)?;
    let (headings, body) = Indexed::new(article, own).index();
    let upsert = "INSERT INTO articles (id, language, article, provenance, updated_at) VALUES (?, ?, ?, ?, ?) \
                  ON CONFLICT (id, language) DO UPDATE SET article = excluded.article, \
                  provenance = excluded.provenance, updated_at = excluded.updated_at";
    let mut values = keys();
    values.extend([json.into(), serde_json::to_string(&by)?.into(), now.as_millis().into()]);
    sql.run(upsert, values)?;
    let rows: Vec<Row> = sql.rows(find, keys())?;
    let Some(Row { rowid }) = rows.first() else {
        return Err(Failure::fault("an article that is not there"));
    };
    sql.run("DELETE FROM passages WHERE rowid = ?", vec![(*rowid).into()])?;
    let insert = "INSERT INTO passages (rowid, headings, body) VALUES (?, ?, ?)";
    sql.run(insert, vec![(*rowid).into(), headings.into(), body.into()])?;
    Ok(known.is_empty())
}

fn exists(sql: &Sql, article: &Article, own: Language) -> Result<bool, Failure> {
    #[derive(Deserialize)]
    struct Row {}
    let id = article.id.as_ref().map_or("", ArticleId::as_str);
    let language = article.language.unwrap_or(own).tag();
    let query = "SELECT 1 FROM articles WHERE id = ? AND language = ?";
    let rows: Vec<Row> = sql.rows(query, vec![id.into(), language.into()])?;
    Ok(!rows.is_empty())
}

fn count(sql: &Sql) -> Result<u32, Failure> {
    #[derive(Deserialize)]
    struct Row {
        count: u32,
    }
    let rows: Vec<Row> = sql.rows("SELECT COUNT(*) AS count FROM articles", vec![])?;
    Ok(rows.first().map_or(0, |row| row.count))
}

/// The article with a name and a language, which a document need not give.
fn identified(article: &Article, at: usize, own: Language) -> Article {
    let name = || Article::id_of_title(&article.title).or_else(|| format!("article-{}", at + 1).parse().ok());
    Article {
        id: article.id.clone().or_else(name),
        language: Some(article.language.unwrap_or(own)),
        ..article.clone()
    }
}

/// What is wrong with the articles of a document; `None` when they hold together.
pub fn problem(articles: &[Article], own: Language) -> Option<String> {
    let mut names = std::collections::BTreeSet::new();
    for (at, article) in articles.iter().enumerate() {
        if let Some(problem) = article.problem() {
            return Some(format!("articles[{at}].{problem}"));
        }
        let named = identified(article, at, own);
        let name = (named.id.map(|id| id.to_string()), named.language);
        if !names.insert(name) {
            return Some(format!("articles[{at}].id: another article has it in this language"));
        }
    }
    None
}
