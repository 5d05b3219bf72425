//! What a person reads on a page: its paragraphs, headings, lists and tables, in order.

use core::mem;

use url::Url;

use super::block::{Block, Kind, Place};
use super::element::{Element, Why};
use super::row::Row;
use super::skip::{Ending, Open, Skip};
use super::tag::Tag;
use super::text::{append_collapsed, is_question};
use super::token::{Sink, tokenize};

/// What was read of a page.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Reading {
    pub blocks: Vec<Block>,
    /// The first `h1`.
    pub heading: Option<String>,
    /// As the page states it.
    pub language: Option<String>,
    pub site_name: Option<String>,
    pub title: Option<String>,
}

/// Reads a page; `is_lenient` reads forms and headers too.
pub fn read(html: &str, address: &Url, is_lenient: bool) -> Reading {
    let mut reader = Reader::new(address, is_lenient);
    tokenize(html, &mut reader);
    reader.finish()
}

#[derive(Debug)]
pub(super) struct Reader<'a> {
    address: &'a Url,
    is_lenient: bool,
    reading: Reading,
    skip: Option<Skip>,
    open: Open,
    /// The paragraph that is being read.
    text: String,
    link: Option<Link>,
    heading: Option<Heading>,
    is_title: bool,
    is_button: bool,
    is_term: bool,
    mains: u32,
    articles: u32,
    /// Headers inside of the article: its heading counts, its date and its author do not.
    headers: u32,
    preformatted: u32,
    /// The lists around, and how far those with numbers have come.
    lists: Vec<Option<u32>>,
    /// The item that has begun and has no text yet.
    item: Option<Kind>,
    row: Option<Row>,
}

#[derive(Debug)]
struct Link {
    target: Option<String>,
    /// Where in the paragraph it begins.
    at: usize,
}

#[derive(Debug)]
struct Heading {
    level: u8,
    /// It has had its text; what follows without an end tag is none of it.
    is_said: bool,
}

impl Sink for Reader<'_> {
    fn start(&mut self, tag: &Tag) {
        let element = tag.element();
        if let Some(skip) = &mut self.skip {
            if !skip.is_over_at(element) {
                skip.start(tag);
                return;
            }
            self.skip = None;
        }
        if element.is_block() {
            self.flush();
            if self.heading.as_ref().is_some_and(|heading| heading.is_said) {
                self.heading = None;
            }
        }
        if self.skips(tag, element) {
            self.skip = Some(Skip::new(tag));
            return;
        }
        if element.is_block() {
            self.open.start(tag.name());
        }
        if tag.role() == "main" && element != Element::Main {
            self.mains += 1;
        }
        self.enter(tag, element);
    }

    fn end(&mut self, name: &[u8]) {
        match self.skip.as_mut().map(|skip| skip.end(name, &self.open)) {
            Some(Ending::Inside) => return,
            Some(Ending::Own) => {
                self.skip = None;
                return;
            }
            // Its own end tag is missing.
            Some(Ending::Outer) => self.skip = None,
            None => {}
        }
        let element = Element::of(name);
        if element.is_block() {
            self.flush();
            self.open.end(name);
        }
        match element {
            Element::Article => self.articles = self.articles.saturating_sub(1),
            Element::Button => self.is_button = false,
            Element::Header => self.headers = self.headers.saturating_sub(1),
            Element::Heading(_) | Element::Summary => self.heading = None,
            Element::Item => self.item = None,
            Element::Link => self.finish_link(),
            Element::List { .. } => {
                self.lists.pop();
                self.item = None;
            }
            Element::Main => self.mains = self.mains.saturating_sub(1),
            Element::Preformatted => self.preformatted = self.preformatted.saturating_sub(1),
            Element::Row | Element::Table => self.end_row(),
            Element::Term => self.is_term = false,
            Element::Title => self.is_title = false,
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        match () {
            () if self.skip.is_some() => {}
            () if self.is_title => append_collapsed(self.reading.title.get_or_insert_default(), text),
            () if self.preformatted > 0 => {
                for (place, line) in text.split('\n').enumerate() {
                    if place > 0 {
                        self.text.push('\n');
                    }
                    append_collapsed(&mut self.text, line);
                }
            }
            () => append_collapsed(&mut self.text, text),
        }
    }
}

impl<'a> Reader<'a> {
    pub(super) fn new(address: &'a Url, is_lenient: bool) -> Self {
        Self {
            address,
            is_lenient,
            reading: Reading::default(),
            skip: None,
            open: Open::default(),
            text: String::new(),
            link: None,
            heading: None,
            is_title: false,
            is_button: false,
            is_term: false,
            mains: 0,
            articles: 0,
            headers: 0,
            preformatted: 0,
            lists: Vec::new(),
            item: None,
            row: None,
        }
    }

    fn enter(&mut self, tag: &Tag, element: Element) {
        match element {
            Element::Article => self.articles += 1,
            Element::Break => self.text.push('\n'),
            Element::Button => self.is_button = true,
            Element::Cell => self.row.get_or_insert_default().begin_cell(),
            Element::Header => self.headers += 1,
            Element::Heading(level) => self.heading = Some(Heading { level, is_said: false }),
            Element::Html => self.reading.language = tag.language(),
            Element::Item => self.begin_item(),
            Element::Link => {
                self.finish_link();
                self.link = Some(Link { target: tag.target(), at: self.text.len() });
            }
            Element::List { is_ordered } => self.lists.push(is_ordered.then_some(0)),
            Element::Main => self.mains += 1,
            Element::Meta => {
                self.reading.site_name = self.reading.site_name.take().or_else(|| tag.site_name());
            }
            Element::Preformatted => self.preformatted += 1,
            Element::Row => {
                self.end_row();
                self.row = Some(Row::default());
            }
            Element::Summary => self.heading = Some(Heading { level: 3, is_said: false }),
            Element::Table => self.end_row(),
            Element::Term => self.is_term = true,
            Element::Description => self.is_term = false,
            Element::Title => self.is_title = self.reading.title.is_none(),
            Element::Block | Element::Inline | Element::Skipped(_) => {}
        }
    }

    pub(super) fn finish(mut self) -> Reading {
        self.flush();
        self.end_row();
        self.reading
    }

    /// Whether nothing of this element is read.
    fn skips(&self, tag: &Tag, element: Element) -> bool {
        if tag.is_void() || matches!(element, Element::Html | Element::Main) || tag.name() == b"body" {
            return false;
        }
        let is_inside = self.mains > 0 || self.articles > 0;
        match element {
            Element::Skipped(Why::Wrapper) if !self.is_lenient => true,
            Element::Skipped(Why::Around | Why::Never) => true,
            Element::Header if !is_inside && !self.is_lenient => true,
            Element::Inline | Element::Link if tag.is_decoration() => true,
            _ => tag.is_hidden() || tag.is_around(),
        }
    }

    fn begin_item(&mut self) {
        let depth = u8::try_from(self.lists.len().saturating_sub(1)).unwrap_or(u8::MAX);
        let number = self.lists.last_mut().and_then(Option::as_mut).map(|number| {
            *number += 1;
            *number
        });
        self.item = Some(Kind::Item { depth, number });
    }

    /// Puts the link's address behind its words, where it helps somebody who reads them elsewhere.
    fn finish_link(&mut self) {
        let Some(Link { target: Some(target), at }) = self.link.take() else { return };
        let label = self.text.get(at..).unwrap_or_default();
        let words = label.trim().replace('\n', " ").replace('[', "(").replace(']', ")");
        if words.is_empty() || self.heading.is_some() || self.is_button {
            return;
        }
        let Some(target) = self.web_address(&target) else { return };
        let space = if label.ends_with([' ', '\n']) { " " } else { "" };
        let written = if words == target { target } else { format!("[{words}]({target})") };
        self.text.truncate(at);
        self.text.push_str(&written);
        self.text.push_str(space);
    }

    /// Where a link leads, if that is another page of the web.
    fn web_address(&self, target: &str) -> Option<String> {
        const LONGEST: usize = 500;
        let url = self.address.join(target.trim()).ok()?;
        let mut page = url.clone();
        page.set_fragment(None);
        let is_elsewhere = page != *self.address && matches!(url.scheme(), "http" | "https");
        (is_elsewhere && url.as_str().len() <= LONGEST)
            .then(|| url.as_str().replace('(', "%28").replace(')', "%29"))
    }

    /// Ends the paragraph.
    fn flush(&mut self) {
        self.finish_link();
        let text = mem::take(&mut self.text);
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        let asks = || (self.is_button || self.is_term) && is_question(text);
        let kind = match &mut self.heading {
            Some(heading) => {
                heading.is_said = true;
                Kind::Heading(heading.level)
            }
            None if asks() => Kind::Heading(3),
            None if self.is_button => return,
            None => self.item.take().unwrap_or(match self.lists.len() {
                0 => Kind::Paragraph,
                depth => Kind::More { depth: u8::try_from(depth - 1).unwrap_or(u8::MAX) },
            }),
        };
        let text = if kind == Kind::Paragraph { text.to_owned() } else { text.replace('\n', " ") };
        let is_heading = matches!(kind, Kind::Heading(_));
        if is_heading && !text.chars().any(char::is_alphanumeric) {
            return;
        }
        if kind == Kind::Heading(1) && self.reading.heading.is_none() {
            self.reading.heading = Some(text.clone());
        }
        if is_heading || self.headers == 0 || self.is_lenient {
            self.put(kind, text);
        }
    }

    fn put(&mut self, kind: Kind, text: String) {
        let place = self.place();
        if let Some(row) = &mut self.row {
            if kind == Kind::Paragraph && row.takes() {
                row.add(text);
                return;
            }
            // Headings and lists: the table only puts things beside each other.
            let before = row.spill();
            self.reading.blocks.extend(before.map(|text| Block { kind: Kind::Paragraph, text, place }));
        }
        self.reading.blocks.push(Block { kind, text, place });
    }

    fn end_row(&mut self) {
        self.flush();
        let place = self.place();
        if let Some(row) = self.row.take() {
            self.reading.blocks.extend(row.finish().map(|(kind, text)| Block { kind, text, place }));
        }
    }

    const fn place(&self) -> Place {
        match (self.mains, self.articles) {
            (0, 0) => Place::Elsewhere,
            (0, _) => Place::Article,
            _ => Place::Main,
        }
    }
}
