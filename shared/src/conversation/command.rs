//! What a session can be told, and what it has done outside.

use super::{Author, Expectation, Origin, TurnId};
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
    Reply { id: MessageId, from: Author, text: String, turn: Option<TurnId>, expects: Option<Expectation> },
    /// The matter is settled: the shopper confirms, the assistant is sure, or an agent says so.
    Resolve,
    /// The shopper says something. `origin` is what the token says; it is kept with the first message.
    /// `unrelated` is whether the message has nothing to do with the conversation before it; it is
    /// asked only after a resolution, and `None` (unknown) means it has.
    Say { origin: Origin, id: MessageId, text: String, unrelated: Option<bool> },
    /// Time has passed.
    Wake,
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
