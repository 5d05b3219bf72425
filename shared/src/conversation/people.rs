//! People in a session: calling for them, what they may do, and what the shopper is told of it (R14, R16–R20).
//!
//! What is said here are notices of ours: they belong to no conversation's count or window (R8).

use core::time::Duration;

use super::{
    Author, Called, Effect, Entry, Event, Expectation, Felt, Message, Replied, Ring, Session, TurnId,
};
use crate::assistant::Phrases;
use crate::escalation::triage::triage;
use crate::escalation::{Case, Colleague, Contact, Handoff, PATIENCE, Stage, Trigger};
use crate::id::{AgentId, ConversationId, MessageId};
use crate::identity::Identity;
use crate::intent::resolves;
use crate::language::Language;
use crate::refusal::Refusal;
use crate::relatedness::Speaker;
use crate::time::Timestamp;

/// What the id of a notice begins with; a shopper's message may not.
pub(super) const NOTICE: &str = "notice-";

/// When somebody looks whether the desk was told, if whoever had to do it died.
pub(super) const TOLD_WITHIN: Duration = Duration::from_secs(30);

/// How often it may change who the shopper of one session is.
const MAX_IDENTITIES: usize = 20;

/// How long the desk is left alone after the `failures`-th try to reach it, from 1.
fn desk_delay(failures: u32) -> Duration {
    Duration::from_secs(2 << failures.saturating_sub(1).min(7))
}

impl Session {
    /// Whether people have the current conversation, or are called to it.
    pub fn is_with_people(&self) -> bool {
        self.current_call().is_some_and(|called| called.handoff.stage.is_with_people())
    }

    /// Whether a follow-up of the current conversation waits for its answer.
    pub fn awaits_follow_up(&self) -> bool {
        self.current_call().is_some_and(|it| it.handoff.stage == Stage::FollowUp { answered: None })
    }

    /// Whose conversation it is now.
    pub fn attendant(&self) -> Option<&Colleague> {
        self.current_call()?.handoff.stage.agent()
    }

    /// Whether what shoppers feel is read in this session, as far as its hand-overs tell.
    pub fn feels(&self) -> bool {
        self.handoffs.iter().any(|called| called.handoff.felt.is_some())
    }

    /// The entry of the note with this id.
    pub fn note_of(&self, id: &MessageId) -> Option<&Entry> {
        self.journal
            .iter()
            .find(|entry| matches!(&entry.event, Event::Noted { id: known, .. } if known == id))
    }

    /// Changes whenever a hand-over does.
    pub fn people_revision(&self) -> u64 {
        self.handoffs.iter().map(|called| called.revision).max().unwrap_or(0)
    }

    /// Whether a conversation of the session has this ordinal.
    pub fn has_conversation(&self, ordinal: u32) -> bool {
        ordinal > 0 && self.conversation.as_ref().is_some_and(|conversation| ordinal <= conversation.ordinal)
    }

    /// Whether anybody, or anything, has answered in the current conversation, or people were called to it.
    pub fn was_answered(&self) -> bool {
        let was_answered = self.conversation.as_ref().is_some_and(|it| it.replied != Replied::default());
        was_answered || self.current_call().is_some()
    }

    /// The hand-over of a conversation; `None` when nobody was called to it.
    pub fn case_of(&self, ordinal: u32) -> Option<Case> {
        self.called(ordinal).and_then(|called| self.case(called))
    }

    /// The desk has a case. Remembered here only, and journalled with the next events, as receipts are.
    pub fn desk_has(&mut self, ordinal: u32, revision: u64) {
        for called in self.handoffs.iter_mut().filter(|called| called.ordinal == ordinal) {
            called.confirmed = called.confirmed.max(revision);
        }
    }

    /// The desk could not be asked or told.
    pub fn desk_is_away(&mut self, ordinal: u32, now: Timestamp) {
        for called in self.handoffs.iter_mut().filter(|called| called.ordinal == ordinal) {
            called.failures = called.failures.saturating_add(1);
            called.due = now + desk_delay(called.failures);
        }
    }

    /// What changes where a hand-over stands.
    pub(super) fn call(&mut self, event: &Event) {
        let ordinal = match event {
            Event::ContactGiven { .. } => self.handoffs.last().map(|called| called.ordinal),
            Event::FollowUpAnswered { ordinal, .. } => Some(*ordinal),
            _ => self.conversation.as_ref().map(|conversation| conversation.ordinal),
        };
        let Some(ordinal) = ordinal else { return };
        let known = self.handoffs.iter().position(|called| called.ordinal == ordinal);
        let before = known.and_then(|at| self.handoffs.get(at)).map(|called| called.handoff.clone());
        let Some(handoff) = Handoff::after(before, event) else { return };
        let (revision, due) = (self.seq, self.latest + TOLD_WITHIN);
        match known.and_then(|at| self.handoffs.get_mut(at)) {
            None => self.handoffs.push(Called {
                ordinal,
                handoff,
                revision,
                told: 0,
                confirmed: 0,
                failures: 0,
                due,
            }),
            Some(called) if called.handoff == handoff => {}
            Some(called) => *called = Called { handoff, revision, failures: 0, due, ..called.clone() },
        }
    }

    /// When something is due although nobody does anything.
    pub(super) fn people_due(&self) -> Option<Timestamp> {
        let stage = self.current_call().and_then(|called| called.handoff.stage.due());
        let desk = self.handoffs.iter().filter(|called| called.is_untold()).map(|called| called.due);
        stage.into_iter().chain(desk).min()
    }

    /// What the desk has to be asked or told.
    pub(super) fn desk_effects(&self, now: Timestamp) -> Option<Effect> {
        let is_due = |called: &&Called| called.is_untold() && (called.failures == 0 || called.due <= now);
        let called = self.handoffs.iter().find(is_due)?;
        let case = Box::new(self.case(called)?);
        Some(match called.handoff.stage {
            Stage::Routing { .. } => Effect::AskDesk(case),
            _ => Effect::TellDesk(case),
        })
    }

    pub(super) fn desk_confirmations(&self) -> impl Iterator<Item = Event> {
        let confirmed = self.handoffs.iter().filter(|called| called.confirmed > called.told);
        confirmed.map(|called| Event::DeskTold { ordinal: called.ordinal, revision: called.confirmed })
    }

    pub(super) fn escalate(
        &self,
        turn: TurnId,
        why: (Trigger, Language, Option<Felt>),
        now: Timestamp,
    ) -> Result<Vec<Event>, Refusal> {
        if !self.turns.contains(&turn) || !self.is_open() || self.is_with_people() {
            return Err(Refusal::StaleTurn);
        }
        let (trigger, language, felt) = why;
        // Where people only answer first, the assistant will if nobody does.
        let turn = (trigger != Trigger::HumanFirst).then_some(turn);
        Ok(vec![Event::Escalated { at: now, trigger, language, felt, turn, to: None }])
    }

    /// What the desk's answer comes to: only now is a word said to the shopper (R16).
    pub(super) fn route(&self, revision: u64, ring: Option<Ring>, now: Timestamp) -> Vec<Event> {
        let Some(called) = self.current_call().filter(|called| called.revision == revision) else {
            return Vec::new();
        };
        let Stage::Routing { is_again, from, .. } = &called.handoff.stage else { return Vec::new() };
        let is_again = *is_again;
        let Some(Ring { to }) = ring else {
            // Whoever wanted to hand it on has it still.
            if let Some(agent) = from {
                let accepted =
                    Event::HandoffAccepted { at: now, agent: agent.clone(), until: now + PATIENCE };
                return vec![accepted, Event::AgentWrote { at: now }];
            }
            let was_courtesy = called.handoff.trigger == Trigger::HumanFirst && !is_again;
            return if was_courtesy {
                vec![Event::HandedBack { at: now }]
            } else {
                self.open_follow_up(&called.handoff, now)
            };
        };
        let phrases = called.phrases();
        let sentence = if is_again { phrases.another } else { phrases.connecting };
        let requested = Event::HandoffRequested { at: now, until: now + PATIENCE, to };
        [requested].into_iter().chain(self.notices(&[sentence.to_owned()], now)).collect()
    }

    /// Nobody is there any more (R20).
    pub(super) fn unattended(&self, now: Timestamp) -> Vec<Event> {
        match self.current_call() {
            Some(Called { handoff: handoff @ Handoff { stage: Stage::Waiting { .. }, .. }, .. }) => {
                self.open_follow_up(handoff, now)
            }
            // The desk is asked anew: what it is about to answer is old.
            Some(Called { handoff: handoff @ Handoff { stage: Stage::Routing { to, .. }, .. }, .. }) => {
                vec![call_again(handoff, to.clone(), now)]
            }
            _ => Vec::new(),
        }
    }

    /// What is theirs, or rings for them, is for somebody else.
    pub(super) fn lose_agent(&self, agent: &AgentId, now: Timestamp) -> Vec<Event> {
        let Some(Called { handoff, .. }) = self.current_call() else { return Vec::new() };
        let is_theirs = match &handoff.stage {
            Stage::Attended { agent: own, .. } => own.id == *agent,
            Stage::Waiting { to: Some(to), .. } | Stage::Routing { to: Some(to), .. } => to == agent,
            Stage::FollowUp { .. } | Stage::Over | Stage::Routing { .. } | Stage::Waiting { .. } => false,
        };
        if is_theirs { vec![call_again(handoff, None, now)] } else { Vec::new() }
    }

    /// Whoever waits for people when their conversation ends by silence is answered later.
    pub(super) fn owe_answer(&self, now: Timestamp) -> Vec<Event> {
        match self.current_call() {
            Some(called) if called.handoff.stage.is_with_people() && self.is_somebody_waiting() => {
                self.open_follow_up(&called.handoff, now)
            }
            _ => Vec::new(),
        }
    }

    /// Whether the shopper wrote last, and not only to say that all is well.
    fn is_somebody_waiting(&self) -> bool {
        let last = self.turns.last().and_then(|turn| self.message_at(*turn));
        last.is_some_and(|message| !resolves(&message.text).is_resolved)
    }

    /// What is over because time has passed.
    pub(super) fn lapse_people(&self, now: Timestamp) -> Vec<Event> {
        let Some(Called { handoff, .. }) = self.current_call() else { return Vec::new() };
        let is_over = |due: Option<Timestamp>| due.is_some_and(|due| now >= due);
        match &handoff.stage {
            stage if !is_over(stage.due()) => Vec::new(),
            // Who accepts and never writes has not come.
            Stage::Attended { until, .. } if is_over(*until) => self.open_follow_up(handoff, now),
            Stage::Attended { .. } | Stage::Waiting { to: Some(_), .. } => {
                vec![call_again(handoff, None, now)]
            }
            Stage::Routing { .. } | Stage::Waiting { .. } => self.open_follow_up(handoff, now),
            Stage::FollowUp { .. } | Stage::Over => Vec::new(),
        }
    }

    /// What a shopper's message says of where they can be answered, while that is awaited.
    pub(super) fn read_contact(&self, text: &str, now: Timestamp) -> Vec<Event> {
        let Some(called) = self.handoffs.last().filter(|called| called.handoff.awaits_answer()) else {
            return Vec::new();
        };
        let known = called.handoff.contact.as_ref();
        let contact =
            Contact::read(text).filter(|contact| known.is_none() || contact.is_other_address(known));
        let Some(contact) = contact else { return Vec::new() };
        let phrases = called.phrases();
        let mut events = Vec::new();
        // The assistant may have asked for an address, too: the one of an order.
        if Contact::is_all_of(text) && !self.expects_proof() {
            events.push(Event::ContactDiscussed { at: now });
        }
        let sentence = match contact {
            Contact::Given(contact) => {
                events.push(Event::ContactGiven { at: now, contact: contact.clone() });
                filled(phrases.contact_kept, &contact)
            }
            Contact::Unclear => phrases.contact_unclear.to_owned(),
        };
        events.extend(self.notices(&[sentence], now));
        events
    }

    /// Who the shopper is, if that is news; where they can be answered with it, if somebody has to.
    pub(super) fn identify(&self, identity: Identity, now: Timestamp) -> Result<Vec<Event>, Refusal> {
        if self.origin.is_none() || self.identity.as_ref() == Some(&identity) {
            return Ok(Vec::new());
        }
        let is_identity = |entry: &&Entry| matches!(entry.event, Event::Identified { .. });
        if self.journal.iter().filter(is_identity).count() >= MAX_IDENTITIES {
            return Err(Refusal::TooManyAttempts);
        }
        let waits = |called: &&Called| called.handoff.awaits_answer() && called.handoff.contact.is_none();
        let mut events = Vec::new();
        if let Some(called) = self.handoffs.last().filter(waits)
            && let Some(contact) = identity.contact()
        {
            let kept = filled(called.phrases().contact_kept, &contact);
            events.push(Event::ContactGiven { at: now, contact });
            events.extend(self.notices(&[kept], now));
        }
        events.insert(0, Event::Identified { at: now, identity });
        Ok(events)
    }

    /// Whether the assistant has asked for the e-mail or the postcode of an order.
    fn expects_proof(&self) -> bool {
        let last = self.messages().rev().find(|message| message.from == Author::Assistant);
        last.is_some_and(|message| matches!(message.expects, Some(Expectation::OrderContact { .. })))
    }

    /// R18, said to the shopper; after a promise that was not kept, with a word about that.
    fn open_follow_up(&self, handoff: &Handoff, now: Timestamp) -> Vec<Event> {
        let phrases = Phrases::of(handoff.language);
        let was_promised = !matches!(handoff.stage, Stage::Routing { is_again: false, .. });
        // What they wrote themselves is what they want.
        let vouched = || self.identity.as_ref().and_then(Identity::contact);
        let known = handoff.contact.clone().or_else(|| self.known_contact()).or_else(vouched);
        let about_contact = match &known {
            Some(contact) => filled(phrases.contact_kept, contact),
            None => phrases.ask_contact.to_owned(),
        };
        let sorry = was_promised.then(|| phrases.nobody_free.to_owned());
        let said: Vec<String> =
            sorry.into_iter().chain([phrases.follow_up.to_owned(), about_contact]).collect();
        let given = known.filter(|_| handoff.contact.is_none());
        [Event::FollowUpOpened { at: now }]
            .into_iter()
            .chain(given.map(|contact| Event::ContactGiven { at: now, contact }))
            .chain(self.notices(&said, now))
            .collect()
    }

    /// An address that the shopper wrote in this session, as to find an order.
    fn known_contact(&self) -> Option<String> {
        let own = self.messages().rev().filter(|message| message.from == Author::Shopper);
        own.filter(|message| message.text.contains('@')).find_map(|message| {
            match Contact::read(&message.text) {
                Some(Contact::Given(contact)) => Some(contact),
                Some(Contact::Unclear) | None => None,
            }
        })
    }

    /// Notices of ours. Their ids are of their place, so the same decision makes the same ones.
    pub(super) fn notices(&self, texts: &[String], now: Timestamp) -> Vec<Event> {
        let ids = (0_usize..).map(|n| format!("{NOTICE}{}-{n}", self.seq).parse());
        let said = ids.zip(texts).filter_map(|(id, text)| Some((id.ok()?, text)));
        said.map(|(id, text)| Event::Said(Message::notice(id, now, text.clone()))).collect()
    }

    pub(super) fn current_call(&self) -> Option<&Called> {
        self.called(self.conversation.as_ref()?.ordinal)
    }

    pub(super) fn called(&self, ordinal: u32) -> Option<&Called> {
        self.handoffs.iter().find(|called| called.ordinal == ordinal)
    }

    fn case(&self, called: &Called) -> Option<Case> {
        let origin = self.origin.as_ref()?;
        let said: Vec<&Message> = self.said_in(called.ordinal).collect();
        let speaker = |message: &Message| match message.from {
            Author::Shopper => Speaker::Shopper,
            _ => Speaker::Assistant,
        };
        let sorted = triage(said.iter().map(|message| (speaker(message), message.text.as_str())));
        Some(Case {
            conversation: ConversationId { session: origin.session.clone(), ordinal: called.ordinal },
            revision: called.revision,
            purpose: origin.purpose,
            handoff: called.handoff.clone(),
            summary: summary(&said),
            tag: sorted.tag,
            priority: sorted.priority,
        })
    }

    /// The messages of a conversation that belong to it.
    fn said_in(&self, ordinal: u32) -> impl Iterator<Item = &Message> {
        let mut current = 0;
        self.journal.iter().filter_map(move |Entry { event, .. }| {
            if let Event::ConversationStarted { ordinal, .. } = event {
                current = *ordinal;
            }
            match event {
                Event::Said(message) if current == ordinal && message.from != Author::System => Some(message),
                _ => None,
            }
        })
    }
}

impl Called {
    const fn is_untold(&self) -> bool {
        self.confirmed < self.revision
    }

    pub(super) const fn phrases(&self) -> &'static Phrases {
        Phrases::of(self.handoff.language)
    }
}

/// People are called once more, after those who had the conversation or were asked alone.
pub(super) fn call_again(handoff: &Handoff, to: Option<AgentId>, now: Timestamp) -> Event {
    let (trigger, language) = (handoff.trigger, handoff.language);
    Event::Escalated { at: now, trigger, language, felt: None, turn: None, to }
}

/// A telephone number stays on one line.
pub(super) fn filled(template: &str, contact: &str) -> String {
    template.replace("{contact}", &contact.replace(' ', "\u{a0}"))
}

/// What the shopper came with, and what they said last, if that is more.
fn summary(said: &[&Message]) -> String {
    let own: Vec<&str> = said
        .iter()
        .filter(|message| message.from == Author::Shopper)
        .map(|message| message.text.trim())
        // Of what was erased, nothing.
        .filter(|text| !text.is_empty())
        .collect();
    let (Some(first), Some(last)) = (own.first(), own.last()) else { return String::new() };
    let half = Case::MAX_SUMMARY_CHARS / 2 - 2;
    let short = |text: &str, most: usize| {
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        match line.char_indices().nth(most) {
            None => line,
            Some((end, _)) => [line.get(..end).unwrap_or_default(), "…"].concat(),
        }
    };
    match own.len() {
        1 => short(first, Case::MAX_SUMMARY_CHARS - 1),
        _ => [&short(first, half), " — ", &short(last, half)].concat(),
    }
}
