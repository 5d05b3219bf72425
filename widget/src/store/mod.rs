//! What the panel knows, and what of it is on screen.
//!
//! The shell writes through [`Store::update`]; the page reads [`Screen`]. A signal is told only
//! what changed, and carries what is shown, ready to be shown.

mod clock;
mod row;

use core::cell::RefCell;

use leptos::prelude::*;
use lutin_panel_text::Key;
use lutin_shared::conversation::Purpose;
use lutin_shared::link::{Line, LineKind, Phase, Transcript};
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
    /// What the panel could not do, or what it has done.
    complaint: Option<Key>,
}

/// What the page shows. Words that are empty are not there. One type of signal, because each is compiled anew: what is only so
/// or not so is a class of the panel's, in `state`.
#[derive(Clone, Debug)]
pub struct Screen {
    pub rows: ArcRwSignal<Vec<Row>>,
    /// What can be said with a press, and the question that it answers.
    pub chips: ArcRwSignal<Vec<String>>,
    pub ask: ArcRwSignal<String>,
    /// `panel`, and what holds of it: `has-lines` (something was said), `is-open` (a conversation to end), `is-coming` (a reply), `is-over` (stars can be given;
    /// `stars-4`: were), `is-person` (somebody is there), `takes-images`.
    pub state: ArcRwSignal<String>,
    /// Who answers, what they are, and their drawing's address.
    pub who: ArcRwSignal<String>,
    pub role: ArcRwSignal<String>,
    pub face: ArcRwSignal<String>,
    /// The first words of a reply on its way.
    pub partial: ArcRwSignal<String>,
    /// That somebody writes, for who does not see it.
    pub writing: ArcRwSignal<String>,
    /// How it was, or thanks for having said so.
    pub rate: ArcRwSignal<String>,
    /// That the conversation is none of a shopper's.
    pub banner: ArcRwSignal<String>,
    /// What stands between the shopper and the shop.
    pub notice: ArcRwSignal<String>,
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
            Phase::Idle => self.is_failing = false,
            Phase::Live { .. } => {
                self.is_failing = false;
                // Whoever was held back is not any more.
                self.complaint = self.complaint.filter(|complaint| *complaint != Key::RefusedHurry);
            }
            Phase::Connecting { .. } | Phase::Requesting { .. } => {}
        }
    }

    /// The message of a key, if it has failed, and why.
    pub fn failure(&self, key: &str) -> Option<(Refusal, String, Option<String>)> {
        row::failure(self.transcript.lines().iter().find(|line| line.key == key)?)
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
            complaint: None,
        };
        let store = Self {
            shop,
            truth: RefCell::new(truth),
            drawn: RefCell::default(),
            screen: Screen {
                rows: ArcRwSignal::new(vec![Row::greeting(shop)]),
                chips: ArcRwSignal::default(),
                ask: ArcRwSignal::default(),
                state: ArcRwSignal::default(),
                who: ArcRwSignal::default(),
                role: ArcRwSignal::default(),
                face: ArcRwSignal::default(),
                partial: ArcRwSignal::default(),
                writing: ArcRwSignal::default(),
                rate: ArcRwSignal::default(),
                banner: ArcRwSignal::default(),
                notice: ArcRwSignal::default(),
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

    /// Shows all of it in another language. What the shop, its assistant and its shopper said stays as it was said.
    pub fn reword(&self) {
        let is_ours = |line: &Line| !matches!(line.kind, LineKind::Said { .. });
        let mut drawn = self.drawn.borrow_mut();
        for (line, row) in drawn.iter_mut() {
            if is_ours(line) {
                *row = Row::new(line, self.shop);
                // Another row, so that the old one goes.
                row.key.push('.');
            } else {
                row.redraw(line, self.shop);
            }
        }
        drop(drawn);
        self.draw_all();
        self.draw();
    }

    /// What to tell the shopper until something else is to be told.
    pub fn complain(&self, key: Option<Key>) {
        self.truth.borrow_mut().complaint = key;
        self.draw();
    }

    /// The transcript as a text: a line of who and when above each message.
    pub fn as_text(&self) -> String {
        let mut text = [&self.shop.profile.name, "\n"].concat();
        for (_, row) in self.drawn.borrow().iter() {
            let foot = row.foot.get_untracked();
            let between = if row.speaker.is_empty() { "" } else { " · " };
            for part in ["\n", &row.speaker, between, &foot, "\n", &row.content.parts.concat(), "\n"] {
                text.push_str(part);
            }
        }
        text
    }

    fn draw(&self) {
        let (truth, screen, Shop { words, profile }) = (self.truth.borrow(), &self.screen, self.shop);
        let transcript = &truth.transcript;
        let is_typing = transcript.is_typing();
        let is_coming = is_typing || transcript.partial().is_some();
        let person = transcript.person().filter(|_| transcript.is_with_person());
        let is_person = transcript.is_with_person() && (person.is_some() || transcript.is_person_typing());
        let who = person.unwrap_or(&profile.assistant_name);
        let writer = match person {
            None if is_person => words.get(Key::Team),
            _ => who.to_owned(),
        };
        let (kind, notice) = match truth.phase {
            Phase::Stopped(refusal) => {
                ("notice--stopped", words.with_contact(words.refusal(refusal), &profile.contact))
            }
            _ if !truth.is_online => {
                ("notice--offline", words.with_contact(words.get(Key::Offline), &profile.contact))
            }
            _ => match truth.complaint {
                // Who is held back still sees how to reach the shop.
                Some(Key::RefusedHurry) => {
                    ("", words.with_contact(words.get(Key::RefusedHurry), &profile.contact))
                }
                _ if truth.is_failing => {
                    let sentence = words.with_contact(words.get(Key::Reconnecting), &profile.contact);
                    ("notice--reconnecting", sentence)
                }
                Some(complaint) => ("", words.get(complaint)),
                None => ("notice--none", String::new()),
            },
        };
        let stars = transcript.stars();
        let stars_class = ["stars-0", "stars-1", "stars-2", "stars-3", "stars-4", "stars-5"];
        let flags = [
            ("has-lines", !transcript.lines().is_empty()),
            ("is-open", transcript.is_open()),
            ("is-coming", is_coming),
            ("is-over", transcript.is_ratable()),
            ("is-person", is_person),
            ("takes-images", profile.images && transcript.is_with_person()),
            (stars_class.get(usize::from(stars)).copied().unwrap_or_default(), true),
            (kind, true),
        ];
        let flags = flags.iter().filter(|(_, is)| *is).map(|(name, _)| *name);
        tell(&screen.state, ["panel"].into_iter().chain(flags).collect::<Vec<_>>().join(" "));
        tell(&screen.notice, notice);
        tell(&screen.who, who.to_owned());
        tell(&screen.role, words.get(if is_person { Key::PersonRole } else { Key::AssistantRole }));
        tell(&screen.face, if is_person { "#person" } else { "#mark" }.to_owned());
        tell(&screen.partial, transcript.partial().unwrap_or_default().to_owned());
        tell(&screen.writing, if is_typing { words.with(Key::Typing, &writer) } else { String::new() });
        tell(&screen.rate, words.get(if stars == 0 { Key::Rate } else { Key::RateThanks }));
        let banner = match transcript.purpose() {
            None | Some(Purpose::Live) => String::new(),
            Some(Purpose::Preview) => words.get(Key::Preview),
            Some(Purpose::Test) => words.get(Key::Test),
        };
        tell(&screen.banner, banner);
        let (ask, chips) = match transcript.lines().last() {
            None => (words.get(Key::Starters), &profile.starters[..]),
            Some(line) => match line.ask().filter(|_| !is_coming) {
                Some(ask) => (ask.text.clone(), &ask.choices[..]),
                None => (String::new(), &[][..]),
            },
        };
        tell(&screen.ask, ask);
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
        drop(drawn);
        if !is_same {
            self.draw_all();
        }
    }

    fn draw_all(&self) {
        let greeting = self.screen.rows.with_untracked(|rows| rows.first().cloned());
        let drawn = self.drawn.borrow();
        self.screen.rows.set(greeting.into_iter().chain(drawn.iter().map(|(_, row)| row.clone())).collect());
    }
}

/// Changes a signal only when there is something new to show.
fn tell<T: PartialEq + Send + Sync + 'static>(signal: &ArcRwSignal<T>, value: T) {
    if signal.with_untracked(|known| *known != value) {
        signal.set(value);
    }
}
