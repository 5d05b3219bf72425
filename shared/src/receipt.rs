//! The receipt of a conversation: what was decided about it, by which rule, on what evidence.

use serde::{Deserialize, Serialize};

use crate::conversation::{Ending, Fact, Message, Purpose};
use crate::digest::Digest;
use crate::id::{ConversationId, MerchantId, MessageId};
use crate::time::Timestamp;

/// The edition of the counting rules that a verdict was made with (`docs/counting.md`).
pub const RULES_VERSION: u32 = 1;

/// Whether the merchant uses up a conversation of the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Counted,
    NotCounted,
}

/// Why: the rule that decided. In order of precedence: purpose, AI, agent, instant, nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The assistant replied while the conversation was open.
    AiReply,
    /// Only people answered (R11).
    HumanOnly,
    /// Only Réponses Éclair answered (R27).
    InstantOnly,
    /// Nobody answered (R9).
    NeverAnswered,
    /// A preview of the widget's settings (R6).
    Preview,
    /// A test from the dashboard (R5).
    Test,
}

impl Reason {
    pub const ALL: [Self; 6] =
        [Self::AiReply, Self::HumanOnly, Self::InstantOnly, Self::NeverAnswered, Self::Preview, Self::Test];

    /// As it travels.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AiReply => "ai_reply",
            Self::HumanOnly => "human_only",
            Self::InstantOnly => "instant_only",
            Self::NeverAnswered => "never_answered",
            Self::Preview => "preview",
            Self::Test => "test",
        }
    }

    pub const fn verdict(self) -> Verdict {
        match self {
            Self::AiReply => Verdict::Counted,
            Self::HumanOnly | Self::InstantOnly | Self::NeverAnswered | Self::Preview | Self::Test => {
                Verdict::NotCounted
            }
        }
    }

    /// The promise in the founding text that this reason keeps.
    pub const fn promise(self) -> &'static str {
        match self {
            Self::AiReply => "R3",
            Self::HumanOnly => "R11",
            Self::InstantOnly => "R27",
            Self::NeverAnswered => "R9",
            Self::Preview => "R6",
            Self::Test => "R5",
        }
    }
}

/// A message as evidence: who can find it again by its id, and how it reads at a glance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Excerpt {
    pub id: MessageId,
    pub at: Timestamp,
    /// Of the whole text.
    pub digest: Digest,
    /// At most [`Excerpt::MAX_CHARS`] characters; the transcript holds the rest. `None` where texts are left out,
    /// as in the ledger's chain: a text may be erased one day, a line of the ledger never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

impl Excerpt {
    pub const MAX_CHARS: usize = 160;

    /// Of a message; without a text, if that was erased.
    pub fn of(message: &Message) -> Self {
        let excerpt = Self::new(message.id.clone(), message.at, &message.text);
        let text = excerpt.text.filter(|_| message.erased.is_none());
        Self { digest: message.digest(), text, ..excerpt }
    }

    pub fn new(id: MessageId, at: Timestamp, text: &str) -> Self {
        let mut short: String = text.chars().take(Self::MAX_CHARS).collect();
        if short.len() < text.len() {
            short.push('…');
        }
        Self { id, at, digest: Digest::of(&[text.as_bytes()]), text: Some(short) }
    }
}

/// What is known of one conversation's place on the bill, as of one revision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Receipt {
    pub conversation: ConversationId,
    /// 1 for the first report of this conversation; the highest revision is the one that holds.
    pub revision: u32,
    pub merchant: MerchantId,
    pub purpose: Purpose,
    pub verdict: Verdict,
    pub reason: Reason,
    pub rules_version: u32,
    pub started_at: Timestamp,
    pub first_message: Excerpt,
    /// The reply that counted. `None` when the conversation is not counted.
    pub counted_by: Option<Excerpt>,
    /// `None` while the conversation is open.
    pub ended_by: Option<Ending>,
    /// `None` while the conversation is open.
    pub ended_at: Option<Timestamp>,
    /// Messages of shopper, assistant, instant replies and agents; system messages are none.
    pub messages: u32,
    /// What the verdict rests on, in order: whoever has these can come to it again.
    pub facts: Vec<Fact>,
}

/// The texts of a receipt, apart from it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Texts {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_message: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counted_by: Option<String>,
}

/// The little of a receipt that every version of the code writes alike: enough to know whether it is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Label {
    pub conversation: ConversationId,
    pub revision: u32,
}

impl Receipt {
    /// What names this receipt within its session: the conversation's ordinal, and the revision.
    pub fn place(&self) -> (u32, u32) {
        (self.conversation.ordinal, self.revision)
    }

    /// The messages that its facts are about.
    pub fn message_ids(&self) -> impl Iterator<Item = &MessageId> {
        self.facts.iter().filter_map(|fact| match fact {
            Fact::Said { id, .. } => Some(id),
            Fact::Closed { .. } | Fact::Resolved { .. } => None,
        })
    }

    /// Takes the texts out.
    pub fn take_texts(&mut self) -> Texts {
        Texts {
            first_message: self.first_message.text.take(),
            counted_by: self.counted_by.as_mut().and_then(|reply| reply.text.take()),
        }
    }

    /// Puts texts in that were taken out.
    pub fn put_texts(&mut self, texts: Texts) {
        self.first_message.text = texts.first_message;
        if let Some(reply) = &mut self.counted_by {
            reply.text = texts.counted_by;
        }
    }
}
