//! Files of articles and of orders, as spreadsheets and shop systems write them (`docs/knowledge.md`).
//!
//! All or nothing: with one problem, nothing comes out, and every problem says where it is.

mod table;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use crate::api::{ImportReport, Problem};
use crate::assistant::Article;
use crate::digest::Digest;
use crate::id::ArticleId;
use crate::language::Language;
use crate::order::{Order, OrderState};

use self::table::{Column, Row};

/// The most bytes of a file; whoever receives one checks them.
pub const MAX_BYTES: usize = 1_000_000;
pub const MAX_ARTICLES: usize = 2_000;
pub const MAX_ORDERS: usize = 20_000;

/// The most characters of what stands beside an order's number.
const MAX_DETAIL_CHARS: usize = 200;

const ARTICLE_COLUMNS: &[Column] = &[
    Column::optional("id"),
    Column::optional("language"),
    Column::required("title"),
    Column::required("body"),
    Column::optional("questions"),
];

const ORDER_COLUMNS: &[Column] = &[
    Column::required("number"),
    Column::required("state"),
    Column::optional("email"),
    Column::optional("postcode"),
    Column::optional("carrier"),
    Column::optional("tracking"),
];

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// With a heading; separated by commas, semicolons or tabs.
    Csv,
    /// A list of objects.
    Json,
}

impl Format {
    /// As a request names it.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "csv" => Some(Self::Csv),
            "json" => Some(Self::Json),
            _ => None,
        }
    }
}

/// The articles of a file, each with its id and its language; `own` is the language of those that name none.
///
/// # Errors
/// What is wrong with the file, at most [`ImportReport::MAX_PROBLEMS`].
pub fn articles(text: &str, format: Format, own: Language) -> Result<Vec<Article>, Vec<Problem>> {
    let rows = table::rows(text, format, ARTICLE_COLUMNS, MAX_ARTICLES)?;
    let mut problems = Problems::default();
    let mut articles = Vec::with_capacity(rows.len());
    let mut given = Seen::default();
    for row in &rows {
        match article(row, own) {
            Err(message) => problems.add(row, message),
            Ok(article) => {
                if let (Some(id), Some(language)) = (&article.id, article.language)
                    && let Some(before) = given.note((language, id.to_string()), row.number)
                {
                    problems.add(
                        row,
                        format!("id: \"{id}\" is the one of row {before} too, in {}", language.tag()),
                    );
                }
                articles.push(article);
            }
        }
    }
    problems.or(articles).map(named)
}

/// The orders of a file.
///
/// # Errors
/// As [`articles`].
pub fn orders(text: &str, format: Format) -> Result<Vec<Order>, Vec<Problem>> {
    let rows = table::rows(text, format, ORDER_COLUMNS, MAX_ORDERS)?;
    let mut problems = Problems::default();
    let mut orders = Vec::with_capacity(rows.len());
    let mut seen = Seen::default();
    for row in &rows {
        match order(row) {
            Err(message) => problems.add(row, message),
            Ok(order) => {
                // A shopper types either case.
                if let Some(before) = seen.note(order.number.to_ascii_lowercase(), row.number) {
                    problems.add(row, format!("number: {} is the one of row {before} too", order.number));
                }
                orders.push(order);
            }
        }
    }
    problems.or(orders)
}

fn article(row: &Row, own: Language) -> Result<Article, String> {
    let id = match row.text("id") {
        "" => None,
        id => Some(id.parse().map_err(|error| format!("id: {error}"))?),
    };
    let language = match row.text("language") {
        "" => own,
        tag => Language::from_tag(tag).ok_or_else(|| {
            let known: Vec<&str> = Language::ALL.iter().map(|language| language.tag()).collect();
            format!("language: \"{}\" is not one of {}", excerpt(tag), known.join(" "))
        })?,
    };
    let mut questions = row.list("questions");
    let mut asked = BTreeSet::new();
    questions.retain(|question| asked.insert(question.clone()));
    let article = Article {
        id,
        language: Some(language),
        title: row.text("title").to_owned(),
        body: row.text("body").to_owned(),
        questions,
        url: None,
    };
    article.problem().map_or(Ok(article), Err)
}

fn order(row: &Row) -> Result<Order, String> {
    let number = row.text("number");
    let detail = |name: &str| match row.text(name) {
        "" => Ok(None),
        text if text.chars().count() > MAX_DETAIL_CHARS => {
            Err(format!("{name}: at most {MAX_DETAIL_CHARS} characters"))
        }
        text => Ok(Some(text.to_owned())),
    };
    let order = Order {
        number: number.strip_prefix('#').unwrap_or(number).trim_start().to_owned(),
        state: state(row.text("state"))?,
        email: detail("email")?,
        postcode: detail("postcode")?,
        carrier: detail("carrier")?,
        tracking: detail("tracking")?,
    };
    if order.has_plain_number() {
        return Ok(order);
    }
    Err(format!(
        "number: \"{}\" must be 1 to {} letters, digits and -, with at least one digit",
        excerpt(number),
        Order::MAX_NUMBER_CHARS
    ))
}

fn state(text: &str) -> Result<OrderState, String> {
    let is_letter = |letter: &char| !matches!(letter, ' ' | '_' | '-');
    let plain: String = text.chars().filter(is_letter).flat_map(char::to_lowercase).collect();
    match plain.as_str() {
        "preparing" => Ok(OrderState::Preparing),
        "shipping" => Ok(OrderState::Shipping),
        "intransit" => Ok(OrderState::InTransit),
        "delivered" => Ok(OrderState::Delivered),
        "cancelled" => Ok(OrderState::Cancelled),
        "refunded" => Ok(OrderState::Refunded),
        _ => Err(format!(
            "state: \"{}\" is not one of preparing shipping inTransit delivered cancelled refunded",
            excerpt(text)
        )),
    }
}

/// Gives an id to every article that has none: the title's, or the title's fingerprint where it has no plain letters.
/// Titles that make the same id in one language are numbered in their order.
fn named(mut articles: Vec<Article>) -> Vec<Article> {
    let mut taken: BTreeSet<(Option<Language>, ArticleId)> =
        articles.iter().filter_map(|article| Some((article.language, article.id.clone()?))).collect();
    // Where to go on counting: two thousand articles of one title must not count from 2 each.
    let mut next: BTreeMap<(Option<Language>, String), u32> = BTreeMap::new();
    for article in articles.iter_mut().filter(|article| article.id.is_none()) {
        let language = article.language;
        let stem = Article::id_of_title(&article.title).map_or_else(
            || format!("article-{:.12}", Digest::of(&[article.title.as_bytes()]).to_hex()),
            |id| id.to_string(),
        );
        let count = next.entry((language, stem.clone())).or_insert(1);
        loop {
            let name = if *count == 1 { stem.clone() } else { format!("{stem}-{count}") };
            *count += 1;
            // A stem is short and plain, so this always parses; a name that did not would be no id, and is left out.
            let Ok(id) = name.parse::<ArticleId>() else { break };
            if taken.insert((language, id.clone())) {
                article.id = Some(id);
                break;
            }
        }
    }
    articles
}

/// The beginning of a cell, for a message about it.
fn excerpt(text: &str) -> String {
    const MOST: usize = 40;
    let mut excerpt: String = text.chars().take(MOST).collect();
    if excerpt.len() < text.len() {
        excerpt.push('…');
    }
    excerpt
}

/// What was seen before, and in which row.
#[derive(Debug)]
struct Seen<K>(BTreeMap<K, u32>);

impl<K> Default for Seen<K> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<K: Ord> Seen<K> {
    /// The row in which `key` was seen before.
    fn note(&mut self, key: K, row: u32) -> Option<u32> {
        let first = *self.0.entry(key).or_insert(row);
        (first != row).then_some(first)
    }
}

/// What is wrong with a file, as far as it is told.
#[derive(Debug, Default)]
struct Problems(Vec<Problem>);

impl Problems {
    fn add(&mut self, row: &Row, message: String) {
        if self.0.len() < ImportReport::MAX_PROBLEMS {
            self.0.push(Problem { row: Some(row.number), message });
        }
    }

    fn or<T>(self, good: T) -> Result<T, Vec<Problem>> {
        if self.0.is_empty() { Ok(good) } else { Err(self.0) }
    }
}
