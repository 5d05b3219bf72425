//! A panel that polls: what a socket would have been told, as the answer to one request.

use core::cell::{Cell, RefCell};
use core::time::Duration;

use lutin_shared::conversation::{Effect, Session};
use lutin_shared::refusal::Refusal;
use lutin_shared::time::Timestamp;
use lutin_shared::wire::poll::{Poll, PollAnswer};
use lutin_shared::wire::{CLOSE_UNAUTHORISED, ServerFrame};
use worker::{Response, WebSocket};

use super::sockets::{self, Panel};
use super::{SessionDo, presence};
use crate::clock;
use crate::failure::{self, Failure};
use crate::objects::Polled;
use crate::token::Claims;

/// How often one session may be polled, in a minute.
pub const MAX_POLLS: u32 = 120;

/// How long after its last poll a panel counts as there.
const LINGER: Duration = Duration::from_secs(20);

/// Where what answers a frame goes.
pub enum Line<'a> {
    Poll(Heard),
    Socket(&'a WebSocket),
}

/// What a poll is answered with, so far.
#[derive(Default)]
pub struct Heard {
    frames: RefCell<Vec<ServerFrame>>,
    /// The place in the journal up to which it was told; `None` before its hello.
    told: Cell<Option<u64>>,
}

/// The panel that polled last.
#[derive(Debug)]
pub struct Polling {
    at: Timestamp,
    panel: Panel,
}

impl Line<'_> {
    /// Tells what answers a frame. An entry of the journal comes once in a poll.
    pub fn send(&self, frame: &ServerFrame) {
        match self {
            Self::Poll(heard) => {
                let mut frames = heard.frames.borrow_mut();
                if frame.seq().is_none() || frames.iter().all(|other| other.seq() != frame.seq()) {
                    frames.push(frame.clone());
                }
            }
            Self::Socket(socket) => sockets::send(socket, frame),
        }
    }

    /// Ends a connection; a poll ends by itself.
    ///
    /// # Errors
    /// A fault.
    pub fn close(&self, code: u16, why: &str) -> Result<(), Failure> {
        match self {
            Self::Poll(_) => Ok(()),
            Self::Socket(socket) => Ok(socket.close(Some(code), Some(why))?),
        }
    }

    /// Tells that all is forgotten, and ends the connection: the token is good for nothing more.
    ///
    /// # Errors
    /// A fault.
    pub fn take_leave(&self) -> Result<(), Failure> {
        self.send(&ServerFrame::Forgotten);
        self.close(CLOSE_UNAUTHORISED, "forgotten")
    }
}

impl SessionDo {
    /// Hears the frames of a poll, and answers what a socket would have been told. What is left to do then is done by
    /// [`SessionDo::settle`], which whoever asked for this asks for next: nobody waits for it here.
    pub(super) async fn poll(&self, claims: Claims, body: &str) -> Result<Response, Failure> {
        if !self.polls.borrow_mut().admits("", clock::now()) {
            return Err(Refusal::TooManyAttempts.into());
        }
        let Poll { frames } = Poll::decode(body)?;
        self.load().await?;
        let line = Line::Poll(Heard::default());
        for frame in frames {
            match frame {
                Ok(frame) => self.obey(&line, self.polling(&claims), frame).await?,
                Err(refusal) => line.send(&ServerFrame::refused(refusal, None)),
            }
            self.with(|session| catch_up(&line, session))?;
            if !self.may_tell() {
                // It was told so, and a socket would be closed.
                break;
            }
        }
        let effects = self.with(|session| session.effects(clock::now()))?;
        let is_left = effects.iter().any(|effect| self.is_free_for(effect));
        let asked = effects.iter().find_map(|effect| match effect {
            Effect::AskAssistant { turn } => Some(*turn),
            Effect::AskDesk(_) | Effect::Deliver(_) | Effect::Erase | Effect::TellDesk(_) => None,
        });
        if let Some(turn) = self.asking.get().or(asked).filter(|_| self.may_tell()) {
            line.send(&ServerFrame::Typing { turn });
        }
        let frames = match line {
            Line::Poll(heard) => heard.frames.into_inner(),
            Line::Socket(_) => Vec::new(),
        };
        let answer = serde_json::to_string(&PollAnswer { frames })?;
        Ok(failure::json(200, &Polled { answer, is_left })?)
    }

    /// Remembers what a panel says of itself, and from where on it hears the news by itself.
    pub(super) fn remember(&self, line: &Line<'_>, panel: Panel) -> Result<(), Failure> {
        match line {
            Line::Poll(heard) => heard.told.set(Some(self.with(Session::seq)?)),
            Line::Socket(socket) => {
                if let Some(turn) = self.asking.get() {
                    sockets::send(socket, &ServerFrame::Typing { turn });
                }
            }
        }
        self.keep(line, panel)
    }

    /// Keeps what is known of a panel, for as long as it is heard of.
    pub(super) fn keep(&self, line: &Line<'_>, panel: Panel) -> Result<(), Failure> {
        match line {
            Line::Poll(_) => {
                let at = presence::machine_time();
                self.polled.replace(Some(Polling { at, panel }));
                Ok(())
            }
            Line::Socket(socket) => sockets::attach_panel(socket, panel),
        }
    }

    /// What is known of the panel that polls with these claims.
    fn polling(&self, claims: &Claims) -> Panel {
        let polled = self.polled.borrow();
        let known = polled.as_ref().filter(|last| presence::machine_time().since(last.at) < LINGER);
        known.map_or_else(|| Panel::of(claims.clone()), |last| last.panel.clone())
    }

    /// The panel that was heard of last, on a socket but for the one that is `gone`, or by polls.
    pub(super) fn latest_panel(&self, gone: Option<&WebSocket>) -> Option<Panel> {
        let polling = || {
            let polled = self.polled.borrow();
            let recent = polled.as_ref().filter(|last| presence::machine_time().since(last.at) < LINGER);
            recent.map(|last| last.panel.clone())
        };
        sockets::latest_panel(&self.state, gone).or_else(polling)
    }
}

/// Tells a poll what has happened since it was told last. Sockets hear it from whoever makes it happen.
pub(super) fn catch_up(line: &Line<'_>, session: &Session) {
    let Line::Poll(heard) = line else { return };
    let Some(told) = heard.told.replace(Some(session.seq())) else { return };
    session.since(told).filter_map(ServerFrame::of).for_each(|frame| line.send(&frame));
}
