//! What a shopper wants of the conversation itself: a person, or nothing more.

use std::{ops::Range, sync::LazyLock};

use serde::{Deserialize, Serialize};

use crate::reading::{Sense, Traits, in_one_text, readable, without};

/// Why a conversation belongs to a person (R11): asked for, or a matter that no assistant should handle alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Need {
    Person,
    Call,
    Role,
    BotFailed,
    Legal,
    Fraud,
    ExposedData,
    Injury,
    Ignored,
}

impl Need {
    pub const ALL: [Self; 9] = [
        Self::Person,
        Self::Call,
        Self::Role,
        Self::BotFailed,
        Self::Legal,
        Self::Fraud,
        Self::ExposedData,
        Self::Injury,
        Self::Ignored,
    ];

    /// For people: what the message says.
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Person => "asks outright for a human",
            Self::Call => "asks to be phoned by, or to phone, a person",
            Self::Role => "asks for a named role (manager, supervisor, adviser, specialist)",
            Self::BotFailed => "the bot has failed several times and the shopper gives up on it",
            Self::Legal => "threatens legal action or an official complaint",
            Self::Fraud => "reports fraud or purchases they did not make",
            Self::ExposedData => "reports personal data shown to somebody else",
            Self::Injury => "reports an injury, a reaction or a safety hazard",
            Self::Ignored => "has written several times without an answer",
        }
    }
}

/// Whether a message wants a person.
#[derive(Clone, Debug, PartialEq)]
pub struct Wish {
    /// `None`: it does not.
    pub need: Option<Need>,
    /// How likely it is that it wants a person, 0 to 1.
    pub score: f32,
    /// The words that say so; without them the answer would be no. Empty when it is no.
    pub evidence: Vec<Range<usize>>,
}

/// What the table tells apart: the nine needs, then what only looks like one. The headings of the training messages.
pub const WISH_KINDS: [&str; 16] = [
    "yes person",
    "yes call",
    "yes role",
    "yes bot",
    "yes legal",
    "yes fraud",
    "yes data",
    "yes injury",
    "yes ignored",
    "no hours",
    "no product",
    "no help",
    "no settled",
    "no courier",
    "no job",
    "no plain",
];

/// The likelihood from which a person is called.
pub const WISH_FROM: f32 = 0.5;

static WISHES: LazyLock<Sense<{ WISH_KINDS.len() }>> =
    LazyLock::new(|| Sense::new(include_bytes!("wish.bin")));
const NEEDS: Range<usize> = 0..Need::ALL.len();

/// Whether `text` asks for a person or is in need of one.
pub fn wants_human(text: &str) -> Wish {
    let text = readable(text);
    let traits = Traits::of(text);
    if traits.has_no_words() {
        return Wish { need: None, score: 0.0, evidence: Vec::new() };
    }
    let answer = WISHES.answer(&traits);
    let score = answer.of(NEEDS);
    if score < WISH_FROM {
        return Wish { need: None, score, evidence: Vec::new() };
    }
    let evidence = WISHES.evidence(
        &traits,
        |answer| answer.of(NEEDS),
        |answer| answer.of(NEEDS) >= WISH_FROM,
        |words| WISHES.answer(&Traits::of(&without(text, 0, words))),
    );
    Wish { need: Need::ALL.get(answer.kind(NEEDS)).copied(), score, evidence: in_one_text(evidence) }
}

/// Whether a message says that its matter is settled.
#[derive(Clone, Debug, PartialEq)]
pub struct Resolution {
    pub is_resolved: bool,
    /// How likely it is that it is settled, 0 to 1.
    pub score: f32,
    /// The words that say so; without them the answer would be the other. Empty when the answer does not hang on words.
    pub evidence: Vec<Range<usize>>,
}

/// What the table tells apart, settled first. The headings of the training messages.
pub const RESOLUTION_KINDS: [&str; 10] = [
    "resolved works",
    "resolved found",
    "resolved thanks",
    "resolved clear",
    "resolved mistake",
    "open broken",
    "open another",
    "open notasked",
    "open detail",
    "open doubt",
];

/// The likelihood from which a matter is settled.
pub const RESOLVED_FROM: f32 = 0.5;

static RESOLUTIONS: LazyLock<Sense<{ RESOLUTION_KINDS.len() }>> =
    LazyLock::new(|| Sense::new(include_bytes!("resolution.bin")));
const SETTLED: Range<usize> = 0..5;

/// Whether `text`, said after an answer, settles the matter: "merci, c'est parfait" does, "merci mais ça ne marche pas"
/// does not, and a thanks with a further question does not.
pub fn resolves(text: &str) -> Resolution {
    let text = readable(text);
    let traits = Traits::of(text);
    if traits.has_no_words() {
        return Resolution { is_resolved: false, score: 0.0, evidence: Vec::new() };
    }
    let score = RESOLUTIONS.answer(&traits).of(SETTLED);
    let is_resolved = score >= RESOLVED_FROM;
    let evidence = RESOLUTIONS.evidence(
        &traits,
        |answer| if is_resolved { answer.of(SETTLED) } else { -answer.of(SETTLED) },
        |answer| (answer.of(SETTLED) >= RESOLVED_FROM) == is_resolved,
        |words| RESOLUTIONS.answer(&Traits::of(&without(text, 0, words))),
    );
    Resolution { is_resolved, score, evidence: in_one_text(evidence) }
}
