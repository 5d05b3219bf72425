//! Whether somebody is still at the other end of a hibernating socket.
//!
//! Heartbeats are answered by the runtime while the object sleeps; it keeps when the last one was. A laptop that was closed
//! leaves a socket that looks open and has fallen silent.

use core::time::Duration;

use lutin_shared::time::Timestamp;
use lutin_shared::wire::{PING, PONG};
use worker::js_sys::{Date, Function, Reflect};
use worker::wasm_bindgen::{JsCast, JsValue};
use worker::worker_sys::DurableObjectState;
use worker::{State, WebSocket, WebSocketRequestResponsePair, console_error};

/// A console pings every twenty seconds, and a browser lets one in the background do so once a minute: after that and
/// another half, nobody is there.
pub const SILENCE: Duration = Duration::from_secs(90);

/// How long a console's socket is good. Then it comes back, and with it the question whether it may.
const LEASE: Duration = Duration::from_secs(15 * 60);

/// What a socket is closed with whose lease is over.
const CLOSE_LEASE_OVER: u16 = 4408;

/// Heartbeats are answered by the runtime; the object sleeps on.
pub fn answer_pings(state: &State) {
    match WebSocketRequestResponsePair::new(PING, PONG) {
        Ok(pair) => state.set_websocket_auto_response(&pair),
        Err(error) => console_error!("pings will wake this object: {error:?}"),
    }
}

/// An object's state, and the same as the platform's own, for what the typed binding lacks.
pub fn both(state: State) -> (State, DurableObjectState) {
    let platform = state._inner();
    (State::from(platform.clone().unchecked_into::<DurableObjectState>()), platform)
}

/// The time by the machine's clock: heartbeats are stamped with it, also in tests that have another.
pub fn machine_time() -> Timestamp {
    Timestamp::from_millis(Date::now() as i64)
}

/// Whether a socket that was opened at `since` has been heard of lately.
pub fn is_alive(state: &DurableObjectState, socket: &WebSocket, since: Timestamp) -> bool {
    let heard = last_ping(state, socket).map_or(since, |ping| ping.max(since));
    machine_time().since(heard) < SILENCE
}

/// Whether a console that was let in at `since` may still be told something.
pub fn is_leased(since: Timestamp) -> bool {
    machine_time().since(since) < LEASE
}

/// Has a console come back.
pub fn release(socket: &WebSocket) {
    // One that is closed already comes back anyway.
    let _ = socket.close(Some(CLOSE_LEASE_OVER), Some("again"));
}

/// By hand: the typed binding does not have it.
fn last_ping(state: &DurableObjectState, socket: &WebSocket) -> Option<Timestamp> {
    let socket: &JsValue = socket.as_ref().as_ref();
    let ask = Reflect::get(state, &"getWebSocketAutoResponseTimestamp".into()).ok()?;
    let date: Date = ask.dyn_into::<Function>().ok()?.call1(state, socket).ok()?.dyn_into().ok()?;
    Some(Timestamp::from_millis(date.get_time() as i64))
}
