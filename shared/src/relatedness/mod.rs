//! Whether a question that follows a resolved one is about something else (R23, `docs/counting.md`).
//!
//! *Unrelated* starts a new conversation, which is billed: it is said only when sure. When not, the answer is `None`, and
//! the shopper's conversation goes on as if it were related.

mod topics;

use std::{ops::Range, sync::LazyLock};

use serde::{Deserialize, Serialize};

use self::topics::{codes, topics};
use crate::reading::{Answer, Place, Sense, Traits, in_one_text, readable, without};

/// Who said a message of the conversation so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speaker {
    Shopper,
    Assistant,
}

/// Whether the next question is about something else, and how that is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Relatedness {
    /// `Some(true)` starts a new conversation; `None` is not sure, and starts none.
    pub unrelated: Option<bool>,
    /// How likely it is about something else, 0 to 1.
    pub score: f32,
    pub why: Why,
    /// The words of the next question that decided. Empty when not sure, or when what decided is no word.
    pub evidence: Vec<Range<usize>>,
}

/// What decided, for the receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Why {
    /// It names the order number that was spoken of.
    SameNumber,
    /// It names another order number.
    OtherNumber,
    /// Its words, and what they share with those before.
    Words,
    /// Neither is likely enough.
    Unsure,
}

/// From this likelihood on, a question is about something else. The table is surer of itself than it should
/// be: chosen where writers that it had not read still bill rightly (`docs/understanding.md`).
pub const UNRELATED_FROM: f32 = 0.985;

/// Up to this likelihood, a question is about the same thing.
pub const RELATED_TO: f32 = 0.4;

/// What the table tells apart, related first. The headings of the training messages.
pub const KINDS: [&str; 8] = [
    "related aspect",
    "related ellipsis",
    "related order",
    "related reaction",
    "unrelated product",
    "unrelated order",
    "unrelated account",
    "unrelated shop",
];

static SENSE: LazyLock<Sense<{ KINDS.len() }>> =
    LazyLock::new(|| Sense::new(include_bytes!("relatedness.bin")));
const UNRELATED: Range<usize> = 4..KINDS.len();

/// Whether `next` is about something else than `previous`, the messages so far, oldest first.
pub fn judge<'a>(previous: impl IntoIterator<Item = (Speaker, &'a str)>, next: &str) -> Relatedness {
    let previous: Vec<(Speaker, &str)> = previous.into_iter().collect();
    let next = readable(next);
    let (traits, numbers) = measure(previous.iter().copied(), next);
    let score = SENSE.answer(&traits).of(UNRELATED);
    // The same order number is the plainest word for "the same thing" there is: no likelihood overrules it.
    let unrelated = match score {
        _ if numbers == Numbers::Same => Some(false),
        score if score >= UNRELATED_FROM => Some(true),
        score if score <= RELATED_TO => Some(false),
        _ => None,
    };
    let why = match (unrelated, numbers) {
        (None, _) => Why::Unsure,
        (Some(false), Numbers::Same) => Why::SameNumber,
        (Some(true), Numbers::Other) => Why::OtherNumber,
        (Some(_), _) => Why::Words,
    };
    let unlike = |answer: &Answer<{ KINDS.len() }>| answer.of(UNRELATED);
    let again =
        |words: &[Place]| SENSE.answer(&measure(previous.iter().copied(), &without(next, 0, words)).0);
    let evidence = match why {
        Why::Unsure | Why::SameNumber => Vec::new(),
        Why::OtherNumber | Why::Words if unrelated == Some(true) => {
            SENSE.evidence(&traits, unlike, |answer| unlike(answer) >= UNRELATED_FROM, again)
        }
        Why::OtherNumber | Why::Words => {
            SENSE.evidence(&traits, |answer| -unlike(answer), |answer| unlike(answer) <= RELATED_TO, again)
        }
    };
    Relatedness { unrelated, score, why, evidence: in_one_text(evidence) }
}

/// The traits that [`judge`] weighs: the words of `next`, and what they share with `previous`.
pub fn traits<'a>(previous: impl IntoIterator<Item = (Speaker, &'a str)>, next: &str) -> Traits {
    measure(previous, next).0
}

/// The order numbers of a question, beside those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Numbers {
    None,
    Same,
    Other,
}

/// What a measured trait is about: the first step of its hash.
#[derive(Clone, Copy)]
enum Measure {
    KnownTopic = 101,
    NewTopic,
    KnownTopics,
    NewTopics,
    Share,
    Numbers,
}

fn measure<'a>(previous: impl IntoIterator<Item = (Speaker, &'a str)>, next: &str) -> (Traits, Numbers) {
    let mut traits = Traits::of(next);
    let (mut known, mut numbers) = (Vec::new(), Vec::new());
    for (_, text) in previous {
        known.extend(topics(text));
        numbers.extend(codes(text));
    }
    let (mut shared, mut new) = (0u32, 0u32);
    for topic in topics(next) {
        let is_known = known.contains(&topic);
        *if is_known { &mut shared } else { &mut new } += 1;
        traits.push_whole(if is_known { Measure::KnownTopic } else { Measure::NewTopic } as u32, topic);
    }
    traits.push_whole(Measure::KnownTopics as u32, shared.min(3));
    traits.push_whole(Measure::NewTopics as u32, new.min(6));
    traits.push_whole(Measure::Share as u32, (shared * 4).checked_div(shared + new).unwrap_or(5));
    let named = codes(next);
    let beside = match named.as_slice() {
        named if named.iter().any(|number| numbers.contains(number)) => Numbers::Same,
        // A phone number or a year is no other order's number; one that looks like the first is.
        named if named.iter().any(|number| numbers.iter().any(|known| known.len() == number.len())) => {
            Numbers::Other
        }
        _ => Numbers::None,
    };
    traits.push_whole(Measure::Numbers as u32, beside as u32 + 4 * u32::from(!numbers.is_empty()));
    (traits, beside)
}
