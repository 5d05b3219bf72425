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
    about: About,
}

/// Where a shopper is: for people who answer, told with every hello.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The page of the shop that shows the panel.
    pub page: Option<String>,
    /// How far their clock is ahead of UTC, in minutes.
    pub offset: Option<i64>,
}

/// What the shop's page says of its shopper: told after every welcome.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// A JWT that the shop signed.
    pub identity: Option<String>,
    /// A JSON object, as text.
    pub context: Option<String>,
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
    Close { seen: u64 },
    /// Until the edge says that all is erased.
    Forget,
    /// Until the edge says so of a conversation after `seen`.
    Rate { seen: u64, stars: u8 },
    Say {
        id: MessageId,
        text: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        image: Option<String>,
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

    /// What the session is known by.
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// Whether there is nothing to keep.
    pub fn is_empty(&self) -> bool {
        self.token.is_none() && self.outbox.is_empty()
    }
}

impl Outgoing {
    fn read(outgoing: &dyn Fields) -> Option<Self> {
        match outgoing.text("t")?.as_str() {
            "close" => Some(Self::Close { seen: whole(outgoing, "seen")? }),
            "forget" => Some(Self::Forget),
            "rate" => {
                let stars = u8::try_from(whole(outgoing, "stars")?).ok()?;
                Some(Self::Rate { seen: whole(outgoing, "seen")?, stars })
            }
            "say" => Some(Self::Say {
                id: outgoing.text("id")?.parse().ok()?,
                text: outgoing.text("text")?,
                image: outgoing.text("image"),
            }),
            _ => None,
        }
    }
}

/// Something that happened to the link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// The shop's page says who its shopper is, or what they are about.
    About(About),
    /// Another tab of the shop has saved this.
    Adopt(Saved),
    /// The shopper ends the conversation.
    Close,
    /// A session could not be had: refused, or (`None`) nobody answered.
    Denied(Option<Refusal>),
    /// The shopper wants everything erased.
    Forget,
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
    /// The shopper's stars for the conversation, 1 to 5.
    Rate {
        stars: u8,
    },
    Received(ServerFrame),
    /// Another shopper, or the same one from the beginning: nothing of before holds.
    Renew,
    /// The shopper sends a message, maybe with an image that was uploaded.
    Say {
        id: MessageId,
        text: String,
        image: Option<String>,
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

    /// What to keep for the next page.
    pub fn saved(&self) -> Saved {
        Saved { token: self.token.clone(), outbox: self.outbox.clone() }
    }

    /// What the session is known by.
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// The shopper is on another page of the shop: told with the next hello.
    pub fn move_to(&mut self, page: String) {
        self.place.page = Some(page);
    }

    /// The messages on their way, in order, each with its text and its image.
    pub fn unsent(&self) -> impl Iterator<Item = (&MessageId, &str, Option<&str>)> {
        self.outbox.iter().filter_map(|outgoing| match outgoing {
            Outgoing::Close { .. } | Outgoing::Forget | Outgoing::Rate { .. } => None,
            Outgoing::Say { id, text, image } => Some((id, text.as_str(), image.as_deref())),
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
            Input::About(about) => {
                self.about = about;
                if matches!(self.phase, Phase::Live { .. }) { self.introduce() } else { Vec::new() }
            }
            Input::Adopt(saved) => self.adopt(saved, now),
            Input::Forget if self.token.is_none() => {
                let mut actions = self.renew();
                actions.push(Action::Show(ServerFrame::Forgotten));
                actions
            }
            Input::Forget => self.enqueue(Outgoing::Forget, now),
            Input::Rate { stars } => {
                // Whoever thinks again has thought so last.
                self.outbox.retain(|outgoing| !matches!(outgoing, Outgoing::Rate { .. }));
                self.enqueue(Outgoing::Rate { seen: self.after, stars }, now)
            }
            Input::Renew => self.renew(),
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
            Input::Say { id, text, image } => self.enqueue(Outgoing::Say { id, text, image }, now),
            Input::Tick => self.tick(now, luck),
        }
    }

    fn enqueue(&mut self, outgoing: Outgoing, now: Timestamp) -> Vec<Action> {
        let is_of_session = !matches!(outgoing, Outgoing::Say { .. });
        if is_of_session && self.token.is_none() && self.outbox.is_empty() {
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
            ServerFrame::Ended { seq, .. } => {
                let seq = *seq;
                actions.extend(
                    self.retire(|outgoing| matches!(outgoing, Outgoing::Close { seen } if *seen < seq)),
                );
            }
            ServerFrame::Forgotten => actions.extend(self.renew()),
            ServerFrame::Rated { seq, stars, .. } => {
                let (seq, given) = (*seq, *stars);
                let is_answered = |outgoing: &Outgoing| matches!(outgoing, Outgoing::Rate { seen, stars } if *seen < seq && *stars == given);
                actions.extend(self.retire(is_answered));
            }
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
            // Stars have no id: those that are refused for one of these reasons would be refused again.
            ServerFrame::Refused {
                code: Refusal::Malformed | Refusal::NotFound | Refusal::TooManyAttempts,
                id: None,
                ..
            } => {
                actions.extend(self.retire(|outgoing| matches!(outgoing, Outgoing::Rate { .. })));
            }
            ServerFrame::Welcome { seq, .. } => {
                self.after = self.after.max(*seq);
                self.failures = 0;
                self.phase = Phase::Live { heard: now, pinged: None };
                actions.extend(self.introduce());
                actions.extend(self.resend());
            }
            ServerFrame::Delta { .. }
            | ServerFrame::Ended { .. }
            | ServerFrame::Forgotten
            | ServerFrame::Message { .. }
            | ServerFrame::Rated { .. }
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

    fn acknowledge(&mut self, id: &MessageId) -> Option<Action> {
        self.retire(|outgoing| matches!(outgoing, Outgoing::Say { id: own, .. } if own == id))
    }

    /// What has been answered is no longer sent.
    fn retire(&mut self, mut is_answered: impl FnMut(&Outgoing) -> bool) -> Option<Action> {
        let before = self.outbox.len();
        self.outbox.retain(|outgoing| !is_answered(outgoing));
        (self.outbox.len() < before).then(|| self.save())
    }

    /// Says what the shop's page says of its shopper.
    fn introduce(&self) -> Vec<Action> {
        let About { identity, context } = self.about.clone();
        let is_silent = identity.is_none() && context.is_none();
        if is_silent { Vec::new() } else { vec![Action::Send(ClientFrame::About { identity, context })] }
    }

    /// Takes over what another tab has: its session, which is the newest, and what it has not been able to say. Both may then
    /// say it; the edge knows it by its id.
    fn adopt(&mut self, saved: Saved, now: Timestamp) -> Vec<Action> {
        if self.token.is_some() && saved.token.is_none() {
            return Vec::new();
        }
        let is_new = self.token != saved.token;
        if is_new {
            self.leave();
        }
        self.token = saved.token;
        let news: Vec<_> =
            saved.outbox.into_iter().filter(|outgoing| !self.outbox.contains(outgoing)).collect();
        self.outbox.extend(news.iter().cloned());
        match self.phase {
            _ if is_new => self.connect(now),
            Phase::Live { .. } => news.iter().map(|outgoing| Action::Send(outgoing.frame())).collect(),
            _ => Vec::new(),
        }
    }

    /// Whatever is known of the session is over. What is still unsaid goes to the next one; what was to be closed, erased or
    /// given stars is out of reach.
    fn leave(&mut self) {
        self.token = None;
        self.after = 0;
        self.outbox.retain(|outgoing| matches!(outgoing, Outgoing::Say { .. }));
    }

    /// As if there had never been a session.
    fn renew(&mut self) -> Vec<Action> {
        self.token = None;
        self.outbox.clear();
        self.after = 0;
        self.failures = 0;
        self.phase = Phase::Idle;
        vec![self.save(), Action::Disconnect]
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
            // What another tab could not say before it was closed.
            Phase::Idle if !self.outbox.is_empty() => self.connect(now),
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
                self.leave();
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
        Action::Save(self.saved())
    }
}

impl Outgoing {
    fn frame(&self) -> ClientFrame {
        match self {
            Self::Close { seen } => ClientFrame::Close { seen: *seen },
            Self::Forget => ClientFrame::Forget,
            Self::Rate { seen, stars } => ClientFrame::Rate { seen: *seen, stars: *stars },
            Self::Say { id, text, image } => {
                ClientFrame::Say { id: id.clone(), text: text.clone(), image: image.clone() }
            }
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
