//! Small questions about texts.

use crate::text::fold;

/// Adds `more` to `text`, every run of white space as one space, what cannot be seen left out.
pub fn append_collapsed(text: &mut String, more: &str) {
    for character in more.chars() {
        match character {
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {}
            _ if character.is_whitespace() => {
                if !text.is_empty() && !text.ends_with([' ', '\n']) {
                    text.push(' ');
                }
            }
            _ if character.is_control() => {}
            _ => text.push(character),
        }
    }
}

/// Whether a heading asks something.
pub fn is_question(text: &str) -> bool {
    text.trim_end_matches([' ', '»', '"', '”', '*', ')']).ends_with(['?', '？', '؟'])
}

/// The letters and digits of a text, without case and accents: for comparing names.
pub fn letters(text: &str) -> String {
    text.chars()
        .flat_map(|letter| <[_; 2]>::from(fold(letter)))
        .flatten()
        .filter(|it| it.is_alphanumeric())
        .collect()
}

/// The beginning of a text, at most `most` characters, up to the end of a sentence or of a word where there is one.
pub fn cut(text: &str, most: usize) -> String {
    let end = text.char_indices().nth(most).map_or(text.len(), |(end, _)| end);
    let head = text.get(..end).unwrap_or_default();
    if end == text.len() {
        return head.to_owned();
    }
    let sentence = head.rfind(['.', '!', '?', '。', '！', '？', '؟']).and_then(|at| {
        let length = head.get(at..)?.chars().next()?.len_utf8();
        Some(at + length)
    });
    let place = sentence.or_else(|| head.rfind(' ')).filter(|place| *place * 2 > end);
    head.get(..place.unwrap_or(end)).unwrap_or(head).trim_end().to_owned()
}
