//! What a session can be told, and what it has done outside.

use super::{Answer, Author, Expectation, Judgement, Origin, TurnId};
use crate::id::MessageId;
use crate::receipt::Receipt;

/// Something a shell tells a session. The moment comes beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// The shopper, an agent or the merchant ends the conversation that they see at `seen`, a place in the
    /// journal. One that started later is not meant.
    Close { seen: u64 },
    /// A receipt could not be delivered.
    DelayDelivery { ordinal: u32, revision: u32 },
    /// Nothing could answer this turn.
    FailReply { turn: TurnId },
    /// Somebody other than the shopper says something.
    Reply(Reply),
    /// The matter is settled: the shopper confirms, the assistant is sure, or an agent says so.
    Resolve,
    /// The shopper says something. `origin` is what the token says; it is kept with the first message.
    /// `judgement` is whether the message has nothing to do with the conversation before it; it is
    /// asked only after a resolution.
    Say { origin: Origin, id: MessageId, text: String, judgement: Judgement },
    /// Time has passed.
    Wake,
}

/// What somebody other than the shopper says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    pub id: MessageId,
    pub from: Author,
    pub text: String,
    /// The turn it answers, if it was asked for.
    pub turn: Option<TurnId>,
    pub expects: Option<Expectation>,
    pub answer: Option<Box<Answer>>,
    /// Whether the matter is settled with it: then the conversation ends as resolved, in the same step.
    pub resolves: bool,
}

impl Reply {
    /// Words, and nothing else known about them.
    pub fn new(id: MessageId, from: Author, text: impl Into<String>) -> Self {
        Self { id, from, text: text.into(), turn: None, expects: None, answer: None, resolves: false }
    }

    /// The same, to this turn.
    #[must_use]
    pub fn to_turn(self, turn: TurnId) -> Self {
        Self { turn: Some(turn), ..self }
    }
}

/// Something a shell does outside the session, once the events are stored. Found anew from the state, so
/// never lost; each may be performed twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Ask the assistant for a reply to this turn; it comes back as [`Command::Reply`].
    AskAssistant { turn: TurnId },
    /// Tell the merchant's ledger; it comes back as [`Session::confirm`](super::Session::confirm) or as
    /// [`Command::DelayDelivery`].
    Deliver(Box<Receipt>),
}
