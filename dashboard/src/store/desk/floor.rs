//! The shop's desk as one agent sees it: who is there, and which conversations want people.

use core::cmp::Reverse;
use std::collections::BTreeMap;

use lutin_shared::api::DeskSettings;
use lutin_shared::escalation::{Case, DeskCase, Stage};
use lutin_shared::id::{AgentId, ConversationId};
use lutin_shared::refusal::Refusal;
use lutin_shared::wire::console::{AgentState, DeskFrame};

use crate::route::View;

/// Whether what is shown is told anew as it changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Connection {
    /// For the first time.
    #[default]
    Connecting,
    Live,
    Lost,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Floor {
    pub connection: Connection,
    /// Whose console this is; `None` while nobody is signed in.
    pub me: Option<AgentId>,
    /// What the agent chose. The edge is told after every reconnection.
    pub is_available: bool,
    /// Whether the edge has said what there is: before that, an empty list says nothing.
    pub is_known: bool,
    pub agents: Vec<AgentState>,
    pub cases: BTreeMap<ConversationId, DeskCase>,
    pub settings: DeskSettings,
    /// The last wish of this console that was not granted.
    pub refusal: Option<Refusal>,
}

impl Floor {
    pub fn learn(&mut self, frame: DeskFrame) {
        match frame {
            DeskFrame::Agents { agents } => self.agents = agents,
            DeskFrame::Case { case } => self.learn_desk_case(*case),
            DeskFrame::Refused { code } => self.refusal = Some(code),
            DeskFrame::Settings { settings } => self.settings = settings,
            // `is_online` is of the connection, which is new: what the agent chose is told to the edge, not by it.
            DeskFrame::Welcome { me, is_online: _, agents, cases, settings } => {
                *self = Self {
                    connection: Connection::Live,
                    me: Some(me),
                    is_available: self.is_available,
                    is_known: true,
                    agents,
                    // A conversation's own wire may have been faster, and knows cases that are too old for the desk's list.
                    cases: core::mem::take(&mut self.cases),
                    settings,
                    refusal: None,
                };
                for case in cases {
                    self.learn_desk_case(case);
                }
            }
        }
    }

    fn learn_desk_case(&mut self, mut case: DeskCase) {
        let known = self.cases.get(&case.case.conversation);
        if let Some(known) = known.filter(|known| known.case.revision > case.case.revision) {
            case.case = known.case.clone();
        }
        self.cases.insert(case.case.conversation.clone(), case);
    }

    /// What a conversation itself says of its case: as a rule before the desk does.
    pub fn learn_case(&mut self, case: Case) {
        match self.cases.get_mut(&case.conversation) {
            Some(known) if known.case.revision >= case.revision => {}
            Some(known) => known.case = case,
            None => {
                let unassigned = DeskCase { case, assignee: None, due: None, is_done: false };
                self.cases.insert(unassigned.case.conversation.clone(), unassigned);
            }
        }
    }

    pub fn case(&self, id: &ConversationId) -> Option<&DeskCase> {
        self.cases.get(id)
    }

    /// Whether this agent has the conversation.
    pub fn is_mine(&self, case: &Case) -> bool {
        case.handoff.stage.agent().is_some_and(|agent| self.me.as_ref() == Some(&agent.id))
    }

    fn rings(&self, case: &Case) -> bool {
        self.me.as_ref().is_some_and(|me| case.rings_for(me))
    }

    /// The conversations that wait for this agent, whether they take any or not: who waits longest comes first.
    pub fn queue(&self) -> Vec<DeskCase> {
        let mut queue = self.those(|case| self.rings(&case.case));
        queue.sort_by_key(|case| case.case.handoff.requested_at);
        queue
    }

    /// What calls this agent now: nothing, unless they said that they take conversations.
    pub fn ringing(&self) -> Vec<DeskCase> {
        if self.is_available { self.queue() } else { Vec::new() }
    }

    pub fn mine(&self) -> Vec<DeskCase> {
        let mut mine = self.those(|case| self.is_mine(&case.case));
        mine.sort_by_key(|case| case.case.handoff.requested_at);
        mine
    }

    /// All that there were: those with people first, and among each the newest.
    pub fn all(&self) -> Vec<DeskCase> {
        let mut all = self.those(|_| true);
        all.sort_by_key(|case| {
            let handoff = &case.case.handoff;
            (!handoff.stage.is_with_people(), Reverse(handoff.requested_at))
        });
        all
    }

    pub fn follow_ups(&self) -> Vec<DeskCase> {
        let mut tasks = self.those(|case| case.case.is_follow_up());
        // What has no hour to be answered by can wait longest.
        tasks.sort_by_key(|task| {
            (task.due.is_none(), task.due, task.case.priority, task.case.handoff.requested_at)
        });
        tasks
    }

    fn those(&self, is_wanted: impl Fn(&DeskCase) -> bool) -> Vec<DeskCase> {
        self.cases.values().filter(|case| is_wanted(case)).cloned().collect()
    }

    /// The list that a case belongs to; `None` for one that is over, or a colleague's.
    pub fn home(&self, case: &Case) -> Option<View> {
        match &case.handoff.stage {
            Stage::Attended { .. } => self.is_mine(case).then_some(View::Mine),
            Stage::FollowUp { .. } => Some(View::FollowUps),
            Stage::Over => None,
            Stage::Routing { .. } | Stage::Waiting { .. } => self.rings(case).then_some(View::Queue),
        }
    }

    /// Whom a conversation can be handed to: who is there and has room, the least busy first.
    pub fn colleagues(&self) -> Vec<AgentState> {
        let is_free = |it: &&AgentState| it.agent.is_available() && self.me.as_ref() != Some(&it.agent.id);
        let mut free: Vec<_> = self.agents.iter().filter(is_free).cloned().collect();
        free.sort_by(|a, b| (a.agent.load, &a.name).cmp(&(b.agent.load, &b.name)));
        free
    }
}
