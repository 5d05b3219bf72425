//! A shopper, and everybody else who says something in the session.

use super::session::SessionShell;
use super::{Happening, MINUTE, Physics, SECOND, ToSession};
use crate::conversation::WINDOW;
use crate::id::MessageId;

pub struct Shopper {
    /// Things left to do.
    patience: u32,
    /// What was said and not acknowledged: said again until it is.
    unsaid: Vec<(MessageId, ToSession)>,
    /// What the session has acknowledged.
    pub acknowledged: Vec<MessageId>,
}

impl Shopper {
    pub fn new(physics: &mut Physics) -> Self {
        Self { patience: physics.rng.u32(4..24), unsaid: Vec::new(), acknowledged: Vec::new() }
    }

    pub fn hear(&mut self, id: &MessageId) {
        self.unsaid.retain(|(unsaid, _)| unsaid != id);
        self.acknowledged.push(id.clone());
    }

    pub fn act(&mut self, index: usize, session: &SessionShell, physics: &mut Physics) {
        for (_, again) in &self.unsaid {
            physics.send(Happening::Session(index, again.clone()));
        }
        if self.patience == 0 {
            if !self.unsaid.is_empty() {
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
        match physics.rng.u8(0..20) {
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
