//! What the Worker and the objects tell each other. Old and new code run side by side during a deploy, so what is added here
//! must be optional.

use lutin_shared::account::Period;
use lutin_shared::api::{ArticleDraft, AssistantSettings, ChainLink, Provenance};
use lutin_shared::assistant::{Article, Finding, InstantReply, People, Voice};
use lutin_shared::conversation::{Engine, Message, Purpose};
use lutin_shared::escalation::{Colleague, Trigger};
use lutin_shared::id::{AgentId, ArticleId, ConversationId, InstantId, MerchantId, MessageId};
use lutin_shared::language::Language;
use lutin_shared::ledger::Contest;
use lutin_shared::order::Order;
use lutin_shared::receipt::Receipt;
use serde::{Deserialize, Serialize};

/// An agent who comes to the desk, or to a conversation.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Joining {
    pub agent: Colleague,
    pub merchant: MerchantId,
}

/// What a poll came to.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Polled {
    /// The body for whoever polls.
    pub answer: String,
    /// Whether the session has something left to do.
    pub is_left: bool,
}

/// Who can come to a case.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Routed {
    /// Whether it rings now.
    pub rings: bool,
    /// For this agent alone.
    #[serde(default)]
    pub to: Option<AgentId>,
}

/// A shopper's message that wants a reply.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Consult {
    pub text: String,
    /// What was said last before it: enough to know what is spoken of, and in which language.
    pub before: Vec<Message>,
    pub purpose: Purpose,
    pub conversation: ConversationId,
    /// Whether anybody has answered in this conversation, and whether somebody will write anyway.
    #[serde(default)]
    pub was_answered: bool,
    #[serde(default)]
    pub awaits_follow_up: bool,
    /// How far the shopper's clock is ahead of UTC, in minutes.
    #[serde(default)]
    pub offset: Option<i64>,
}

impl Consult {
    /// How much of the session goes along, in messages and in characters of each.
    const MESSAGES: usize = 16;
    const CHARS: usize = 600;

    pub fn new(said: &Message, before: &[Message], purpose: Purpose, conversation: &ConversationId) -> Self {
        let from = before.len().saturating_sub(Self::MESSAGES);
        let before = before.get(from..).unwrap_or_default().iter().map(|message| Message {
            text: message.text.chars().take(Self::CHARS).collect(),
            ..message.clone()
        });
        Self {
            text: said.text.clone(),
            before: before.collect(),
            purpose,
            conversation: conversation.clone(),
            was_answered: false,
            awaits_follow_up: false,
            offset: None,
        }
    }
}

/// What was found for a message, and how to say it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Consultation {
    pub finding: Finding,
    pub voice: Voice,
    /// Who is to answer.
    #[serde(default)]
    pub engine: Engine,
    /// Who was to, if it were well and not asked too much.
    #[serde(default)]
    pub wanted: Engine,
    /// The Réponse Éclair that answers it at once.
    #[serde(default)]
    pub instant: Option<InstantAnswer>,
    #[serde(default)]
    pub people: People,
    /// Why the message is left to people unasked.
    #[serde(default)]
    pub calls: Option<Trigger>,
}

/// A Réponse Éclair in the language that it is said in.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InstantAnswer {
    pub id: InstantId,
    pub language: Language,
    pub answer: String,
}

/// An order that a model asks for.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Lookup {
    pub number: String,
    pub proof: Option<String>,
}

/// What a session tells the merchant's object beside its receipts. May come twice.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Learned {
    /// Whether the engine that was asked gave a reply.
    pub engine_answered: Option<bool>,
    /// A question that the shop has no answer to, its language, and where it was asked.
    pub unanswered: Option<String>,
    pub language: Option<Language>,
    pub conversation: Option<ConversationId>,
}

/// Somebody is about to begin a session.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Admission {
    /// Where they come from; `None` when that is not known, or this very machine.
    pub address: Option<String>,
}

/// Something the merchant changes of what the assistant knows.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Lesson {
    DeleteArticle { id: ArticleId, language: Language },
    DeleteInstant { id: InstantId },
    DeleteUnanswered { key: String },
    ImportArticles { articles: Vec<Article>, by: Provenance },
    ImportOrders { orders: Vec<Order> },
    PutArticle { id: ArticleId, language: Language, draft: ArticleDraft },
    PutInstant { reply: InstantReply },
    PutSettings { settings: AssistantSettings },
}

/// What a lesson changed.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Taught {
    pub added: u32,
    pub replaced: u32,
}

/// What the ledger holds of a conversation.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Posting {
    /// At its last revision.
    pub receipt: Receipt,
    /// The month on whose total it stands; `None` when it is not counted, or was taken back.
    pub period: Option<Period>,
    /// The row with this receipt.
    pub link: ChainLink,
    #[serde(default)]
    pub contest: Option<Contest>,
}

/// A member of staff holds that a conversation should not have been counted.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Contested {
    pub conversation: ConversationId,
    pub reason: String,
    pub by: String,
}

/// The operator decides over a contest.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Judged {
    pub conversation: ConversationId,
    pub credit: bool,
    pub note: String,
}

/// What frames an export, and which rows are in it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExportFrame {
    /// The first line.
    pub header: String,
    /// The last line.
    pub end: String,
    /// The rows between are those after this one, up to [`ExportFrame::until`].
    pub after: u64,
    pub until: u64,
}

/// Some rows of an export, in order.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExportPage {
    pub rows: Vec<ExportedRow>,
    /// Where the next page begins.
    pub after: u64,
}

/// A row of an export.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExportedRow {
    pub line: String,
    /// What was said and belongs behind this row; `None` where no texts do.
    pub said: Option<Spoken>,
}

/// Which messages of a conversation.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Spoken {
    pub conversation: ConversationId,
    pub messages: Vec<MessageId>,
}

/// A line of a transcript, if it is a message: what was said, under its id.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SpokenLine {
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(default)]
    pub id: Option<MessageId>,
    #[serde(default)]
    pub text: String,
    #[serde(default)]
    pub is_erased: bool,
}
