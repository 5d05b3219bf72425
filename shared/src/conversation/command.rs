//! What a session can be told, and what it has done outside.

use super::{Answer, Author, Expectation, Felt, Judgement, Origin, TurnId};
use crate::escalation::{Case, Colleague, Trigger};
use crate::id::{AgentId, ImageId, MessageId};
use crate::identity::Identity;
use crate::language::Language;
use crate::receipt::Receipt;

/// Something a shell tells a session. The moment comes beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Somebody of the shop does something in the conversation with this ordinal. Refused, unless it is theirs to do.
    Agent { agent: Colleague, ordinal: u32, act: AgentAct },
    /// An agent was switched off: what is theirs is nobody's.
    AgentDeactivated { agent: AgentId },
    /// The shopper, an agent or the merchant ends the conversation that they see at `seen`, a place in the
    /// journal. One that started later is not meant.
    Close { seen: u64 },
    /// The merchant's side has erased what it had of this session.
    ConfirmErasure,
    /// A receipt could not be delivered.
    DelayDelivery { ordinal: u32, revision: u32 },
    /// The assistant leaves this turn to people.
    Escalate { turn: TurnId, trigger: Trigger, language: Language, felt: Option<Felt> },
    /// Nothing could answer this turn.
    FailReply { turn: TurnId },
    /// The shopper wants what they said here erased.
    Forget,
    /// The shop vouches for who the shopper is. Of no consequence before the first message.
    Identify(Identity),
    /// The shopper gives stars to the conversation that they see at `seen`.
    Rate { seen: u64, stars: u8 },
    /// Somebody other than the shopper says something.
    Reply(Reply),
    /// The matter is settled: the shopper confirms, the assistant is sure, or an agent says so.
    Resolve,
    /// The desk said who can come, to the case of this revision; `None`: nobody can.
    Route { revision: u64, ring: Option<Ring> },
    /// The shopper says something. `origin` is what the token says; it is kept with the first message.
    /// `judgement` is whether the message has nothing to do with the conversation before it; it is
    /// asked only after a resolution. The `image` is there, and of this session.
    Say { origin: Origin, id: MessageId, text: String, image: Option<ImageId>, judgement: Judgement },
    /// The last agent who could have come has left (R20).
    Unattended,
    /// Time has passed.
    Wake,
}

/// What an agent does in a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AgentAct {
    Accept,
    /// The follow-up was answered elsewhere.
    Answer,
    Close,
    HandBack,
    HandTo(AgentId),
    /// The console of theirs is gone, or back.
    Leave,
    Note {
        id: MessageId,
        text: String,
    },
    Resolve,
    Return,
    Say {
        id: MessageId,
        text: String,
    },
}

/// Whom a hand-off rings: every available agent, or one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ring {
    pub to: Option<AgentId>,
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
    /// Ask the desk who can come; it comes back as [`Command::Route`].
    AskDesk(Box<Case>),
    /// Tell the desk where a case stands; it comes back as [`Session::desk_has`](super::Session::desk_has) or as
    /// [`Session::desk_is_away`](super::Session::desk_is_away).
    TellDesk(Box<Case>),
    /// Have the merchant's side erase what it has of this session; it comes back as [`Command::ConfirmErasure`] or as
    /// [`Session::erasure_failed`](super::Session::erasure_failed).
    Erase,
    /// Tell the merchant's ledger; it comes back as [`Session::confirm`](super::Session::confirm) or as
    /// [`Command::DelayDelivery`].
    Deliver(Box<Receipt>),
}
