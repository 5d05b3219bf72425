//! What the shopper sees: the frames folded into lines.

use crate::conversation::{Author, Ending, Purpose};
use crate::id::MessageId;
use crate::refusal::Refusal;
use crate::time::Timestamp;
use crate::wire::{Ask, Extra, PERSONS_TURN, ServerFrame};

/// The lines of a panel, and what is on its way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Transcript {
    lines: Vec<Line>,
    /// The turn that somebody is writing a reply to.
    typing: Option<u64>,
    partial: Option<Partial>,
    /// Whether the conversation goes on, as far as the edge has told.
    open: bool,
    purpose: Option<Purpose>,
    /// What the shopper gave the last conversation; 0 when nothing yet.
    stars: u8,
}

/// A line. Its `key` never changes while the line is on screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub key: String,
    pub at: Timestamp,
    pub kind: LineKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineKind {
    Ended(Ending),
    /// Nothing could answer; the shopper is told how to reach the shop.
    ReplyFailed,
    Said {
        from: Author,
        text: String,
        sending: Sending,
        extra: Extra,
    },
}

/// Where a shopper's message is. Messages of others have arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sending {
    Arrived,
    /// It will not be accepted, for this reason.
    Failed(Refusal),
    UnderWay,
}

/// A reply of which the first words have come.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Partial {
    turn: u64,
    /// The number that the next piece must have.
    next: u32,
    text: String,
}

impl Transcript {
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// Whether somebody is writing and no word of it can be shown yet.
    pub fn is_typing(&self) -> bool {
        self.typing.is_some() && self.partial().is_none()
    }

    /// Whether it is a person who is writing.
    pub fn is_person_typing(&self) -> bool {
        self.typing == Some(PERSONS_TURN)
    }

    /// Whether people are at the other end, or on their way: then they see that the shopper writes.
    pub fn is_with_person(&self) -> bool {
        let from = |line: &Line| match &line.kind {
            LineKind::Said { from, .. } if *from != Author::Shopper => Some(*from),
            _ => None,
        };
        self.open && matches!(self.lines.iter().rev().find_map(from), Some(Author::Agent | Author::System))
    }

    /// The person at the other end, as far as they have a name.
    pub fn person(&self) -> Option<&str> {
        if !self.open {
            return None;
        }
        self.lines.iter().rev().find_map(|line| match &line.kind {
            LineKind::Said { from: Author::Agent, extra, .. } => Some(extra.by.as_deref()),
            LineKind::Said { from: Author::Shopper, .. } => None,
            _ => Some(None),
        })?
    }

    /// The stars that the shopper gave the conversation that is over; 0 when none yet.
    pub fn stars(&self) -> u8 {
        self.stars
    }

    /// Whether there is a conversation to give stars to: one that is over, in which somebody answered.
    pub fn is_ratable(&self) -> bool {
        let is_reply = |line: &Line| matches!(&line.kind, LineKind::Said { from, .. } if !matches!(from, Author::Shopper | Author::System));
        matches!(self.lines.last(), Some(Line { kind: LineKind::Ended(_), .. }))
            && self.lines.iter().any(is_reply)
    }

    /// The words that have come of a reply on its way.
    pub fn partial(&self) -> Option<&str> {
        self.partial.as_ref().map(|partial| partial.text.as_str())
    }

    pub fn is_open(&self) -> bool {
        self.open
    }

    /// `None` until the edge has said.
    pub fn purpose(&self) -> Option<Purpose> {
        self.purpose
    }

    /// A message that the shopper just wrote, or that an earlier page left unsent.
    pub fn say(&mut self, id: &MessageId, text: &str, image: Option<&str>, now: Timestamp) {
        if self.lines.iter().all(|line| line.key != id.as_str()) {
            let kind = LineKind::Said {
                from: Author::Shopper,
                text: text.to_owned(),
                sending: Sending::UnderWay,
                extra: Extra { image: image.map(str::to_owned), ..Extra::default() },
            };
            self.lines.push(Line { key: id.to_string(), at: now, kind });
        }
    }

    /// Every message that is still under way has failed: nothing can be sent.
    pub fn fail_all(&mut self, refusal: Refusal) {
        for line in &mut self.lines {
            if let LineKind::Said { sending: sending @ Sending::UnderWay, .. } = &mut line.kind {
                *sending = Sending::Failed(refusal);
            }
        }
    }

    /// The connection is gone, and with it what was only of the moment.
    pub fn interrupt(&mut self) {
        self.typing = None;
        self.partial = None;
    }

    /// Folds in a frame that the link found to be new.
    pub fn hear(&mut self, frame: &ServerFrame) {
        match frame {
            ServerFrame::Delta { turn, n, text } => self.hear_piece(*turn, *n, text),
            ServerFrame::Ended { seq, at, by } => {
                self.open = false;
                self.insert(Line { key: mark(*seq, *at), at: *at, kind: LineKind::Ended(*by) });
            }
            ServerFrame::Forgotten => *self = Self::default(),
            ServerFrame::Message { at, id, from, text, extra, .. } => {
                if *from == Author::Shopper {
                    self.stars = 0;
                } else {
                    self.interrupt();
                }
                self.open |= *from == Author::Shopper;
                let (text, extra) = (text.clone(), extra.clone());
                let kind = LineKind::Said { from: *from, text, sending: Sending::Arrived, extra };
                self.insert(Line { key: id.to_string(), at: *at, kind });
            }
            ServerFrame::Refused { code, id: Some(id), .. } => {
                for line in self.lines.iter_mut().filter(|line| line.key == id.as_str()) {
                    if let LineKind::Said { sending, .. } = &mut line.kind {
                        *sending = Sending::Failed(*code);
                    }
                }
            }
            ServerFrame::Refused { id: None, .. } => {}
            ServerFrame::Rated { stars, .. } => self.stars = *stars,
            ServerFrame::ReplyFailed { seq, at, .. } => {
                self.interrupt();
                self.insert(Line { key: mark(*seq, *at), at: *at, kind: LineKind::ReplyFailed });
            }
            ServerFrame::Typing { turn } => self.typing = Some(*turn),
            ServerFrame::Welcome { purpose, .. } => self.purpose = Some(*purpose),
        }
    }

    fn hear_piece(&mut self, turn: u64, n: u32, text: &str) {
        self.typing = Some(turn);
        match &mut self.partial {
            _ if n == 0 => self.partial = Some(Partial { turn, next: 1, text: text.to_owned() }),
            Some(partial) if partial.turn == turn && partial.next == n => {
                partial.next = n.saturating_add(1);
                partial.text.push_str(text);
            }
            // A piece before it is missing: show none of it until it is whole.
            _ => self.partial = None,
        }
    }

    /// In place of the line with the same key, else after the last line that has arrived.
    fn insert(&mut self, line: Line) {
        if let Some(known) = self.lines.iter_mut().find(|known| known.key == line.key) {
            *known = line;
            return;
        }
        let unsent = self.lines.iter().rev().take_while(|line| line.is_unsent()).count();
        self.lines.insert(self.lines.len() - unsent, line);
    }
}

/// The key of what is no message. With its time: a panel may see a second session, which counts anew.
fn mark(seq: u64, at: Timestamp) -> String {
    format!("{}-{seq}", at.as_millis())
}

impl Line {
    /// What the shopper is asked after it.
    pub fn ask(&self) -> Option<&Ask> {
        match &self.kind {
            LineKind::Said { extra, .. } => extra.ask.as_ref(),
            LineKind::Ended(_) | LineKind::ReplyFailed => None,
        }
    }

    fn is_unsent(&self) -> bool {
        matches!(self.kind, LineKind::Said { sending: Sending::UnderWay, .. })
    }
}
