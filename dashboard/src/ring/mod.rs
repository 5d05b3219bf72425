//! What calls an agent who looks elsewhere: a sound, a notification of the system, and the number in the tab's title.

mod notification;
mod sound;

use core::time::Duration;
use std::collections::BTreeMap;

use leptos::prelude::*;
use lutin_shared::escalation::DeskCase;

use crate::route::{self, Route};
use crate::store::desk::Desk;
use crate::text::{Text, text};
use notification::Notice;
use sound::Bell;

/// How often it sounds while something rings.
const EVERY: Duration = Duration::from_secs(3);

/// A handle on the page's one bell.
#[derive(Clone, Copy)]
pub struct Ring(StoredValue<Bell, LocalStorage>);

impl Ring {
    /// Watches the desk until the caller's owner is gone.
    pub fn attend(desk: Desk) -> Self {
        let ring = Self(StoredValue::new_local(Bell::default()));
        let floor = desk.floor();
        let ringing = Memo::new(move |_| floor.with(|floor| floor.ringing()));
        ring.sound(ringing);
        notify(ringing);
        entitle(desk, ringing);
        // A browser lets a page sound once somebody has touched it: after a reload, that is not the switch.
        let touch = window_event_listener(leptos::ev::pointerdown, move |_| {
            if floor.with_untracked(|floor| floor.is_available) {
                ring.wake();
            }
        });
        on_cleanup(move || touch.remove());
        ring
    }

    /// The agent is there and wants to be called: to be run in a click, else the browser refuses both.
    pub fn allow(self) {
        self.wake();
        notification::ask();
    }

    fn wake(self) {
        self.0.update_value(Bell::wake);
    }

    fn sound(self, ringing: Memo<Vec<DeskCase>>) {
        let rings = Memo::new(move |_| ringing.with(|ringing| !ringing.is_empty()));
        Effect::new(move |_| {
            if !rings.get() {
                return;
            }
            let sound = move || {
                self.0.try_with_value(Bell::ring);
            };
            sound();
            // Without timers it sounds once.
            if let Ok(timer) = set_interval_with_handle(sound, EVERY) {
                on_cleanup(move || timer.clear());
            }
        });
    }
}

/// One notification for each case that rings, gone when it no longer does.
fn notify(ringing: Memo<Vec<DeskCase>>) {
    let text = text();
    let shown = StoredValue::new_local(BTreeMap::new());
    Effect::new(move |_| {
        let ringing = ringing.get();
        shown.update_value(|shown: &mut BTreeMap<_, Option<Notice>>| {
            shown.retain(|id, _| ringing.iter().any(|case| case.case.conversation == *id));
            for case in ringing {
                let id = case.case.conversation.clone();
                shown.entry(id).or_insert_with(|| announce(text, &case));
            }
        });
    });
}

/// `None` where the browser does not show any.
fn announce(text: &Text, case: &DeskCase) -> Option<Notice> {
    let words = &text.desk;
    let handoff = &case.case.handoff;
    let title = (words.ring.notification)((words.trigger)(handoff.trigger));
    let body = format!("{} · {}", (text.language)(handoff.language), case.case.summary);
    let target = Route::DeskCase(case.case.conversation.clone());
    Notice::show(&title, &body, &case.case.conversation.to_string(), move || {
        // A browser may keep its windows where they are.
        window().focus().ok();
        route::go(&target);
    })
}

/// « (2) LutinGénie »: what rings, and what shoppers wrote and nobody read.
fn entitle(desk: Desk, ringing: Memo<Vec<DeskCase>>) {
    let title = text().title;
    let chats = desk.chats();
    let waiting = Memo::new(move |_| {
        let unread: usize = chats.with(|chats| chats.values().filter(|chat| chat.unread > 0).count());
        ringing.with(Vec::len) + unread
    });
    Effect::new(move |_| {
        document().set_title(&match waiting.get() {
            0 => title.to_owned(),
            count => format!("({count}) {title}"),
        });
    });
    on_cleanup(move || document().set_title(title));
}
