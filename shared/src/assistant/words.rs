//! The words of a text, as searching compares them.

use crate::text::{self, Kind, fold};

/// A word without case, accents and spelling variants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    pub text: String,
    /// A run of Chinese or Japanese: several words, with nothing between them.
    pub is_unspaced: bool,
}

/// The words of a text, in order.
pub fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    for word in text::words(text) {
        let mut add = |text: &str, is_unspaced| {
            let text = folded(text);
            if !text.is_empty() {
                words.push(Word { text, is_unspaced });
            }
        };
        match word.kind {
            Kind::Letters(script) if script.is_unspaced() => add(word.text, true),
            // An elision is two words: l'atelier.
            Kind::Letters(_) => word.text.split(['\'', '’']).for_each(|part| add(part, false)),
            Kind::Address | Kind::Code => add(word.text, false),
            Kind::Sign(_) => {}
        }
    }
    words
}

/// The same as plain texts; runs of Chinese and Japanese as pairs of characters.
pub fn plain(text: &str) -> impl Iterator<Item = String> {
    words(text)
        .into_iter()
        .flat_map(|word| if word.is_unspaced { pairs(&word.text) } else { vec![word.text] })
}

/// A text without case, accents and spelling variants.
pub fn folded(text: &str) -> String {
    let letters = text.chars().flat_map(|letter| {
        let (first, second) = fold(letter);
        [first, second].into_iter().flatten()
    });
    letters.collect()
}

/// Neighbouring characters; a single one stands for itself.
pub fn pairs(run: &str) -> Vec<String> {
    let letters: Vec<char> = run.chars().collect();
    match letters.len() {
        0 | 1 => vec![letters.into_iter().collect()],
        _ => letters.windows(2).map(|pair| pair.iter().collect()).collect(),
    }
}

/// The beginning of a word that its inflections share, roughly.
pub fn stem(word: &str) -> String {
    let length = word.chars().count();
    word.chars().take(length.saturating_sub(3).clamp(4, 7)).collect()
}
