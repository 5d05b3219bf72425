//! What stands within a line: emphasis, code, links, addresses.

use super::{Element, Piece};

/// Each can be open once, so no more than these nest.
const STAR: usize = 0;
const STARS: usize = 1;
const LOW_LINE: usize = 2;

/// Reads the words of one block, byte by byte: all markers are ASCII.
pub struct Inline<'a, 'o> {
    text: &'a str,
    /// What is read next.
    at: usize,
    /// What is read and not yet in `out` begins here.
    from: usize,
    out: &'o mut Vec<Piece<'a>>,
    /// Where in `out` a marker stands that may turn out to open something. It is the marker's own text until then.
    open: [Option<usize>; 3],
    has_markup: bool,
    /// Whether it is no link's label: there is no link within a link.
    has_links: bool,
}

impl<'a, 'o> Inline<'a, 'o> {
    pub fn new(text: &'a str, out: &'o mut Vec<Piece<'a>>) -> Self {
        Self { text, at: 0, from: 0, out, open: [None; 3], has_markup: true, has_links: true }
    }

    pub fn plain(text: &'a str, out: &'o mut Vec<Piece<'a>>) -> Self {
        Self { has_markup: false, ..Self::new(text, out) }
    }

    pub fn run(mut self) {
        while let Some(&byte) = self.text.as_bytes().get(self.at) {
            let length = match byte {
                b'*' | b'_' if self.has_markup => self.marker(byte),
                b'`' if self.has_markup => self.code(),
                b'[' if self.has_markup && self.has_links => self.link(),
                b'!' if self.has_markup && self.has_links => self.image(),
                b'h' | b'H' if self.has_links => self.web(),
                b'@' if self.has_links => self.mail(),
                _ => None,
            };
            self.at += length.unwrap_or(1);
        }
        self.flush();
    }

    fn slice(&self, from: usize, to: usize) -> &'a str {
        self.text.get(from..to).unwrap_or_default()
    }

    fn rest(&self) -> &'a str {
        self.slice(self.at, self.text.len())
    }

    /// Gives out the text before what is read next.
    fn flush(&mut self) {
        let text = self.slice(self.from, self.at);
        if !text.is_empty() {
            self.out.push(Piece::Text(text));
        }
        self.from = self.at;
    }

    /// Gives out `text` as an element of its own, in place of the next `length` bytes.
    fn give(&mut self, element: Element, text: &'a str, length: usize) -> Option<usize> {
        self.flush();
        self.out.extend([Piece::Open(element), Piece::Text(text), Piece::Close]);
        self.from += length;
        Some(length)
    }

    fn marker(&mut self, byte: u8) -> Option<usize> {
        let length = self.rest().bytes().take_while(|&next| next == byte).count();
        let before = self.slice(0, self.at).chars().next_back();
        let after = self.slice(self.at + length, self.text.len()).chars().next();
        // Within a word or a number it is none: snake_case, 10*20*30 cm.
        let is_within = [before, after].iter().all(|side| side.is_some_and(|c| c.is_ascii_alphanumeric()));
        let touches = |side: Option<char>| !is_within && side.is_some_and(|c| !c.is_whitespace());
        let kinds: &[usize] = match (byte, length) {
            (b'*', 1) => &[STAR],
            (b'*', 2) => &[STARS],
            (b'*', 3) => &[STARS, STAR],
            (b'_', 1) => &[LOW_LINE],
            _ => &[],
        };
        let open = self.open;
        let opened = |kind: &usize| open.get(*kind).copied().flatten();
        if touches(before) && !kinds.is_empty() && kinds.iter().all(|kind| opened(kind).is_some()) {
            self.flush();
            // The innermost first.
            let mut places: Vec<_> = kinds.iter().filter_map(|kind| Some((opened(kind)?, *kind))).collect();
            places.sort_unstable_by(|one, other| other.cmp(one));
            for (place, kind) in places {
                self.close(place, kind);
            }
            self.from += length;
        } else if touches(after) {
            for &kind in kinds {
                self.flush();
                let mark = if kind == STARS { 2 } else { 1 };
                if let Some(slot) = self.open.get_mut(kind) {
                    *slot = Some(self.out.len());
                }
                self.at += mark;
                self.flush();
            }
            self.at = if kinds.is_empty() { self.at } else { self.from - length };
        }
        Some(length)
    }

    fn close(&mut self, place: usize, kind: usize) {
        if let Some(piece) = self.out.get_mut(place) {
            *piece = Piece::Open(if kind == STARS { Element::Strong } else { Element::Emphasis });
        }
        self.out.push(Piece::Close);
        // What was opened within and never closed is text.
        for slot in &mut self.open {
            *slot = slot.filter(|other| *other < place);
        }
    }

    fn code(&mut self) -> Option<usize> {
        let rest = self.rest();
        let ticks = rest.len() - rest.trim_start_matches('`').len();
        if ticks > 1 {
            return Some(ticks);
        }
        let (code, _) = rest.strip_prefix('`')?.split_once('`')?;
        self.give(Element::Code, code, code.len() + 2)
    }

    fn link(&mut self) -> Option<usize> {
        let (label, target, length) = labelled(self.rest())?;
        let target = address(target).filter(|_| !label.trim().is_empty())?;
        self.flush();
        self.out.push(Piece::Open(Element::Link(target)));
        Inline { has_links: false, ..Inline::new(label, self.out) }.run();
        self.out.push(Piece::Close);
        self.from += length;
        Some(length)
    }

    /// An image is its description, if it has one: it is never asked for.
    fn image(&mut self) -> Option<usize> {
        let (label, _, length) = labelled(self.rest().strip_prefix('!')?)?;
        self.flush();
        if !label.is_empty() {
            self.out.push(Piece::Text(label));
        }
        self.from += length + 1;
        Some(length + 1)
    }

    /// An address of the web that stands by itself.
    fn web(&mut self) -> Option<usize> {
        let is_word =
            self.slice(0, self.at).bytes().next_back().is_none_or(|byte| !byte.is_ascii_alphanumeric());
        let rest = self.rest();
        if !is_word || without_scheme(rest).is_none() {
            return None;
        }
        let (run, _) = rest.split_at_checked(rest.find(ends_address).unwrap_or(rest.len()))?;
        let mut url = run.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_']);
        if let Some(shorter) = url.strip_suffix(')')
            && url.matches('(').count() < url.matches(')').count()
        {
            url = shorter.trim_end_matches(['.', ',', ';', ':', '!', '?', ')']);
        }
        match address(url) {
            Some(target) => self.give(Element::Link(target), url, url.len()),
            // All of it at once: each byte is looked at once.
            None => Some(run.len()),
        }
    }

    /// An e-mail address that stands by itself. Its name is read already.
    fn mail(&mut self) -> Option<usize> {
        let read = self.slice(self.from, self.at);
        let name_len = read.bytes().rev().take_while(|&byte| is_of_name(byte)).count();
        let after = self.slice(self.at + 1, self.text.len());
        let host_len = after.bytes().take_while(|&byte| is_of_host(byte)).count();
        let host = after.get(..host_len)?.trim_end_matches(['.', '-']);
        let start = self.at - name_len;
        let text = self.slice(start, self.at + 1 + host.len());
        let target = address(&["mailto:", text].concat())?;
        self.at = start;
        self.give(Element::Link(target), text, text.len())
    }
}

/// Reads `[label](target)`: label, target, and the length of it all. Neither holds a bracket, so what is looked at here in
/// vain ends before the next one that could begin a link.
fn labelled(text: &str) -> Option<(&str, &str, usize)> {
    let inner = text.strip_prefix('[')?;
    let (label, _) = inner.split_at_checked(inner.find(['[', ']'])?)?;
    let rest = inner.get(label.len()..)?.strip_prefix("](")?;
    let mut depth = 0_usize;
    let end = rest.find(|c: char| match c {
        '(' => {
            depth += 1;
            false
        }
        ')' if depth > 0 => {
            depth -= 1;
            false
        }
        _ => c == ')' || ends_address(c),
    })?;
    let (target, rest) = rest.split_at_checked(end)?;
    rest.starts_with(')').then_some((label, target, text.len() - rest.len() + 1))
}

/// Where a link may lead, of all that somebody wrote: the web, without a name and password in the address, and e-mail. No
/// other scheme, so that no reply runs code; nothing that a reader cannot see.
fn address(url: &str) -> Option<String> {
    if url.contains(ends_address) {
        return None;
    }
    let is_safe = if let Some(rest) = without_scheme(url) {
        let host = rest.split(['/', '?', '#']).next()?;
        host.starts_with(|c: char| c.is_ascii_alphanumeric() || !c.is_ascii())
            && host.bytes().all(|byte| is_of_host(byte) || byte == b':' || !byte.is_ascii())
    } else {
        let (name, host) = url.strip_prefix("mailto:")?.split('?').next()?.split_once('@')?;
        name.bytes().all(is_of_name)
            && !name.is_empty()
            && host.bytes().all(is_of_host)
            && host.split('.').count() > 1
            && host.split('.').all(|label| !label.is_empty())
    };
    is_safe.then(|| url.to_owned())
}

/// What follows `https://` or `http://`.
fn without_scheme(url: &str) -> Option<&str> {
    let (scheme, rest) = url.split_at_checked(url.find("//").filter(|&at| at == 5 || at == 6)?)?;
    let is_web = scheme.eq_ignore_ascii_case("http:") || scheme.eq_ignore_ascii_case("https:");
    rest.strip_prefix("//").filter(|_| is_web)
}

/// White space, what cannot be seen or turns the writing around, and what no address holds unless it is encoded.
fn ends_address(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '<' | '>' | '"' | '`' | '\\' | '[' | ']' | '«' | '»')
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
        // Punctuation of Chinese and Japanese, which put no space after an address.
        || matches!(c, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}')
}

fn is_of_host(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-')
}

fn is_of_name(byte: u8) -> bool {
    is_of_host(byte) || matches!(byte, b'_' | b'%' | b'+')
}
