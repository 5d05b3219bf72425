//! What a verdict rests on, and coming to the verdict again from that alone.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{Author, Command, Ending, Entry, Event, Judged, Origin, Reply, Session};
use crate::digest::Digest;
use crate::id::MessageId;
use crate::receipt::{Excerpt, RULES_VERSION, Reason, Receipt};
use crate::time::Timestamp;

/// Something that people did in a conversation, or the assistant: all that the rules look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum Fact {
    Closed {
        at: Timestamp,
    },
    Resolved {
        at: Timestamp,
    },
    Said {
        id: MessageId,
        at: Timestamp,
        from: Author,
        /// Of what was said; the rules do not read it.
        digest: Digest,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unrelated: Option<bool>,
        /// Who decided that; the rules do not read it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        judged: Option<Judged>,
    },
}

/// Why a receipt does not follow from its facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum Unfounded {
    #[error("its facts are not one conversation")]
    Facts,
    #[error("the rules come to {recomputed:?}, it says {stated:?}")]
    Reason { stated: Reason, recomputed: Reason },
    #[error("it was made by edition {stated} of the rules, which this code does not have")]
    Rules { stated: u32 },
    #[error("its {field} does not follow from its facts")]
    Field { field: String },
}

impl Session {
    /// The facts of the conversation that began at this place in the journal and is the last one.
    pub(super) fn facts(&self, began: u64) -> Vec<Fact> {
        let own = self.journal.iter().skip_while(|entry| entry.seq < began);
        own.filter_map(|Entry { event, .. }| Fact::of(event)).collect()
    }
}

impl Fact {
    fn of(event: &Event) -> Option<Self> {
        match event {
            Event::Ended { by: Ending::Closed, at } => Some(Self::Closed { at: *at }),
            Event::Ended { by: Ending::Resolved, at } => Some(Self::Resolved { at: *at }),
            Event::Said(message) if message.from != Author::System => Some(Self::Said {
                id: message.id.clone(),
                at: message.at,
                from: message.from,
                digest: message.digest(),
                unrelated: message.unrelated,
                judged: message.judged.clone(),
            }),
            _ => None,
        }
    }

    const fn at(&self) -> Timestamp {
        match self {
            Self::Closed { at } | Self::Resolved { at } | Self::Said { at, .. } => *at,
        }
    }

    fn command(&self, origin: &Origin) -> Command {
        // The rules ask for a text, and look at no more of it than that there is one.
        let stand_in = || "…".to_owned();
        match self {
            Self::Closed { .. } => Command::Close { seen: u64::MAX },
            Self::Resolved { .. } => Command::Resolve,
            Self::Said { id, from: Author::Shopper, unrelated, .. } => Command::Say {
                origin: origin.clone(),
                id: id.clone(),
                text: stand_in(),
                image: None,
                judgement: (*unrelated).into(),
            },
            Self::Said { id, from, .. } => Command::Reply(Reply::new(id.clone(), *from, stand_in())),
        }
    }
}

impl Receipt {
    /// Whether the rules come to this receipt on its facts. Whose it is, its purpose, its revision and the place of
    /// its conversation in the session are taken as stated; [`follows`](Self::follows) looks at the last.
    ///
    /// # Errors
    /// [`Unfounded`]: the first thing that does not follow.
    pub fn check(&self) -> Result<(), Unfounded> {
        if self.rules_version != RULES_VERSION {
            return Err(Unfounded::Rules { stated: self.rules_version });
        }
        let again = self.recompute().ok_or(Unfounded::Facts)?;
        if again.reason != self.reason || again.verdict != self.verdict {
            return Err(Unfounded::Reason { stated: self.reason, recomputed: again.reason });
        }
        let fields = [
            ("startedAt", self.started_at == again.started_at),
            ("firstMessage", self.quotes(&self.first_message, &again.first_message)),
            (
                "countedBy",
                match (&self.counted_by, &again.counted_by) {
                    (None, None) => true,
                    (Some(stated), Some(recomputed)) => self.quotes(stated, recomputed),
                    _ => false,
                },
            ),
            ("endedBy", self.ended_by == again.ended_by),
            ("endedAt", self.ended_at == again.ended_at),
            ("messages", self.messages == again.messages),
        ];
        match fields.into_iter().find(|(_, agrees)| !agrees) {
            None => Ok(()),
            Some((field, _)) => Err(Unfounded::Field { field: field.to_owned() }),
        }
    }

    /// Whether the rules begin a new conversation of the session with the first fact of this receipt, after the facts
    /// of `earlier`, its last word on the conversation before; and no message is in both.
    pub fn follows(&self, earlier: &Self) -> bool {
        let Some(first) = self.facts.first() else { return false };
        let began = earlier.replay().is_some_and(|session| {
            let events = session.decide(first.command(&self.origin()), first.at());
            events.is_ok_and(|events| {
                events.iter().any(|event| matches!(event, Event::ConversationStarted { .. }))
            })
        });
        began && !self.message_ids().any(|id| earlier.message_ids().any(|earlier| earlier == id))
    }

    fn origin(&self) -> Origin {
        Origin {
            merchant: self.merchant.clone(),
            session: self.conversation.session.clone(),
            purpose: self.purpose,
        }
    }

    /// The receipt that a session would make that has seen these facts, and nothing else.
    fn recompute(&self) -> Option<Self> {
        self.replay()?.receipt().filter(|receipt| receipt.conversation.ordinal == 1)
    }

    fn replay(&self) -> Option<Session> {
        let origin = self.origin();
        let mut session = Session::default();
        let mut step = |command, now| {
            let events = session.decide(command, now).ok()?;
            events.iter().for_each(|event| session.apply(event));
            Some(events)
        };
        for fact in &self.facts {
            let events = step(fact.command(&origin), fact.at())?;
            // A fact of which the rules make nothing, a message twice or a second close, is none.
            events.iter().filter_map(Fact::of).next()?;
        }
        if let (Some(Ending::Inactivity), Some(at)) = (self.ended_by, self.ended_at) {
            // The end was noticed once it was past.
            step(Command::Wake, at + core::time::Duration::from_millis(1))?;
        }
        Some(session)
    }

    /// Whether an excerpt is of the same message as a recomputed one, and of the text that the facts have.
    fn quotes(&self, stated: &Excerpt, recomputed: &Excerpt) -> bool {
        stated.id == recomputed.id
            && stated.at == recomputed.at
            && self.facts.iter().any(
                |fact| matches!(fact, Fact::Said { id, digest, .. } if *id == stated.id && *digest == stated.digest),
            )
    }
}
