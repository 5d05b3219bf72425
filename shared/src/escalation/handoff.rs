//! Where the hand-over of a conversation to people stands.

use core::time::Duration;

use serde::{Deserialize, Serialize};

use super::{PATIENCE, Trigger};
use crate::conversation::{Event, Felt};
use crate::id::AgentId;
use crate::language::Language;
use crate::time::Timestamp;

/// How long an agent whose console is gone may come back before the shopper is connected to somebody else: a reload, a
/// tunnel, not a closed laptop.
pub const GRACE: Duration = Duration::from_secs(45);

/// Somebody of the shop, as others see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Colleague {
    pub id: AgentId,
    /// As shoppers are told it.
    pub name: String,
}

/// A hand-over to people: asked for by the conversation, followed by the desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Handoff {
    /// Why it was asked for first.
    pub trigger: Trigger,
    pub requested_at: Timestamp,
    /// What the shopper speaks: the notices are in it.
    pub language: Language,
    /// What was felt in the message that led to it; `None` without the Enchantment Émotion.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub felt: Option<Felt>,
    pub stage: Stage,
    /// Where the shopper can be answered: an e-mail address or a telephone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
}

/// A stage of a hand-over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Stage {
    /// An agent has the conversation, and the assistant is silent.
    Attended {
        agent: Colleague,
        /// By when their first words have to come; `None` once they came.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Timestamp>,
        /// By when they have to be back; `None` while they are there.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        away_until: Option<Timestamp>,
    },
    /// R18: somebody will write. The assistant goes on meanwhile.
    FollowUp {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        answered: Option<Answered>,
    },
    /// The conversation ended, or was handed back to the assistant.
    Over,
    /// Who can come is being asked; the shopper was told nothing yet (R16).
    Routing {
        since: Timestamp,
        /// Whether the shopper was promised somebody before.
        #[serde(default)]
        is_again: bool,
        /// Who hands it on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<Colleague>,
        /// The colleague that an agent hands it to.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<AgentId>,
    },
    /// R17: it rings, in every available agent's console or in one.
    Waiting {
        until: Timestamp,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<AgentId>,
    },
}

/// Who did a follow-up, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Answered {
    pub by: Colleague,
    pub at: Timestamp,
}

impl Stage {
    /// Whether people have the conversation, or are called: then the assistant is silent.
    pub const fn is_with_people(&self) -> bool {
        matches!(self, Self::Attended { .. } | Self::Routing { .. } | Self::Waiting { .. })
    }

    /// Whose conversation it is.
    pub const fn agent(&self) -> Option<&Colleague> {
        match self {
            Self::Attended { agent, .. } => Some(agent),
            Self::FollowUp { .. } | Self::Over | Self::Routing { .. } | Self::Waiting { .. } => None,
        }
    }

    /// When something is due although nobody does anything.
    pub fn due(&self) -> Option<Timestamp> {
        match self {
            Self::Attended { until, away_until, .. } => [*until, *away_until].into_iter().flatten().min(),
            Self::FollowUp { .. } | Self::Over => None,
            Self::Routing { since, .. } => Some(*since + PATIENCE),
            Self::Waiting { until, .. } => Some(*until),
        }
    }
}

impl Handoff {
    /// Whether somebody still has to answer the shopper, outside of a live conversation.
    pub fn awaits_answer(&self) -> bool {
        self.stage == Stage::FollowUp { answered: None }
    }

    /// The hand-over after an event, of the one before it; `None` as long as nobody asked for one.
    pub(crate) fn after(before: Option<Self>, event: &Event) -> Option<Self> {
        let Some(mut handoff) = before else { return Self::begun(event) };
        let stage = &mut handoff.stage;
        match event {
            Event::AgentLeft { until: back_by, .. } => {
                if let Stage::Attended { away_until, .. } = stage {
                    *away_until = Some(*back_by);
                }
            }
            Event::AgentReturned { .. } => {
                if let Stage::Attended { away_until, .. } = stage {
                    *away_until = None;
                }
            }
            Event::AgentWrote { .. } => {
                if let Stage::Attended { until, .. } = stage {
                    *until = None;
                }
            }
            Event::ContactGiven { contact, .. } => handoff.contact = Some(contact.clone()),
            Event::Ended { .. } if stage.is_with_people() => *stage = Stage::Over,
            Event::Escalated { at, to, .. } => {
                // One that was done, or is over, is another from here on.
                if !stage.is_with_people()
                    && let Some(begun) = Self::begun(event)
                {
                    return Some(Self { contact: handoff.contact, ..begun });
                }
                let is_again = !matches!(stage, Stage::Routing { is_again: false, .. });
                let from = stage.agent().filter(|_| to.is_some()).cloned();
                *stage = Stage::Routing { since: *at, is_again, from, to: to.clone() };
            }
            Event::FollowUpAnswered { at, by, .. } => {
                *stage = Stage::FollowUp { answered: Some(Answered { by: by.clone(), at: *at }) };
            }
            Event::FollowUpOpened { .. } => *stage = Stage::FollowUp { answered: None },
            Event::HandedBack { .. } => *stage = Stage::Over,
            Event::HandoffAccepted { until, agent, .. } => {
                *stage = Stage::Attended { agent: agent.clone(), until: Some(*until), away_until: None };
            }
            Event::HandoffRequested { until, to, .. } => {
                *stage = Stage::Waiting { until: *until, to: to.clone() };
            }
            _ => {}
        }
        Some(handoff)
    }

    fn begun(event: &Event) -> Option<Self> {
        let Event::Escalated { at, trigger, language, felt, to, .. } = event else { return None };
        let stage = Stage::Routing { since: *at, is_again: false, from: None, to: to.clone() };
        let (trigger, requested_at, language) = (*trigger, *at, *language);
        Some(Self { trigger, requested_at, language, felt: felt.clone(), stage, contact: None })
    }
}
