//! From a page of the shop's site to an article.
//!
//! [`token`] finds its tags and texts as browsers do, [`reader`] keeps what a person would read, [`title`] finds what the page
//! is called. Broken pages are the usual ones: nothing here fails, and all of it is linear in the page.

mod block;
mod element;
mod entity;
mod reader;
mod row;
mod skip;
mod tag;
#[cfg(test)]
mod tests;
mod text;
mod title;
mod token;

use std::collections::BTreeSet;

use crate::assistant::Article;
use crate::digest::Digest;
use crate::id::ArticleId;
use crate::language::Language;

use self::block::{Block, Kind, Place};
use super::address::Address;

/// The shop whose site it is.
#[derive(Clone, Copy, Debug)]
pub struct Site<'a> {
    /// As shoppers know it; pages have it in their titles.
    pub name: &'a str,
    /// Of pages that say none.
    pub language: Language,
}

/// The article of an HTML page; `None` when there is nothing to read on it.
pub fn of_html(html: &str, address: &Address, site: &Site<'_>) -> Option<Article> {
    let mut reading = reader::read(html, address.url(), false);
    if !reading.blocks.iter().any(Block::is_said) {
        // A page whose every part stands in one form, as some shop systems make them, or whose header never ends.
        reading = reader::read(html, address.url(), true);
    }
    let place = main_place(&reading.blocks);
    let blocks: Vec<&Block> = reading.blocks.iter().filter(|block| block.place >= place).collect();
    let (body, kept) = markdown(&blocks, reading.heading.as_deref());
    let first = || blocks.iter().find(|block| block.is_heading()).map(|block| block.text.as_str());
    let title = title::of(&reading, address.url().host_str().unwrap_or_default(), site.name)
        .or_else(|| first().map(str::to_owned))
        .unwrap_or_else(|| site.name.to_owned());
    // A question whose answer was cut off is not answered here.
    let questions =
        blocks.iter().take(kept).filter(|block| block.is_heading() && text::is_question(&block.text));
    let language = reading.language.as_deref().and_then(Language::from_tag).unwrap_or(site.language);
    article(title, body, questions.map(|block| block.text.clone()).collect(), language, address)
}

/// The article of a page without markup, or in Markdown.
pub fn of_text(text: &str, address: &Address, site: &Site<'_>) -> Option<Article> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
    let headings = || lines().filter(|line| line.starts_with('#')).map(|line| line.trim_matches(['#', ' ']));
    let title = headings().find(|line| !line.is_empty()).or_else(|| lines().next())?.to_owned();
    let questions = headings().filter(|line| text::is_question(line)).map(str::to_owned).collect();
    let mut body = Body::default();
    // As long as there is room.
    let _ = text.split("\n\n").all(|paragraph| body.add("\n\n", paragraph.trim()));
    article(title, body.text, questions, site.language, address)
}

fn article(
    title: String,
    body: String,
    mut questions: Vec<String>,
    language: Language,
    address: &Address,
) -> Option<Article> {
    let mut asked = BTreeSet::new();
    questions.retain(|it| it.chars().count() <= Article::MAX_QUESTION_CHARS && asked.insert(it.clone()));
    questions.truncate(Article::MAX_QUESTIONS);
    let article = Article {
        id: Some(id(address, language)?),
        language: Some(language),
        title: title.chars().take(Article::MAX_TITLE_CHARS).collect::<String>().trim().to_owned(),
        body,
        questions,
        url: Some(address.as_str().to_owned()),
    };
    let is_said = article.body.chars().any(char::is_alphanumeric);
    (is_said && article.problem().is_none()).then_some(article)
}

/// Where on the page the article is: what stands at this place or a better one.
fn main_place(blocks: &[Block]) -> Place {
    let weight = |least: Place| -> usize {
        blocks
            .iter()
            .filter(|block| block.place >= least && block.is_said())
            .map(|block| block.text.len())
            .sum()
    };
    let articles = weight(Place::Article);
    match () {
        () if weight(Place::Main) > 0 => Place::Main,
        // Otherwise they are teasers, or what customers wrote below.
        () if articles > 0 && articles * 2 >= weight(Place::Elsewhere) => Place::Article,
        () => Place::Elsewhere,
    }
}

/// The blocks as Markdown, without the heading that repeats the title; and how many of them there was room for.
fn markdown(blocks: &[&Block], heading: Option<&str>) -> (String, usize) {
    let mut body = Body::default();
    let mut before: Option<&Block> = None;
    for (place, block) in blocks.iter().enumerate() {
        let is_top = block.kind == Kind::Heading(1) && heading == Some(block.text.as_str());
        if is_top || before.is_some_and(|before| before.text == block.text && before.kind == block.kind) {
            continue;
        }
        let is_list = before.is_some_and(|before| before.is_item() && block.is_item());
        if !body.add(if is_list { "\n" } else { "\n\n" }, &block.to_markdown()) {
            return (body.text, place);
        }
        before = Some(block);
    }
    (body.text, blocks.len())
}

/// The text of an article, as far as there is room.
#[derive(Debug, Default)]
struct Body {
    text: String,
    chars: usize,
}

impl Body {
    /// Whether there was room. Of a first paragraph that is too long, there is for its beginning.
    fn add(&mut self, separator: &str, paragraph: &str) -> bool {
        if paragraph.is_empty() {
            return true;
        }
        if self.text.is_empty() {
            self.text = text::cut(paragraph, Article::MAX_BODY_CHARS);
            self.chars = self.text.chars().count();
            return true;
        }
        self.chars += separator.chars().count() + paragraph.chars().count();
        let has_room = self.chars <= Article::MAX_BODY_CHARS;
        if has_room {
            self.text.push_str(separator);
            self.text.push_str(paragraph);
        }
        has_room
    }
}

/// What an article of this address is called: by its path, so that it is the same when the page is fetched again, and the
/// same for `/fr/faq` and `/en/faq`.
fn id(address: &Address, language: Language) -> Option<ArticleId> {
    const LONGEST: usize = 48;
    let url = address.url();
    let segments: Vec<&str> = url.path().split('/').filter(|segment| !segment.is_empty()).collect();
    let segments = match segments.as_slice() {
        [first, rest @ ..] if first.len() <= 5 && Language::from_tag(first) == Some(language) => rest,
        all => all,
    };
    let path = segments.join("/");
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if url.query().is_none()
        && path.len() <= LONGEST
        && path.bytes().all(|byte| is_plain(byte) || byte == b'/')
    {
        let plain = path.replace('/', "_");
        return if plain.is_empty() { "home" } else { plain.as_str() }.parse().ok();
    }
    // Told apart by their fingerprints: other addresses read alike once they are plain.
    let query = url.query().unwrap_or_default();
    let mark = format!("{:.10}", Digest::of(&[path.as_bytes(), b"?", query.as_bytes()]).to_hex());
    let mut words: Vec<&str> =
        path.split(|c: char| !c.is_ascii_alphanumeric()).filter(|it| !it.is_empty()).collect();
    while words.iter().map(|word| word.len() + 1).sum::<usize>() > LONGEST {
        words.pop();
    }
    words.push(&mark);
    words.join("-").to_ascii_lowercase().parse().ok()
}
