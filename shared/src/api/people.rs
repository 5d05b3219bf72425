//! The shop's people, and how they are called.

use serde::{Deserialize, Serialize};

use super::Role;
use crate::id::AgentId;

/// `PUT /api/desk/settings`: how the shop's people are called, and what they need not write anew.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct DeskSettings {
    /// People answer first, when somebody is there (R11). From the plan Professional up.
    pub human_first: bool,
    /// Whether shoppers may send images to the people who answer.
    pub images: bool,
    /// Subjects that the assistant leaves to people: a few words each.
    pub topics: Vec<String>,
    pub canned: Vec<CannedAnswer>,
}

/// Words that agents need not write anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct CannedAnswer {
    pub label: String,
    pub text: String,
}

impl DeskSettings {
    pub const MAX_TOPICS: usize = 30;
    pub const MAX_TOPIC_CHARS: usize = 80;
    pub const MAX_CANNED: usize = 60;
    pub const MAX_LABEL_CHARS: usize = 60;
    pub const MAX_CANNED_CHARS: usize = 2_000;

    /// What cannot be kept, and where; `None` when all can.
    pub fn problem(&self) -> Option<String> {
        let fits = |text: &str, most: usize| !text.trim().is_empty() && text.chars().count() <= most;
        if self.topics.len() > Self::MAX_TOPICS {
            return Some(format!("topics: at most {}", Self::MAX_TOPICS));
        }
        if self.canned.len() > Self::MAX_CANNED {
            return Some(format!("canned: at most {}", Self::MAX_CANNED));
        }
        if let Some(index) = self.topics.iter().position(|topic| !fits(topic, Self::MAX_TOPIC_CHARS)) {
            return Some(format!("topics[{index}]: 1 to {} characters", Self::MAX_TOPIC_CHARS));
        }
        for (index, CannedAnswer { label, text }) in self.canned.iter().enumerate() {
            if !fits(label, Self::MAX_LABEL_CHARS) {
                return Some(format!("canned[{index}].label: 1 to {} characters", Self::MAX_LABEL_CHARS));
            }
            if !fits(text, Self::MAX_CANNED_CHARS) {
                return Some(format!("canned[{index}].text: 1 to {} characters", Self::MAX_CANNED_CHARS));
            }
        }
        None
    }
}

/// `GET /api/staff`: somebody who may sign in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StaffEntry {
    pub id: AgentId,
    pub name: String,
    pub email: String,
    pub role: Role,
    /// Whether they may sign in and take conversations (R16).
    pub is_active: bool,
}

/// `PUT /api/staff/{id}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct StaffChange {
    pub is_active: bool,
}
