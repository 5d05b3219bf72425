//! A WebSocket that comes back when it is lost.

use core::cell::{Cell, RefCell};
use core::time::Duration;
use std::rc::{Rc, Weak};

use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle};
use leptos::prelude::location;
use leptos::task::spawn_local;
use lutin_shared::wire::console::{CLOSE_NOT_FOUND, CLOSE_SIGNED_OUT};
use lutin_shared::wire::{PING, PONG};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{CloseEvent, Event, MessageEvent, WebSocket};

use super::pulse::{Act, Beat, Pulse};

/// What a browser says when it cannot say why a socket closed.
const ABNORMAL: u16 = 1006;

/// What is heard on a wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// It will be tried again.
    Lost,
    Opened,
    /// The edge no longer knows who this is. Nothing more will be heard.
    SignedOut,
    Text(String),
}

/// A connection to the edge, open or on its way. Dropped, it closes, and nothing more is heard.
pub struct Wire(Rc<Inner>);

struct Inner {
    /// On the console's own origin.
    path: String,
    hear: Box<dyn Fn(Heard)>,
    pulse: RefCell<Pulse>,
    socket: RefCell<Option<Socket>>,
    timer: Cell<Option<TimeoutHandle>>,
}

impl Wire {
    pub fn open(path: String, hear: impl Fn(Heard) + 'static) -> Self {
        let inner = Rc::new(Inner {
            path,
            hear: Box::new(hear),
            pulse: RefCell::new(Pulse::new()),
            socket: RefCell::new(None),
            timer: Cell::new(None),
        });
        inner.step(Beat::Tick);
        Self(inner)
    }

    /// What is sent while the wire is down is gone: whoever sends keeps it until it is acknowledged.
    pub fn send(&self, text: &str) {
        self.0.send(text);
    }

    /// The network may be back.
    pub fn nudge(&self) {
        self.0.step(Beat::Nudged);
    }
}

impl Inner {
    fn step(self: &Rc<Self>, beat: Beat) {
        let next = self.pulse.borrow_mut().handle(beat, js_sys::Math::random());
        if let Some(tick) = next.tick {
            self.come_back(tick);
        }
        match next.act {
            Act::Connect => self.connect(),
            Act::GiveUp => {
                self.socket.replace(None);
                (self.hear)(Heard::Lost);
            }
            Act::Ping => self.send(PING),
            Act::Rest => {}
        }
    }

    fn send(&self, text: &str) {
        if let Some(socket) = self.socket.borrow().as_ref() {
            socket.send(text);
        }
    }

    fn come_back(self: &Rc<Self>, after: Duration) {
        if let Some(timer) = self.timer.take() {
            timer.clear();
        }
        let weak = Rc::downgrade(self);
        let tick = move || {
            if let Some(inner) = weak.upgrade() {
                inner.timer.take();
                inner.step(Beat::Tick);
            }
        };
        // Without timers it still comes back when it is nudged.
        self.timer.set(set_timeout_with_handle(tick, after).ok());
    }

    fn connect(self: &Rc<Self>) {
        let weak = Rc::downgrade(self);
        let socket = Socket::open(&self.path, move |event| tell(&weak, event));
        if socket.is_none() {
            let weak = Rc::downgrade(self);
            // Not from within the step that asked for it.
            spawn_local(async move { tell(&weak, SocketEvent::Closed(ABNORMAL)) });
        }
        self.socket.replace(socket);
    }

    fn hear_socket(self: &Rc<Self>, event: SocketEvent) {
        match event {
            SocketEvent::Closed(code) => {
                self.socket.replace(None);
                let is_out = code == CLOSE_SIGNED_OUT;
                let is_final = is_out || code == CLOSE_NOT_FOUND;
                self.step(if is_final { Beat::Stopped } else { Beat::Lost });
                (self.hear)(if is_out { Heard::SignedOut } else { Heard::Lost });
            }
            SocketEvent::Opened => {
                self.step(Beat::Opened);
                (self.hear)(Heard::Opened);
            }
            SocketEvent::Text(text) => {
                self.step(Beat::Heard);
                if text != PONG {
                    (self.hear)(Heard::Text(text));
                }
            }
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        if let Some(timer) = self.timer.take() {
            timer.clear();
        }
    }
}

fn tell(inner: &Weak<Inner>, event: SocketEvent) {
    if let Some(inner) = inner.upgrade() {
        inner.hear_socket(event);
    }
}

enum SocketEvent {
    Closed(u16),
    Opened,
    Text(String),
}

/// One connection. Dropping it closes it, and nothing more is heard of it.
struct Socket {
    socket: WebSocket,
    /// What the browser calls: lives as long as the socket.
    _listener: Closure<dyn Fn(Event)>,
}

impl Socket {
    /// `None` when the browser will not even try.
    fn open(path: &str, tell: impl Fn(SocketEvent) + 'static) -> Option<Self> {
        let socket = WebSocket::new(&address(path)?).ok()?;
        let listener = Closure::<dyn Fn(Event)>::new(move |event: Event| {
            if let Some(event) = read(&event) {
                tell(event);
            }
        });
        let listen = Some(listener.as_ref().unchecked_ref());
        socket.set_onopen(listen);
        socket.set_onmessage(listen);
        socket.set_onclose(listen);
        Some(Self { socket, _listener: listener })
    }

    fn send(&self, text: &str) {
        // One that is not open drops it.
        self.socket.send_with_str(text).ok();
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.socket.set_onopen(None);
        self.socket.set_onmessage(None);
        self.socket.set_onclose(None);
        // Refused only for a code, and there is none.
        self.socket.close().ok();
    }
}

/// `None` for what is no text.
fn read(event: &Event) -> Option<SocketEvent> {
    if let Some(message) = event.dyn_ref::<MessageEvent>() {
        return message.data().as_string().map(SocketEvent::Text);
    }
    Some(match event.dyn_ref::<CloseEvent>() {
        Some(close) => SocketEvent::Closed(close.code()),
        None => SocketEvent::Opened,
    })
}

fn address(path: &str) -> Option<String> {
    let location = location();
    let scheme = if location.protocol().ok()? == "http:" { "ws" } else { "wss" };
    Some(format!("{scheme}://{}{path}", location.host().ok()?))
}
