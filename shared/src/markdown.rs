//! What a reply may look like: a small part of Markdown, and addresses that can be followed.
//!
//! Whoever shows a message walks its [`Piece`]s; nothing of them is HTML, and no image is ever loaded. Whatever is not
//! understood, not closed, or leads where no link may lead stays the text that it is. The time taken grows with the text's
//! length alone, whatever it is made of: no byte is looked at more than a few times.

mod inline;
#[cfg(test)]
mod tests;

use self::inline::Inline;

/// The most lists that stand in one another; deeper items stand beside those of the last.
const MAX_LISTS: usize = 3;

/// What opens and closes a block of code.
const FENCE: &str = "```";

/// A step through a message. Every `Open` has its `Close`, and they nest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    Open(Element),
    /// As it is read; a line break in it is one.
    Text(&'a str),
    /// Of the element opened last.
    Close,
}

/// What a part of a message is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Element {
    Bullets,
    Code,
    /// Code in lines of its own.
    CodeBlock,
    Emphasis,
    Item,
    /// Leads to an address of the web, or of e-mail: `https:`, `http:` or `mailto:`, never anything else.
    Link(String),
    /// A numbered list, and the number of its first item.
    Numbers(u32),
    Paragraph,
    Strong,
}

/// Reads a message that may use Markdown.
pub fn read(text: &str) -> Vec<Piece<'_>> {
    let mut blocks =
        Blocks { text, at: 0, out: Vec::new(), lists: Vec::new(), words: (0, 0), may_fence: true };
    while let Some(line) = blocks.line() {
        blocks.take(line);
    }
    blocks.end_lists();
    blocks.out
}

/// A message as words alone, for a screen that shows no markup: items begin with a bullet or their number, a link's address
/// follows its label.
pub fn to_text(text: &str) -> String {
    words(text).0
}

/// The same in parts, for a screen that can show what is strong: every second part is. One part, when nothing is.
pub fn to_parts(text: &str) -> Vec<String> {
    let (words, edges) = words(text);
    let starts = core::iter::once(0).chain(edges.iter().copied());
    let ends = edges.iter().copied().chain([words.len()]);
    starts.zip(ends).map(|(start, end)| words.get(start..end).unwrap_or_default().to_owned()).collect()
}

/// A message's words, and where in them what is strong begins and ends, by turns.
fn words(text: &str) -> (String, Vec<usize>) {
    let mut out = String::with_capacity(text.len());
    let mut edges = Vec::new();
    let mut open: Vec<(Element, usize)> = Vec::new();
    for piece in read(text) {
        match piece {
            Piece::Open(element) => {
                let begins = matches!(element, Element::CodeBlock | Element::Item | Element::Paragraph);
                if begins
                    && !out.is_empty()
                    && !out.ends_with("\n")
                    && !out.ends_with("• ")
                    && !out.ends_with(". ")
                {
                    out.push_str(if element == Element::Item { "\n" } else { "\n\n" });
                }
                if element == Element::Item {
                    match open.last_mut() {
                        Some((Element::Numbers(next), _)) => {
                            out.push_str(&format!("{next}. "));
                            *next = next.saturating_add(1);
                        }
                        _ => out.push_str("• "),
                    }
                }
                if element == Element::Strong && !is_strong(&open) {
                    edges.push(out.len());
                }
                open.push((element, out.len()));
            }
            Piece::Text(words) => out.push_str(words),
            Piece::Close => match open.pop() {
                Some((Element::Link(target), from)) => {
                    let address = target.trim_start_matches("mailto:");
                    let label = out.get(from..).unwrap_or_default();
                    if label != address {
                        out.push_str(&format!(" ({address})"));
                    }
                }
                Some((Element::Strong, _)) if !is_strong(&open) => edges.push(out.len()),
                _ => {}
            },
        }
    }
    (out, edges)
}

fn is_strong(open: &[(Element, usize)]) -> bool {
    open.iter().any(|(element, _)| *element == Element::Strong)
}

/// Reads a message whose only markup is its addresses.
pub fn plain(text: &str) -> Vec<Piece<'_>> {
    let mut out = Vec::new();
    Inline::plain(text, &mut out).run();
    out
}

/// Reads line by line.
struct Blocks<'a> {
    text: &'a str,
    /// Where the next line begins.
    at: usize,
    out: Vec<Piece<'a>>,
    /// The open lists, outermost first: how far their items stand in, and whether they are numbered.
    lists: Vec<(usize, bool)>,
    /// From where to where the lines of the open paragraph, or of the open item, reach.
    words: (usize, usize),
    /// Whether a fence could still find another one to close it.
    may_fence: bool,
}

impl<'a> Blocks<'a> {
    /// The next line, without its break.
    fn line(&mut self) -> Option<&'a str> {
        let line = self.text.get(self.at..).filter(|rest| !rest.is_empty())?.split('\n').next()?;
        self.at += line.len() + 1;
        Some(line)
    }

    fn take(&mut self, line: &'a str) {
        let (end, content) = (self.at - 1, line.trim());
        let indent = line.len() - line.trim_start().len();
        if content.is_empty() {
            self.end_words();
        } else if let Some(code) = self.fenced(content) {
            self.end_lists();
            self.within(Element::CodeBlock, |blocks| blocks.out.push(Piece::Text(code)));
        } else if let Some(title) = heading(content) {
            self.end_lists();
            self.within(Element::Paragraph, |blocks| {
                blocks.within(Element::Strong, |blocks| Inline::new(title, &mut blocks.out).run());
            });
        } else if let Some((number, words)) = item(content).filter(|(number, _)| self.may_begin(*number)) {
            self.begin_item(indent, number);
            self.words = (end - (line.len() - indent - (content.len() - words.len())), end);
        } else if self.words.0 < self.words.1 {
            self.words.1 = end;
        } else {
            self.end_lists();
            self.words = (end - (line.len() - indent), end);
        }
    }

    /// In the middle of a paragraph only a list that begins at its beginning does: not « livré le\n12. janvier ».
    fn may_begin(&self, number: Option<u32>) -> bool {
        !self.lists.is_empty() || self.words.0 == self.words.1 || number.is_none_or(|number| number == 1)
    }

    /// The code between this line, if it is a fence, and the next one.
    fn fenced(&mut self, content: &str) -> Option<&'a str> {
        let language = content.strip_prefix(FENCE).filter(|language| !language.contains('`'))?;
        if !self.may_fence || language.contains(char::is_whitespace) {
            return None;
        }
        let from = self.at;
        while let Some(line) = self.line() {
            if line.trim() == FENCE {
                let to = self.at - 1 - line.len();
                return Some(self.text.get(from..to).unwrap_or_default().trim_end_matches('\n'));
            }
        }
        self.may_fence = false;
        self.at = from;
        None
    }

    fn begin_item(&mut self, indent: usize, number: Option<u32>) {
        self.end_words();
        while self.lists.last().is_some_and(|(level, _)| indent < *level) {
            self.end_list();
        }
        let is_deepest = self.lists.len() == MAX_LISTS;
        match self.lists.last() {
            Some((level, is_numbered)) if indent < level + 2 || is_deepest => {
                if *is_numbered == number.is_some() {
                    self.out.push(Piece::Close);
                } else {
                    self.end_list();
                    self.begin_list(indent, number);
                }
            }
            _ => self.begin_list(indent, number),
        }
        self.out.push(Piece::Open(Element::Item));
    }

    fn begin_list(&mut self, indent: usize, number: Option<u32>) {
        self.lists.push((indent, number.is_some()));
        self.out.push(Piece::Open(number.map_or(Element::Bullets, Element::Numbers)));
    }

    /// The innermost list, and its last item.
    fn end_list(&mut self) {
        self.lists.pop();
        self.out.extend([Piece::Close, Piece::Close]);
    }

    fn end_lists(&mut self) {
        self.end_words();
        while !self.lists.is_empty() {
            self.end_list();
        }
    }

    fn end_words(&mut self) {
        let (from, to) = core::mem::take(&mut self.words);
        let words = self.text.get(from..to).unwrap_or_default().trim_end();
        if words.is_empty() {
        } else if self.lists.is_empty() {
            self.within(Element::Paragraph, |blocks| Inline::new(words, &mut blocks.out).run());
        } else {
            Inline::new(words, &mut self.out).run();
        }
    }

    fn within(&mut self, element: Element, fill: impl FnOnce(&mut Self)) {
        self.out.push(Piece::Open(element));
        fill(self);
        self.out.push(Piece::Close);
    }
}

/// The words of a heading, of whatever level.
fn heading(content: &str) -> Option<&str> {
    let title = content.trim_start_matches('#');
    let is_heading = (1..=6).contains(&(content.len() - title.len())) && title.starts_with(' ');
    is_heading.then(|| title.trim_start()).filter(|title| !title.is_empty())
}

/// The number of a list's item, if it has one, and its words.
fn item(content: &str) -> Option<(Option<u32>, &str)> {
    let (mark, words) = content.split_once(' ')?;
    let number = match mark {
        "-" | "*" | "+" => None,
        _ => {
            let digits = mark.strip_suffix(['.', ')'])?;
            let is_number = digits.len() < 10 && digits.bytes().all(|digit| digit.is_ascii_digit());
            Some(digits.parse().ok().filter(|_| is_number)?)
        }
    };
    Some((number, words.trim_start())).filter(|(_, words)| !words.is_empty())
}
