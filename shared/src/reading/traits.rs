//! The traits of a text.

use std::ops::Range;

use super::Place;
use crate::{
    table::{SEED, finish, step},
    text::{Kind, Script, fold, head, words},
};

/// One trait, and the pieces of the text that it is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trait {
    pub hash: u32,
    /// The first and the last piece; `None` for what the whole text has: its length, shouting.
    pub pieces: Option<(u16, u16)>,
}

/// All traits of a text, each once, in no particular order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Traits {
    traits: Vec<Trait>,
    pieces: Vec<Place>,
    has_words: bool,
}

/// Sorts of traits: the first step of each hash.
#[derive(Clone, Copy)]
enum Sort {
    Word = 1,
    Pair = 2,
    Begin = 3,
    First = 4,
    Last = 5,
    Run = 6,
    Sign = 7,
    Whole = 8,
    Inner = 9,
}

/// What a piece is, folded.
struct Piece {
    hash: u32,
    range: Range<usize>,
    /// Folded letters of a spaced word.
    letters: Vec<u32>,
    is_unspaced: bool,
    is_sign: bool,
}

/// What the whole of a text is measured by.
const LENGTH: u32 = 1;
const SHOUTED: u32 = 2;

/// Pieces that are read; a message of more words says no more of its mood.
const PIECES: usize = 160;

/// Pieces that are read of several texts together.
const PIECES_TOGETHER: usize = 240;

impl Traits {
    pub fn of(text: &str) -> Self {
        Self::of_parts([text])
    }

    /// The traits of several texts together; no trait reaches from one into the next.
    pub fn of_parts<'a>(parts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut traits = Self::default();
        for (part, text) in parts.into_iter().enumerate() {
            if traits.pieces.len() < PIECES_TOGETHER {
                traits.read(text, part);
            }
        }
        // Each trait counts once, however often it is there.
        traits.traits.sort_by_key(|one| (one.hash, one.pieces));
        traits.traits.dedup_by_key(|one| one.hash);
        traits
    }

    /// Adds a trait that is no word's: something measured.
    pub fn push_whole(&mut self, what: u32, value: u32) {
        self.traits.push(Trait { hash: finish(step(step(start(Sort::Whole), what), value)), pieces: None });
    }

    pub fn iter(&self) -> impl Iterator<Item = &Trait> {
        self.traits.iter()
    }

    /// Each piece: in which of the texts, and where there.
    pub fn pieces(&self) -> &[Place] {
        &self.pieces
    }

    /// Whether there is nothing but signs and codes.
    pub fn has_no_words(&self) -> bool {
        !self.has_words
    }

    /// The traits that lose `piece`, among those that have lost nothing yet.
    pub(super) fn touching<'a>(&'a self, piece: usize, gone: &'a [bool]) -> impl Iterator<Item = &'a Trait> {
        self.traits.iter().filter(move |one| {
            one.pieces.is_some_and(|(first, last)| {
                let (first, last) = (usize::from(first), usize::from(last));
                (first..=last).contains(&piece) && !gone.get(first..=last).unwrap_or_default().contains(&true)
            })
        })
    }

    /// The marked pieces as ranges of their texts, neighbours joined.
    pub(super) fn places(&self, marked: &[bool]) -> Vec<Place> {
        let mut places: Vec<Place> = Vec::new();
        for ((part, range), _) in self.pieces.iter().zip(marked).filter(|&(_, &marked)| marked) {
            match places.last_mut() {
                Some((last_part, last)) if last_part == part && last.end == range.start => {
                    last.end = range.end
                }
                _ => places.push((*part, range.clone())),
            }
        }
        places
    }

    fn read(&mut self, text: &str, part: usize) {
        let pieces = split(text);
        let base = self.pieces.len();
        let at = |index: usize| u16::try_from(base + index).unwrap_or(u16::MAX);
        let mut add = |hash: u32, first: usize, last: usize| {
            self.traits.push(Trait { hash: finish(hash), pieces: Some((at(first), at(last))) });
        };
        for (index, piece) in pieces.iter().enumerate() {
            if piece.is_sign {
                add(step(start(Sort::Sign), piece.hash), index, index);
            } else if piece.is_unspaced {
                let mut run = start(Sort::Run);
                for (offset, piece) in pieces.iter().skip(index).take(4).enumerate() {
                    if !piece.is_unspaced {
                        break;
                    }
                    run = step(run, piece.hash);
                    add(run, index, index + offset);
                }
            } else {
                add(step(start(Sort::Word), piece.hash), index, index);
                for length in [4, 6] {
                    if piece.letters.len() > length {
                        let begin = piece.letters.iter().take(length);
                        add(begin.fold(start(Sort::Begin), |hash, &letter| step(hash, letter)), index, index);
                    }
                }
                for gram in piece.letters.windows(INNER) {
                    add(
                        gram.iter().fold(start(Sort::Inner), |hash, &letter| step(hash, letter)),
                        index,
                        index,
                    );
                }
            }
            if let Some(next) = pieces.get(index + 1).filter(|next| !(piece.is_unspaced && next.is_unspaced))
            {
                add(step(step(start(Sort::Pair), piece.hash), next.hash), index, index + 1);
            }
        }
        if let Some(first) = pieces.first() {
            add(step(start(Sort::First), first.hash), 0, 0);
        }
        if let Some(last) = pieces.last() {
            add(step(start(Sort::Last), last.hash), pieces.len() - 1, pieces.len() - 1);
        }
        self.has_words |= pieces.iter().any(|piece| !piece.is_sign || is_emoji(piece.hash));
        self.pieces.extend(pieces.iter().map(|piece| (part, piece.range.clone())));
        self.push_whole(LENGTH, bucketed(pieces.len()));
        self.push_whole(SHOUTED, u32::from(is_shouted(text)));
    }
}

/// Letters of a piece of a word, wherever it stands: endings, and parts of compounds.
const INNER: usize = 4;

fn start(sort: Sort) -> u32 {
    step(SEED, sort as u32)
}

/// The beginning of a text that its traits are of; what follows is not read.
pub fn readable(text: &str) -> &str {
    let end = split(text).last().map_or(0, |piece| piece.range.end);
    text.get(..end).unwrap_or_default()
}

/// Words; each character where there are no spaces; signs, of which several in a row are one.
fn split(text: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for word in words(head(text)) {
        if pieces.len() >= PIECES {
            break;
        }
        match word.kind {
            Kind::Letters(Script::Han | Script::Kana) => {
                for (at, letter) in word.text.char_indices() {
                    let start = word.start + at;
                    pieces.push(Piece {
                        hash: u32::from(letter),
                        range: start..start + letter.len_utf8(),
                        letters: Vec::new(),
                        is_unspaced: true,
                        is_sign: false,
                    });
                }
            }
            Kind::Letters(_) => {
                let letters: Vec<u32> = word.text.chars().flat_map(folded).collect();
                let hash = letters.iter().fold(SEED, |hash, &letter| step(hash, letter));
                pieces.push(Piece { hash, range: word.range(), letters, is_unspaced: false, is_sign: false });
            }
            Kind::Code | Kind::Address => pieces.push(Piece {
                hash: if word.kind == Kind::Code { 1 } else { 2 },
                range: word.range(),
                letters: Vec::new(),
                is_unspaced: false,
                is_sign: true,
            }),
            Kind::Sign(sign) => {
                let hash = u32::from(fold_sign(sign));
                // `!!!` is another sign than `!`, and as loud as `!!`.
                match pieces.last_mut() {
                    Some(last)
                        if last.is_sign && last.range.end == word.start && last.hash % SIGNS == hash =>
                    {
                        last.hash = hash + SIGNS;
                        last.range.end = word.range().end;
                    }
                    _ => pieces.push(Piece {
                        hash,
                        range: word.range(),
                        letters: Vec::new(),
                        is_unspaced: false,
                        is_sign: true,
                    }),
                }
            }
        }
    }
    pieces
}

/// Above every character.
const SIGNS: u32 = 0x20_0000;

fn folded(letter: char) -> impl Iterator<Item = u32> {
    let (one, two) = fold(letter);
    one.into_iter().chain(two).map(u32::from)
}

/// Signs that say the same in different keyboards.
fn fold_sign(sign: char) -> char {
    match sign {
        '？' | '؟' => '?',
        '！' => '!',
        '。' => '.',
        '，' | '、' | '،' => ',',
        '⋯' => '…',
        _ => sign,
    }
}

/// Whether a sign is a picture, which can say as much as a word.
const fn is_emoji(hash: u32) -> bool {
    matches!(hash % SIGNS, 0x2600..=0x27bf | 0x1_f300..=0x1_faff)
}

fn bucketed(count: usize) -> u32 {
    match count {
        0..=2 => 0,
        3..=4 => 1,
        5..=7 => 2,
        8..=12 => 3,
        13..=20 => 4,
        _ => 5,
    }
}

/// Whether a message of more than a code or a size is typed in capitals.
fn is_shouted(text: &str) -> bool {
    let (mut upper, mut lower) = (0u32, 0u32);
    for letter in head(text).chars() {
        upper += u32::from(letter.is_uppercase());
        lower += u32::from(letter.is_lowercase());
    }
    upper >= 8 && upper > 3 * lower
}
