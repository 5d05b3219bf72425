//! Who may say something now, and whether it is about something else.

use core::time::Duration;

use super::{Author, Ending, Entry, Event, Judge, Judged, Judgement, Session};
use crate::refusal::Refusal;
use crate::relatedness::{Speaker, judge};
use crate::time::Timestamp;

/// The most messages that a shopper may send within [`MINUTE`]; people write slower.
pub const MAX_PER_MINUTE: usize = 20;

const MINUTE: Duration = Duration::from_secs(60);

impl Session {
    /// Whether the shopper may send another message now: not in a flood, which would cost the merchant model calls.
    ///
    /// # Errors
    /// [`Refusal::TooManyAttempts`].
    pub fn admits(&self, now: Timestamp) -> Result<(), Refusal> {
        let recent = self.messages().rev().take_while(|message| now.since(message.at) < MINUTE);
        let own = recent.filter(|message| message.from == Author::Shopper).count();
        if own < MAX_PER_MINUTE { Ok(()) } else { Err(Refusal::TooManyAttempts) }
    }

    /// Whether a message at `now` has nothing to do with the conversation before it. Asked only after a resolution,
    /// within the window: an open conversation takes every question (R34).
    pub fn judge(&self, text: &str, now: Timestamp) -> Judgement {
        let resolved = self.conversation.as_ref().filter(|conversation| {
            matches!(conversation.ended, Some((Ending::Resolved, _))) && conversation.holds(now)
        });
        let Some(conversation) = resolved else { return Judgement::default() };
        let own = self.journal.iter().skip_while(|entry| entry.seq < conversation.began);
        let messages = own.filter_map(|Entry { event, .. }| match event {
            Event::Said(message) if message.from == Author::Shopper => {
                Some((Speaker::Shopper, message.text.as_str()))
            }
            Event::Said(message) if message.from != Author::System => {
                Some((Speaker::Assistant, message.text.as_str()))
            }
            _ => None,
        });
        let found = judge(messages, text);
        let likelihood = (found.score.clamp(0.0, 1.0) * 1_000.0) as u16;
        Judgement {
            unrelated: found.unrelated,
            judged: Some(Judged { by: Judge::Reader, why: found.why, likelihood }),
        }
    }
}
