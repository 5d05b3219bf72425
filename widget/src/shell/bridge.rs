//! The port to the loader on the shop's page (`docs/protocol.md`, "The bridge").

use js_sys::JSON;
use lutin_shared::conversation::Author;
use lutin_shared::fields::Fields;
use lutin_shared::refusal::Refusal;
use lutin_shared::time::Timestamp;
use serde::Serialize;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageEvent, MessagePort};

use super::json::Json;

const VERSION: u8 = 1;

/// The largest envelope that is read, as JSON.
const MAX_ENVELOPE_BYTES: usize = 1_000_000;

/// What the loader says.
#[derive(Debug)]
pub enum Heard {
    /// What the page says its shopper is about: a JSON object, as text.
    Context(String),
    Hidden,
    /// Who the page says its shopper is: a JWT.
    Identity(String),
    /// The page wants the panel in this language.
    Locale(String),
    /// Another shopper, or the same one from the beginning.
    Reset,
    /// The page says something for its shopper, or writes it down for them to send.
    Send {
        text: String,
        is_prefill: bool,
    },
    /// On this page of the shop.
    Shown(Option<String>),
    /// Another tab has saved this; or nothing is left to keep.
    State(Option<String>),
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
    /// `null` is told: it is to be forgotten.
    state: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tag: Option<&'a str>,
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

    /// The panel is shown in this language.
    pub fn locale(&self, tag: &str) {
        self.post("locale", Payload { tag: Some(tag), ..Payload::default() });
    }

    /// Has the loader keep this for the next page; `None`: nothing.
    pub fn save(&self, state: Option<&str>) {
        self.post("save", Payload { state, ..Payload::default() });
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
    let text: String = JSON::stringify(envelope).ok()?.into();
    let envelope = Json::parse(&text)?;
    if text.len() > MAX_ENVELOPE_BYTES || envelope.number("v")? != f64::from(VERSION) {
        return None;
    }
    // Some say no more than their name.
    let said = |name: &str| envelope.object("p")?.text(name);
    match envelope.text("t")?.as_str() {
        "context" => said("context").map(Heard::Context),
        "hidden" => Some(Heard::Hidden),
        "identify" => said("jwt").map(Heard::Identity),
        "locale" => said("tag").map(Heard::Locale),
        "reset" => Some(Heard::Reset),
        "send" => {
            let is_prefill = envelope.object("p").is_some_and(|said| said.flag("prefill"));
            said("text").map(|text| Heard::Send { text, is_prefill })
        }
        "shown" => Some(Heard::Shown(said("page"))),
        "state" => Some(Heard::State(said("state"))),
        _ => None,
    }
}
