//! The shop's desk: who is there, which conversations want people, and what is left to do.
//!
//! Where a hand-over stands, its session decides and tells; the desk knows who can come, rings, and shows.

use core::time::Duration;

use futures_util::future::join_all;
use lutin_shared::api::DeskSettings;
use lutin_shared::escalation::{Agent, Case, Colleague, Desk, PATIENCE, Route, Stage, route};
use lutin_shared::id::{AgentId, ConversationId};
use lutin_shared::refusal::Refusal;
use lutin_shared::time::Timestamp;
use lutin_shared::wire::console::{self, AgentState, CLOSE_SIGNED_OUT, DeskCommand, DeskFrame};
use serde::{Deserialize, Serialize};
use worker::{Response, WebSocket, WebSocketPair, console_error};

use super::{MerchantDo, cases, settings};
use crate::failure::Failure;
use crate::objects::{Joining, Routed, SessionStub};
use crate::routes::malformed;
use crate::{clock, presence};

/// The most consoles of one shop at a time.
const MAX_CONSOLES: usize = 300;

/// How long the last agent may be gone before those who wait are told: a reload, not a closed laptop.
const RELOAD: Duration = Duration::from_secs(8);

/// What a console's socket keeps while its object sleeps.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Console {
    agent: Colleague,
    /// Whether this console takes conversations.
    is_online: bool,
    since: Timestamp,
}

impl MerchantDo {
    /// An agent's console comes, and is told all there is.
    pub(super) fn join(&self, joining: Joining) -> Result<Response, Failure> {
        self.settings()?;
        if self.state.get_websockets().len() >= MAX_CONSOLES {
            return Err(Refusal::TooManyAttempts.into());
        }
        let pair = WebSocketPair::new()?;
        self.state.accept_web_socket(&pair.server);
        let me = joining.agent.id.clone();
        let console = Console { agent: joining.agent, is_online: false, since: presence::machine_time() };
        attach(&pair.server, &console)?;
        let welcome = DeskFrame::Welcome {
            me,
            is_online: false,
            agents: self.agents(None)?,
            cases: cases::list(&self.sql, DeskFrame::MAX_CASES)?,
            settings: settings::desk(&self.sql)?,
        };
        send(&pair.server, &console::encode(&welcome));
        self.tell_agents(None)?;
        Ok(Response::from_websocket(pair.client)?)
    }

    pub(super) async fn hear(&self, socket: &WebSocket, text: &str) -> Result<(), Failure> {
        let command = match console::decode::<DeskCommand>(text) {
            Ok(command) => command,
            Err(code) => return Err(code.into()),
        };
        match command {
            DeskCommand::Assign { conversation, to } => {
                cases::assign(&self.sql, &conversation, to.as_ref())?;
                self.tell_case(&conversation)
            }
            DeskCommand::Available { is_online } => {
                attach(socket, &Console { is_online, ..attached(socket)? })?;
                self.tell_agents(None)?;
                // Said by hand: nobody comes back in a moment.
                self.look_after_waiting(None).await
            }
            DeskCommand::Done { conversation, is_done } => {
                cases::finish(&self.sql, &conversation, is_done)?;
                self.tell_case(&conversation)
            }
        }
    }

    /// A console is gone. If it was the last one that could have helped, those who wait are told soon (R20).
    pub(super) async fn lose(&self, socket: &WebSocket) -> Result<(), Failure> {
        self.tell_agents(Some(socket))?;
        if self.is_deserted(Some(socket))? {
            self.state.storage().set_alarm(RELOAD).await?;
        }
        Ok(())
    }

    /// Who can come to a case (R16); if somebody can, it rings before anything is said to the shopper.
    pub(super) fn route(&self, case: Case) -> Result<Routed, Failure> {
        let settings = self.settings()?;
        let account = self.account()?;
        let agents: Vec<Agent> = self.agents(None)?.into_iter().map(|state| state.agent).collect();
        let desk = Desk {
            has_escalation: settings.voice(&account, None).powers.escalation,
            has_human_first: account.plan().has_human_first(),
            agents: &agents,
        };
        let now = clock::now();
        let Route::Handoff(request) = route(desk, case.handoff.trigger, now) else {
            return Ok(Routed::default());
        };
        let wanted = match &case.handoff.stage {
            Stage::Routing { to, .. } => to.clone(),
            _ => None,
        };
        let to = wanted.filter(|wanted| request.agents.contains(wanted));
        let mut case = case;
        case.handoff.stage = Stage::Waiting { until: request.until, to: to.clone() };
        self.keep(&case)?;
        Ok(Routed { rings: true, to })
    }

    /// Where a case stands, as its session tells it. What is older than what is known changes nothing.
    pub(super) fn keep(&self, case: &Case) -> Result<(), Failure> {
        let settings = self.settings()?;
        let now = clock::now();
        let due = case.is_follow_up().then(|| {
            let from = case.handoff.requested_at;
            settings.zone().map(|zone| settings.opening_hours.after(&zone, from, case.priority.open_time()))
        });
        if cases::keep(&self.sql, case, due.transpose()?, now)? {
            self.tell_case(&case.conversation)?;
            self.tell_agents(None)?;
        }
        Ok(())
    }

    /// Whether people answer first here now: somebody is there, and the merchant wants it.
    pub(super) fn are_first(&self, has_human_first: bool) -> Result<bool, Failure> {
        let is_wanted = has_human_first && settings::desk(&self.sql)?.human_first;
        Ok(is_wanted && self.is_somebody_available(None)?)
    }

    pub(super) fn put_desk(&self, desk: &DeskSettings) -> Result<(), Failure> {
        self.settings()?;
        if let Some(problem) = desk.problem() {
            return Err(malformed(problem));
        }
        if desk.human_first && !self.account()?.plan().has_human_first() {
            return Err(malformed("humanFirst: from the plan Professional up"));
        }
        settings::store_desk(&self.sql, desk)?;
        self.tell_all(&DeskFrame::Settings { settings: desk.clone() });
        Ok(())
    }

    /// An agent was switched off: what they have goes back to the queue.
    pub(super) async fn dismiss(&self, agent: &AgentId) -> Result<(), Failure> {
        self.settings()?;
        for socket in self.state.get_websockets() {
            if let Ok(console) = attached(&socket)
                && console.agent.id == *agent
            {
                // Also if the other end never answers the close.
                attach(&socket, &Console { is_online: false, ..console })?;
                // One that is closed already is just that.
                let _ = socket.close(Some(CLOSE_SIGNED_OUT), Some("deactivated"));
            }
        }
        let theirs = cases::attended_by(&self.sql, agent)?;
        join_all(theirs.iter().map(|conversation| async move {
            let told = match SessionStub::of(&self.env, &conversation.session) {
                Ok(session) => session.dismiss(agent).await,
                Err(failure) => Err(failure),
            };
            // Whoever waits there writes, and then it is noticed that nobody is at the other end.
            if let Err(failure) = told {
                console_error!("{conversation} is still {agent}'s: {failure}");
            }
        }))
        .await;
        Ok(())
    }

    /// Tells those who wait that nobody can come, if that is so.
    pub(super) async fn look_after_waiting(&self, gone: Option<&WebSocket>) -> Result<(), Failure> {
        if !self.is_deserted(gone)? {
            return Ok(());
        }
        let waiting = cases::waiting(&self.sql, clock::now())?;
        join_all(waiting.iter().map(|conversation| async move {
            let told = match SessionStub::of(&self.env, &conversation.session) {
                Ok(session) => session.desert().await,
                Err(failure) => Err(failure),
            };
            // The session looks by itself when its minute is over.
            if let Err(failure) = told {
                console_error!("{conversation} waits in vain: {failure}");
            }
        }))
        .await;
        Ok(())
    }

    /// Whether somebody waits and nobody can come.
    fn is_deserted(&self, gone: Option<&WebSocket>) -> Result<bool, Failure> {
        Ok(!self.is_somebody_available(gone)? && !cases::waiting(&self.sql, clock::now())?.is_empty())
    }

    fn is_somebody_available(&self, gone: Option<&WebSocket>) -> Result<bool, Failure> {
        Ok(self.agents(gone)?.iter().any(|state| state.agent.is_available()))
    }

    /// Those whose console is open, but for the one that is `gone`. Whoever is switched off has none.
    fn agents(&self, gone: Option<&WebSocket>) -> Result<Vec<AgentState>, Failure> {
        let loads = cases::loads(&self.sql)?;
        let mut agents: Vec<AgentState> = Vec::new();
        for socket in self.state.get_websockets() {
            let is_gone = gone.is_some_and(|gone| gone.as_ref() == socket.as_ref());
            let Some(console) = attached(&socket).ok().filter(|_| !is_gone) else { continue };
            if !presence::is_alive(&self.platform, &socket, console.since) {
                continue;
            }
            let Console { agent: Colleague { id, name }, is_online, .. } = console;
            match agents.iter_mut().find(|state| state.agent.id == id) {
                Some(known) => known.agent.is_online |= is_online,
                None => {
                    let load = loads.iter().find(|(agent, _)| *agent == id).map_or(0, |(_, load)| *load);
                    agents.push(AgentState { agent: Agent { id, is_active: true, is_online, load }, name });
                }
            }
        }
        agents.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(agents)
    }

    fn tell_agents(&self, gone: Option<&WebSocket>) -> Result<(), Failure> {
        self.tell_all(&DeskFrame::Agents { agents: self.agents(gone)? });
        Ok(())
    }

    fn tell_case(&self, conversation: &ConversationId) -> Result<(), Failure> {
        if let Some(case) = cases::find(&self.sql, conversation)? {
            self.tell_all(&DeskFrame::Case { case: Box::new(case) });
        }
        Ok(())
    }

    fn tell_all(&self, frame: &DeskFrame) {
        let text = console::encode(frame);
        for socket in self.state.get_websockets() {
            let is_theirs = attached(&socket).is_ok_and(|console| presence::is_leased(console.since));
            if is_theirs {
                send(&socket, &text);
            } else {
                presence::release(&socket);
            }
        }
    }
}

pub(super) fn refuse(socket: &WebSocket, code: Refusal) {
    send(socket, &console::encode(&DeskFrame::Refused { code }));
}

/// How long after its minute a case still counts as waiting: then its session must have forgotten it.
pub(super) fn stale_after() -> Duration {
    PATIENCE * 5
}

/// A socket that is closing misses it, and is told all there is when it comes back.
fn send(socket: &WebSocket, text: &str) {
    let _ = socket.send_with_str(text);
}

fn attach(socket: &WebSocket, console: &Console) -> Result<(), Failure> {
    Ok(socket.serialize_attachment(serde_json::to_string(console)?)?)
}

fn attached(socket: &WebSocket) -> Result<Console, Failure> {
    let text: Option<String> = socket.deserialize_attachment()?;
    Ok(serde_json::from_str(&text.ok_or_else(|| Failure::fault("a console with nothing attached"))?)?)
}
