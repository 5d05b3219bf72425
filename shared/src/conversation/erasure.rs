//! Erasure: what somebody said goes, that somebody said something stays (`docs/decisions/007`).
//!
//! [`Event::redacted`] is the one way in which a row of a journal may change. What stays decides over the same receipts: times,
//! authors, ids, judgements, and the digest of each text, which the ledger has already.

use super::people::TOLD_WITHIN;
use super::{Answer, Called, Entry, Event, Message, Session};
use crate::conversation::Author;
use crate::digest::Digest;
use crate::escalation::Stage;
use crate::identity::Identity;
use crate::time::Timestamp;

/// That the shopper wanted what they said erased, and whether the merchant's side has done so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Erasure {
    is_done: bool,
    /// Tries that failed, and when the next one is due; in memory only.
    failures: u32,
    due: Timestamp,
}

impl Session {
    /// Whether the shopper had everything erased: then nothing more is said here.
    pub fn is_forgotten(&self) -> bool {
        self.erasure.is_some()
    }

    /// The merchant's side could not be told.
    pub fn erasure_failed(&mut self, now: Timestamp) {
        if let Some(erasure) = &mut self.erasure {
            erasure.failures = erasure.failures.saturating_add(1);
            erasure.due = now + super::delivery_delay(erasure.failures);
        }
    }

    pub(super) fn forget(&self, now: Timestamp) -> Vec<Event> {
        if self.origin.is_none() || self.is_forgotten() {
            return Vec::new();
        }
        let ended = if self.is_open() { self.close(u64::MAX, now) } else { Vec::new() };
        ended.into_iter().chain([Event::Forgotten { at: now }]).collect()
    }

    /// The merchant's side holds nothing of it any more.
    pub(super) fn confirm_erasure(&self, now: Timestamp) -> Vec<Event> {
        if self.erasure.as_ref().is_some_and(|erasure| !erasure.is_done) {
            vec![Event::ErasureConfirmed { at: now }]
        } else {
            Vec::new()
        }
    }

    /// Whether the merchant's side has to be told now.
    pub(super) fn owes_erasure(&self, now: Timestamp) -> bool {
        let is_due = |erasure: &Erasure| erasure.failures == 0 || erasure.due <= now;
        self.erasure.as_ref().is_some_and(|erasure| !erasure.is_done && is_due(erasure))
    }

    pub(super) fn erasure_due(&self) -> Option<Timestamp> {
        self.erasure.as_ref().filter(|erasure| !erasure.is_done).map(|erasure| erasure.due)
    }

    /// Folds an erasure in: from here on the state is that of the redacted journal.
    pub(super) fn erase(&mut self, at: Timestamp) {
        for Entry { event, .. } in &mut self.journal {
            *event = event.clone().redacted();
        }
        if let Some(conversation) = &mut self.conversation {
            let quoted = [&mut conversation.first_message, &mut conversation.counted_by];
            quoted.into_iter().flatten().for_each(|excerpt| excerpt.text = None);
        }
        for delivery in &mut self.outbox {
            delivery.receipt.take_texts();
        }
        self.turns.clear();
        self.identity = None;
        let (revision, due) = (self.seq, self.latest + TOLD_WITHIN);
        self.handoffs.iter_mut().for_each(|called| called.erase(revision, due));
        self.erasure = Some(Erasure { is_done: false, failures: 0, due: at + TOLD_WITHIN });
    }

    pub(super) fn end_erasure(&mut self) {
        if let Some(erasure) = &mut self.erasure {
            *erasure = Erasure { is_done: true, failures: 0, ..*erasure };
        }
    }
}

impl Called {
    /// Nobody is left to be answered, and the desk has to know.
    fn erase(&mut self, revision: u64, due: Timestamp) {
        let handoff = &mut self.handoff;
        (handoff.felt, handoff.contact) = (None, None);
        if handoff.stage.is_with_people() || handoff.awaits_answer() {
            handoff.stage = Stage::Over;
        }
        (self.revision, self.failures, self.due) = (revision, 0, due);
    }
}

impl Event {
    /// The same without what the shopper said, what was said to them, and who they are. Redacted twice is redacted once.
    #[must_use]
    pub fn redacted(self) -> Self {
        match self {
            Self::ContactGiven { at, contact: _ } => Self::ContactGiven { at, contact: String::new() },
            Self::Escalated { at, trigger, language, felt: _, turn, to } => {
                Self::Escalated { at, trigger, language, felt: None, turn, to }
            }
            Self::Identified { at, identity: _ } => {
                let identity = Identity { sub: String::new(), name: None, email: None };
                Self::Identified { at, identity }
            }
            Self::Noted { at, id, by, text: _ } => Self::Noted { at, id, by, text: String::new() },
            Self::Said(message) => Self::Said(message.redacted()),
            // Each new event has to be looked at here: whether it says anything of a person.
            event @ (Self::AgentLeft { .. }
            | Self::AgentReturned { .. }
            | Self::AgentWrote { .. }
            | Self::ContactDiscussed { .. }
            | Self::ConversationStarted { .. }
            | Self::Counted { .. }
            | Self::DeskTold { .. }
            | Self::Ended { .. }
            | Self::ErasureConfirmed { .. }
            | Self::FollowUpAnswered { .. }
            | Self::FollowUpOpened { .. }
            | Self::Forgotten { .. }
            | Self::HandedBack { .. }
            | Self::HandoffAccepted { .. }
            | Self::HandoffRequested { .. }
            | Self::Rated { .. }
            | Self::Reopened { .. }
            | Self::ReplyFailed { .. }
            | Self::ReportDelayed { .. }
            | Self::Reported { .. }
            | Self::SessionOpened(_)) => event,
        }
    }
}

impl Message {
    /// The digest of what was said, also when that is no longer there.
    pub fn digest(&self) -> Digest {
        self.erased.unwrap_or_else(|| Digest::of(&[self.text.as_bytes()]))
    }

    fn redacted(self) -> Self {
        // Each new field has to be looked at here: whether it says anything of a person.
        let Self {
            ref id,
            at,
            from,
            ref text,
            image: _,
            turn,
            unrelated,
            ref judged,
            expects: _,
            ref answer,
            erased,
        } = self;
        // No fact is about a notice, so nothing is kept of it.
        let kept = if from == Author::System { "" } else { text };
        Self {
            id: id.clone(),
            at,
            from,
            text: String::new(),
            image: None,
            turn,
            unrelated,
            judged: judged.clone(),
            expects: None,
            answer: answer.as_deref().map(|answer| Box::new(answer.redacted())),
            erased: erased.or_else(|| Some(Digest::of(&[kept.as_bytes()]))),
        }
    }
}

impl Answer {
    /// Who answered and how it went; not with which article, which tells what was asked.
    fn redacted(&self) -> Self {
        let Self { engine, ref agent, language, source: _, outcome, felt: _, is_cut, instant: _ } = *self;
        Self {
            engine,
            agent: agent.clone(),
            language,
            source: None,
            outcome,
            felt: None,
            is_cut,
            instant: None,
        }
    }
}
