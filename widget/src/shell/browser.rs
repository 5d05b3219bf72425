//! Clock, chance and network, as the browser has them, and what `boot/` does for the panel.

use js_sys::{Date, JsString, Uint8Array};
use lutin_shared::id::MessageId;
use lutin_shared::link::Input;
use lutin_shared::time::Timestamp;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{VisibilityState, WebSocket, window};

use crate::page::listen;

#[wasm_bindgen]
extern "C" {
    /// A sound for a message that came.
    #[wasm_bindgen(js_namespace = lutin)]
    pub fn beep();

    #[wasm_bindgen(catch, js_namespace = lutin)]
    pub fn connect(protocol: &str, token: &str) -> Result<WebSocket, JsValue>;

    /// The table by which languages are told apart.
    #[wasm_bindgen(catch, js_namespace = lutin)]
    pub async fn model() -> Result<Uint8Array, JsValue>;

    /// The body of the answer; or that of a refusal, or `null` when nobody answers.
    #[wasm_bindgen(catch, js_namespace = lutin)]
    pub async fn post(path: &str, body: &JsValue, token: Option<&str>) -> Result<JsString, JsValue>;

    /// Has the shopper keep a text as a file.
    #[wasm_bindgen(js_namespace = lutin)]
    pub fn save(name: &str, text: &str);

    /// Waits until no other tab of the shop asks for a session.
    #[wasm_bindgen(js_namespace = lutin)]
    pub async fn turn() -> Turn;

    /// A tab's turn.
    pub type Turn;
    /// The others' turn, once they can have heard what came of it.
    #[wasm_bindgen(method)]
    pub fn end(this: &Turn);

    /// Puts the words of a language into the page, and gives them.
    #[wasm_bindgen(catch, js_namespace = lutin)]
    pub async fn speak(tag: &str) -> Result<JsValue, JsValue>;
}

/// 22 characters of 64: 132 bits.
const ID_LEN: usize = 22;
const ID_ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";

pub fn now() -> Timestamp {
    // A clock's value is a whole number far below 2^53.
    #[expect(clippy::cast_possible_truncation)]
    Timestamp::from_millis(Date::now() as i64)
}

/// How far its clock is ahead of UTC, in minutes.
pub fn offset() -> Option<i64> {
    #[expect(clippy::cast_possible_truncation, reason = "a day has 1,440 minutes")]
    Some(-Date::new_0().get_timezone_offset() as i64)
}

/// Any number, each as likely.
pub fn luck() -> u32 {
    random::<4>().map_or(0, u32::from_ne_bytes)
}

/// A name for a new message; `None` in a browser without randomness, which could not make a safe one.
pub fn message_id() -> Option<MessageId> {
    let letter = |byte: u8| ID_ALPHABET.get(usize::from(byte & 63)).map(|letter| char::from(*letter));
    random::<ID_LEN>()?.into_iter().filter_map(letter).collect::<String>().parse().ok()
}

pub fn is_online() -> bool {
    window().is_none_or(|window| window.navigator().on_line())
}

/// Tells whenever the network comes or goes, or the page is looked at again.
pub fn watch(tell: impl Fn(Input) + 'static) {
    let Some(window) = window() else { return };
    let Some(document) = window.document() else { return };
    let looked_at = document.clone();
    let tell = move |event: web_sys::Event| match event.type_().as_str() {
        "offline" => tell(Input::Offline),
        "visibilitychange" if looked_at.visibility_state() != VisibilityState::Visible => {}
        _ => tell(Input::Online),
    };
    let tell = std::rc::Rc::new(tell);
    let told = tell.clone();
    listen(&window, &["offline", "online"], move |event| told(event));
    listen(&document, &["visibilitychange"], move |event| tell(event));
}

fn random<const N: usize>() -> Option<[u8; N]> {
    let array = Uint8Array::new_with_length(u32::try_from(N).ok()?);
    window()?.crypto().ok()?.get_random_values_with_array_buffer_view(&array).ok()?;
    let mut bytes = [0; N];
    array.copy_to(&mut bytes);
    Some(bytes)
}
