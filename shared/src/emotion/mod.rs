//! How a shopper feels, and which words say so (R13).
//!
//! The label is for agents and for the assistant's tone; a shopper never sees it. A question that merely contains a bad
//! word is neutral: « comment renvoyer un article cassé ? » asks, it does not complain.

mod mood;

use std::{ops::Range, sync::LazyLock};

use serde::{Deserialize, Serialize};

pub use self::mood::Mood;
use crate::reading::{Sense, Traits, in_one_text, readable, without};

/// What is felt in a message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Emotion {
    /// Anger, annoyance, disappointment, sarcasm at the shop, polite or not.
    Frustrated,
    /// Fear, doubt or stress about what may happen.
    Worried,
    /// A question or a request without feeling, even with negative words or in capitals.
    #[default]
    Neutral,
    /// Praise, joy, relief, thanks with feeling.
    Happy,
}

impl Emotion {
    pub const ALL: [Self; 4] = [Self::Frustrated, Self::Worried, Self::Neutral, Self::Happy];

    /// The word of the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Frustrated => "frustrated",
            Self::Worried => "worried",
            Self::Neutral => "neutral",
            Self::Happy => "happy",
        }
    }
}

/// The emotion of one message.
#[derive(Clone, Debug, PartialEq)]
pub struct Feeling {
    pub emotion: Emotion,
    /// How likely it is, 0 to 1.
    pub score: f32,
    /// The words that caused it, as ranges of bytes: without them the answer would be another. Empty when neutral.
    pub evidence: Vec<Range<usize>>,
}

/// Kinds of each emotion that the table tells apart; sarcasm is not shouting, though both are frustration.
pub const KINDS: usize = 5;

/// All kinds, emotion by emotion, in the order of [`Emotion::ALL`]: the headings of the training messages.
pub const KIND_NAMES: [&str; KINDS * Emotion::ALL.len()] = [
    "frustrated sarcasm",
    "frustrated again",
    "frustrated polite",
    "frustrated anger",
    "frustrated product",
    "worried late",
    "worried lost",
    "worried money",
    "worried safety",
    "worried mistake",
    "neutral negative",
    "neutral question",
    "neutral request",
    "neutral fact",
    "neutral hypothetical",
    "happy product",
    "happy service",
    "happy implied",
    "happy negation",
    "happy relief",
];

static SENSE: LazyLock<Sense<{ KIND_NAMES.len() }>> =
    LazyLock::new(|| Sense::new(include_bytes!("emotion.bin")));

/// What is felt in `text`.
pub fn feel(text: &str) -> Feeling {
    let text = readable(text);
    let traits = Traits::of(text);
    if traits.has_no_words() {
        return Feeling { emotion: Emotion::Neutral, score: 1.0, evidence: Vec::new() };
    }
    let (best, score) = SENSE.answer(&traits).best(KINDS);
    let emotion = Emotion::ALL.get(best).copied().unwrap_or_default();
    if emotion == Emotion::Neutral {
        return Feeling { emotion, score, evidence: Vec::new() };
    }
    let kinds = best * KINDS..(best + 1) * KINDS;
    let evidence = SENSE.evidence(
        &traits,
        |answer| answer.of(kinds.clone()),
        |answer| answer.best(KINDS).0 == best,
        |words| SENSE.answer(&Traits::of(&without(text, 0, words))),
    );
    Feeling { emotion, score, evidence: in_one_text(evidence) }
}
