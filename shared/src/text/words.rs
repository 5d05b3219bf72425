//! Where the words of a message are.

use std::ops::Range;

use super::Script;

/// What a run of characters is to its readers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Letters of one script; Chinese and Japanese come as whole runs, having no spaces.
    Letters(Script),
    /// A number, an order number, a product code: letters and digits together.
    Code,
    /// An address of a page or of a mailbox.
    Address,
    /// One sign that is neither letter nor digit nor space: punctuation, an emoji.
    Sign(char),
}

/// One piece of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word<'a> {
    pub kind: Kind,
    pub text: &'a str,
    /// Where it stands, in bytes of the message.
    pub start: usize,
}

impl Word<'_> {
    pub fn range(&self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }
}

/// The pieces of `text`, in order, spaces left out.
pub fn words(text: &str) -> Words<'_> {
    Words { text, at: 0 }
}

/// What [`words`] gives.
#[derive(Clone, Debug)]
pub struct Words<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Iterator for Words<'a> {
    type Item = Word<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let rest = self.text.get(self.at..)?;
            let first = rest.chars().next()?;
            let start = self.at;
            if is_space(first) {
                self.at += first.len_utf8();
                continue;
            }
            let (kind, length) = piece(rest, first);
            self.at += length;
            return Some(Word { kind, text: rest.get(..length)?, start });
        }
    }
}

fn piece(rest: &str, first: char) -> (Kind, usize) {
    if let Some(length) = address(rest) {
        return (Kind::Address, length);
    }
    let script = Script::of(first);
    if script.is_none() && !is_digit(first) {
        return (Kind::Sign(first), first.len_utf8());
    }
    let unspaced = script.filter(|script| script.is_unspaced());
    let mut has_digit = false;
    let mut end = 0;
    let mut characters = rest.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let next = characters.peek().map(|&(_, next)| next);
        let belongs = match Script::of(character) {
            Some(script) => match unspaced {
                Some(_) => script.is_unspaced(),
                None => !script.is_unspaced(),
            },
            None if is_mark(character) => true,
            None if unspaced.is_some() => false,
            None if is_digit(character) => {
                has_digit = true;
                true
            }
            // Inside a word (c'est), inside a code (7712-09, 1,25).
            None => match character {
                '\'' | '’' => at > 0 && !has_digit && next.is_some_and(|next| Script::of(next).is_some()),
                '-' | '.' | ',' | '/' | '_' | '٫' => has_digit && next.is_some_and(is_digit),
                _ => false,
            },
        };
        if !belongs {
            break;
        }
        end = at + character.len_utf8();
    }
    let end = end.max(first.len_utf8());
    match script {
        _ if has_digit => (Kind::Code, end),
        Some(script) => (Kind::Letters(script), end),
        None => (Kind::Code, end),
    }
}

/// The length of the address at the start of `rest`, if it begins with one. An address is printable ASCII: Chinese goes on
/// right after it.
fn address(rest: &str) -> Option<usize> {
    let length = rest.bytes().take_while(u8::is_ascii_graphic).count();
    let address = rest.as_bytes().get(..length)?;
    let begins =
        |scheme: &[u8]| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    let is_mailbox = || {
        let at = address.iter().position(|&byte| byte == b'@').unwrap_or_default();
        let (name, host) = address.split_at_checked(at).unwrap_or_default();
        let is_of_name =
            |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'+' | b'-');
        at > 0 && name.iter().all(is_of_name) && host.contains(&b'.')
    };
    (begins(b"http://") || begins(b"https://") || begins(b"www.") || is_mailbox()).then_some(length)
}

/// Spaces, and what is no sign of its own: controls, byte-order marks, joiners, marks of direction, the style and the skin
/// colour of an emoji.
const fn is_space(character: char) -> bool {
    matches!(
        character as u32,
        0..=0x20 | 0x7f..=0xa0 | 0xad | 0x1680 | 0x2000..=0x200f | 0x2028..=0x202f | 0x205f..=0x206f | 0x3000 | 0xfe00..=0xfe0f | 0xfeff
            | 0x1_f3fb..=0x1_f3ff
    )
}

/// The digits of phones in the twelve languages: ASCII, Arabic-Indic, Persian, full-width.
pub const fn is_digit(character: char) -> bool {
    matches!(character, '0'..='9' | '٠'..='٩' | '۰'..='۹' | '０'..='９')
}

/// Combining accents and Arabic vowel signs, which belong to the letter before them.
fn is_mark(character: char) -> bool {
    matches!(u32::from(character), 0x300..=0x36f | 0x610..=0x61a | 0x640 | 0x64b..=0x65f | 0x670)
}
