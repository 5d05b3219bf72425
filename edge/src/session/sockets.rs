//! The session's sockets: hibernating, each with its claims attached.

use lutin_shared::wire::{PING, PONG, SUBPROTOCOL, ServerFrame};
use serde::{Deserialize, Serialize};
use worker::{Response, State, WebSocket, WebSocketPair, WebSocketRequestResponsePair, console_error};

use crate::failure::Failure;
use crate::token::Claims;

/// What a socket keeps while its object sleeps. Stays far under the 2 kB that an attachment may have.
#[derive(Serialize, Deserialize)]
struct Attachment {
    claims: Claims,
    /// Whether it said hello. Before that it is told nothing new, or the panel would take the frames
    /// before the new one for seen.
    greeted: bool,
}

/// Heartbeats are answered by the runtime; the object sleeps on.
pub fn answer_pings(state: &State) {
    match WebSocketRequestResponsePair::new(PING, PONG) {
        Ok(pair) => state.set_websocket_auto_response(&pair),
        Err(error) => console_error!("pings will wake this object: {error:?}"),
    }
}

/// Upgrades a request that the Worker has checked.
///
/// # Errors
/// A fault.
pub fn accept(state: &State, claims: Claims) -> Result<Response, Failure> {
    let pair = WebSocketPair::new()?;
    state.accept_web_socket(&pair.server);
    attach(&pair.server, &Attachment { claims, greeted: false })?;
    let response = Response::from_websocket(pair.client)?;
    response.headers().set("sec-websocket-protocol", SUBPROTOCOL)?;
    Ok(response)
}

/// Who is at the other end.
///
/// # Errors
/// A fault, when nothing is attached.
pub fn claims(socket: &WebSocket) -> Result<Claims, Failure> {
    Ok(attached(socket)?.claims)
}

/// # Errors
/// A fault.
pub fn mark_greeted(socket: &WebSocket, claims: &Claims) -> Result<(), Failure> {
    attach(socket, &Attachment { claims: claims.clone(), greeted: true })
}

/// Tells every panel of the session. A socket that fails will come back and say where it was.
pub fn broadcast(state: &State, frames: &[ServerFrame]) {
    if frames.is_empty() {
        return;
    }
    for socket in state.get_websockets() {
        if attached(&socket).is_ok_and(|attachment| attachment.greeted) {
            frames.iter().for_each(|frame| send(&socket, frame));
        }
    }
}

/// Sends one frame; a socket that is closing loses it, and catches up when it comes back.
pub fn send(socket: &WebSocket, frame: &ServerFrame) {
    // The error of a closed socket says nothing that the shopper's next hello does not mend.
    let _ = socket.send_with_str(frame.encode());
}

fn attach(socket: &WebSocket, attachment: &Attachment) -> Result<(), Failure> {
    // As a string: a structure would come back from JavaScript as a Map.
    Ok(socket.serialize_attachment(serde_json::to_string(attachment)?)?)
}

fn attached(socket: &WebSocket) -> Result<Attachment, Failure> {
    let text: Option<String> = socket.deserialize_attachment()?;
    let text = text.ok_or_else(|| Failure::fault("a socket without claims"))?;
    Ok(serde_json::from_str(&text)?)
}
