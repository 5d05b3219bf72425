//! What the readers of a message have in common: its traits, and which of them decided.
//!
//! A trait is a word, two words beside each other, the beginning of a word, characters in a row where no spaces are, a
//! sign, shouting. A table ([`crate::table`]) has a weight for each, and the sums are the answer. Because sums only add
//! up, the words that decided can be found by taking words away until the answer is another one.

mod answer;
mod traits;

pub use self::{
    answer::{Answer, Place, Sense, in_one_text, without},
    traits::{Trait, Traits, readable},
};
