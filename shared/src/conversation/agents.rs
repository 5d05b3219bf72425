//! What agents do in a conversation, and what is refused to them.

use super::decide::check_text;
use super::people::{call_again, filled};
use super::{AgentAct, Answer, Author, Called, Event, Reply, Session};
use crate::escalation::{Colleague, GRACE, PATIENCE, Stage};
use crate::id::MessageId;
use crate::refusal::Refusal;
use crate::time::Timestamp;

impl Session {
    pub(super) fn act(
        &self,
        agent: Colleague,
        ordinal: u32,
        act: AgentAct,
        now: Timestamp,
    ) -> Result<Vec<Event>, Refusal> {
        let called = self.called(ordinal).ok_or(Refusal::Gone)?;
        let stage = &called.handoff.stage;
        let is_own = stage.agent().is_some_and(|own| own.id == agent.id);
        let own = || match stage {
            Stage::Attended { .. } if is_own => Ok(()),
            Stage::Attended { .. } => Err(Refusal::Taken),
            _ => Err(Refusal::Gone),
        };
        Ok(match act {
            AgentAct::Accept => self.accept(called, agent, now)?,
            AgentAct::Answer => match stage {
                Stage::FollowUp { answered: None } => {
                    let told = called.handoff.contact.as_deref().map(|contact| {
                        self.notices(&[filled(called.phrases().answered_elsewhere, contact)], now)
                    });
                    let answered = Event::FollowUpAnswered { ordinal, at: now, by: agent };
                    [answered].into_iter().chain(told.unwrap_or_default()).collect()
                }
                Stage::FollowUp { .. } => Vec::new(),
                _ => return Err(Refusal::Gone),
            },
            AgentAct::Close => own().map(|()| self.close(u64::MAX, now))?,
            AgentAct::HandBack => {
                own()?;
                let told = self.notices(&[called.phrases().handed_back.to_owned()], now);
                [Event::HandedBack { at: now }].into_iter().chain(told).collect()
            }
            AgentAct::HandTo(to) if to == agent.id => own().map(|()| Vec::new())?,
            AgentAct::HandTo(to) => own().map(|()| vec![call_again(&called.handoff, Some(to), now)])?,
            AgentAct::Leave => match stage {
                Stage::Attended { away_until: None, .. } if is_own => {
                    vec![Event::AgentLeft { at: now, until: now + GRACE }]
                }
                _ => Vec::new(),
            },
            AgentAct::Note { id, text } => self.note(id, agent, text, now)?,
            AgentAct::Resolve => own().map(|()| self.resolve(now))?,
            AgentAct::Return => match stage {
                Stage::Attended { away_until: Some(_), .. } if is_own => {
                    vec![Event::AgentReturned { at: now }]
                }
                _ => Vec::new(),
            },
            AgentAct::Say { id, text } => self.agent_says(called, agent, (id, text), now)?,
        })
    }

    fn accept(&self, called: &Called, agent: Colleague, now: Timestamp) -> Result<Vec<Event>, Refusal> {
        let is_current = self.current_call().is_some_and(|it| it.ordinal == called.ordinal) && self.is_open();
        match &called.handoff.stage {
            Stage::Attended { agent: own, .. } if own.id == agent.id => return Ok(Vec::new()),
            Stage::Attended { .. } => return Err(Refusal::Taken),
            Stage::Waiting { to: Some(to), .. } if *to != agent.id => return Err(Refusal::Taken),
            Stage::FollowUp { .. } | Stage::Waiting { .. } if is_current => {}
            // The desk rings before the session has written that it does.
            Stage::Routing { .. } => return Err(Refusal::TooEarly),
            Stage::FollowUp { .. } | Stage::Over | Stage::Waiting { .. } => return Err(Refusal::Gone),
        }
        let joined = called.phrases().joined.replace("{name}", &agent.name);
        let accepted = Event::HandoffAccepted { at: now, agent, until: now + PATIENCE };
        Ok([accepted].into_iter().chain(self.notices(&[joined], now)).collect())
    }

    fn agent_says(
        &self,
        called: &Called,
        agent: Colleague,
        said: (MessageId, String),
        now: Timestamp,
    ) -> Result<Vec<Event>, Refusal> {
        let (id, text) = said;
        if let Some(known) = self.message(&id) {
            let is_same = known.from == Author::Agent && known.text == text;
            return if is_same { Ok(Vec::new()) } else { Err(Refusal::MessageIdReused) };
        }
        check_text(&text)?;
        let follows = match &called.handoff.stage {
            Stage::Attended { agent: own, until, .. } if own.id == agent.id => {
                until.map(|_| Event::AgentWrote { at: now })
            }
            Stage::Attended { .. } => return Err(Refusal::Taken),
            // Of an earlier conversation: not in the middle of what the present one is about.
            Stage::FollowUp { .. } if self.is_elsewhere(called) && self.is_with_people() => {
                return Err(Refusal::Taken);
            }
            Stage::FollowUp { .. }
                if self.is_elsewhere(called) && self.is_open() && !self.turns.is_empty() =>
            {
                return Err(Refusal::TooEarly);
            }
            Stage::FollowUp { .. } => {
                Some(Event::FollowUpAnswered { ordinal: called.ordinal, at: now, by: agent.clone() })
            }
            Stage::Over | Stage::Routing { .. } | Stage::Waiting { .. } => return Err(Refusal::Gone),
        };
        let answer = Answer { agent: Some(agent), ..Answer::default() };
        let reply = Reply { answer: Some(Box::new(answer)), ..Reply::new(id, Author::Agent, text) };
        let mut events = self.reply(reply, now)?;
        events.extend(follows);
        Ok(events)
    }

    /// Whether a hand-over is of an earlier conversation than the current one.
    fn is_elsewhere(&self, called: &Called) -> bool {
        self.conversation.as_ref().is_some_and(|conversation| conversation.ordinal != called.ordinal)
    }

    fn note(
        &self,
        id: MessageId,
        by: Colleague,
        text: String,
        now: Timestamp,
    ) -> Result<Vec<Event>, Refusal> {
        if self.note_of(&id).is_some() {
            return Ok(Vec::new());
        }
        check_text(&text)?;
        Ok(vec![Event::Noted { at: now, id, by, text }])
    }
}
