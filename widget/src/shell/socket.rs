//! The WebSocket to the session, or the polls that pass for one (`boot/wire.js`).

use lutin_shared::wire::{PONG, SUBPROTOCOL, ServerFrame};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{CloseEvent, Event, MessageEvent, WebSocket};

use super::browser;
use super::json::Json;

/// What a browser says when it cannot say why a socket closed.
const ABNORMAL: u16 = 1006;

pub enum SocketEvent {
    Closed(u16),
    Frame(ServerFrame),
    Opened,
    Pong,
}

/// An open or opening socket. Dropping it closes it, and nothing more is heard of it.
pub struct Socket {
    socket: WebSocket,
    _listener: Closure<dyn Fn(Event)>,
}

impl Socket {
    /// `None` when the browser will not even try; `tell` then has heard that it closed.
    pub fn open(token: &str, tell: impl Fn(SocketEvent) + 'static) -> Option<Self> {
        let Ok(socket) = browser::connect(SUBPROTOCOL, token) else {
            // Not from within the step that asked for it.
            leptos::task::spawn_local(async move { tell(SocketEvent::Closed(ABNORMAL)) });
            return None;
        };
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

    pub fn send(&self, text: &str) {
        // A socket that is not open drops it: the link sends again what is not acknowledged.
        let _ = self.socket.send_with_str(text);
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.socket.set_onopen(None);
        self.socket.set_onmessage(None);
        self.socket.set_onclose(None);
        // Refused only for a code, and there is none.
        let _ = self.socket.close();
    }
}

/// `None` for a frame that this version does not know.
fn read(event: &Event) -> Option<SocketEvent> {
    if let Some(message) = event.dyn_ref::<MessageEvent>() {
        let text = message.data().as_string()?;
        return if text == PONG {
            Some(SocketEvent::Pong)
        } else {
            ServerFrame::read(&Json::parse(&text)?).map(SocketEvent::Frame)
        };
    }
    Some(match event.dyn_ref::<CloseEvent>() {
        Some(close) => SocketEvent::Closed(close.code()),
        None => SocketEvent::Opened,
    })
}
