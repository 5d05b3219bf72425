//! A shopper's message as its readers see it: words where they stand, without what carries no language.
//!
//! Order numbers, product codes, addresses and links are set apart here once, so that no reader of meaning ever takes
//! `SPRING15` for a word. Ranges are bytes of the text as it was typed: what a reader finds can be shown to a person.

mod fold;
mod script;
#[cfg(test)]
mod tests;
mod words;

pub use self::{
    fold::{fold, lower},
    script::Script,
    words::{Kind, Word, is_digit, words},
};

/// The most bytes of a message that are read: more says nothing new about its language or mood, and a page of noise
/// pasted into the box must not cost a page of work.
pub const READ_AT_MOST: usize = 4_096;

/// The beginning of `text`, at most [`READ_AT_MOST`] bytes, cut between two characters.
pub fn head(text: &str) -> &str {
    let mut end = text.len().min(READ_AT_MOST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}
