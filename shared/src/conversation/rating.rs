//! Stars for a conversation: kept beside it, of no consequence for its count, its window or its end.

use super::{Entry, Event, Session};
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// What stars there are.
const STARS: core::ops::RangeInclusive<u8> = 1..=5;

/// The most ratings of one session: people change their minds, machines write rows.
const MAX_RATINGS: usize = 50;

impl Session {
    /// Stars for the conversation that is seen at `seen`. Those that came after that place and are the same are these.
    pub(super) fn rate(&self, seen: u64, stars: u8, now: Timestamp) -> Result<Vec<Event>, Refusal> {
        if !STARS.contains(&stars) {
            return Err(Refusal::Malformed);
        }
        let ordinal = self.ordinal_at(seen).ok_or(Refusal::NotFound)?;
        if self.rating(seen, stars).is_some() {
            return Ok(Vec::new());
        }
        if self.ratings().count() >= MAX_RATINGS {
            return Err(Refusal::TooManyAttempts);
        }
        Ok(vec![Event::Rated { ordinal, at: now, stars }])
    }

    /// The entry of these stars, if they are the last that the conversation seen at `seen` was given, and were given since:
    /// what answers a rating that changes nothing.
    pub fn rating(&self, seen: u64, stars: u8) -> Option<&Entry> {
        let ordinal = self.ordinal_at(seen)?;
        let is_of = |entry: &&Entry| matches!(entry.event, Event::Rated { ordinal: of, .. } if of == ordinal);
        let last = self.ratings().filter(is_of).last()?;
        let is_same = matches!(last.event, Event::Rated { stars: known, .. } if known == stars);
        (is_same && last.seq > seen).then_some(last)
    }

    fn ratings(&self) -> impl Iterator<Item = &Entry> {
        self.journal.iter().filter(|entry| matches!(entry.event, Event::Rated { .. }))
    }

    /// The conversation that somebody sees who has read the journal up to this place.
    fn ordinal_at(&self, seen: u64) -> Option<u32> {
        let begun = self.journal.iter().take_while(|entry| entry.seq <= seen);
        begun.fold(None, |current, entry| match entry.event {
            Event::ConversationStarted { ordinal, .. } => Some(ordinal),
            _ => current,
        })
    }
}
