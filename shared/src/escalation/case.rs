//! A conversation that wants people, as the desk shows it.

use serde::{Deserialize, Serialize};

use super::triage::{Priority, Tag};
use super::{Handoff, Stage};
use crate::conversation::Purpose;
use crate::id::{AgentId, ConversationId};
use crate::time::Timestamp;

/// What a session tells the desk of a conversation. A later revision says all that an earlier one said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Case {
    pub conversation: ConversationId,
    /// The place in the journal of what changed last.
    pub revision: u64,
    pub purpose: Purpose,
    pub handoff: Handoff,
    /// What the shopper wrote, in short.
    pub summary: String,
    pub tag: Tag,
    pub priority: Priority,
}

/// A case, and what the desk adds to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeskCase {
    pub case: Case,
    /// Who takes care of the follow-up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<AgentId>,
    /// When a follow-up should be answered, by the shop's opening hours; `None` for what is no follow-up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Timestamp>,
    /// Whether somebody said that nothing is left to do.
    #[serde(default)]
    pub is_done: bool,
}

impl Case {
    /// The longest summary, in characters.
    pub const MAX_SUMMARY_CHARS: usize = 280;

    /// Whether it is a task of `CustomerFollowUps` (R18).
    pub const fn is_follow_up(&self) -> bool {
        matches!(self.handoff.stage, Stage::FollowUp { .. })
    }

    /// Whether it rings for this agent.
    pub fn rings_for(&self, agent: &AgentId) -> bool {
        match &self.handoff.stage {
            Stage::Waiting { to, .. } => to.as_ref().is_none_or(|to| to == agent),
            _ => false,
        }
    }
}
