//! What the panel knows, and what of it is on screen.
//!
//! The shell writes through [`Store::update`]; the components read [`Screen`]. A signal is told only
//! what changed, and carries what is shown, ready to be shown: words and yes or no. That keeps the
//! view small, where every other type of signal would be compiled anew.

mod clock;
mod row;

use core::cell::RefCell;

use leptos::prelude::*;
use lutin_shared::conversation::Purpose;
use lutin_shared::link::{Line, Phase, Transcript};
use lutin_shared::refusal::Refusal;

use crate::profile::Shop;

pub use row::Row;

pub struct Store {
    shop: Shop,
    truth: RefCell<Truth>,
    /// The lines as they were drawn, and their rows.
    drawn: RefCell<Vec<(Line, Row)>>,
    screen: Screen,
}

/// The edge's truth, as far as it has arrived.
#[derive(Debug)]
pub struct Truth {
    pub transcript: Transcript,
    phase: Phase,
    /// Whether a connection failed and none has stood since.
    is_failing: bool,
    /// Whether the browser believes in its network.
    pub is_online: bool,
    /// Failed messages that the shopper sent anew, or took back: no longer shown.
    pub dismissed: Vec<String>,
}

/// What the components show. Words that are empty are not there.
#[derive(Clone, Debug)]
pub struct Screen {
    pub rows: ArcRwSignal<Vec<Row>>,
    /// What can be said with a press, and the question that it answers.
    pub chips: ArcRwSignal<Vec<String>>,
    pub ask: ArcRwSignal<String>,
    /// Whether there is no conversation to end.
    pub is_over: ArcRwSignal<bool>,
    /// Whether no reply is on its way.
    pub is_quiet: ArcRwSignal<bool>,
    /// Its first words.
    pub partial: ArcRwSignal<String>,
    /// That somebody writes, for who does not see it.
    pub writing: ArcRwSignal<String>,
    /// That the conversation is none of a shopper's.
    pub banner: ArcRwSignal<String>,
    /// What stands between the shopper and the shop.
    pub notice: ArcRwSignal<String>,
    pub notice_class: ArcRwSignal<String>,
}

impl Truth {
    pub fn set_phase(&mut self, phase: Phase) {
        self.phase = phase;
        match phase {
            Phase::Waiting { .. } => {
                self.is_failing = true;
                self.transcript.interrupt();
            }
            Phase::Stopped(refusal) => {
                self.is_failing = false;
                self.transcript.fail_all(refusal);
            }
            Phase::Idle | Phase::Live { .. } => self.is_failing = false,
            Phase::Connecting { .. } | Phase::Requesting { .. } => {}
        }
    }

    /// The message of a key, if it has failed, and why.
    pub fn failure(&self, key: &str) -> Option<(Refusal, String)> {
        let line = self.transcript.lines().iter().find(|line| line.key == key)?;
        row::failure(line).map(|(refusal, text)| (refusal, text.to_owned()))
    }
}

impl Store {
    pub fn new(shop: Shop, is_online: bool) -> Self {
        let truth = Truth {
            transcript: Transcript::default(),
            phase: Phase::Idle,
            is_failing: false,
            is_online,
            dismissed: Vec::new(),
        };
        let store = Self {
            shop,
            truth: RefCell::new(truth),
            drawn: RefCell::default(),
            screen: Screen {
                rows: ArcRwSignal::new(vec![Row::greeting(shop)]),
                chips: ArcRwSignal::default(),
                ask: ArcRwSignal::default(),
                is_over: ArcRwSignal::default(),
                is_quiet: ArcRwSignal::default(),
                partial: ArcRwSignal::default(),
                writing: ArcRwSignal::default(),
                banner: ArcRwSignal::default(),
                notice: ArcRwSignal::default(),
                notice_class: ArcRwSignal::default(),
            },
        };
        store.draw();
        store
    }

    pub fn screen(&self) -> Screen {
        self.screen.clone()
    }

    pub fn read<T>(&self, read: impl FnOnce(&Truth) -> T) -> T {
        read(&self.truth.borrow())
    }

    pub fn update(&self, change: impl FnOnce(&mut Truth)) {
        change(&mut self.truth.borrow_mut());
        self.draw();
    }

    fn draw(&self) {
        let (truth, screen, text) = (self.truth.borrow(), &self.screen, self.shop.text);
        let transcript = &truth.transcript;
        let is_typing = transcript.is_typing();
        tell(&screen.is_over, !transcript.is_open());
        tell(&screen.is_quiet, !is_typing && transcript.partial().is_none());
        tell(&screen.partial, transcript.partial().unwrap_or_default().to_owned());
        let writer =
            if transcript.is_person_typing() { text.team } else { &self.shop.profile.assistant_name };
        let writing = if is_typing { text.is_typing(writer) } else { String::new() };
        tell(&screen.writing, writing);
        let banner = match transcript.purpose() {
            None | Some(Purpose::Live) => "",
            Some(Purpose::Preview) => text.preview,
            Some(Purpose::Test) => text.test,
        };
        tell(&screen.banner, banner.to_owned());
        let (kind, notice) = match truth.phase {
            Phase::Stopped(refusal) => {
                ("stopped", text.with_contact(text.refusal(refusal), &self.shop.profile.contact))
            }
            _ if !truth.is_online => ("offline", text.offline.to_owned()),
            _ if truth.is_failing => ("reconnecting", text.reconnecting.to_owned()),
            _ => ("none", String::new()),
        };
        tell(&screen.notice_class, ["notice notice--", kind].concat());
        tell(&screen.notice, notice);
        let (ask, chips) = match transcript.lines().last() {
            None => (text.starters, &self.shop.profile.starters[..]),
            Some(line) => match line.ask().filter(|_| !is_typing && transcript.partial().is_none()) {
                Some(ask) => (ask.text.as_str(), &ask.choices[..]),
                None => ("", &[][..]),
            },
        };
        tell(&screen.ask, ask.to_owned());
        tell(&screen.chips, chips.to_vec());
        self.draw_rows(&truth);
    }

    /// A row whose line changed is told so; the list is drawn again only for what came or went, so a
    /// screen reader hears each line once.
    fn draw_rows(&self, truth: &Truth) {
        let mut drawn = self.drawn.borrow_mut();
        let shown = truth.transcript.lines().iter().filter(|line| !truth.dismissed.contains(&line.key));
        let mut is_same = true;
        let mut next = Vec::with_capacity(drawn.len() + 1);
        for (index, line) in shown.enumerate() {
            let in_place = drawn.get(index).filter(|(known, _)| known.key == line.key);
            is_same &= in_place.is_some();
            let known = in_place.or_else(|| drawn.iter().find(|(known, _)| known.key == line.key));
            next.push(match known {
                Some((known, row)) if known == line => (line.clone(), row.clone()),
                Some((_, row)) => {
                    row.redraw(line, self.shop);
                    (line.clone(), row.clone())
                }
                None => (line.clone(), Row::new(line, self.shop)),
            });
        }
        is_same &= next.len() == drawn.len();
        *drawn = next;
        if !is_same {
            let greeting = self.screen.rows.with_untracked(|rows| rows.first().cloned());
            let rows = greeting.into_iter().chain(drawn.iter().map(|(_, row)| row.clone())).collect();
            self.screen.rows.set(rows);
        }
    }
}

/// Changes a signal only when there is something new to show.
fn tell<T: PartialEq + Send + Sync + 'static>(signal: &ArcRwSignal<T>, value: T) {
    if signal.with_untracked(|known| *known != value) {
        signal.set(value);
    }
}
