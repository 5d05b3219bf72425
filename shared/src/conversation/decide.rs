//! The counting rules: which events a command comes to. Nothing changes here.

use super::people::NOTICE;
use super::{
    Author, Command, Conversation, Ending, Event, Judgement, MAX_MESSAGE_CHARS, MAX_MESSAGES, Message,
    Origin, Purpose, Reply, Session, TurnId, WINDOW, delivery_delay,
};
use crate::id::{ImageId, MessageId};
use crate::receipt::RULES_VERSION;
use crate::refusal::Refusal;
use crate::time::Timestamp;

impl Session {
    /// The events that `command` comes to at `now`, in order; none when it changes nothing, like a message
    /// that came a second time. What is left to do after them, [`Session::effects`] finds.
    ///
    /// # Errors
    /// A [`Refusal`]; the session is as it was.
    pub fn decide(&self, command: Command, now: Timestamp) -> Result<Vec<Event>, Refusal> {
        // A clock that ran backwards stands still until it has caught up: nothing happens before what has happened.
        let now = now.max(self.latest);
        let mut events = self.consequences(command, now)?;
        if !events.is_empty() {
            events.extend(self.confirmations());
        }
        Ok(events)
    }

    fn consequences(&self, command: Command, now: Timestamp) -> Result<Vec<Event>, Refusal> {
        if self.is_forgotten() {
            // What is on its way to the merchant arrives all the same; nothing more is said.
            match command {
                Command::Agent { .. } => return Err(Refusal::Gone),
                Command::Identify(_) | Command::Rate { .. } | Command::Say { .. } => {
                    return Err(Refusal::ExpiredToken);
                }
                Command::Escalate { .. } | Command::FailReply { .. } | Command::Reply(_) => {
                    return Err(Refusal::StaleTurn);
                }
                _ => {}
            }
        }
        Ok(match command {
            Command::Agent { agent, ordinal, act } => self.act(agent, ordinal, act, now)?,
            Command::AgentDeactivated { agent } => self.lose_agent(&agent, now),
            Command::Close { seen } => self.close(seen, now),
            Command::ConfirmErasure => self.confirm_erasure(now),
            Command::DelayDelivery { ordinal, revision } => self.delay_delivery(ordinal, revision, now),
            Command::Escalate { turn, trigger, language, felt } => {
                self.escalate(turn, (trigger, language, felt), now)?
            }
            Command::FailReply { turn } => self.fail_reply(turn, now)?,
            Command::Forget => self.forget(now),
            Command::Identify(identity) => self.identify(identity, now)?,
            Command::Rate { seen, stars } => self.rate(seen, stars, now)?,
            Command::Reply(reply) => self.reply(reply, now)?,
            Command::Resolve => self.resolve(now),
            Command::Say { origin, id, text, image, judgement } => {
                self.say(origin, id, (text, image), judgement, now)?
            }
            Command::Route { revision, ring } => self.route(revision, ring, now),
            Command::Unattended => self.unattended(now),
            Command::Wake => match self.lapse(now) {
                None => self.lapse_people(now),
                Some(lapsed) => [lapsed].into_iter().chain(self.owe_answer(now)).collect(),
            },
        })
    }

    fn say(
        &self,
        origin: Origin,
        id: MessageId,
        (text, image): (String, Option<ImageId>),
        judgement: Judgement,
        now: Timestamp,
    ) -> Result<Vec<Event>, Refusal> {
        // What leaves no trace on a screen says nothing.
        let text = if image.is_some() && is_blank(&text) { String::new() } else { text };
        if let Some(known) = self.message(&id) {
            let same = known.from == Author::Shopper && known.text == text && known.image == image;
            return if same { Ok(Vec::new()) } else { Err(Refusal::MessageIdReused) };
        }
        if image.is_none() || !text.is_empty() {
            check_text(&text)?;
        }
        if id.as_str().starts_with(NOTICE) {
            return Err(Refusal::Malformed);
        }
        if self.messages().count() >= MAX_MESSAGES {
            return Err(Refusal::SessionFull);
        }
        let mut events = Vec::new();
        if self.origin.is_none() {
            events.push(Event::SessionOpened(origin));
        }
        match self.conversation.as_ref().map(|c| (c, c.course(judgement.unrelated, now))) {
            Some((_, Course::Continue)) => {}
            Some((_, Course::Reopen)) => events.push(Event::Reopened { at: now }),
            Some((last, Course::Restart)) => {
                events.extend(self.lapse(now));
                events.push(Event::ConversationStarted { ordinal: last.ordinal.saturating_add(1), at: now });
            }
            None => events.push(Event::ConversationStarted { ordinal: 1, at: now }),
        }
        let about_contact = self.read_contact(&text, now);
        events.push(Event::Said(Message { image, ..Message::of_shopper(id, now, text, judgement) }));
        events.extend(about_contact);
        Ok(events)
    }

    /// A reply of the assistant, of an agent, or an instant one; or a notice of ours.
    pub(super) fn reply(&self, reply: Reply, now: Timestamp) -> Result<Vec<Event>, Refusal> {
        let Reply { id, from, text, turn, expects, answer, resolves } = reply;
        let message = Message {
            id,
            at: now,
            from,
            text,
            image: None,
            turn,
            unrelated: None,
            judged: None,
            expects,
            answer,
            erased: None,
        };
        if self.message(&message.id).is_some() {
            return Ok(Vec::new());
        }
        let is_late = |turn| !self.turns.contains(&turn) || self.is_with_people();
        if message.turn.is_some_and(is_late) {
            return Err(Refusal::StaleTurn);
        }
        let belongs = message.from != Author::System;
        let Some(conversation) = self.conversation.as_ref().filter(|_| belongs) else {
            // A notice, or a reply although nobody has asked: kept, and of no consequence.
            return Ok(vec![Event::Said(message)]);
        };
        let mut events = Vec::new();
        if matches!(conversation.ended, Some((Ending::Inactivity, _))) {
            // The shopper was the one waiting.
            events.push(Event::Reopened { at: message.at });
        }
        let open = conversation.is_open() || !events.is_empty();
        let counts = open
            && message.from == Author::Assistant
            && conversation.counted_by.is_none()
            && self.origin.as_ref().is_some_and(|origin| origin.purpose == Purpose::Live);
        // Who has said more since is not done, whatever they said before.
        let is_last = message.turn.is_none_or(|turn| self.turns.iter().all(|other| *other <= turn));
        let (id, at) = (message.id.clone(), message.at);
        events.push(Event::Said(message));
        if counts {
            events.push(Event::Counted { message: id, at, rules: RULES_VERSION });
        }
        if open && resolves && is_last {
            events.push(Event::Ended { by: Ending::Resolved, at });
        }
        Ok(events)
    }

    fn fail_reply(&self, turn: TurnId, now: Timestamp) -> Result<Vec<Event>, Refusal> {
        if self.turns.contains(&turn) {
            Ok(vec![Event::ReplyFailed { turn, at: now }])
        } else {
            Err(Refusal::StaleTurn)
        }
    }

    pub(super) fn resolve(&self, now: Timestamp) -> Vec<Event> {
        let resolved = Event::Ended { by: Ending::Resolved, at: now };
        match self.lapse(now) {
            Some(lapsed) => vec![lapsed],
            None => self.is_open().then_some(resolved).into_iter().collect(),
        }
    }

    pub(super) fn close(&self, seen: u64, now: Timestamp) -> Vec<Event> {
        if self.conversation.as_ref().is_some_and(|conversation| conversation.began > seen) {
            return Vec::new();
        }
        let closed = Event::Ended { by: Ending::Closed, at: now };
        match (self.lapse(now), self.conversation.as_ref().map(|c| c.ended)) {
            (Some(lapsed), _) => vec![lapsed],
            (None, Some(None | Some((Ending::Resolved, _)))) => vec![closed],
            (None, None | Some(Some((Ending::Closed | Ending::Inactivity, _)))) => Vec::new(),
        }
    }

    /// The end of the open conversation, if its window is over.
    pub(super) fn lapse(&self, now: Timestamp) -> Option<Event> {
        let conversation = self.conversation.as_ref().filter(|c| c.is_open() && !c.holds(now))?;
        Some(Event::Ended { by: Ending::Inactivity, at: conversation.last + WINDOW })
    }

    /// What the ledger has, so far known in memory only.
    fn confirmations(&self) -> impl Iterator<Item = Event> {
        let reported = self.outbox.iter().filter(|delivery| delivery.confirmed).map(|delivery| {
            let (ordinal, revision) = delivery.receipt.place();
            Event::Reported { ordinal, revision }
        });
        reported.chain(self.desk_confirmations())
    }

    fn delay_delivery(&self, ordinal: u32, revision: u32, now: Timestamp) -> Vec<Event> {
        let Some(delivery) = self.delivery(ordinal, revision) else { return Vec::new() };
        let failures = delivery.failures.saturating_add(1);
        let until = now + delivery_delay(failures);
        vec![Event::ReportDelayed { ordinal, revision, failures, until }]
    }
}

/// Whether somebody may write this.
///
/// # Errors
/// [`Refusal::EmptyMessage`] or [`Refusal::MessageTooLong`].
pub(super) fn check_text(text: &str) -> Result<(), Refusal> {
    if is_blank(text) {
        return Err(Refusal::EmptyMessage);
    }
    if text.chars().count() > MAX_MESSAGE_CHARS {
        return Err(Refusal::MessageTooLong);
    }
    Ok(())
}

fn is_blank(text: &str) -> bool {
    text.chars().all(is_invisible)
}

/// Whether a character leaves no trace on a screen.
fn is_invisible(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// Where a shopper's message leads.
enum Course {
    Continue,
    Reopen,
    Restart,
}

impl Conversation {
    fn course(&self, unrelated: Option<bool>, now: Timestamp) -> Course {
        match self.ended {
            _ if !self.holds(now) => Course::Restart,
            None => Course::Continue,
            Some((Ending::Closed, _)) => Course::Restart,
            Some((Ending::Resolved, _)) if unrelated == Some(true) => Course::Restart,
            Some((Ending::Inactivity | Ending::Resolved, _)) => Course::Reopen,
        }
    }
}
