//! Where the link meets the browser: inputs come in, its actions are carried out, in order.

mod bridge;
mod browser;
mod json;
mod session;
mod socket;
mod timer;

use core::time::Duration;
use std::cell::{Cell, OnceCell, RefCell};

use leptos::prelude::*;
use leptos::task::spawn_local;
use lutin_shared::api::SessionRequest;
use lutin_shared::conversation::Author;
use lutin_shared::fields::Fields;
use lutin_shared::id::MessageId;
use lutin_shared::link::{Action, Input, Link, Phase, Place, Saved};
use lutin_shared::time::Timestamp;
use lutin_shared::wire::{PERSONS_TURN, PING, ServerFrame, TYPING};
use serde::Serialize;
use web_sys::MessagePort;

use self::bridge::{Bridge, Heard};
pub use self::json::Json;
use self::socket::{Socket, SocketEvent};
use self::timer::Timer;
use crate::profile::Shop;
use crate::store::{Screen, Store};

/// How often somebody who writes is said to.
const TYPING_EVERY: Duration = Duration::from_secs(3);

/// The panel's one shell. It lives as long as its page, so it is never dropped.
pub struct Shell {
    shop: Shop,
    /// The origin of the page that shows the panel.
    host: String,
    link: RefCell<Link>,
    store: Store,
    bridge: Bridge,
    socket: RefCell<Option<Socket>>,
    timer: OnceCell<Timer>,
    /// Rings when a person has stopped writing.
    hush: OnceCell<Timer>,
    /// When the shopper was last said to be writing.
    typed: Cell<Timestamp>,
    /// How many sessions were asked for: an answer to an earlier request comes too late.
    requests: Cell<u32>,
    is_shown: Cell<bool>,
    /// Whether the journal as it stood when this page began has been read.
    is_caught_up: Cell<bool>,
    /// Messages that came while the panel was away.
    unread: Cell<u32>,
    /// What to do whenever the panel has come into view.
    when_shown: OnceCell<Box<dyn Fn()>>,
}

/// The loader's first message, as far as the panel reads it.
#[derive(Debug, Default)]
pub struct Hello {
    state: Option<String>,
    open: bool,
    page: Option<String>,
}

impl Hello {
    pub fn read(hello: &Json) -> Self {
        Self { state: hello.text("state"), open: hello.flag("open"), page: hello.text("page").map(bare) }
    }
}

/// An address without its query and its fragment, which may be private.
fn bare(mut url: String) -> String {
    url.truncate(url.find(['?', '#']).unwrap_or(url.len()));
    url
}

/// What the loader keeps for the next page.
#[derive(Serialize)]
struct State {
    link: Saved,
}

/// The shell as components may hold it. Of the page's only thread.
#[derive(Clone, Copy, Debug)]
pub struct Handle(StoredValue<&'static Shell, LocalStorage>);

impl Handle {
    /// Sets everything going. Connects at once only for a panel that is in view and has a session.
    pub fn start(shop: Shop, host: String, hello: &Hello, port: MessagePort) -> Self {
        // What cannot be read is of another version, or damaged: start afresh.
        let state = hello.state.as_deref().and_then(Json::parse);
        let saved = state.and_then(|state| state.object("link")).map(|link| Saved::read(link.as_ref()));
        let shell: &'static Shell = Box::leak(Box::new(Shell {
            shop,
            host,
            link: RefCell::new(Link::restore(
                saved.unwrap_or_default(),
                Place { page: hello.page.clone(), offset: browser::offset() },
            )),
            store: Store::new(shop, browser::is_online()),
            bridge: Bridge::new(port),
            socket: RefCell::new(None),
            timer: OnceCell::new(),
            hush: OnceCell::new(),
            typed: Cell::default(),
            requests: Cell::new(0),
            is_shown: Cell::new(hello.open),
            is_caught_up: Cell::new(false),
            unread: Cell::new(0),
            when_shown: OnceCell::new(),
        }));
        let _ = shell.hush.set(Timer::new(move || shell.store.update(|truth| truth.transcript.interrupt())));
        let _ = shell.timer.set(Timer::new(move || shell.handle(Input::Tick)));
        shell.bridge.listen(move |heard| shell.hear(heard));
        browser::watch(move |input| shell.witness(input));
        shell.show_unsent();
        if hello.open {
            shell.handle(Input::Tick);
        }
        Self(StoredValue::new_local(shell))
    }

    pub fn screen(self) -> Screen {
        self.0.get_value().store.screen()
    }

    /// Says once what to do whenever the panel has come into view.
    pub fn when_shown(self, run: impl Fn() + 'static) {
        let _ = self.0.get_value().when_shown.set(Box::new(run));
    }

    /// The panel is drawn.
    pub fn ready(self) {
        self.0.get_value().bridge.ready();
    }

    /// The shopper sends `text`.
    pub fn say(self, text: &str) {
        self.0.get_value().say(text);
    }

    /// The shopper is writing. Said now and then, and only where a person sees it.
    pub fn types(self) {
        let (shell, now) = (self.0.get_value(), browser::now());
        let is_seen = shell.store.read(|truth| truth.transcript.is_with_person());
        if is_seen && now.since(shell.typed.get()) >= TYPING_EVERY {
            shell.typed.set(now);
            shell.send(TYPING);
        }
    }

    /// The shopper wants a failed message mended: it is sent anew, or given back to be changed.
    pub fn mend(self, key: &str) -> Option<String> {
        self.0.get_value().mend(key)
    }

    /// The shopper ends the conversation.
    pub fn end(self) {
        self.0.get_value().handle(Input::Close);
    }

    /// The shopper puts the panel away.
    pub fn hide(self) {
        self.0.get_value().bridge.hide();
    }
}

impl core::fmt::Debug for Shell {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Shell").field("host", &self.host).finish_non_exhaustive()
    }
}

impl Shell {
    /// One step of the link: what happened, what follows from it, and when to come back.
    fn handle(&'static self, input: Input) {
        let actions = self.link.borrow_mut().handle(input, browser::now(), browser::luck());
        for action in actions {
            self.perform(action);
        }
        let (phase, due) = {
            let link = self.link.borrow();
            (link.phase(), link.next_wakeup())
        };
        self.store.update(|truth| truth.set_phase(phase));
        if let Some(timer) = self.timer.get() {
            timer.arm(due.map(|due| due.since(browser::now())));
        }
    }

    fn perform(&'static self, action: Action) {
        match action {
            Action::Connect { token } => {
                let socket = Socket::open(&token, move |event| self.hear_socket(event));
                *self.socket.borrow_mut() = socket;
            }
            Action::Disconnect => *self.socket.borrow_mut() = None,
            Action::Ping => self.send(PING),
            Action::RequestSession => self.request_session(),
            Action::Save(link) => {
                if let Ok(state) = serde_json::to_string(&State { link }) {
                    self.bridge.save(&state);
                }
            }
            Action::Send(frame) => self.send(&frame.encode()),
            Action::Show(frame) => self.show(&frame),
        }
    }

    fn send(&self, text: &str) {
        if let Some(socket) = self.socket.borrow().as_ref() {
            socket.send(text);
        }
    }

    fn show(&self, frame: &ServerFrame) {
        self.store.update(|truth| truth.transcript.hear(frame));
        match frame {
            ServerFrame::Welcome { .. } => self.is_caught_up.set(true),
            // What an earlier page has shown is no news.
            ServerFrame::Message { from, at, .. } if *from != Author::Shopper && self.is_caught_up.get() => {
                self.bridge.announce_message(*from, *at);
                if !self.is_shown.get() {
                    self.unread.set(self.unread.get().saturating_add(1));
                    self.bridge.unread(self.unread.get());
                }
            }
            ServerFrame::Refused { code, .. } => self.bridge.announce_error(*code),
            ServerFrame::Typing { turn: PERSONS_TURN } => {
                if let Some(hush) = self.hush.get() {
                    hush.arm(Some(TYPING_EVERY * 2));
                }
            }
            _ => {}
        }
    }

    fn request_session(&'static self) {
        let request = self.requests.get().wrapping_add(1);
        self.requests.set(request);
        let body = SessionRequest { merchant: self.shop.profile.merchant.clone(), host: self.host.clone() };
        spawn_local(async move {
            let answer = session::request(&body).await;
            let is_awaited = matches!(self.link.borrow().phase(), Phase::Requesting { .. });
            if !is_awaited || self.requests.get() != request {
                return;
            }
            self.handle(match answer {
                Ok(token) => Input::Granted { token },
                Err(refusal) => {
                    if let Some(refusal) = refusal {
                        self.bridge.announce_error(refusal);
                    }
                    Input::Denied(refusal)
                }
            });
        });
    }

    fn hear_socket(&'static self, event: SocketEvent) {
        self.handle(match event {
            SocketEvent::Closed(code) => Input::Lost { code },
            SocketEvent::Frame(frame) => Input::Received(frame),
            SocketEvent::Opened => Input::Opened,
            SocketEvent::Pong => Input::Pong,
        });
    }

    fn hear(&'static self, heard: Heard) {
        match heard {
            Heard::Hidden => self.is_shown.set(false),
            Heard::Shown => {
                self.is_shown.set(true);
                if self.unread.replace(0) > 0 {
                    self.bridge.unread(0);
                }
                if let Some(run) = self.when_shown.get() {
                    run();
                }
                // Wakes what was restored; a link that stands or waits is asked for a sign of life.
                self.handle(if self.is_idle() { Input::Tick } else { Input::Online });
            }
        }
    }

    fn witness(&'static self, input: Input) {
        match &input {
            Input::Offline => self.store.update(|truth| truth.is_online = false),
            _ => self.store.update(|truth| truth.is_online = browser::is_online()),
        }
        self.handle(input);
    }

    fn is_idle(&self) -> bool {
        self.link.borrow().phase() == Phase::Idle
    }

    fn say(&'static self, text: &str) {
        let Some(id) = browser::message_id() else { return };
        self.typed.set(Timestamp::default());
        self.store.update(|truth| truth.transcript.say(&id, text, browser::now()));
        self.handle(Input::Say { id, text: text.to_owned() });
    }

    fn mend(&'static self, key: &str) -> Option<String> {
        let (refusal, text) = self.store.read(|truth| truth.failure(key))?;
        // One that the link still holds goes out by itself: saying it anew would double it.
        if self.link.borrow().unsent().any(|(id, _)| id.as_str() == key) {
            self.handle(Input::Online);
            return None;
        }
        self.store.update(|truth| truth.dismissed.push(key.to_owned()));
        if refusal.condemns_message() {
            return Some(text);
        }
        self.say(&text);
        None
    }

    /// Messages that an earlier page left unsent are on screen again before they are sent.
    fn show_unsent(&self) {
        let unsent: Vec<(MessageId, String)> =
            self.link.borrow().unsent().map(|(id, text)| (id.clone(), text.to_owned())).collect();
        self.store.update(|truth| {
            for (id, text) in &unsent {
                truth.transcript.say(id, text, browser::now());
            }
        });
    }
}
