//! Who helps: somebody at once, somebody later, or the shop's address and hours (R14, R16–R20).
//!
//! Decided before a word is said to the shopper, and again whenever an agent comes, leaves, or does not write: what was true a
//! moment ago is promised to nobody.

use core::time::Duration;

use serde::{Deserialize, Serialize};

use crate::id::AgentId;
use crate::time::Timestamp;

/// Somebody of the shop, as routing sees them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Agent {
    pub id: AgentId,
    /// The account's switch: set by the owner.
    pub is_active: bool,
    /// A console of theirs is open, and they take conversations.
    pub is_online: bool,
    /// How many conversations they have now.
    pub load: u32,
}

impl Agent {
    /// With so many conversations at once, an agent is asked for no other.
    pub const MOST: u32 = 8;

    /// R16: whether a connection may be offered to them.
    pub const fn is_available(&self) -> bool {
        self.is_active && self.is_online && self.load < Self::MOST
    }
}

/// What the shop can do at a moment.
#[derive(Clone, Copy, Debug)]
pub struct Desk<'a> {
    /// Whether the Enchantment Escalade is on.
    pub has_escalation: bool,
    /// Whether the plan has people answer first: Professional and up (R11).
    pub has_human_first: bool,
    pub agents: &'a [Agent],
}

/// Why a shopper is handed to people. Kept with every hand-off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Trigger {
    /// They are angry.
    Anger,
    /// They asked for somebody.
    Asked,
    /// The assistant gave no reply.
    AssistantFailed,
    /// The assistant called for somebody.
    AssistantTool,
    /// People answer first in this shop (R11).
    HumanFirst,
    /// A subject that the merchant keeps for people.
    Topic,
    /// Two questions in a row had no answer.
    Unanswered,
}

/// R17: a request that rings in the consoles of those who are there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandoffRequest {
    pub trigger: Trigger,
    /// Who is asked: the least busy first.
    pub agents: Vec<AgentId>,
    /// When the shopper is told that nobody came, unless an agent has written by then.
    pub until: Timestamp,
}

/// How long a shopper waits for an agent's first words.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// Who helps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// The assistant: people were only to answer first, and nobody is there.
    Assistant,
    /// Somebody who is there.
    Handoff(HandoffRequest),
    /// Somebody who will write (R18).
    FollowUp(Trigger),
    /// The shopper, who is told how and when the shop can be reached (R19).
    Contact,
}

/// Who helps a shopper, for this reason, now.
pub fn route(desk: Desk<'_>, trigger: Trigger, now: Timestamp) -> Route {
    let is_courtesy = trigger == Trigger::HumanFirst;
    if !desk.has_escalation || (is_courtesy && !desk.has_human_first) {
        return if is_courtesy { Route::Assistant } else { Route::Contact };
    }
    let mut available: Vec<&Agent> = desk.agents.iter().filter(|agent| agent.is_available()).collect();
    if available.is_empty() {
        return if is_courtesy { Route::Assistant } else { Route::FollowUp(trigger) };
    }
    available.sort_by(|a, b| a.load.cmp(&b.load).then_with(|| a.id.cmp(&b.id)));
    let agents = available.into_iter().map(|agent| agent.id.clone()).collect();
    Route::Handoff(HandoffRequest { trigger, agents, until: now + PATIENCE })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agent(id: &str, is_active: bool, is_online: bool, load: u32) -> Agent {
        Agent { id: id.parse().unwrap(), is_active, is_online, load }
    }

    /// Every row: the Enchantment, the plan, whether people were only to answer first, then one agent who is active,
    /// online, free or not.
    #[test]
    fn a_connection_is_offered_where_somebody_can_come_and_nowhere_else() {
        let now = Timestamp::from_millis(1_000);
        for bits in 0..64_u32 {
            let [has_escalation, has_human_first, is_courtesy, is_active, is_online, is_free] =
                [32, 16, 8, 4, 2, 1].map(|bit| bits & bit != 0);
            let load = if is_free { Agent::MOST - 1 } else { Agent::MOST };
            let agents = [agent("a", is_active, is_online, load)];
            let trigger = if is_courtesy { Trigger::HumanFirst } else { Trigger::Asked };
            let found = route(Desk { has_escalation, has_human_first, agents: &agents }, trigger, now);
            let can_come = is_active && is_online && is_free;
            let expected = match (has_escalation, is_courtesy, has_human_first, can_come) {
                (true, false, _, true) | (true, true, true, true) => Route::Handoff(HandoffRequest {
                    trigger,
                    agents: vec!["a".parse().unwrap()],
                    until: Timestamp::from_millis(61_000),
                }),
                (_, true, _, _) => Route::Assistant,
                (true, false, _, false) => Route::FollowUp(Trigger::Asked),
                (false, false, _, _) => Route::Contact,
            };
            assert_eq!(found, expected, "{bits:06b}");
        }
        let nobody = Desk { has_escalation: true, has_human_first: false, agents: &[] };
        assert_eq!(route(nobody, Trigger::Anger, now), Route::FollowUp(Trigger::Anger));
    }

    #[test]
    fn the_least_busy_is_asked_first_and_who_is_away_not_at_all() {
        let agents = [
            agent("busy", true, true, 5),
            agent("away", true, false, 0),
            agent("free", true, true, 0),
            agent("off", false, true, 0),
        ];
        let desk = Desk { has_escalation: true, has_human_first: false, agents: &agents };
        let Route::Handoff(request) = route(desk, Trigger::Asked, Timestamp::from_millis(0)) else {
            panic!()
        };
        let asked: Vec<&str> = request.agents.iter().map(AgentId::as_str).collect();
        assert_eq!(asked, ["free", "busy"]);
    }
}
