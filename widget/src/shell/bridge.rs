//! The port to the loader on the shop's page (`docs/protocol.md`, "The bridge").

use js_sys::{JSON, Reflect};
use lutin_shared::conversation::Author;
use lutin_shared::refusal::Refusal;
use lutin_shared::time::Timestamp;
use serde::Serialize;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageEvent, MessagePort};

const VERSION: u8 = 1;

/// The largest envelope that is read, in characters of its JSON.
const MAX_ENVELOPE_CHARS: u32 = 64 * 1024;

/// What the loader says.
#[derive(Clone, Copy, Debug)]
pub enum Heard {
    Hidden,
    Shown,
}

/// What the panel says. One flat shape: each enum of shapes costs the shopper a kilobyte.
#[derive(Serialize)]
struct Envelope<'a> {
    v: u8,
    t: &'a str,
    p: Payload<'a>,
}

#[derive(Default, Serialize)]
struct Payload<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<Detail<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<&'a str>,
}

/// What the page's own code may know. Never what was said: the chat is not the page's to read.
#[derive(Default, Serialize)]
struct Detail<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<Author>,
}

pub struct Bridge {
    port: MessagePort,
}

impl Bridge {
    pub fn new(port: MessagePort) -> Self {
        Self { port }
    }

    pub fn listen(&self, tell: impl Fn(Heard) + 'static) {
        let listener = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(heard) = read(&event.data()) {
                tell(heard);
            }
        });
        // Setting it also opens the port.
        self.port.set_onmessage(Some(listener.into_js_value().unchecked_ref()));
    }

    pub fn announce_error(&self, refusal: Refusal) {
        self.announce("error", Detail { code: Some(refusal.code()), ..Detail::default() });
    }

    pub fn announce_message(&self, from: Author, at: Timestamp) {
        self.announce("message", Detail { at: Some(at), from: Some(from), ..Detail::default() });
    }

    pub fn hide(&self) {
        self.post("hide", Payload::default());
    }

    pub fn ready(&self) {
        self.post("ready", Payload::default());
    }

    pub fn save(&self, state: &str) {
        self.post("save", Payload { state: Some(state), ..Payload::default() });
    }

    pub fn unread(&self, count: u32) {
        self.post("unread", Payload { count: Some(count), ..Payload::default() });
    }

    fn announce(&self, name: &str, detail: Detail<'_>) {
        self.post("event", Payload { name: Some(name), detail: Some(detail), ..Payload::default() });
    }

    fn post(&self, t: &str, p: Payload<'_>) {
        let json = serde_json::to_string(&Envelope { v: VERSION, t, p }).unwrap_or_default();
        if let Ok(envelope) = JSON::parse(&json) {
            // Plain data is always cloned; a loader that is gone does not listen.
            let _ = self.port.post_message(&envelope);
        }
    }
}

fn read(envelope: &JsValue) -> Option<Heard> {
    let size = JSON::stringify(envelope).ok()?.length();
    let field = |name: &str| Reflect::get(envelope, &name.into()).ok();
    if size > MAX_ENVELOPE_CHARS || field("v")?.as_f64() != Some(VERSION.into()) {
        return None;
    }
    match field("t")?.as_string()?.as_str() {
        "hidden" => Some(Heard::Hidden),
        "shown" => Some(Heard::Shown),
        _ => None,
    }
}
