//! What happened in a session, as its journal keeps it.

use serde::{Deserialize, Serialize};

use super::{Answer, Author, Ending, Felt, Judged, Origin, TurnId};
use crate::digest::Digest;
use crate::escalation::{Colleague, Trigger};
use crate::id::{AgentId, ImageId, MessageId};
use crate::identity::Identity;
use crate::language::Language;
use crate::time::Timestamp;

/// A fact of a session's journal. Never removed, and never changed but by [`Event::redacted`].
///
/// The journal stores these as JSON: a field may be added with a default, none may change its meaning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum Event {
    /// The console of the agent who has the conversation is gone; they may come back until `until`.
    AgentLeft {
        at: Timestamp,
        until: Timestamp,
    },
    AgentReturned {
        at: Timestamp,
    },
    /// The first words of the agent who has the conversation; they came just before.
    AgentWrote {
        at: Timestamp,
    },
    /// The shopper was asked where they can be answered, and this message was about that alone.
    ContactDiscussed {
        at: Timestamp,
    },
    ContactGiven {
        at: Timestamp,
        contact: String,
    },
    /// A new conversation; the shopper's message that started it follows.
    ConversationStarted {
        ordinal: u32,
        at: Timestamp,
    },
    /// The open conversation is one the merchant pays for: its first AI reply, which came just before.
    Counted {
        message: MessageId,
        at: Timestamp,
        /// The edition of the rules that counted it: a later one never changes an old bill.
        #[serde(default = "first_rules", skip_serializing_if = "is_first_rules")]
        rules: u32,
    },
    /// The desk has the case of this conversation as it stood at this place in the journal.
    DeskTold {
        ordinal: u32,
        revision: u64,
    },
    /// People are called for; who can come is asked next (R16).
    Escalated {
        at: Timestamp,
        trigger: Trigger,
        /// What the shopper speaks.
        language: Language,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        felt: Option<Felt>,
        /// The message that led to it, which the assistant leaves to people.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        turn: Option<TurnId>,
        /// The colleague that an agent hands the conversation to.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<AgentId>,
    },
    /// The merchant's side holds nothing any more of what the shopper wanted erased.
    ErasureConfirmed {
        at: Timestamp,
    },
    /// The follow-up is done.
    FollowUpAnswered {
        ordinal: u32,
        at: Timestamp,
        by: Colleague,
    },
    /// R18: a task for people; nobody can come now.
    FollowUpOpened {
        at: Timestamp,
    },
    /// The shopper wanted what they said erased: what came before is redacted, and nothing more is said.
    Forgotten {
        at: Timestamp,
    },
    /// The assistant goes on.
    HandedBack {
        at: Timestamp,
    },
    /// An agent has the conversation; their first words have to come by `until`.
    HandoffAccepted {
        at: Timestamp,
        agent: Colleague,
        until: Timestamp,
    },
    /// R17: somebody who is there is asked, until `until`.
    HandoffRequested {
        at: Timestamp,
        until: Timestamp,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<AgentId>,
    },
    /// The shop vouches for who the shopper is.
    Identified {
        at: Timestamp,
        identity: Identity,
    },
    /// Of an agent, for colleagues. Not a message: nothing that shows messages can show it.
    Noted {
        at: Timestamp,
        id: MessageId,
        by: Colleague,
        text: String,
    },
    /// What the conversation with this ordinal was worth to the shopper: 1 to 5 stars, in place of those before. No message:
    /// it belongs to no conversation's count or window (R8).
    Rated {
        ordinal: u32,
        at: Timestamp,
        stars: u8,
    },
    /// The conversation is over. `at` is when it ended, not when that was noticed.
    Ended {
        by: Ending,
        at: Timestamp,
    },
    /// The merchant's ledger has this receipt.
    Reported {
        ordinal: u32,
        revision: u32,
    },
    /// The receipt could not be delivered; it is tried again from `until` on.
    ReportDelayed {
        ordinal: u32,
        revision: u32,
        failures: u32,
        until: Timestamp,
    },
    /// A conversation that was over goes on.
    Reopened {
        at: Timestamp,
    },
    /// Nothing could answer this turn.
    ReplyFailed {
        turn: TurnId,
        at: Timestamp,
    },
    Said(Message),
    /// The first event of every journal.
    SessionOpened(Origin),
}

const fn first_rules() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
const fn is_first_rules(rules: &u32) -> bool {
    *rules == first_rules()
}

impl Event {
    /// When it happened; `None` for what has no time of its own.
    pub const fn at(&self) -> Option<Timestamp> {
        match self {
            Self::AgentLeft { at, .. }
            | Self::AgentReturned { at }
            | Self::AgentWrote { at }
            | Self::ContactDiscussed { at }
            | Self::ContactGiven { at, .. }
            | Self::ConversationStarted { at, .. }
            | Self::Counted { at, .. }
            | Self::Ended { at, .. }
            | Self::ErasureConfirmed { at }
            | Self::Escalated { at, .. }
            | Self::FollowUpAnswered { at, .. }
            | Self::FollowUpOpened { at }
            | Self::Forgotten { at }
            | Self::HandedBack { at }
            | Self::HandoffAccepted { at, .. }
            | Self::HandoffRequested { at, .. }
            | Self::Identified { at, .. }
            | Self::Noted { at, .. }
            | Self::Rated { at, .. }
            | Self::Reopened { at }
            | Self::ReplyFailed { at, .. } => Some(*at),
            Self::Said(message) => Some(message.at),
            Self::DeskTold { .. }
            | Self::ReportDelayed { .. }
            | Self::Reported { .. }
            | Self::SessionOpened(_) => None,
        }
    }
}

/// Something said in a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Message {
    pub id: MessageId,
    pub at: Timestamp,
    pub from: Author,
    /// Empty only beside an image.
    pub text: String,
    /// Of a shopper's message: the image that came with it, for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<ImageId>,
    /// The turn it answers. `None` for a shopper's message and for one that was not asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub turn: Option<TurnId>,
    /// Of a shopper's message after a resolution: whether it has nothing to do with what was resolved.
    /// `None` when nobody asked, or nobody knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unrelated: Option<bool>,
    /// Who decided that, when somebody was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub judged: Option<Judged>,
    /// What the assistant asked the shopper for, if it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expects: Option<Expectation>,
    /// Of a reply: how it came about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Box<Answer>>,
    /// The digest of the text that the shopper had erased; of a notice, that of nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub erased: Option<Digest>,
}

impl Message {
    /// What a reply waits for, or nothing.
    pub fn expects(&self, expectation: &Expectation) -> bool {
        self.expects.as_ref() == Some(expectation)
    }

    /// A notice of ours.
    pub(super) fn notice(id: MessageId, at: Timestamp, text: String) -> Self {
        let judgement = Judgement::default();
        Self { from: Author::System, ..Self::of_shopper(id, at, text, judgement) }
    }

    pub(super) fn of_shopper(id: MessageId, at: Timestamp, text: String, judgement: Judgement) -> Self {
        let Judgement { unrelated, judged } = judgement;
        Self {
            id,
            at,
            from: Author::Shopper,
            text,
            image: None,
            turn: None,
            unrelated,
            judged,
            expects: None,
            answer: None,
            erased: None,
        }
    }
}

/// Whether a shopper's message has nothing to do with the conversation before it, and who says so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judgement {
    /// `None`: nobody asked, or nobody knows; then it has.
    pub unrelated: Option<bool>,
    pub judged: Option<Judged>,
}

impl From<Option<bool>> for Judgement {
    fn from(unrelated: Option<bool>) -> Self {
        Self { unrelated, judged: None }
    }
}

/// What the assistant waits for after a question of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum Expectation {
    /// Whether the answer was one: yes or no (R29).
    Confirmation,
    /// The e-mail or postcode of the order with this number.
    OrderContact {
        number: String,
    },
    OrderNumber,
}
