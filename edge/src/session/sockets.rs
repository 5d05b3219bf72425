//! The session's sockets, hibernating: shoppers' panels and agents' consoles, each with what it is for attached.

use lutin_shared::conversation::{Entry, Session};
use lutin_shared::escalation::Colleague;
use lutin_shared::id::AgentId;
use lutin_shared::identity::{Context, Identity};
use lutin_shared::time::Timestamp;
use lutin_shared::wire::console::{self, CLOSE_SIGNED_OUT, ConsoleFrame};
use lutin_shared::wire::{CLOSE_UNAUTHORISED, SUBPROTOCOL, ServerFrame};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use worker::worker_sys::DurableObjectState;
use worker::{Response, State, WebSocket, WebSocketPair};

use crate::failure::Failure;
use crate::presence;
use crate::token::Claims;

/// What a socket is tagged with, so that nobody is told what is for others.
const SHOPPER: &str = "shopper";
const AGENT: &str = "agent";

/// What a panel's socket keeps while its object sleeps. An attachment may have 2 kB: see [`attach_panel`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Panel {
    pub claims: Claims,
    /// Whether it said hello. Before that it is told nothing new, or the panel would take the frames
    /// before the new one for seen.
    pub greeted: bool,
    /// Where the shopper is; see [`ClientFrame::Hello`](lutin_shared::wire::ClientFrame::Hello).
    pub page: Option<String>,
    pub offset: Option<i64>,
    /// What the shop's page says of them, already checked.
    pub identity: Option<Identity>,
    pub context: Option<Context>,
}

/// The same of a console's.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Console {
    pub agent: Colleague,
    /// The conversation of the session that it is about.
    pub ordinal: u32,
    pub since: Timestamp,
    pub greeted: bool,
}

/// Who is at the other end.
#[derive(Clone, Debug)]
pub enum Peer {
    Console(Console),
    Panel(Panel),
}

impl Panel {
    /// The longest address of a page that is kept, in bytes.
    pub const MAX_PAGE_BYTES: usize = 600;

    /// The most that is attached, in bytes: the platform takes 2,048, with a few of its own.
    const MAX_BYTES: usize = 2_000;

    /// One that has not said hello.
    pub const fn of(claims: Claims) -> Self {
        Self { claims, greeted: false, page: None, offset: None, identity: None, context: None }
    }
}

/// Upgrades a shopper's request that the Worker has checked.
///
/// # Errors
/// A fault.
pub fn accept_panel(state: &State, claims: Claims) -> Result<Response, Failure> {
    let response = accept(state, SHOPPER, &Panel::of(claims))?;
    response.headers().set("sec-websocket-protocol", SUBPROTOCOL)?;
    Ok(response)
}

/// Upgrades an agent's request that the Worker has checked.
///
/// # Errors
/// A fault.
pub fn accept_console(state: &State, agent: Colleague, ordinal: u32) -> Result<Response, Failure> {
    let since = presence::machine_time();
    accept(state, AGENT, &Console { agent, ordinal, since, greeted: false })
}

fn accept(state: &State, tag: &str, attachment: &impl Serialize) -> Result<Response, Failure> {
    let pair = WebSocketPair::new()?;
    state.accept_websocket_with_tags(&pair.server, &[tag]);
    attach(&pair.server, attachment)?;
    Ok(Response::from_websocket(pair.client)?)
}

/// Who is at the other end of a socket.
///
/// # Errors
/// A fault, when nothing is attached.
pub fn peer(socket: &WebSocket) -> Result<Peer, Failure> {
    match attached::<Console>(socket) {
        Ok(console) => Ok(Peer::Console(console)),
        Err(_) => Ok(Peer::Panel(attached(socket)?)),
    }
}

/// How many panels are connected.
pub fn panels(state: &State) -> usize {
    state.get_websockets_with_tag(SHOPPER).len()
}

pub fn consoles(state: &State) -> usize {
    state.get_websockets_with_tag(AGENT).len()
}

/// The panel that said hello last, but for the one that is `gone`.
pub fn latest_panel(state: &State, gone: Option<&WebSocket>) -> Option<Panel> {
    let panels = state.get_websockets_with_tag(SHOPPER).into_iter().filter(|socket| !is_same(socket, gone));
    panels.filter_map(|socket| attached::<Panel>(&socket).ok()).rfind(|panel| panel.greeted)
}

/// Whether a console of this agent is connected and heard of, but for the one that is `gone`.
pub fn has_agent(
    state: &State,
    platform: &DurableObjectState,
    agent: &AgentId,
    gone: Option<&WebSocket>,
) -> bool {
    agents_sockets(state, agent).into_iter().any(|(socket, console)| {
        !is_same(&socket, gone) && presence::is_alive(platform, &socket, console.since)
    })
}

/// Ends whatever an agent has here.
pub fn dismiss(state: &State, agent: &AgentId) {
    for (socket, _) in agents_sockets(state, agent) {
        // One that is closed already is just that.
        let _ = socket.close(Some(CLOSE_SIGNED_OUT), Some("deactivated"));
    }
}

fn agents_sockets(state: &State, agent: &AgentId) -> Vec<(WebSocket, Console)> {
    let consoles = state.get_websockets_with_tag(AGENT).into_iter();
    let attached = consoles.filter_map(|socket| attached::<Console>(&socket).ok().map(|it| (socket, it)));
    attached.filter(|(_, console)| console.agent.id == *agent).collect()
}

fn is_same(socket: &WebSocket, other: Option<&WebSocket>) -> bool {
    other.is_some_and(|other| socket.as_ref() == other.as_ref())
}

/// Tells every panel of the session. A socket that fails will come back and say where it was.
pub fn broadcast(state: &State, frames: &[ServerFrame]) {
    if frames.is_empty() {
        return;
    }
    for socket in state.get_websockets_with_tag(SHOPPER) {
        if attached::<Panel>(&socket).is_ok_and(|panel| panel.greeted) {
            frames.iter().for_each(|frame| send(&socket, frame));
        }
    }
}

/// Tells every console of the session what each has to be told.
pub fn brief(state: &State, frames: impl Fn(&Console) -> Vec<ConsoleFrame>) {
    for socket in state.get_websockets_with_tag(AGENT) {
        let Some(console) = attached::<Console>(&socket).ok().filter(|console| console.greeted) else {
            continue;
        };
        if presence::is_leased(console.since) {
            frames(&console).iter().for_each(|frame| send_console(&socket, frame));
        } else {
            presence::release(&socket);
        }
    }
}

/// Tells every panel, greeted or not, that all is forgotten, and closes it: the token is good for nothing more.
pub fn take_leave(state: &State) {
    for socket in state.get_websockets_with_tag(SHOPPER) {
        send(&socket, &ServerFrame::Forgotten);
        // One that is closed already is just that.
        let _ = socket.close(Some(CLOSE_UNAUTHORISED), Some("forgotten"));
    }
}

/// Sends one frame; a socket that is closing loses it, and catches up when it comes back.
pub fn send(socket: &WebSocket, frame: &ServerFrame) {
    // The error of a closed socket says nothing that the shopper's next hello does not mend.
    let _ = socket.send_with_str(frame.encode());
}

/// The same, to an agent.
pub fn send_console(socket: &WebSocket, frame: &ConsoleFrame) {
    let _ = socket.send_with_str(console::encode(frame));
}

/// What agents are told of entries of the journal.
pub fn lines<'a>(session: &Session, entries: impl IntoIterator<Item = &'a Entry>) -> Vec<ConsoleFrame> {
    entries.into_iter().filter_map(|entry| ConsoleFrame::of(session, entry)).collect()
}

/// Keeps what a panel's socket is for. Where that is too much, the page goes, which is only good to know.
///
/// # Errors
/// A fault.
pub fn attach_panel(socket: &WebSocket, mut panel: Panel) -> Result<(), Failure> {
    if serde_json::to_string(&panel)?.len() > Panel::MAX_BYTES {
        panel.page = None;
    }
    if serde_json::to_string(&panel)?.len() > Panel::MAX_BYTES {
        panel.context = None;
    }
    attach(socket, &panel)
}

/// # Errors
/// A fault.
pub fn attach(socket: &WebSocket, attachment: &impl Serialize) -> Result<(), Failure> {
    // As a string: a structure would come back from JavaScript as a Map.
    // A letter for each byte: a string with one letter beyond Latin ones would take two bytes for each of all the others.
    let text = serde_json::to_string(attachment)?;
    Ok(socket.serialize_attachment(text.bytes().map(char::from).collect::<String>())?)
}

/// # Errors
/// A fault, when there is nothing, or something else.
pub fn attached<T: DeserializeOwned>(socket: &WebSocket) -> Result<T, Failure> {
    let text: Option<String> = socket.deserialize_attachment()?;
    let text = text.ok_or_else(|| Failure::fault("a socket with nothing attached"))?;
    let bytes = text.chars().map(u8::try_from).collect::<Result<Vec<u8>, _>>().map_err(Failure::fault)?;
    Ok(serde_json::from_slice(&bytes)?)
}
