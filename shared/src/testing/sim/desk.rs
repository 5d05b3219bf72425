//! A shop's desk and its agents, as `edge/src/merchant/desk.rs` has it: who is there, what rings, who takes it.

use std::collections::{BTreeMap, BTreeSet};

use super::{Happening, MINUTE, Physics, SECOND, Sabotage, ToSession};
use crate::conversation::{AgentAct, Ring};
use crate::escalation::{Agent, Case, Colleague, Desk, Route, Stage, route};
use crate::id::{AgentId, ConversationId};

pub struct DeskShell {
    agents: Vec<Agent>,
    /// On disk: the last revision of each case, and whose session it is.
    pub cases: BTreeMap<ConversationId, (usize, Case)>,
    /// The revisions of cases for which somebody was there.
    pub granted: BTreeSet<(ConversationId, u64)>,
    /// Things left to do.
    patience: u32,
}

impl DeskShell {
    pub fn new(merchant: usize, physics: &mut Physics) -> Self {
        let agent = |n| Agent {
            id: format!("agent-{merchant}-{n}").parse().expect("an id"),
            is_active: true,
            is_online: n > 0,
            load: 0,
        };
        let agents = (0..physics.rng.usize(0..=3)).map(agent).collect();
        let patience = physics.rng.u32(40..160);
        Self { agents, cases: BTreeMap::new(), granted: BTreeSet::new(), patience }
    }

    /// Who can come to a case; `None`: nobody.
    pub fn route(&mut self, session: usize, case: &Case, physics: &mut Physics) -> Option<Ring> {
        for agent in &mut self.agents {
            let is_theirs =
                |(_, case): &&(usize, Case)| case.handoff.stage.agent().is_some_and(|it| it.id == agent.id);
            agent.load = u32::try_from(self.cases.values().filter(is_theirs).count()).unwrap_or(u32::MAX);
        }
        let desk = Desk { has_escalation: true, has_human_first: true, agents: &self.agents };
        let found = route(desk, case.handoff.trigger, physics.time());
        let Route::Handoff(request) = found else {
            return (physics.sabotage == Sabotage::RingForNobody).then_some(Ring { to: None });
        };
        self.granted.insert((case.conversation.clone(), case.revision));
        let wanted = match &case.handoff.stage {
            Stage::Routing { to, .. } => to.clone(),
            _ => None,
        };
        let to = wanted.filter(|wanted| request.agents.contains(wanted));
        let mut case = case.clone();
        case.handoff.stage = Stage::Waiting { until: request.until, to: to.clone() };
        self.keep(session, &case);
        Some(Ring { to })
    }

    /// What is older than what is known changes nothing.
    pub fn keep(&mut self, session: usize, case: &Case) {
        let known = self.cases.get(&case.conversation).map_or(0, |(_, known)| known.revision);
        if case.revision > known {
            self.cases.insert(case.conversation.clone(), (session, case.clone()));
        }
    }

    /// Somebody of the shop does something, or comes, or leaves.
    pub fn act(&mut self, index: usize, physics: &mut Physics) {
        if self.patience == 0 || self.agents.is_empty() {
            return;
        }
        self.patience -= 1;
        physics.after(SECOND..2 * MINUTE, Happening::ActDesk(index));
        let at = physics.rng.usize(0..self.agents.len());
        if physics.rng.u8(0..8) == 0 {
            self.come_or_go(at, physics);
            return;
        }
        let Some(agent) = self.agents.get(at).filter(|agent| agent.is_online) else { return };
        let live: Vec<&(usize, Case)> =
            self.cases.values().filter(|(_, case)| case.handoff.stage != Stage::Over).collect();
        // What rings is looked at first.
        let is_waiting = |entry: &&&(usize, Case)| matches!(entry.1.handoff.stage, Stage::Waiting { .. });
        let waiting: Vec<&(usize, Case)> = live.iter().filter(is_waiting).copied().collect();
        let live = if waiting.is_empty() { live } else { waiting };
        if live.is_empty() {
            return;
        }
        let (session, case) = live[physics.rng.usize(0..live.len())];
        let act = self.choose(case, physics);
        let colleague = Colleague { id: agent.id.clone(), name: "Camille".to_owned() };
        let mail = ToSession::People { agent: colleague, ordinal: case.conversation.ordinal, act };
        physics.send(Happening::Session(*session, mail));
    }

    fn choose(&self, case: &Case, physics: &mut Physics) -> AgentAct {
        let id = physics.id();
        match (&case.handoff.stage, physics.rng.u8(0..16)) {
            (Stage::Waiting { .. }, 0..=13) => AgentAct::Accept,
            (_, 0..=7) => AgentAct::Say { text: format!("agent {id}"), id },
            (_, 8) => AgentAct::Resolve,
            (_, 9) => AgentAct::Close,
            (_, 10) => AgentAct::HandBack,
            (_, 11) => AgentAct::HandTo(self.agents[physics.rng.usize(0..self.agents.len())].id.clone()),
            (_, 12) => AgentAct::Leave,
            (_, 13) => AgentAct::Return,
            (_, 14) => AgentAct::Note { text: format!("note {id}"), id },
            _ => AgentAct::Answer,
        }
    }

    fn come_or_go(&mut self, at: usize, physics: &mut Physics) {
        let agent = &mut self.agents[at];
        agent.is_online = !agent.is_online;
        let (id, is_online) = (agent.id.clone(), agent.is_online);
        physics.note(|| format!("{id} is {}", if is_online { "there" } else { "away" }));
        if is_online {
            return;
        }
        let is_deserted = !self.agents.iter().any(Agent::is_available);
        for (session, case) in self.cases.values() {
            let mail = match &case.handoff.stage {
                Stage::Waiting { .. } if is_deserted => ToSession::Deserted,
                Stage::Attended { agent, .. } if agent.id == id => leaves(agent, case, physics, &id),
                _ => continue,
            };
            physics.send(Happening::Session(*session, mail));
        }
    }
}

/// Whose console is gone, or whose account is off.
fn leaves(agent: &Colleague, case: &Case, physics: &mut Physics, id: &AgentId) -> ToSession {
    if physics.rng.bool() {
        return ToSession::Dismissed { agent: id.clone() };
    }
    ToSession::People { agent: agent.clone(), ordinal: case.conversation.ordinal, act: AgentAct::Leave }
}
