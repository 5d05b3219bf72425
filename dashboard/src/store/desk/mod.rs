//! The agents' desk: one wire to the shop's, and one to each conversation that the agent attends or looks at.
//!
//! What frames come to is decided in [`Floor`] and [`Chat`]; this is where they are heard and said.

mod browser;
mod chat;
mod floor;
mod hear;
mod pulse;
mod wire;

use std::collections::BTreeMap;
use std::rc::Rc;

use leptos::prelude::*;
use lutin_shared::api::Me;
use lutin_shared::id::{AgentId, ConversationId, MessageId};
use lutin_shared::wire::console::{AgentFrame, DeskCommand, encode};

pub use chat::{Accepting, Chat, Kind, Presence, Spoken, Unsent};
pub use floor::{Connection, Floor};

use crate::format;
use wire::Wire;

pub type Chats = BTreeMap<ConversationId, Chat>;

/// Words that an agent has begun to write.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    pub kind: Kind,
    pub text: String,
}

/// What there is to do when a wire says that things are not as they were.
#[derive(Clone)]
pub struct Hooks {
    /// The edge no longer knows who this is.
    pub on_signed_out: Rc<dyn Fn()>,
    /// A wire is down. A browser does not say why: the sign-in may be over.
    pub on_lost: Rc<dyn Fn()>,
}

#[derive(Default)]
struct Wires {
    hooks: Option<Hooks>,
    desk: Option<Wire>,
    chats: BTreeMap<ConversationId, Wire>,
}

/// A handle on the page's one desk.
#[derive(Clone, Copy)]
pub struct Desk {
    floor: RwSignal<Floor>,
    chats: RwSignal<Chats>,
    /// The conversation that is open on screen.
    looked_at: StoredValue<Option<ConversationId>>,
    drafts: StoredValue<BTreeMap<ConversationId, Draft>>,
    wires: StoredValue<Wires, LocalStorage>,
}

impl Desk {
    pub fn new() -> Self {
        Self {
            floor: RwSignal::new(Floor::default()),
            chats: RwSignal::new(Chats::new()),
            looked_at: StoredValue::new(None),
            drafts: StoredValue::new(BTreeMap::new()),
            wires: StoredValue::new_local(Wires::default()),
        }
    }

    pub fn floor(self) -> Signal<Floor> {
        self.floor.into()
    }

    pub fn chats(self) -> Signal<Chats> {
        self.chats.into()
    }

    /// Goes to work, unless that is done already.
    pub fn open(self, me: &Me, hooks: Hooks) {
        if self.wires.with_value(|wires| wires.desk.is_some()) {
            return;
        }
        let is_available = browser::was_available(&me.id);
        self.floor.set(Floor { me: Some(me.id.clone()), is_available, ..Floor::default() });
        let desk = Wire::open("/api/desk".to_owned(), move |heard| self.hear_desk(heard));
        self.wires.update_value(|wires| {
            *wires = Wires { hooks: Some(hooks), desk: Some(desk), chats: BTreeMap::new() };
        });
    }

    /// Leaves nothing of one agent for whoever signs in next.
    pub fn close(self) {
        self.wires.set_value(Wires::default());
        if let Some(me) = self.floor.with_untracked(|floor| floor.me.clone()) {
            browser::remember_available(&me, false);
        }
        self.floor.set(Floor::default());
        self.chats.set(Chats::new());
        self.looked_at.set_value(None);
        self.drafts.set_value(BTreeMap::new());
    }

    /// The network may be back, or the page is looked at again.
    pub fn nudge(self) {
        self.wires.with_value(|wires| {
            wires.desk.iter().chain(wires.chats.values()).for_each(Wire::nudge);
        });
        self.read();
    }

    pub fn set_available(self, is_available: bool) {
        self.floor.update(|floor| floor.is_available = is_available);
        if let Some(me) = self.floor.with_untracked(|floor| floor.me.clone()) {
            browser::remember_available(&me, is_available);
        }
        self.say_available();
    }

    /// Gives a follow-up to somebody, or to nobody.
    pub fn assign(self, conversation: ConversationId, to: Option<AgentId>) {
        self.command(&DeskCommand::Assign { conversation, to });
    }

    pub fn set_done(self, conversation: ConversationId, is_done: bool) {
        self.command(&DeskCommand::Done { conversation, is_done });
    }

    /// Turns to a conversation, or away from all of them.
    pub fn look_at(self, id: Option<ConversationId>) {
        self.looked_at.set_value(id);
        self.tend();
        self.read();
    }

    /// Wishes to take a conversation. The first one has it.
    pub fn accept(self, id: &ConversationId) {
        let frame = self.change(id, Chat::accept);
        self.tend();
        self.send(id, frame);
    }

    /// Says something, to the shopper or to colleagues. `false` in a browser that has no randomness for its name.
    pub fn say(self, id: &ConversationId, kind: Kind, text: String) -> bool {
        let Some(name) = browser::message_id() else { return false };
        let frame = self.change(id, |chat| chat.say(name, kind, text));
        self.send(id, frame);
        true
    }

    pub fn retry(self, id: &ConversationId, message: &MessageId) {
        let frame = self.change(id, |chat| chat.retry(message));
        self.send(id, frame);
    }

    pub fn take_back(self, id: &ConversationId, message: &MessageId) -> Option<Unsent> {
        self.change(id, |chat| chat.take_back(message))
    }

    /// The agent is writing to the shopper.
    pub fn types(self, id: &ConversationId) {
        let frame =
            self.chats.try_update_untracked(|chats| chats.get_mut(id)?.types(format::now())).flatten();
        self.send(id, frame);
    }

    /// Does something with a conversation, now or not at all: nobody wants it closed a quarter of an hour later.
    pub fn act(self, id: &ConversationId, frame: AgentFrame) {
        self.dismiss(id);
        self.send(id, Some(frame));
    }

    /// What was not granted was read.
    pub fn dismiss(self, id: &ConversationId) {
        self.change(id, |chat| chat.denial = None);
    }

    pub fn draft(self, id: &ConversationId) -> Draft {
        self.drafts.with_value(|drafts| drafts.get(id).cloned()).unwrap_or_default()
    }

    pub fn keep_draft(self, id: &ConversationId, draft: Draft) {
        self.drafts.update_value(|drafts| {
            if draft == Draft::default() {
                drafts.remove(id);
            } else {
                drafts.insert(id.clone(), draft);
            }
        });
    }

    fn change<T>(self, id: &ConversationId, change: impl FnOnce(&mut Chat) -> T) -> T
    where
        T: Default,
    {
        self.chats.try_update(|chats| change(chats.entry(id.clone()).or_default())).unwrap_or_default()
    }

    fn send(self, id: &ConversationId, frame: Option<AgentFrame>) {
        self.wires.with_value(|wires| {
            if let (Some(wire), Some(frame)) = (wires.chats.get(id), frame) {
                wire.send(&encode(&frame));
            }
        });
    }

    fn command(self, command: &DeskCommand) {
        self.floor.update(|floor| floor.refusal = None);
        self.wires.with_value(|wires| {
            if let Some(wire) = &wires.desk {
                wire.send(&encode(command));
            }
        });
    }

    fn say_available(self) {
        let is_online = self.floor.with_untracked(|floor| floor.is_available);
        self.command(&DeskCommand::Available { is_online });
    }
}
