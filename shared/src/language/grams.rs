//! The pieces of words that the tables have weights for, as hashes.

use crate::{
    table::{SEED, finish, step},
    text::lower,
};

/// Letters of one word that are looked at; the rest of a longer one says nothing new.
const WORD: usize = 32;

/// The longest piece.
const LONGEST: usize = 4;

/// Stands before the first letter and after the last.
const EDGE: u32 = 0x5f;

/// Calls `each` with the hash of every piece of 1 to 4 letters of `word`, its edges counting as letters, and of the whole
/// word.
pub fn boundary_grams(word: &str, each: &mut dyn FnMut(u32)) {
    let mut spelled = [EDGE; WORD + 2];
    let mut length = 1;
    for (slot, letter) in spelled.iter_mut().skip(1).zip(letters(word)).take(WORD) {
        *slot = letter;
        length += 1;
    }
    let spelled = spelled.get(..=length).unwrap_or_default();
    for start in 0..spelled.len() {
        let mut hash = SEED;
        for (at, &letter) in spelled.iter().skip(start).take(LONGEST).enumerate() {
            hash = step(hash, letter);
            // An edge alone says nothing.
            if at > 0 || letter != EDGE {
                each(finish(hash));
            }
        }
    }
    if spelled.len() > LONGEST {
        each(finish(spelled.iter().fold(SEED, |hash, &letter| step(hash, letter))));
    }
}

/// Calls `each` with the hash of every character of an unspaced run and of every two beside each other.
pub fn unspaced_grams(run: &str, each: &mut dyn FnMut(u32)) {
    let mut before = None;
    for letter in letters(run) {
        let alone = step(SEED, letter);
        each(finish(alone));
        if let Some(before) = before {
            each(finish(step(before, letter)));
        }
        before = Some(alone);
    }
}

fn letters(word: &str) -> impl Iterator<Item = u32> {
    word.chars().map(|letter| {
        let letter = if letter == '’' { '\'' } else { letter };
        u32::from(lower(letter))
    })
}
