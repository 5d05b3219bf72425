//! One shopper's session with one merchant, and the conversations in it.
//!
//! The session is the unit that lives in one place and is changed by one command at a time; its
//! conversations follow one another. [`Session::decide`] answers a command with events and changes
//! nothing; [`Session::apply`] folds an event in and cannot fail; [`Session::effects`] says what is
//! left to do, so that work forgotten in a crash is found again on the next wake.
//!
//! The rules are those of `docs/counting.md`, version [`RULES_VERSION`](crate::receipt::RULES_VERSION).

mod agents;
mod answer;
mod apply;
mod command;
mod decide;
mod erasure;
mod event;
mod evidence;
mod judgement;
mod people;
mod rating;
mod transcript;

use core::time::Duration;

use serde::{Deserialize, Serialize};

use crate::escalation::Handoff;
use crate::id::{ConversationId, MerchantId, MessageId, SessionId};
use crate::identity::Identity;
use crate::receipt::{Excerpt, Reason, Receipt};
use crate::time::Timestamp;

use erasure::Erasure;

pub use answer::{Answer, Engine, Felt, Judge, Judged, Outcome, Source};
pub use command::{AgentAct, Command, Effect, Reply, Ring};
pub use event::{Event, Expectation, Judgement, Message};
pub use evidence::{Fact, Unfounded};

/// `W`: how long after its last message a conversation still goes on.
pub const WINDOW: Duration = Duration::from_secs(30 * 60);

/// How much later an end by inactivity may be noticed. The end is the moment it is; but setting an alarm is a write,
/// and a conversation that goes on for no longer than this is noticed by the one alarm that its first message set.
pub const NOTICE: Duration = Duration::from_secs(5 * 60);

/// The longest message a shopper may send, in characters.
pub const MAX_MESSAGE_CHARS: usize = 4_000;

/// The most messages of one session.
pub const MAX_MESSAGES: usize = 2_000;

/// How long a receipt that could not be delivered waits for its `attempt`-th try, from 1.
pub fn delivery_delay(attempt: u32) -> Duration {
    Duration::from_secs(10 << attempt.saturating_sub(1).min(9))
}

/// What a session is for. Sealed into its token, so a shopper cannot change it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Purpose {
    /// A shopper on a merchant's page.
    Live,
    /// A merchant looking at the widget while setting it up (R6).
    Preview,
    /// A merchant trying the assistant from the dashboard (R5).
    Test,
}

/// Who wrote a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Author {
    /// A person of the shop.
    Agent,
    /// The AI, whichever engine.
    Assistant,
    /// A Réponse Éclair: a fixed answer, without AI.
    Instant,
    Shopper,
    /// A notice of ours. Belongs to no conversation's count or window (R8).
    System,
}

impl Author {
    pub const ALL: [Self; 5] = [Self::Agent, Self::Assistant, Self::Instant, Self::Shopper, Self::System];

    /// As it travels.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Assistant => "assistant",
            Self::Instant => "instant",
            Self::Shopper => "shopper",
            Self::System => "system",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|author| author.name() == name)
    }
}

impl Purpose {
    pub const ALL: [Self; 3] = [Self::Live, Self::Preview, Self::Test];

    /// As it travels.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Preview => "preview",
            Self::Test => "test",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.name() == name)
    }
}

/// How a conversation came to its end (R2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Ending {
    Closed,
    Inactivity,
    Resolved,
}

impl Ending {
    pub const ALL: [Self; 3] = [Self::Closed, Self::Inactivity, Self::Resolved];

    /// As it travels.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Inactivity => "inactivity",
            Self::Resolved => "resolved",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ending| ending.name() == name)
    }
}

/// A shopper's message that nobody has answered yet, named by its place in the journal.
pub type TurnId = u64;

/// The state of one session. The default one is a session that has not begun.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Session {
    origin: Option<Origin>,
    /// Events folded so far; the last one's place in the journal.
    seq: u64,
    /// The time of the latest event.
    latest: Timestamp,
    journal: Vec<Entry>,
    conversation: Option<Conversation>,
    /// Unanswered turns of the current conversation, the oldest first.
    turns: Vec<TurnId>,
    /// Receipts that the merchant's ledger has not acknowledged.
    outbox: Vec<Delivery>,
    /// The hand-overs of its conversations to people, at most one each, the oldest first.
    handoffs: Vec<Called>,
    /// `None` until the shopper wants what they said erased.
    erasure: Option<Erasure>,
    /// Who the shop says that the shopper is.
    identity: Option<Identity>,
}

/// Whose session it is and what for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Origin {
    pub merchant: MerchantId,
    pub session: SessionId,
    pub purpose: Purpose,
}

/// An event and its place in the journal, from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub seq: u64,
    pub event: Event,
}

/// The last conversation of the session, whether open or over.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Conversation {
    ordinal: u32,
    /// The place in the journal where it started.
    began: u64,
    started_at: Timestamp,
    /// `None` only until the message that started it is folded in.
    first_message: Option<Excerpt>,
    /// The time of its last message; never earlier than the one before.
    last: Timestamp,
    ended: Option<(Ending, Timestamp)>,
    messages: u32,
    counted_by: Option<Excerpt>,
    /// The edition of the rules that decides over it.
    rules: u32,
    /// Who replied while it was open.
    replied: Replied,
    /// Receipts made so far.
    revision: u32,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Replied {
    agent: bool,
    assistant: bool,
    instant: bool,
}

/// A receipt on its way to the merchant's ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Delivery {
    receipt: Receipt,
    /// Tries that failed.
    failures: u32,
    due: Timestamp,
    /// The ledger has it, and the journal does not say so yet.
    confirmed: bool,
}

/// The hand-over of a conversation, and what the desk has of it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Called {
    ordinal: u32,
    handoff: Handoff,
    /// The place in the journal of what changed last.
    revision: u64,
    /// The revision that the journal says the desk has.
    told: u64,
    /// The one that it is known to have, which the journal may not say yet.
    confirmed: u64,
    /// Tries to reach the desk that failed since, and when the next one is due; in memory only.
    failures: u32,
    due: Timestamp,
}

impl Session {
    /// The session as its journal tells it.
    pub fn replay<'a>(events: impl IntoIterator<Item = &'a Event>) -> Self {
        let mut session = Self::default();
        for event in events {
            session.apply(event);
        }
        session
    }

    /// `None` before the first message.
    pub fn origin(&self) -> Option<&Origin> {
        self.origin.as_ref()
    }

    /// The place of the last event; 0 before the first.
    pub fn seq(&self) -> u64 {
        self.seq
    }

    /// Who the shopper is, if the shop vouched for it.
    pub fn identity(&self) -> Option<&Identity> {
        self.identity.as_ref()
    }

    /// The current conversation; `None` before the first message.
    pub fn conversation_id(&self) -> Option<ConversationId> {
        let (conversation, origin) = (self.conversation.as_ref()?, self.origin.as_ref()?);
        Some(ConversationId { session: origin.session.clone(), ordinal: conversation.ordinal })
    }

    /// Whether the assistant has replied in the current conversation.
    pub fn has_ai_answered(&self) -> bool {
        self.conversation.as_ref().is_some_and(|conversation| conversation.replied.assistant)
    }

    /// The events after `seq`, in order.
    pub fn since(&self, seq: u64) -> impl Iterator<Item = &Entry> {
        self.journal.iter().filter(move |entry| entry.seq > seq)
    }

    /// When the session must be woken although nobody speaks; `None` when nothing can become due.
    ///
    /// A first try to deliver is made at once by whoever appended the event, so it asks for no alarm earlier than
    /// the conversation's: an alarm is a write.
    pub fn next_wakeup(&self) -> Option<Timestamp> {
        let lapse = self.conversation.as_ref().filter(|c| c.is_open()).map(Conversation::noticed_at);
        let delivery = self.undelivered().map(|delivery| delivery.due);
        [lapse, delivery, self.people_due(), self.erasure_due()].into_iter().flatten().min()
    }

    /// What is left to do at `now`, found from the state alone.
    pub fn effects(&self, now: Timestamp) -> Vec<Effect> {
        let is_assistants = self.is_open() && !self.is_with_people();
        let ask =
            self.turns.first().filter(|_| is_assistants).map(|turn| Effect::AskAssistant { turn: *turn });
        let deliver = self
            .undelivered()
            .filter(|delivery| delivery.failures == 0 || delivery.due <= now)
            .map(|delivery| Effect::Deliver(Box::new(delivery.receipt.clone())));
        let erase = self.owes_erasure(now).then_some(Effect::Erase);
        ask.into_iter().chain(deliver).chain(self.desk_effects(now)).chain(erase).collect()
    }

    /// The oldest turn of the current conversation that nobody has answered.
    pub fn unanswered(&self) -> Option<TurnId> {
        self.turns.first().copied()
    }

    /// The end of a conversation that was last journalled: what answers a close that changes nothing.
    pub fn last_ending(&self) -> Option<&Entry> {
        self.journal.iter().rev().find(|entry| matches!(entry.event, Event::Ended { .. }))
    }

    /// The messages that belong to conversations, in order: what an assistant may read.
    pub fn messages(&self) -> impl DoubleEndedIterator<Item = &Message> {
        self.journal.iter().filter_map(|entry| match &entry.event {
            Event::Said(message) if message.from != Author::System => Some(message),
            _ => None,
        })
    }

    /// What was said before a message is answered: all but what the shopper said after it, which has its own turn.
    pub fn before(&self, said: &Message) -> impl Iterator<Item = &Message> {
        let mut is_over = false;
        self.messages().filter(move |message| {
            let is_said = message.id == said.id;
            is_over |= is_said;
            !is_said && (!is_over || message.from != Author::Shopper)
        })
    }

    /// The message at a place in the journal.
    pub fn message_at(&self, seq: u64) -> Option<&Message> {
        self.journal.iter().find(|entry| entry.seq == seq).and_then(|entry| match &entry.event {
            Event::Said(message) => Some(message),
            _ => None,
        })
    }

    /// Where the receipt of the current conversation stands now.
    pub fn receipt(&self) -> Option<Receipt> {
        let (conversation, origin) = (self.conversation.as_ref()?, self.origin.as_ref()?);
        conversation.receipt(origin, self.facts(conversation.began))
    }

    fn is_open(&self) -> bool {
        self.conversation.as_ref().is_some_and(Conversation::is_open)
    }

    /// The entry of the message with this id.
    pub fn entry_of(&self, id: &MessageId) -> Option<&Entry> {
        self.journal.iter().find(|entry| matches!(&entry.event, Event::Said(message) if message.id == *id))
    }

    fn message(&self, id: &MessageId) -> Option<&Message> {
        self.entry_of(id).and_then(|entry| match &entry.event {
            Event::Said(message) => Some(message),
            _ => None,
        })
    }

    /// The oldest receipt that the ledger does not have. The others wait for it: the ledger takes a conversation once
    /// it knows how the one before it ended.
    fn undelivered(&self) -> Option<&Delivery> {
        self.outbox.iter().find(|delivery| !delivery.confirmed)
    }

    fn delivery(&self, ordinal: u32, revision: u32) -> Option<&Delivery> {
        self.outbox
            .iter()
            .find(|d| d.receipt.conversation.ordinal == ordinal && d.receipt.revision == revision)
    }
}

impl Conversation {
    fn is_open(&self) -> bool {
        self.ended.is_none()
    }

    /// Whether a message at `at` still falls into the window.
    fn holds(&self, at: Timestamp) -> bool {
        at.since(self.last) <= WINDOW
    }

    /// When somebody looks whether the window is over, at the latest.
    fn noticed_at(&self) -> Timestamp {
        self.last + WINDOW + NOTICE
    }

    /// The rule that decides over this conversation as it stands.
    fn reason(&self, purpose: Purpose) -> Reason {
        match (purpose, self.replied) {
            (Purpose::Test, _) => Reason::Test,
            (Purpose::Preview, _) => Reason::Preview,
            (Purpose::Live, Replied { assistant: true, .. }) => Reason::AiReply,
            (Purpose::Live, Replied { agent: true, .. }) => Reason::HumanOnly,
            (Purpose::Live, Replied { instant: true, .. }) => Reason::InstantOnly,
            (Purpose::Live, _) => Reason::NeverAnswered,
        }
    }

    fn receipt(&self, origin: &Origin, facts: Vec<Fact>) -> Option<Receipt> {
        let reason = self.reason(origin.purpose);
        let (ended_by, ended_at) = self.ended.unzip();
        Some(Receipt {
            conversation: ConversationId { session: origin.session.clone(), ordinal: self.ordinal },
            revision: self.revision,
            merchant: origin.merchant.clone(),
            purpose: origin.purpose,
            verdict: reason.verdict(),
            reason,
            rules_version: self.rules,
            started_at: self.started_at,
            first_message: self.first_message.clone()?,
            counted_by: self.counted_by.clone(),
            ended_by,
            ended_at,
            messages: self.messages,
            facts,
        })
    }
}

#[cfg(test)]
mod erasure_tests;
#[cfg(test)]
mod judgement_tests;
#[cfg(test)]
mod people_tests;
#[cfg(test)]
mod rating_tests;
#[cfg(test)]
mod tests;
