//! A table's answer to a text.

use std::ops::Range;

use super::Traits;
use crate::table::{Table, softmax};

/// Tells senses apart by a table of `KINDS`: each sense is a run of kinds, so that sarcasm and shouting, which share no
/// word, can both be anger.
#[derive(Clone, Debug)]
pub struct Sense<const KINDS: usize> {
    table: Table<KINDS>,
}

/// How likely each kind is, and the sums behind it.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer<const KINDS: usize> {
    probabilities: [f32; KINDS],
    sums: [i32; KINDS],
}

/// The most words of evidence; an answer that hangs on more hangs on none.
const WORDS: usize = 32;

impl<const KINDS: usize> Sense<KINDS> {
    /// The sense in `bytes`, as `cargo xtask train` writes them.
    pub fn new(bytes: &'static [u8]) -> Self {
        Self { table: Table::new(bytes) }
    }

    pub fn answer(&self, traits: &Traits) -> Answer<KINDS> {
        self.answer_hashes(traits.iter().map(|one| one.hash))
    }

    /// The answer to traits that are known by their hashes alone.
    pub fn answer_hashes(&self, hashes: impl IntoIterator<Item = u32>) -> Answer<KINDS> {
        let mut sums = self.table.start();
        for hash in hashes {
            self.table.add(hash, &mut sums);
        }
        self.at(sums)
    }

    fn at(&self, sums: [i32; KINDS]) -> Answer<KINDS> {
        Answer { probabilities: softmax(self.table.logits(sums)), sums }
    }

    /// The words without which `holds` no longer holds of the answer, as the text they are in and their range of bytes, in
    /// order; words that touch are one range. Empty when the answer does not hang on words: a default, or shouting alone.
    ///
    /// Greedy: the word goes first whose absence lowers `score` most. `again` reads the texts without the words found so
    /// far, since what is left of a sentence may say the same anew; then more has to go.
    pub fn evidence(
        &self,
        traits: &Traits,
        score: impl Fn(&Answer<KINDS>) -> f32,
        holds: impl Fn(&Answer<KINDS>) -> bool,
        again: impl Fn(&[Place]) -> Answer<KINDS>,
    ) -> Vec<Place> {
        let mut gone = vec![false; traits.pieces().len()];
        let mut answer = self.answer(traits);
        for _ in 0..=WORDS {
            if !holds(&answer) {
                let places = traits.places(&gone);
                if !holds(&again(&places)) {
                    return places;
                }
            }
            let Some((piece, without)) = self.weakest(traits, &gone, &answer, &score) else {
                return Vec::new();
            };
            if let Some(gone) = gone.get_mut(piece) {
                *gone = true;
            }
            answer = without;
        }
        Vec::new()
    }

    /// The piece whose absence lowers `score` most, and the answer without it; `None` when all are gone.
    fn weakest(
        &self,
        traits: &Traits,
        gone: &[bool],
        answer: &Answer<KINDS>,
        score: impl Fn(&Answer<KINDS>) -> f32,
    ) -> Option<(usize, Answer<KINDS>)> {
        let mut best: Option<(usize, Answer<KINDS>)> = None;
        for (piece, _) in gone.iter().enumerate().filter(|(_, gone)| !**gone) {
            let mut sums = answer.sums;
            for one in traits.touching(piece, gone) {
                self.table.remove(one.hash, &mut sums);
            }
            let without = self.at(sums);
            if best.as_ref().is_none_or(|(_, best)| score(&without) < score(best)) {
                best = Some((piece, without));
            }
        }
        best
    }
}

impl<const KINDS: usize> Answer<KINDS> {
    /// The probability of a sense: that of its kinds together.
    pub fn of(&self, kinds: Range<usize>) -> f32 {
        self.probabilities.get(kinds).unwrap_or_default().iter().sum()
    }

    /// The likeliest of senses that have `size` kinds each, and its probability; the first of equals.
    pub fn best(&self, size: usize) -> (usize, f32) {
        let mut best = (0, f32::NEG_INFINITY);
        for (sense, kinds) in self.probabilities.chunks(size.max(1)).enumerate() {
            let probability = kinds.iter().sum();
            if probability > best.1 {
                best = (sense, probability);
            }
        }
        best
    }

    /// The likeliest kind among `kinds`, as an offset into them.
    pub fn kind(&self, kinds: Range<usize>) -> usize {
        let mut best = (0, f32::NEG_INFINITY);
        for (kind, &probability) in self.probabilities.get(kinds).unwrap_or_default().iter().enumerate() {
            if probability > best.1 {
                best = (kind, probability);
            }
        }
        best.0
    }
}

/// Where words stand: in which of the texts, and which bytes of it.
pub type Place = (usize, Range<usize>);

/// The ranges of places that are all in one text.
pub fn in_one_text(places: Vec<Place>) -> Vec<Range<usize>> {
    places.into_iter().map(|(_, range)| range).collect()
}

/// What is left of text `part` without `places`, which are in order.
pub fn without(text: &str, part: usize, places: &[Place]) -> String {
    let mut left = String::with_capacity(text.len());
    let mut at = 0;
    for (_, range) in places.iter().filter(|(other, _)| *other == part) {
        left.push_str(text.get(at..range.start).unwrap_or_default());
        at = range.end;
    }
    left.push_str(text.get(at..).unwrap_or_default());
    left
}
