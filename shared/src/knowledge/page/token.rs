//! The tags and texts of a page, as browsers see them, however broken it is.
//!
//! After the HTML standard, with what no reader needs left out: `html5gum`, which has all of it, would weigh more than the
//! rest of this module. The tests hold the two beside each other.

use std::borrow::Cow;

use crate::knowledge::charset::western;

use super::entity;
use super::tag::Tag;

/// What is told of a page, in order.
pub trait Sink {
    fn start(&mut self, tag: &Tag);
    /// An end tag, by its name in lower case.
    fn end(&mut self, name: &[u8]);
    /// Some text; what stands together may come in pieces.
    fn text(&mut self, text: &str);
}

/// Reads a page from its beginning to its end, every character once.
pub fn tokenize(html: &str, sink: &mut impl Sink) {
    let mut rest = html;
    let mut tag = Tag::default();
    while !rest.is_empty() {
        let (text, markup) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
        if !text.is_empty() {
            sink.text(&decoded(text, false));
        }
        rest = match markup.as_bytes() {
            [b'<', b'/', letter, ..] if letter.is_ascii_alphabetic() => {
                let Some(rest) = read_tag(after(markup, 2), &mut tag) else { return };
                sink.end(tag.name());
                rest
            }
            [b'<', letter, ..] if letter.is_ascii_alphabetic() => {
                let Some(rest) = read_tag(after(markup, 1), &mut tag) else { return };
                sink.start(&tag);
                read_raw(rest, &tag, sink)
            }
            [b'<', b'!', b'-', b'-', ..] => after_comment(after(markup, 4)),
            [b'<', b'!' | b'?', ..] | [b'<', b'/', _, ..] => after_mark(markup),
            [] => return,
            _ => {
                sink.text("<");
                after(markup, 1)
            }
        };
    }
}

/// Reads a tag whose name begins here; `None` when the page ends in it, which leaves nothing of it.
fn read_tag<'a>(html: &'a str, tag: &mut Tag) -> Option<&'a str> {
    let ends_name = |c: char| is_space(c) || matches!(c, '/' | '>');
    let (name, mut rest) = html.split_at(html.find(ends_name)?);
    tag.open(name.to_ascii_lowercase().as_bytes());
    loop {
        rest = rest.trim_start_matches(|c: char| is_space(c) || c == '/');
        if let Some(rest) = rest.strip_prefix('>') {
            return Some(rest);
        }
        // A `=` where a name should begin is of the name.
        let first = rest.chars().next()?.len_utf8();
        let length = after(rest, first).find(|c: char| ends_name(c) || c == '=')? + first;
        let (name, value) = rest.split_at(length);
        tag.attribute(name.to_ascii_lowercase().as_bytes());
        rest = match value.trim_start_matches(is_space).strip_prefix('=') {
            None => value,
            Some(value) => read_value(value.trim_start_matches(is_space), tag)?,
        };
    }
}

fn read_value<'a>(html: &'a str, tag: &mut Tag) -> Option<&'a str> {
    let quoted = |quote: char| html.strip_prefix(quote).map(|rest| rest.split_once(quote));
    let (value, rest) = match quoted('"').or_else(|| quoted('\'')) {
        Some(quoted) => quoted?,
        None => html.split_at(html.find(|c: char| is_space(c) || c == '>')?),
    };
    tag.value(decoded(value, true).as_bytes());
    Some(rest)
}

/// Reads what stands after the start tag of an element that has no markup inside: up to its end tag.
fn read_raw<'a>(html: &'a str, tag: &Tag, sink: &mut impl Sink) -> &'a str {
    let is_decoded = matches!(tag.name(), b"title" | b"textarea");
    let is_plain = matches!(tag.name(), b"iframe" | b"noembed" | b"noframes" | b"script" | b"style" | b"xmp");
    if !is_decoded && !is_plain {
        return html;
    }
    let is_end = |(at, _): &(usize, &str)| {
        let (name, own) = (after(html, at + 2).as_bytes(), tag.name());
        let next = name.get(own.len()).copied().map(char::from);
        next.is_some_and(|next| is_space(next) || matches!(next, '/' | '>'))
            && name.get(..own.len()).is_some_and(|name| name.eq_ignore_ascii_case(own))
    };
    let end = html.match_indices("</").find(is_end).map_or(html.len(), |(at, _)| at);
    let (text, rest) = html.split_at(end);
    if !text.is_empty() {
        sink.text(&if is_decoded { decoded(text, false) } else { Cow::Borrowed(text) });
    }
    rest
}

/// What comes after a comment that begins here.
fn after_comment(html: &str) -> &str {
    if let Some(rest) = html.strip_prefix('>').or_else(|| html.strip_prefix("->")) {
        return rest;
    }
    let is_end = |(at, _): &(usize, &str)| {
        let comment = html.get(..*at).unwrap_or_default();
        comment.ends_with("--") || comment.ends_with("--!")
    };
    html.match_indices('>').find(is_end).map_or("", |(at, _)| after(html, at + 1))
}

/// What comes after a declaration, an instruction, or a nonsense tag.
fn after_mark(html: &str) -> &str {
    html.split_once('>').map_or("", |(_, rest)| rest)
}

fn after(html: &str, bytes: usize) -> &str {
    html.get(bytes..).unwrap_or_default()
}

const fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}

/// With character references as what they stand for. In an attribute `&copy=1` is a part of an address.
fn decoded(text: &str, is_attribute: bool) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut decoded = String::with_capacity(text.len());
    let mut parts = text.split('&');
    decoded.push_str(parts.next().unwrap_or_default());
    for part in parts {
        match reference(part, is_attribute) {
            Some((character, rest)) => {
                decoded.push(character);
                decoded.push_str(rest);
            }
            None => {
                decoded.push('&');
                decoded.push_str(part);
            }
        }
    }
    Cow::Owned(decoded)
}

/// The character that is referred to after a `&`, and what follows.
fn reference(text: &str, is_attribute: bool) -> Option<(char, &str)> {
    if let Some(number) = text.strip_prefix('#') {
        let (digits, radix) = match number.strip_prefix(['x', 'X']) {
            Some(digits) => (digits, 16),
            None => (number, 10),
        };
        let length = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
        let (digits, rest) = digits.split_at(length);
        if digits.is_empty() {
            return None;
        }
        let code = u32::from_str_radix(digits, radix).unwrap_or(u32::MAX);
        return Some((character(code), rest.strip_prefix(';').unwrap_or(rest)));
    }
    let length = text.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(text.len());
    let (name, rest) = text.split_at(length);
    if let (Some(character), Some(rest)) = (entity::named(name), rest.strip_prefix(';')) {
        return Some((character, rest));
    }
    let (name, character) = entity::unfinished(name)?;
    let rest = after(text, name.len());
    let is_of_address = is_attribute && rest.starts_with(|c: char| c == '=' || c.is_ascii_alphanumeric());
    (!is_of_address).then(|| (character, rest.strip_prefix(';').unwrap_or(rest)))
}

/// The character of a number; pages that count in windows-1252 are understood.
fn character(code: u32) -> char {
    match code {
        0 => char::REPLACEMENT_CHARACTER,
        0x80..=0x9f => u8::try_from(code).map_or(char::REPLACEMENT_CHARACTER, western),
        _ => char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER),
    }
}
