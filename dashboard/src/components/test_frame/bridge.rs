//! The loader's part of the bridge (`docs/protocol.md`), for a panel that is shown here instead of in a shop.

use js_sys::{Array, JSON};
use leptos::prelude::location;
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlIFrameElement, MessageChannel, MessageEvent, MessagePort};

const VERSION: u32 = 1;

/// What the panel says and this page acts upon. What it wants kept is not kept: every test starts afresh.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    Hide,
    Ready,
}

/// An open port to one panel.
pub struct Bridge {
    port: MessagePort,
    /// What the port calls: lives as long as it.
    _listener: Closure<dyn FnMut(MessageEvent)>,
}

#[derive(Serialize)]
struct Handshake {
    lutin: u32,
    /// JSON in JSON, because a loader treats it as opaque.
    state: String,
    open: bool,
}

#[derive(Serialize)]
struct State<'a> {
    link: LinkState<'a>,
}

#[derive(Serialize)]
struct LinkState<'a> {
    token: &'a str,
}

#[derive(Serialize, Deserialize)]
struct Envelope {
    v: u32,
    t: String,
}

impl Bridge {
    /// Hands the session's token to the panel that has loaded in `frame`, and a port to talk over.
    ///
    /// `None` when the frame is not there, or the browser denies the message. Only our own origin can
    /// read it: a frame that went elsewhere gets nothing.
    pub fn open(
        frame: &HtmlIFrameElement,
        token: &str,
        mut hear: impl FnMut(Said) + 'static,
    ) -> Option<Self> {
        let panel = frame.content_window()?;
        let channel = MessageChannel::new().ok()?;
        let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(said) = said(&event.data()) {
                hear(said);
            }
        });
        let port = channel.port1();
        port.set_onmessage(Some(listener.as_ref().unchecked_ref()));

        let state = serde_json::to_string(&State { link: LinkState { token } }).ok()?;
        let handshake = structured(&Handshake { lutin: VERSION, state, open: true })?;
        let transferred = Array::of1(&channel.port2());
        panel.post_message_with_transfer(&handshake, &location().origin().ok()?, &transferred).ok()?;
        Some(Self { port, _listener: listener })
    }

    /// Tells the panel that it is visible: it connects and takes the focus.
    pub fn shown(&self) {
        self.tell("shown");
    }

    pub fn hidden(&self) {
        self.tell("hidden");
    }

    fn tell(&self, what: &str) {
        if let Some(envelope) = structured(&Envelope { v: VERSION, t: what.to_owned() }) {
            // A port whose panel is gone swallows what it is told.
            self.port.post_message(&envelope).ok();
        }
    }
}

impl Drop for Bridge {
    fn drop(&mut self) {
        self.port.set_onmessage(None);
        self.port.close();
    }
}

/// `None` for what this page has no use for, and for what is not of this version.
fn said(data: &JsValue) -> Option<Said> {
    let json: String = JSON::stringify(data).ok()?.into();
    let envelope: Envelope = serde_json::from_str(&json).ok()?;
    match (envelope.v, envelope.t.as_str()) {
        (VERSION, "hide") => Some(Said::Hide),
        (VERSION, "ready") => Some(Said::Ready),
        _ => None,
    }
}

/// The plain object that a loader would post.
fn structured(value: &impl Serialize) -> Option<JsValue> {
    JSON::parse(&serde_json::to_string(value).ok()?).ok()
}
