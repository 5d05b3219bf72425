//! How a reply came about, beside its words: for the shopper's screen, for the merchant, and for the next turn.

use serde::{Deserialize, Serialize};

use crate::emotion::{Emotion, feel};
use crate::escalation::Colleague;
use crate::id::InstantId;
use crate::language::Language;
use crate::relatedness::Why;

/// What is known of a reply. Everything may be absent: of an agent's reply only the agent is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Answer {
    /// Who thought of it; `None` for fixed words and for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub engine: Option<Engine>,
    /// The person who wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent: Option<Colleague>,
    /// The language it is meant to be in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// The article that it comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// What was felt in the message that it answers; only with the Enchantment Émotion (R13). Never shown to the shopper.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub felt: Option<Felt>,
    /// Whether it breaks off: what came of it before the engine was lost.
    #[serde(skip_serializing_if = "is_false")]
    pub is_cut: bool,
    /// The Réponse Éclair that it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instant: Option<InstantId>,
}

/// What writes the assistant's replies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Engine {
    /// Ours, which says only what the shop has written: no key, no model.
    #[default]
    Embedded,
    /// A model behind an OpenAI-compatible address.
    OpenAi,
    /// A model on Cloudflare's own machines.
    WorkersAi,
}

/// An article, as an answer names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Source {
    pub title: String,
    /// The page that it was fetched from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// What a reply did for the shopper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// It answers from what the shop knows.
    Answered,
    /// It asks the shopper for something, as for the number of an order.
    Asked,
    /// It hands over to people.
    Escalated,
    /// An order was not shown: there is none of this number, or the proof was not its own.
    Refused,
    /// A greeting, thanks, a farewell.
    SmallTalk,
    /// The shop knows no answer.
    Unanswered,
}

/// An emotion and the words that caused it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Felt {
    pub emotion: Emotion,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<String>,
}

impl Felt {
    /// What is felt in a message.
    pub fn of(text: &str) -> Self {
        let feeling = feel(text);
        let words = feeling.evidence.iter().filter_map(|range| text.get(range.clone()));
        Self { emotion: feeling.emotion, evidence: words.map(str::to_owned).collect() }
    }
}

/// Who decided whether a message after a resolution is about something else, and on what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Judged {
    pub by: Judge,
    pub why: Why,
    /// How likely it is about something else, in thousandths.
    pub likelihood: u16,
}

/// Who can judge that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Judge {
    /// The reader of `shared/relatedness`.
    Reader,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
const fn is_false(flag: &bool) -> bool {
    !*flag
}
