//! Folding events into the state: total, and without a clock.

use super::{Author, Conversation, Delivery, Ending, Entry, Event, Message, Replied, Session};
use crate::id::MessageId;
use crate::receipt::{Excerpt, RULES_VERSION};
use crate::time::Timestamp;

impl Session {
    /// Folds one event in. Total: an event that makes no sense here changes nothing but the journal.
    pub fn apply(&mut self, event: &Event) {
        self.seq = self.seq.saturating_add(1);
        self.journal.push(Entry { seq: self.seq, event: event.clone() });
        self.latest = self.latest.max(event.at().unwrap_or(self.latest));
        match event {
            Event::ConversationStarted { ordinal, at } => {
                self.turns.clear();
                self.conversation = Some(Conversation::started(*ordinal, self.seq, *at));
            }
            Event::Counted { message, at, rules } => self.count(message, *at, *rules),
            Event::DeskTold { ordinal, revision } => {
                for called in self.handoffs.iter_mut().filter(|called| called.ordinal == *ordinal) {
                    called.told = called.told.max(*revision);
                    called.confirmed = called.confirmed.max(*revision);
                }
            }
            Event::Identified { identity, .. } => self.identity = Some(identity.clone()),
            Event::ErasureConfirmed { .. } => self.end_erasure(),
            Event::Forgotten { at } => self.erase(*at),
            Event::Ended { by, at } => self.end(*by, *at),
            Event::Escalated { turn: Some(turn), .. } => self.turns.retain(|waiting| waiting > turn),
            // The message just before, and no other.
            Event::ContactDiscussed { .. } => drop(self.turns.pop()),
            // The message that opened it again follows, and slides the window.
            Event::Reopened { .. } => {
                if let Some(conversation) = &mut self.conversation {
                    conversation.ended = None;
                }
            }
            Event::ReplyFailed { turn, .. } => self.turns.retain(|waiting| waiting != turn),
            Event::ReportDelayed { ordinal, revision, failures, until } => {
                for delivery in &mut self.outbox {
                    if delivery.is(*ordinal, *revision) {
                        delivery.failures = *failures;
                        delivery.due = *until;
                    }
                }
            }
            // What the ledger has of a later revision, it need not hear of an earlier one.
            Event::Reported { ordinal, revision } => self.outbox.retain(|delivery| {
                delivery.receipt.conversation.ordinal != *ordinal || delivery.receipt.revision > *revision
            }),
            Event::Said(message) => self.hear(message),
            Event::SessionOpened(origin) => self.origin = Some(origin.clone()),
            // What changes a hand-over alone.
            Event::AgentLeft { .. }
            | Event::AgentReturned { .. }
            | Event::AgentWrote { .. }
            | Event::ContactGiven { .. }
            | Event::Escalated { turn: None, .. }
            | Event::FollowUpAnswered { .. }
            | Event::FollowUpOpened { .. }
            | Event::HandedBack { .. }
            | Event::HandoffAccepted { .. }
            | Event::HandoffRequested { .. }
            | Event::Noted { .. } => {}
            // Found in the journal by who asks for it.
            Event::Rated { .. } => {}
        }
        self.call(event);
    }

    /// The ledger has a receipt. Remembered here only, and journalled with the next events: a row of its own would
    /// cost more than telling the ledger once more after a crash, which changes nothing there.
    pub fn confirm(&mut self, ordinal: u32, revision: u32) {
        for delivery in &mut self.outbox {
            if delivery.is(ordinal, revision) {
                delivery.confirmed = true;
            }
        }
    }

    fn hear(&mut self, message: &Message) {
        let seq = self.seq;
        let Some(conversation) = &mut self.conversation else { return };
        match message.from {
            Author::System => return,
            Author::Shopper => self.turns.push(seq),
            // Who answers a turn has read those before it; an agent has read them all.
            Author::Agent => self.turns.clear(),
            Author::Assistant | Author::Instant => {
                self.turns.retain(|turn| message.turn.is_some_and(|answered| *turn > answered));
            }
        }
        conversation.hear(message);
    }

    fn count(&mut self, message: &MessageId, at: Timestamp, rules: u32) {
        let Some(excerpt) = self.message(message).map(Excerpt::of) else { return };
        if let Some(conversation) = &mut self.conversation {
            conversation.counted_by = Some(Excerpt { at, ..excerpt });
            conversation.rules = rules;
        }
        self.report();
    }

    fn end(&mut self, by: Ending, at: Timestamp) {
        if let Some(conversation) = &mut self.conversation {
            conversation.ended = Some((by, at));
        }
        self.report();
    }

    /// Puts the receipt of the conversation as it stands into the outbox.
    fn report(&mut self) {
        if let Some(conversation) = &mut self.conversation {
            conversation.revision = conversation.revision.saturating_add(1);
        }
        if let (Some(receipt), Some(conversation)) = (self.receipt(), &self.conversation) {
            let due = conversation.noticed_at();
            // It says all that the one before it said.
            self.outbox.retain(|delivery| delivery.receipt.conversation != receipt.conversation);
            self.outbox.push(Delivery { receipt, failures: 0, due, confirmed: false });
        }
    }
}

impl Conversation {
    /// Its first message is the one that follows.
    fn started(ordinal: u32, began: u64, at: Timestamp) -> Self {
        Self {
            ordinal,
            began,
            started_at: at,
            first_message: None,
            last: at,
            ended: None,
            messages: 0,
            counted_by: None,
            rules: RULES_VERSION,
            replied: Replied::default(),
            revision: 0,
        }
    }

    fn hear(&mut self, message: &Message) {
        self.messages = self.messages.saturating_add(1);
        if self.first_message.is_none() {
            self.first_message = Some(Excerpt::of(message));
        }
        if matches!(self.ended, Some((Ending::Closed, _))) {
            return;
        }
        self.last = self.last.max(message.at);
        if self.is_open() {
            match message.from {
                Author::Agent => self.replied.agent = true,
                Author::Assistant => self.replied.assistant = true,
                Author::Instant => self.replied.instant = true,
                Author::Shopper | Author::System => {}
            }
        }
    }
}

impl Delivery {
    fn is(&self, ordinal: u32, revision: u32) -> bool {
        self.receipt.conversation.ordinal == ordinal && self.receipt.revision == revision
    }
}
