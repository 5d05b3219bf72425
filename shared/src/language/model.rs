//! The two tables of this module, as they are stored: a few kilobytes that travel to a phone.

use std::sync::LazyLock;

use super::Language;
use crate::table::{Table, bucket};

/// The languages that only their words tell apart, in the order of a row; the last weight stands for others.
pub const LATIN: [Language; 8] = [
    Language::Fr,
    Language::En,
    Language::Es,
    Language::De,
    Language::It,
    Language::Pt,
    Language::Nl,
    Language::Pl,
];

/// Weights in a row.
pub const CLASSES: usize = LATIN.len() + 1;

/// The weights of pieces of words: a [`Table`] for languages in Latin letters, then, for two languages of one script
/// (Chinese against Japanese, Russian against other Cyrillic, Arabic against Persian and Urdu), a unit as `f32` and
/// signed half-bytes.
#[derive(Clone, Debug)]
pub struct Model {
    pub(super) latin: Table<CLASSES>,
    pairs: &'static [u8],
    pair_unit: f32,
}

impl Model {
    /// The one that is compiled in, unpacked when it is first asked for.
    pub fn built_in() -> &'static Self {
        static MODEL: LazyLock<Model> = LazyLock::new(|| Model::new(include_bytes!("model.bin")));
        &MODEL
    }

    /// The tables in `bytes`, as `cargo xtask train language` writes them.
    pub fn new(bytes: &'static [u8]) -> Self {
        let (latin, bytes) = Table::split(bytes);
        match bytes.split_first_chunk::<4>() {
            Some((unit, pairs)) => Self { latin, pairs, pair_unit: f32::from_le_bytes(*unit) },
            None => Self { latin, pairs: &[], pair_unit: 0.0 },
        }
    }

    /// The weight of one piece for the first of two, against the second, in units: -8 to 7.
    pub(super) fn pair(&self, hash: u32) -> i32 {
        let at = bucket(hash, self.pairs.len() * 2);
        let byte = self.pairs.get(at / 2).copied().unwrap_or_default();
        let upper = if at.is_multiple_of(2) { byte << 4 } else { byte & 0xf0 };
        i32::from(upper.cast_signed() >> 4)
    }

    pub(super) fn log_odds(&self, pair: i32) -> f32 {
        pair as f32 * self.pair_unit
    }
}
