//! One conversation as an agent has it on screen: what was said, what is on its way, and whether the shopper is there.

use core::time::Duration;

use lutin_shared::api::TranscriptLine;
use lutin_shared::conversation::{Author, Felt};
use lutin_shared::escalation::Case;
use lutin_shared::id::MessageId;
use lutin_shared::identity::{Context, Identity};
use lutin_shared::refusal::Refusal;
use lutin_shared::time::Timestamp;
use lutin_shared::wire::console::{AgentFrame, ConsoleFrame};

/// How long somebody is taken to be writing after they were last said to be: they say so every few seconds.
const WRITES_FOR: Duration = Duration::from_secs(6);

/// How often a shopper is told that an agent is writing, at most.
const TYPING_EVERY: Duration = Duration::from_secs(3);

/// Whom an agent's words are for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Colleagues. Never shown to the shopper.
    Note,
    #[default]
    Reply,
}

/// An entry of the journal, at its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spoken {
    pub seq: u64,
    pub line: TranscriptLine,
    pub felt: Option<Felt>,
}

/// Words that the edge has not acknowledged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsent {
    pub id: MessageId,
    pub kind: Kind,
    pub text: String,
    /// Why they will not be; `None` while they are on their way.
    pub refusal: Option<Refusal>,
}

impl Unsent {
    fn frame(&self) -> AgentFrame {
        let (id, text) = (self.id.clone(), self.text.clone());
        match self.kind {
            Kind::Note => AgentFrame::Note { id, text },
            Kind::Reply => AgentFrame::Say { id, text },
        }
    }
}

/// Where the shopper is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Presence {
    pub is_here: bool,
    /// The page of the shop that they look at.
    pub page: Option<String>,
    /// Who they are: the shop vouches for it.
    pub identity: Option<Identity>,
    /// What the page says that they are about.
    pub context: Option<Context>,
}

/// A wish that was not granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Denial {
    pub code: Refusal,
    /// Whether it was to take the conversation.
    pub of_accept: bool,
}

/// How far the wish to take the conversation has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Accepting {
    #[default]
    No,
    Asked,
    /// It came before the conversation knew that it rings.
    AskedAgain,
}

/// What a frame leads to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Then {
    /// The desk's list has to know.
    Learn(Box<Case>),
    #[default]
    Nothing,
    /// The conversation is not yet where the desk is: once more, in a moment.
    RetryAccept,
    Say(Vec<AgentFrame>),
}

/// How the conversation stands to the one who looks.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    pub now: Timestamp,
    pub is_mine: bool,
    /// It is open, and the page is visible.
    pub is_read: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chat {
    /// In the journal's order.
    pub lines: Vec<Spoken>,
    /// In the order in which they were written.
    pub outbox: Vec<Unsent>,
    /// `None` until it was said.
    pub shopper: Option<Presence>,
    /// Until when the shopper is taken to be writing.
    pub writes_until: Option<Timestamp>,
    pub denial: Option<Denial>,
    /// What the shopper wrote and the agent did not see.
    pub unread: u32,
    /// Whether all that was missed is there, and what is said now is heard.
    pub is_live: bool,
    pub accepting: Accepting,
    /// Whether it ever was live: what comes then is news.
    was_live: bool,
    /// The place in the journal that it stands at.
    seen: u64,
    typing_said: Option<Timestamp>,
}

impl Chat {
    pub const fn hello(&self) -> AgentFrame {
        AgentFrame::Hello { after: self.seen }
    }

    pub fn lose(&mut self) {
        self.is_live = false;
        self.shopper = None;
        self.writes_until = None;
    }

    /// Whether its wire is needed although nobody looks: something of the agent's is on its way.
    pub fn is_busy(&self) -> bool {
        self.accepting != Accepting::No || self.outbox.iter().any(|unsent| unsent.refusal.is_none())
    }

    pub fn learn(&mut self, frame: ConsoleFrame, look: Look) -> Then {
        match frame {
            ConsoleFrame::Case { case } => {
                if look.is_mine {
                    self.accepting = Accepting::No;
                }
                return Then::Learn(case);
            }
            ConsoleFrame::Line { seq, line, felt } => self.hear(Spoken { seq, line: *line, felt }, look),
            ConsoleFrame::Refused { code, id } => return self.refuse(code, id.as_ref()),
            ConsoleFrame::Shopper { is_here, page, identity, context } => {
                self.shopper = Some(Presence { is_here, page, identity, context });
            }
            ConsoleFrame::Typing => self.writes_until = Some(look.now + WRITES_FOR),
            ConsoleFrame::Welcome { seq } => {
                self.seen = self.seen.max(seq);
                (self.is_live, self.was_live) = (true, true);
                let accept = (self.accepting != Accepting::No).then_some(AgentFrame::Accept);
                let waiting = self.outbox.iter().filter(|unsent| unsent.refusal.is_none());
                return Then::Say(accept.into_iter().chain(waiting.map(Unsent::frame)).collect());
            }
        }
        Then::Nothing
    }

    fn hear(&mut self, spoken: Spoken, look: Look) {
        let place = self.lines.partition_point(|known| known.seq < spoken.seq);
        if self.lines.get(place).is_some_and(|known| known.seq == spoken.seq) {
            return;
        }
        self.seen = self.seen.max(spoken.seq);
        match &spoken.line {
            TranscriptLine::Forgotten { .. } => self.forget(),
            TranscriptLine::Message { from: Author::Shopper, .. } => {
                self.writes_until = None;
                if self.was_live && look.is_mine && !look.is_read {
                    self.unread = self.unread.saturating_add(1);
                }
            }
            TranscriptLine::Message { id, .. } | TranscriptLine::Noted { id, .. } => {
                self.outbox.retain(|unsent| unsent.id != *id);
            }
            _ => {}
        }
        self.lines.insert(place, spoken);
    }

    /// What the shopper had erased is not on anybody's screen either.
    fn forget(&mut self) {
        for spoken in &mut self.lines {
            spoken.felt = None;
            match &mut spoken.line {
                TranscriptLine::ContactGiven { contact: text, .. } | TranscriptLine::Noted { text, .. } => {
                    text.clear();
                }
                TranscriptLine::Message { text, answer, is_erased, .. } => {
                    (*answer, *is_erased) = (None, true);
                    text.clear();
                }
                _ => {}
            }
        }
    }

    fn refuse(&mut self, code: Refusal, id: Option<&MessageId>) -> Then {
        if let Some(unsent) = self.outbox.iter_mut().find(|unsent| Some(&unsent.id) == id) {
            unsent.refusal = Some(code);
            return Then::Nothing;
        }
        if code == Refusal::TooEarly && self.accepting == Accepting::Asked {
            self.accepting = Accepting::AskedAgain;
            return Then::RetryAccept;
        }
        let of_accept = self.accepting != Accepting::No;
        self.accepting = Accepting::No;
        self.denial = Some(Denial { code, of_accept });
        Then::Nothing
    }

    /// Wishes to take the conversation. The frame is for now; without one, it is said once the wire is live.
    pub fn accept(&mut self) -> Option<AgentFrame> {
        (self.accepting, self.denial) = (Accepting::Asked, None);
        self.is_live.then_some(AgentFrame::Accept)
    }

    /// Says something. It is kept until it comes back.
    pub fn say(&mut self, id: MessageId, kind: Kind, text: String) -> Option<AgentFrame> {
        let unsent = Unsent { id, kind, text, refusal: None };
        let frame = unsent.frame();
        self.outbox.push(unsent);
        // What is written next is written anew.
        self.typing_said = None;
        self.is_live.then_some(frame)
    }

    pub fn retry(&mut self, id: &MessageId) -> Option<AgentFrame> {
        let unsent = self.outbox.iter_mut().find(|unsent| unsent.id == *id)?;
        unsent.refusal = None;
        let frame = unsent.frame();
        self.is_live.then_some(frame)
    }

    /// Gives words back to who wrote them; `None` when they are not there any more.
    pub fn take_back(&mut self, id: &MessageId) -> Option<Unsent> {
        let place = self.outbox.iter().position(|unsent| unsent.id == *id)?;
        Some(self.outbox.remove(place))
    }

    /// The agent is writing a reply: whether the shopper should be told.
    pub fn types(&mut self, now: Timestamp) -> Option<AgentFrame> {
        let is_due = self.typing_said.is_none_or(|said| now.since(said) >= TYPING_EVERY);
        (self.is_live && is_due).then(|| {
            self.typing_said = Some(now);
            AgentFrame::Typing
        })
    }
}
