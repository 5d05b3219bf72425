//! The frames between an agent's console and the edge: one socket to the shop's desk, one to each conversation.
//!
//! A console is of the same deploy as its edge, or is reloaded: these frames change together. A frame is an object with one
//! field, its name: `{"say":{"id":"m1","text":"Bonjour"}}`; one that says no more is its name alone: `"accept"`.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::MAX_FRAME_BYTES;
use crate::api::{DeskSettings, TranscriptLine};
use crate::conversation::{Author, Entry, Event, Felt, Session};
use crate::escalation::{Agent, Case, DeskCase};
use crate::id::{AgentId, ConversationId, MessageId};
use crate::identity::{Context, Identity};
use crate::refusal::Refusal;

/// The sign-in, or the account, is no longer good.
pub const CLOSE_SIGNED_OUT: u16 = 4403;

/// Nothing of the agent's shop is at this address: coming back makes no sense.
pub const CLOSE_NOT_FOUND: u16 = 4404;

/// What an agent says to the desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum DeskCommand {
    /// Gives a follow-up to somebody; `None`: to nobody.
    Assign { conversation: ConversationId, to: Option<AgentId> },
    /// Whether this agent takes conversations (`isOnline`).
    Available { is_online: bool },
    /// Nothing is left to do for a follow-up; or there is, after all.
    Done { conversation: ConversationId, is_done: bool },
}

/// What the desk says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum DeskFrame {
    /// Somebody came, left, or has more or less to do.
    Agents {
        agents: Vec<AgentState>,
    },
    /// A case is new, or has changed.
    Case {
        case: Box<DeskCase>,
    },
    Refused {
        code: Refusal,
    },
    Settings {
        settings: DeskSettings,
    },
    /// The first frame: all there is. The cases that changed last come first, at most [`DeskFrame::MAX_CASES`].
    Welcome {
        me: AgentId,
        is_online: bool,
        agents: Vec<AgentState>,
        cases: Vec<DeskCase>,
        settings: DeskSettings,
    },
}

impl DeskFrame {
    /// The most cases that a console is told of at once.
    pub const MAX_CASES: u32 = 500;
}

/// An agent, as colleagues see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AgentState {
    pub agent: Agent,
    pub name: String,
}

/// What an agent says in a conversation. Each is refused unless it is theirs to say; said twice, it is said once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum AgentFrame {
    /// Takes the conversation. The first one has it.
    Accept,
    /// The follow-up was answered by e-mail or by telephone.
    Answered,
    Close,
    /// Gives it back to the assistant.
    HandBack,
    HandTo {
        to: AgentId,
    },
    /// The first frame of every connection: what happened after this place in the journal (0: everything).
    Hello {
        after: u64,
    },
    /// For colleagues. Never shown to the shopper: no frame of theirs can hold it.
    Note {
        id: MessageId,
        text: String,
    },
    Resolve,
    Say {
        id: MessageId,
        text: String,
    },
    /// Somebody is writing. Said every few seconds as long as that is so.
    Typing,
}

/// What a conversation says to an agent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum ConsoleFrame {
    /// Where the hand-over stands.
    Case { case: Box<Case> },
    /// An entry of the journal that people read, with what is felt in it.
    Line {
        seq: u64,
        line: Box<TranscriptLine>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        felt: Option<Felt>,
    },
    Refused {
        code: Refusal,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<MessageId>,
    },
    /// Whether the shopper's panel is connected, and the page of the shop that they look at.
    Shopper {
        is_here: bool,
        page: Option<String>,
        /// Who they are: the shop vouches for it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        identity: Option<Identity>,
        /// What the page says that they are about. Nobody vouches for it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        context: Option<Context>,
    },
    /// The shopper is writing.
    Typing,
    /// Answers `Hello`, after what was missed: the journal stands at `seq`.
    Welcome { seq: u64 },
}

impl ConsoleFrame {
    /// An entry of a session's journal, for its agents; `None` for what is no news to them.
    pub fn of(session: &Session, entry: &Entry) -> Option<Self> {
        let line = session.line(&entry.event)?;
        let felt = match &entry.event {
            // What is felt is for those who pay for it, and for people only (R13).
            Event::Said(message) if message.from == Author::Shopper && session.feels() => {
                Some(Felt::of(&message.text))
            }
            _ => None,
        };
        Some(Self::Line { seq: entry.seq, line: Box::new(line), felt })
    }
}

/// A frame as it travels.
pub fn encode(frame: &impl Serialize) -> String {
    serde_json::to_string(frame).unwrap_or_default()
}

/// Reads a frame that a console sends; what an edge sends may be longer.
///
/// # Errors
/// [`Refusal::FrameTooLarge`] or [`Refusal::Malformed`].
pub fn decode<T: DeserializeOwned>(text: &str) -> Result<T, Refusal> {
    if text.len() > MAX_FRAME_BYTES {
        return Err(Refusal::FrameTooLarge);
    }
    serde_json::from_str(text).map_err(|_| Refusal::Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What e2e and other people's consoles say: a change here is a change of `docs/protocol.md`.
    #[test]
    fn what_consoles_say_json_format_unchanged() {
        let check = |frame: AgentFrame, json: &str| {
            assert_eq!(encode(&frame), json);
            assert_eq!(decode::<AgentFrame>(json), Ok(frame));
        };
        let id: MessageId = "m1".parse().unwrap();
        check(AgentFrame::Accept, r#""accept""#);
        check(AgentFrame::HandBack, r#""handBack""#);
        check(AgentFrame::Hello { after: 7 }, r#"{"hello":{"after":7}}"#);
        check(AgentFrame::HandTo { to: "a1".parse().unwrap() }, r#"{"handTo":{"to":"a1"}}"#);
        check(
            AgentFrame::Say { id: id.clone(), text: "Bonjour".into() },
            r#"{"say":{"id":"m1","text":"Bonjour"}}"#,
        );
        check(AgentFrame::Note { id, text: "…".into() }, r#"{"note":{"id":"m1","text":"…"}}"#);
        let desk = |json: &str| decode::<DeskCommand>(json);
        assert_eq!(
            desk(r#"{"available":{"isOnline":true}}"#),
            Ok(DeskCommand::Available { is_online: true })
        );
        assert_eq!(desk(r#"{"dance":{}}"#), Err(Refusal::Malformed));
        assert_eq!(desk(&" ".repeat(MAX_FRAME_BYTES + 1)), Err(Refusal::FrameTooLarge));
    }
}
