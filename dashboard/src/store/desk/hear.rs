//! What is heard on the desk's wires, and which of them are needed.

use core::time::Duration;
use std::collections::BTreeSet;

use leptos::prelude::*;
use lutin_shared::id::ConversationId;
use lutin_shared::wire::console::{AgentFrame, ConsoleFrame, DeskFrame};
use serde::de::DeserializeOwned;

use super::chat::{Chat, Look, Then};
use super::floor::Connection;
use super::wire::{Heard, Wire};
use super::{Chats, Desk};
use crate::format;

/// How long after `too_early` a conversation is taken once more.
const ACCEPT_AGAIN_AFTER: Duration = Duration::from_millis(400);

impl Desk {
    pub(super) fn hear_desk(self, heard: Heard) {
        match heard {
            Heard::Lost => self.lose(),
            Heard::Opened => {}
            Heard::SignedOut => self.sign_out(),
            Heard::Text(text) => {
                let Some(frame) = read::<DeskFrame>(&text) else { return };
                let is_welcome = matches!(frame, DeskFrame::Welcome { .. });
                self.floor.update(|floor| floor.learn(frame));
                if is_welcome {
                    self.say_available();
                }
                self.tend();
            }
        }
    }

    fn hear_chat(self, id: &ConversationId, heard: Heard) {
        match heard {
            Heard::Lost => self.change(id, Chat::lose),
            Heard::Opened => {
                let hello = self.change(id, |chat| Some(chat.hello()));
                self.send(id, hello);
            }
            Heard::SignedOut => self.sign_out(),
            Heard::Text(text) => {
                if let Some(frame) = read::<ConsoleFrame>(&text) {
                    self.learn(id, frame);
                }
            }
        }
    }

    fn learn(self, id: &ConversationId, frame: ConsoleFrame) {
        let is_mine = self.floor.with_untracked(|floor| match &frame {
            ConsoleFrame::Case { case } => floor.is_mine(case),
            _ => floor.case(id).is_some_and(|case| floor.is_mine(&case.case)),
        });
        let look = Look { now: format::now(), is_mine, is_read: self.is_read(id) };
        match self.change(id, |chat| chat.learn(frame, look)) {
            Then::Learn(case) => self.floor.update(|floor| floor.learn_case(*case)),
            Then::Nothing => {}
            Then::RetryAccept => {
                let id = id.clone();
                set_timeout(move || self.send(&id, Some(AgentFrame::Accept)), ACCEPT_AGAIN_AFTER);
            }
            Then::Say(frames) => frames.into_iter().for_each(|frame| self.send(id, Some(frame))),
        }
        self.tend();
    }

    /// Opens the wires that are needed, and closes those that are not.
    pub(super) fn tend(self) {
        if self.wires.with_value(|wires| wires.desk.is_none()) {
            return;
        }
        let wanted = self.wanted();
        let is_kept = |chats: &Chats| chats.keys().all(|id| wanted.contains(id));
        if !self.chats.with_untracked(is_kept) {
            self.chats.update(|chats| chats.retain(|id, _| wanted.contains(id)));
        }
        self.wires.update_value(|wires| {
            wires.chats.retain(|id, _| wanted.contains(id));
            for id in wanted {
                let named = id.clone();
                wires.chats.entry(id).or_insert_with_key(|id| {
                    let path = format!("/api/desk/conversations/{id}");
                    Wire::open(path, move |heard| self.hear_chat(&named, heard))
                });
            }
        });
    }

    fn wanted(self) -> BTreeSet<ConversationId> {
        let mine = self.floor.with_untracked(|floor| {
            let cases = floor.cases.values().filter(|case| floor.is_mine(&case.case));
            cases.map(|case| case.case.conversation.clone()).collect::<Vec<_>>()
        });
        let busy = self.chats.with_untracked(|chats| {
            let busy = chats.iter().filter(|(_, chat)| chat.is_busy());
            busy.map(|(id, _)| id.clone()).collect::<Vec<_>>()
        });
        mine.into_iter().chain(busy).chain(self.looked_at.get_value()).collect()
    }

    fn is_read(self, id: &ConversationId) -> bool {
        self.looked_at.with_value(|looked_at| looked_at.as_ref() == Some(id)) && !document().hidden()
    }

    /// What is open on screen is read.
    pub(super) fn read(self) {
        let Some(id) = self.looked_at.get_value().filter(|id| self.is_read(id)) else { return };
        if self.chats.with_untracked(|chats| chats.get(&id).is_some_and(|chat| chat.unread > 0)) {
            self.change(&id, |chat| chat.unread = 0);
        }
    }

    fn lose(self) {
        self.floor.update(|floor| floor.connection = Connection::Lost);
        if let Some(hooks) = self.wires.with_value(|wires| wires.hooks.clone()) {
            (hooks.on_lost)();
        }
    }

    fn sign_out(self) {
        if let Some(hooks) = self.wires.with_value(|wires| wires.hooks.clone()) {
            (hooks.on_signed_out)();
        }
    }
}

/// `None` for a frame that this version does not know. The edge is ours: what it says has no limit here.
fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_str(text).ok()
}
