//! What a text is about, roughly: the words that two messages on one matter share.

use crate::{
    table::{SEED, step},
    text::{Kind, Script, Word, fold, head, lower, words},
};

/// Letters by which a word is known: endings differ, the matter does not.
const STEM: usize = 5;

/// Shorter words join others; they name nothing.
const SHORTEST: usize = 4;

/// The topics of a text as hashes, each once: the beginnings of its longer words, and where there are no spaces, two
/// characters beside each other of which one is Chinese or katakana.
pub(super) fn topics(text: &str) -> Vec<u32> {
    let mut topics = Vec::new();
    let mut add = |letters: &mut dyn Iterator<Item = char>| {
        let topic = letters.fold(SEED, |hash, letter| step(hash, u32::from(letter)));
        if !topics.contains(&topic) {
            topics.push(topic);
        }
    };
    for word in words(head(text)) {
        match word.kind {
            Kind::Letters(Script::Han | Script::Kana) => {
                for (one, two) in word.text.chars().zip(word.text.chars().skip(1)) {
                    if names(one) || names(two) {
                        add(&mut [one, two].into_iter());
                    }
                }
            }
            Kind::Letters(_) => {
                let letters = || word.text.chars().flat_map(|letter| <[_; 2]>::from(fold(letter))).flatten();
                if letters().count() >= SHORTEST {
                    add(&mut letters().take(STEM));
                }
            }
            Kind::Code | Kind::Address | Kind::Sign(_) => {}
        }
    }
    topics
}

/// Whether a character names things; hiragana join them.
fn names(letter: char) -> bool {
    Script::of(letter) == Some(Script::Han) || ('ァ'..='ヺ').contains(&letter)
}

/// Order numbers and other codes with four digits or more, each as it would be typed plainly: `A-44 120` in any digits and
/// with any hyphens is `a44120`.
pub(super) fn codes(text: &str) -> Vec<String> {
    let plain = |word: Word<'_>| -> String {
        word.text
            .chars()
            .filter_map(|letter| digit(letter).or_else(|| letter.is_alphanumeric().then(|| lower(letter))))
            .collect()
    };
    words(head(text))
        .filter(|word| word.kind == Kind::Code)
        .map(plain)
        .filter(|code| code.chars().filter(char::is_ascii_digit).count() >= 4)
        .collect()
}

/// The ASCII digit for a digit of any of the keyboards.
fn digit(character: char) -> Option<char> {
    let zero = match character {
        '0'..='9' => '0',
        '٠'..='٩' => '٠',
        '۰'..='۹' => '۰',
        '０'..='９' => '０',
        _ => return None,
    };
    char::from_digit(u32::from(character) - u32::from(zero), 10)
}
