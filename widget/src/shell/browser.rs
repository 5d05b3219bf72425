//! Clock, chance and network, as the browser has them.

use js_sys::{Date, Uint8Array};
use lutin_shared::id::MessageId;
use lutin_shared::link::Input;
use lutin_shared::time::Timestamp;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Event, EventTarget, VisibilityState, window};

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
    let listen = Closure::<dyn Fn(Event)>::new(move |event: Event| match event.type_().as_str() {
        "offline" => tell(Input::Offline),
        "visibilitychange" if looked_at.visibility_state() != VisibilityState::Visible => {}
        _ => tell(Input::Online),
    })
    .into_js_value();
    let listener = listen.unchecked_ref();
    let of_window: [(&EventTarget, &str); 3] =
        [(&window, "offline"), (&window, "online"), (&document, "visibilitychange")];
    for (target, name) in of_window {
        // Refused only for a listener that is none.
        let _ = target.add_event_listener_with_callback(name, listener);
    }
}

fn random<const N: usize>() -> Option<[u8; N]> {
    let array = Uint8Array::new_with_length(u32::try_from(N).ok()?);
    window()?.crypto().ok()?.get_random_values_with_array_buffer_view(&array).ok()?;
    let mut bytes = [0; N];
    array.copy_to(&mut bytes);
    Some(bytes)
}
