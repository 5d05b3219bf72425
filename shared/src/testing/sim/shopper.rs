//! A shopper, and everybody else who says something in the session.

use super::session::SessionShell;
use super::{Happening, MINUTE, Physics, SECOND, ToSession};
use crate::conversation::WINDOW;
use crate::id::MessageId;
use crate::identity::Identity;

/// What every shopper is called.
pub const NAME: &str = "zelie";

pub struct Shopper {
    /// Things left to do.
    patience: u32,
    /// What was said and not acknowledged: said again until it is.
    unsaid: Vec<(MessageId, ToSession)>,
    /// Whether all has to be erased: asked for until it is.
    wants_erasure: bool,
    /// What the session has acknowledged.
    pub acknowledged: Vec<MessageId>,
}

impl Shopper {
    pub fn new(physics: &mut Physics) -> Self {
        Self {
            patience: physics.rng.u32(4..24),
            unsaid: Vec::new(),
            wants_erasure: false,
            acknowledged: Vec::new(),
        }
    }

    pub fn hear(&mut self, id: &MessageId) {
        self.unsaid.retain(|(unsaid, _)| unsaid != id);
        self.acknowledged.push(id.clone());
    }

    /// All is erased: nothing is left to say here.
    pub fn leave(&mut self) {
        (self.patience, self.wants_erasure) = (0, false);
        self.unsaid.clear();
    }

    pub fn act(&mut self, index: usize, session: &SessionShell, physics: &mut Physics) {
        for (_, again) in &self.unsaid {
            physics.send(Happening::Session(index, again.clone()));
        }
        if self.wants_erasure {
            physics.send(Happening::Session(index, ToSession::Forget { shopper: index }));
        }
        if self.patience == 0 {
            if !self.unsaid.is_empty() || self.wants_erasure {
                physics.after(5 * SECOND..MINUTE, Happening::ActShopper(index));
            }
            return;
        }
        self.patience -= 1;
        let next = match physics.rng.u8(0..10) {
            0..=3 => 0..5 * SECOND,
            4..=7 => MINUTE..20 * MINUTE,
            _ => 25 * MINUTE..90 * MINUTE,
        };
        match physics.rng.u8(0..23) {
            0..=7 => {
                let say = self.say(index, physics);
                physics.send(Happening::Session(index, say));
            }
            8..=11 => self.say_at_the_edge(index, session, physics),
            12 => {
                let seen = u64::try_from(session.journal().count()).expect("few events");
                physics.send(Happening::Session(index, ToSession::Close { seen }));
            }
            13 | 14 => physics.send(Happening::Session(index, ToSession::Resolve)),
            15 => {
                let id = physics.id();
                physics.send(Happening::Session(index, ToSession::Agent { id }));
            }
            16 => {
                let id = physics.id();
                physics.send(Happening::Session(index, ToSession::Instant { id }));
            }
            17 => {
                let id = physics.id();
                physics.send(Happening::Session(index, ToSession::System { id }));
            }
            18 => physics.at_once(Happening::CrashSession(index)),
            19 => {
                let seen = u64::try_from(session.journal().count()).expect("few events");
                let stars = physics.rng.u8(1..=5);
                physics.send(Happening::Session(index, ToSession::Rate { seen, stars }));
            }
            20 => {
                let n = physics.rng.u8(0..3);
                let email = (n > 0).then(|| format!("{NAME}{n}@mail.example"));
                let identity = Identity { sub: format!("{NAME}{n}"), name: None, email };
                physics.send(Happening::Session(index, ToSession::Identify { identity }));
            }
            // Some think of it in the middle of things; most never do.
            21 if physics.rng.u8(0..2) == 0 => self.wants_erasure = true,
            _ => physics.send(Happening::Session(index, ToSession::Wake)),
        }
        physics.after(next, Happening::ActShopper(index));
    }

    fn say(&mut self, shopper: usize, physics: &mut Physics) -> ToSession {
        let id = physics.id();
        let unrelated = [None, Some(true), Some(false)][physics.rng.usize(0..3)];
        let text = format!("question {id}");
        let say = ToSession::Say { shopper, id: id.clone(), text, unrelated };
        self.unsaid.push((id.clone(), say.clone()));
        if physics.fails(40) {
            // Somebody uses the id again, for other words: whichever comes first stands.
            let text = "autre chose".to_owned();
            physics.send(Happening::Session(shopper, ToSession::Say { shopper, id, text, unrelated }));
        }
        say
    }

    /// Exactly at the window's end, or a millisecond beside it.
    fn say_at_the_edge(&mut self, index: usize, session: &SessionShell, physics: &mut Physics) {
        let say = self.say(index, physics);
        let window = i64::try_from(WINDOW.as_millis()).expect("half an hour");
        let edge = session.last_message().map(|last| last.as_millis() + window + physics.rng.i64(-1..=1));
        match edge.filter(|edge| *edge >= physics.now) {
            None => physics.send(Happening::Session(index, say)),
            // Nothing else is said until then.
            Some(edge) => physics.at(edge, Happening::Session(index, say)),
        }
    }
}
