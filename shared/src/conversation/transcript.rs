//! A session as people of the shop read it.

use super::{Entry, Event, Session};
use crate::api::TranscriptLine;
use crate::id::ConversationId;

impl Session {
    /// What was said in the conversation with this ordinal, for people to read.
    pub fn transcript(&self, ordinal: u32) -> Vec<TranscriptLine> {
        let mut lines = Vec::new();
        let mut current = 0;
        for Entry { event, .. } in &self.journal {
            if let Event::ConversationStarted { ordinal, .. } = event {
                current = *ordinal;
            }
            // Stars may come when the next conversation has begun.
            let belongs = match event {
                Event::Rated { ordinal: rated, .. } => *rated == ordinal,
                Event::Forgotten { .. } => self.has_conversation(ordinal),
                _ => current == ordinal,
            };
            if belongs {
                lines.extend(self.line(event));
            }
        }
        lines
    }

    /// An entry as people of the shop read it; `None` for what is no news to them.
    pub fn line(&self, event: &Event) -> Option<TranscriptLine> {
        match event {
            Event::ConversationStarted { ordinal, at } => {
                let origin = self.origin.as_ref()?;
                let conversation = ConversationId { session: origin.session.clone(), ordinal: *ordinal };
                Some(TranscriptLine::Started { at: *at, conversation, purpose: origin.purpose })
            }
            Event::ContactGiven { at, contact } => {
                Some(TranscriptLine::ContactGiven { at: *at, contact: contact.clone() })
            }
            Event::Ended { by, at } => Some(TranscriptLine::Ended { at: *at, by: *by }),
            Event::Escalated { at, trigger, .. } => {
                Some(TranscriptLine::Escalated { at: *at, trigger: *trigger })
            }
            Event::Forgotten { at } => Some(TranscriptLine::Forgotten { at: *at }),
            Event::HandedBack { at } => Some(TranscriptLine::HandedBack { at: *at }),
            Event::HandoffAccepted { at, agent, .. } => {
                Some(TranscriptLine::Joined { at: *at, agent: agent.clone() })
            }
            Event::AgentLeft { at, .. } => Some(TranscriptLine::Left { at: *at }),
            Event::Noted { at, id, by, text } => {
                Some(TranscriptLine::Noted { at: *at, id: id.clone(), by: by.clone(), text: text.clone() })
            }
            Event::Rated { at, stars, .. } => Some(TranscriptLine::Rated { at: *at, stars: *stars }),
            Event::Reopened { at } => Some(TranscriptLine::Reopened { at: *at }),
            Event::ReplyFailed { at, .. } => Some(TranscriptLine::ReplyFailed { at: *at }),
            Event::Said(message) => Some(TranscriptLine::Message {
                at: message.at,
                id: message.id.clone(),
                from: message.from,
                text: message.text.clone(),
                image: message.image.clone(),
                answer: message.answer.clone(),
                is_erased: message.erased.is_some(),
            }),
            Event::AgentReturned { .. }
            | Event::AgentWrote { .. }
            | Event::ContactDiscussed { .. }
            | Event::Counted { .. }
            | Event::DeskTold { .. }
            | Event::ErasureConfirmed { .. }
            | Event::FollowUpAnswered { .. }
            | Event::FollowUpOpened { .. }
            | Event::HandoffRequested { .. }
            | Event::Identified { .. }
            | Event::ReportDelayed { .. }
            | Event::Reported { .. }
            | Event::SessionOpened(_) => None,
        }
    }
}
