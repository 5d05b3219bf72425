//! The panel's side of the connection: a session token, a socket that comes and goes, an outbox.
//!
//! Sans-IO: [`Link::handle`] takes what happened and says what to do; [`Link::next_wakeup`] says when
//! to come back. A message stays in the outbox until the edge sends it back with its place in the
//! journal; after a lost connection the link resumes from the last place it saw. So no message is
//! lost, and none is doubled, because the edge knows message ids.

mod transcript;

use core::time::Duration;
use std::collections::VecDeque;

use serde::Serialize;

use crate::conversation::Author;
use crate::fields::{Fields, whole};
use crate::id::MessageId;
use crate::refusal::Refusal;
use crate::time::Timestamp;
use crate::wire::{CLOSE_UNAUTHORISED, CLOSE_UNSUPPORTED_VERSION, ClientFrame, ServerFrame};

pub use transcript::{Line, LineKind, Sending, Transcript};

/// The pause before the first reconnection; it doubles with each failure.
pub const FIRST_PAUSE: Duration = Duration::from_millis(500);
/// The longest pause between two tries to connect.
pub const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// How long a silent connection is trusted before it is asked for a sign of life.
pub const PING_EVERY: Duration = Duration::from_secs(25);
/// How long any answer may take: a pong, a welcome, an opening socket.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// The connection of one panel to its session.
#[derive(Clone, Debug, Default)]
pub struct Link {
    /// Opaque; `None` before the first message.
    token: Option<String>,
    phase: Phase,
    outbox: VecDeque<Outgoing>,
    /// The last place in the journal that was seen.
    after: u64,
    /// Failed tries since the connection last stood.
    failures: u32,
    /// Where the shopper is.
    place: Place,
}

/// Where a shopper is: for people who answer, told with every hello.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The page of the shop that shows the panel.
    pub page: Option<String>,
    /// How far their clock is ahead of UTC, in minutes.
    pub offset: Option<i64>,
}

/// Where the connection stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// Nothing to connect for, or not yet asked to.
    #[default]
    Idle,
    /// A session was asked for at `since`.
    Requesting { since: Timestamp },
    /// A socket was asked for at `since`; the edge has not welcomed us yet.
    Connecting { since: Timestamp },
    /// Welcomed. Something was last heard at `heard`; `pinged` since then.
    Live { heard: Timestamp, pinged: Option<Timestamp> },
    /// The connection failed; the next try is at `until`.
    Waiting { until: Timestamp },
    /// It makes no sense to try again.
    Stopped(Refusal),
}

/// Something the shopper did that the edge has not acknowledged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "t", rename_all = "camelCase")]
enum Outgoing {
    /// Until the edge says that a conversation ended after `seen`.
    Close {
        seen: u64,
    },
    Say {
        id: MessageId,
        text: String,
    },
}

/// What outlives the page: kept in the shop's first-party storage by the loader.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Saved {
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<String>,
    outbox: VecDeque<Outgoing>,
}

impl Saved {
    /// What an earlier page saved. What cannot be read is left out: it was somebody else's.
    pub fn read(saved: &dyn Fields) -> Self {
        let outbox = saved.objects("outbox").unwrap_or_default();
        let outbox = outbox.iter().filter_map(|outgoing| Outgoing::read(outgoing.as_ref())).collect();
        Self { token: saved.text("token"), outbox }
    }
}

impl Outgoing {
    fn read(outgoing: &dyn Fields) -> Option<Self> {
        match outgoing.text("t")?.as_str() {
            "close" => Some(Self::Close { seen: whole(outgoing, "seen")? }),
            "say" => Some(Self::Say { id: outgoing.text("id")?.parse().ok()?, text: outgoing.text("text")? }),
            _ => None,
        }
    }
}

/// Something that happened to the link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// The shopper ends the conversation.
    Close,
    /// A session could not be had: refused, or (`None`) nobody answered.
    Denied(Option<Refusal>),
    /// The edge granted a session.
    Granted {
        token: String,
    },
    /// The socket is closed, with the code that the edge gave or 1006.
    Lost {
        code: u16,
    },
    /// The browser has no network.
    Offline,
    /// The browser has a network again, or the page is looked at again.
    Online,
    /// The socket is open.
    Opened,
    /// The heartbeat was answered.
    Pong,
    Received(ServerFrame),
    /// The shopper sends a message.
    Say {
        id: MessageId,
        text: String,
    },
    /// Time has passed; also the way to start a link that was restored.
    Tick,
}

/// Something the panel has to do for the link, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Open a socket with this token, in place of any other.
    Connect {
        token: String,
    },
    /// Drop the socket, without waiting for it.
    Disconnect,
    /// Send the heartbeat.
    Ping,
    /// `POST /api/sessions`; the answer comes back as an input.
    RequestSession,
    /// Keep this for the next page.
    Save(Saved),
    Send(ClientFrame),
    /// Show this frame: it is new.
    Show(ServerFrame),
}

impl Link {
    /// The link of an earlier page. It connects on the first [`Input::Tick`].
    pub fn restore(saved: Saved, place: Place) -> Self {
        Self { token: saved.token, outbox: saved.outbox, place, ..Self::default() }
    }

    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// The messages on their way, in order.
    pub fn unsent(&self) -> impl Iterator<Item = (&MessageId, &str)> {
        self.outbox.iter().filter_map(|outgoing| match outgoing {
            Outgoing::Close { .. } => None,
            Outgoing::Say { id, text } => Some((id, text.as_str())),
        })
    }

    /// When [`Input::Tick`] is due; `None` when only an event can change anything.
    pub fn next_wakeup(&self) -> Option<Timestamp> {
        match self.phase {
            Phase::Idle | Phase::Stopped(_) => None,
            Phase::Requesting { since } | Phase::Connecting { since } => Some(since + PATIENCE),
            Phase::Live { heard, pinged: None } => Some(heard + PING_EVERY),
            Phase::Live { pinged: Some(pinged), .. } => Some(pinged + PATIENCE),
            Phase::Waiting { until } => Some(until),
        }
    }

    /// Takes what happened at `now`. `luck`, any number, spreads the reconnections of many panels.
    pub fn handle(&mut self, input: Input, now: Timestamp, luck: u32) -> Vec<Action> {
        match input {
            Input::Close => self.enqueue(Outgoing::Close { seen: self.after }, now),
            Input::Denied(Some(refusal)) if refusal.status() != 429 => {
                self.phase = Phase::Stopped(refusal);
                // The shopper sees them fail, and may say them anew: held back here, they would go out twice.
                self.outbox.clear();
                vec![self.save()]
            }
            Input::Denied(_) => self.back_off(now, luck),
            Input::Granted { token } => {
                self.token = Some(token);
                self.after = 0;
                let mut actions = vec![self.save()];
                actions.extend(self.connect(now));
                actions
            }
            Input::Lost { code } => self.lose(code, now, luck),
            Input::Offline => {
                let mut actions = vec![Action::Disconnect];
                actions.extend(self.back_off(now, luck));
                actions
            }
            Input::Online => self.hurry(now),
            Input::Opened => {
                let Place { page, offset } = self.place.clone();
                vec![Action::Send(ClientFrame::Hello { after: self.after, offset, page })]
            }
            Input::Pong => {
                self.hear(now);
                // What is still unacknowledged may have met a fault; the edge knows it by its id.
                self.resend()
            }
            Input::Received(frame) => self.receive(frame, now),
            Input::Say { id, text } => self.enqueue(Outgoing::Say { id, text }, now),
            Input::Tick => self.tick(now, luck),
        }
    }

    fn enqueue(&mut self, outgoing: Outgoing, now: Timestamp) -> Vec<Action> {
        let is_close = matches!(outgoing, Outgoing::Close { .. });
        if is_close && self.token.is_none() && self.outbox.is_empty() {
            return Vec::new();
        }
        let frame = outgoing.frame();
        self.outbox.push_back(outgoing);
        let mut actions = vec![self.save()];
        match self.phase {
            Phase::Live { .. } => actions.push(Action::Send(frame)),
            Phase::Idle | Phase::Stopped(_) => actions.extend(self.connect(now)),
            Phase::Connecting { .. } | Phase::Requesting { .. } | Phase::Waiting { .. } => {}
        }
        actions
    }

    fn receive(&mut self, frame: ServerFrame, now: Timestamp) -> Vec<Action> {
        self.hear(now);
        let mut actions = Vec::new();
        match &frame {
            ServerFrame::Ended { seq, .. } => actions.extend(self.retire_close(*seq)),
            ServerFrame::Message { id, from: Author::Shopper, .. } => actions.extend(self.acknowledge(id)),
            _ => {}
        }
        if let Some(seq) = frame.seq() {
            if seq <= self.after && actions.is_empty() {
                return Vec::new();
            }
            self.after = self.after.max(seq);
        }
        match &frame {
            // This session takes nothing more: the next message begins another.
            ServerFrame::Refused { code: Refusal::SessionFull, id: Some(id), .. } => {
                actions.extend(self.acknowledge(id));
                self.token = None;
                actions.extend([self.save(), Action::Disconnect]);
                actions.extend(self.connect(now));
            }
            ServerFrame::Refused { code, id: Some(id), .. } if code.condemns_message() => {
                actions.extend(self.acknowledge(id));
            }
            ServerFrame::Welcome { seq, .. } => {
                self.after = self.after.max(*seq);
                self.failures = 0;
                self.phase = Phase::Live { heard: now, pinged: None };
                actions.extend(self.resend());
            }
            ServerFrame::Delta { .. }
            | ServerFrame::Ended { .. }
            | ServerFrame::Message { .. }
            | ServerFrame::Refused { .. }
            | ServerFrame::ReplyFailed { .. }
            | ServerFrame::Typing { .. } => {}
        }
        actions.push(Action::Show(frame));
        actions
    }

    fn resend(&self) -> Vec<Action> {
        match self.phase {
            Phase::Live { .. } => self.outbox.iter().map(|outgoing| Action::Send(outgoing.frame())).collect(),
            _ => Vec::new(),
        }
    }

    /// An ending at `seq` answers the closes that were asked for before it.
    fn retire_close(&mut self, ended: u64) -> Option<Action> {
        let before = self.outbox.len();
        self.outbox.retain(|outgoing| !matches!(outgoing, Outgoing::Close { seen } if *seen < ended));
        (self.outbox.len() < before).then(|| self.save())
    }

    fn acknowledge(&mut self, id: &MessageId) -> Option<Action> {
        let before = self.outbox.len();
        self.outbox.retain(|outgoing| !matches!(outgoing, Outgoing::Say { id: own, .. } if own == id));
        (self.outbox.len() < before).then(|| self.save())
    }

    fn tick(&mut self, now: Timestamp, luck: u32) -> Vec<Action> {
        if self.next_wakeup().is_some_and(|due| now < due) {
            return Vec::new();
        }
        match self.phase {
            Phase::Idle | Phase::Waiting { .. } => self.connect(now),
            Phase::Live { heard, pinged: None } => {
                self.phase = Phase::Live { heard, pinged: Some(now) };
                vec![Action::Ping]
            }
            Phase::Connecting { .. } | Phase::Live { pinged: Some(_), .. } => {
                let mut actions = vec![Action::Disconnect];
                actions.extend(self.back_off(now, luck));
                actions
            }
            Phase::Requesting { .. } => self.back_off(now, luck),
            Phase::Stopped(_) => Vec::new(),
        }
    }

    /// Tries again at once, or asks a connection that seems to stand for a sign of life.
    fn hurry(&mut self, now: Timestamp) -> Vec<Action> {
        match self.phase {
            Phase::Waiting { .. } => {
                self.failures = 0;
                self.connect(now)
            }
            Phase::Live { heard, pinged: None } => {
                self.phase = Phase::Live { heard, pinged: Some(now) };
                vec![Action::Ping]
            }
            Phase::Connecting { .. }
            | Phase::Idle
            | Phase::Live { .. }
            | Phase::Requesting { .. }
            | Phase::Stopped(_) => Vec::new(),
        }
    }

    fn lose(&mut self, code: u16, now: Timestamp, luck: u32) -> Vec<Action> {
        match code {
            CLOSE_UNSUPPORTED_VERSION => {
                self.phase = Phase::Stopped(Refusal::UnsupportedVersion);
                Vec::new()
            }
            CLOSE_UNAUTHORISED => {
                // The session is over for us; what is still unsaid begins another.
                // What it was to close is out of reach.
                self.token = None;
                self.outbox.retain(|outgoing| !matches!(outgoing, Outgoing::Close { .. }));
                let mut actions = vec![self.save()];
                // At once, but not again and again: an edge may disagree with itself about its key.
                actions.extend(if self.failures == 0 { self.connect(now) } else { self.back_off(now, luck) });
                self.failures = self.failures.max(1);
                actions
            }
            _ => match self.phase {
                Phase::Connecting { .. } | Phase::Live { .. } => self.back_off(now, luck),
                // An old socket, dropped by ourselves.
                Phase::Idle | Phase::Requesting { .. } | Phase::Stopped(_) | Phase::Waiting { .. } => {
                    Vec::new()
                }
            },
        }
    }

    fn connect(&mut self, now: Timestamp) -> Vec<Action> {
        match &self.token {
            Some(token) => {
                self.phase = Phase::Connecting { since: now };
                vec![Action::Connect { token: token.clone() }]
            }
            None if self.outbox.is_empty() => {
                self.phase = Phase::Idle;
                Vec::new()
            }
            None => {
                self.phase = Phase::Requesting { since: now };
                vec![Action::RequestSession]
            }
        }
    }

    fn back_off(&mut self, now: Timestamp, luck: u32) -> Vec<Action> {
        if !matches!(self.phase, Phase::Idle | Phase::Stopped(_)) {
            self.phase = Phase::Waiting { until: now + pause(self.failures, luck) };
            self.failures = self.failures.saturating_add(1);
        }
        Vec::new()
    }

    fn hear(&mut self, now: Timestamp) {
        if let Phase::Live { heard, pinged } = &mut self.phase {
            *heard = now;
            *pinged = None;
        }
    }

    fn save(&self) -> Action {
        Action::Save(Saved { token: self.token.clone(), outbox: self.outbox.clone() })
    }
}

impl Outgoing {
    fn frame(&self) -> ClientFrame {
        match self {
            Self::Close { seen } => ClientFrame::Close { seen: *seen },
            Self::Say { id, text } => ClientFrame::Say { id: id.clone(), text: text.clone() },
        }
    }
}

/// The pause before the next try after `failures` failed ones: between half and all of an
/// exponentially growing span, so that panels do not come back all at once.
fn pause(failures: u32, luck: u32) -> Duration {
    let span = FIRST_PAUSE.saturating_mul(1 << failures.min(6)).min(LONGEST_PAUSE);
    let half = span / 2;
    half + half.mul_f64(f64::from(luck) / f64::from(u32::MAX))
}

#[cfg(test)]
mod tests;
