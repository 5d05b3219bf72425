//! People in a session: their consoles, what they say, and what the shop's desk is asked and told.

use lutin_shared::conversation::{AgentAct, Command, Ring, Session};
use lutin_shared::escalation::{Case, Colleague};
use lutin_shared::id::AgentId;
use lutin_shared::refusal::Refusal;
use lutin_shared::wire::console::{self, AgentFrame, ConsoleFrame};
use lutin_shared::wire::{PERSONS_TURN, ServerFrame};
use worker::{Response, WebSocket, console_error};

use super::sockets::{self, Console};
use super::{MAX_SOCKETS, SessionDo};
use crate::clock;
use crate::failure::{self, Failure};
use crate::objects::{Joining, MerchantStub, Routed};
use crate::presence;

impl SessionDo {
    /// An agent's console comes to a conversation of this session, if it is of their shop.
    pub(super) async fn join(&self, joining: Joining, ordinal: u32) -> Result<Response, Failure> {
        self.load().await?;
        let Joining { agent, merchant } = joining;
        let is_theirs = self.with(|session| {
            session.origin().is_some_and(|origin| origin.merchant == merchant)
                && session.has_conversation(ordinal)
        })?;
        if !is_theirs {
            return Err(Refusal::NotFound.into());
        }
        if sockets::consoles(&self.state) >= MAX_SOCKETS {
            return Err(Refusal::TooManyAttempts.into());
        }
        sockets::accept_console(&self.state, agent, ordinal)
    }

    /// What an agent says. What is refused is told.
    pub(super) async fn hear_agent(
        &self,
        socket: &WebSocket,
        console: Console,
        text: &str,
    ) -> Result<(), Failure> {
        self.load().await?;
        if !presence::is_leased(console.since) {
            presence::release(socket);
            return Ok(());
        }
        let frame = match console::decode::<AgentFrame>(text) {
            Ok(frame) => frame,
            Err(code) => {
                sockets::send_console(socket, &ConsoleFrame::Refused { code, id: None });
                return Ok(());
            }
        };
        let (id, act) = match frame {
            AgentFrame::Hello { after } => return self.greet_agent(socket, console, after).await,
            AgentFrame::Typing => {
                self.show_typing(&console.agent)?;
                return Ok(());
            }
            AgentFrame::Accept => (None, AgentAct::Accept),
            AgentFrame::Answered => (None, AgentAct::Answer),
            AgentFrame::Close => (None, AgentAct::Close),
            AgentFrame::HandBack => (None, AgentAct::HandBack),
            AgentFrame::HandTo { to } => (None, AgentAct::HandTo(to)),
            AgentFrame::Note { id, text } => (Some(id.clone()), AgentAct::Note { id, text }),
            AgentFrame::Resolve => (None, AgentAct::Resolve),
            AgentFrame::Say { id, text } => (Some(id.clone()), AgentAct::Say { id, text }),
        };
        // Who does something is there, whatever was thought.
        self.act_quietly(&console.agent, AgentAct::Return).await?;
        let before = self.with(Session::seq)?;
        match self.act(&console, act).await {
            Ok(()) if self.with(Session::seq)? == before => self.repeat(socket, &console, id)?,
            Ok(()) => {}
            Err(Failure::Refused(code)) => {
                sockets::send_console(socket, &ConsoleFrame::Refused { code, id });
            }
            Err(failure) => return Err(failure),
        }
        self.settle().await
    }

    /// Something that an agent does, after what is over by now.
    async fn act(&self, console: &Console, act: AgentAct) -> Result<(), Failure> {
        self.step(Command::Wake).await?;
        let (agent, ordinal) = (console.agent.clone(), console.ordinal);
        self.step(Command::Agent { agent, ordinal, act }).await
    }

    /// What came before is acknowledged again, to whoever asks.
    fn repeat(
        &self,
        socket: &WebSocket,
        console: &Console,
        id: Option<lutin_shared::id::MessageId>,
    ) -> Result<(), Failure> {
        let frames = self.with(|session| match &id {
            Some(id) => sockets::lines(session, session.entry_of(id).into_iter().chain(session.note_of(id))),
            None => case_frame(session, console).into_iter().collect(),
        })?;
        frames.iter().for_each(|frame| sockets::send_console(socket, frame));
        Ok(())
    }

    /// Tells a console what it missed; from here on it is told everything.
    async fn greet_agent(&self, socket: &WebSocket, mut console: Console, after: u64) -> Result<(), Failure> {
        self.step(Command::Wake).await?;
        self.act_quietly(&console.agent, AgentAct::Return).await?;
        let frames = self.with(|session| {
            let mut frames = sockets::lines(session, session.since(after));
            frames.extend(case_frame(session, &console));
            frames.push(self.shopper_frame(None));
            frames.push(ConsoleFrame::Welcome { seq: session.seq() });
            frames
        })?;
        frames.iter().for_each(|frame| sockets::send_console(socket, frame));
        console.greeted = true;
        sockets::attach(socket, &console)?;
        self.settle().await
    }

    /// What an agent's coming and going means for the conversation that they have; nothing, mostly.
    async fn act_quietly(&self, agent: &Colleague, act: AgentAct) -> Result<(), Failure> {
        let attends = |session: &Session| session.attendant().is_some_and(|own| own.id == agent.id);
        let ordinal = self.with(|session| {
            session.conversation_id().filter(|_| attends(session)).map(|conversation| conversation.ordinal)
        })?;
        let Some(ordinal) = ordinal else { return Ok(()) };
        self.step(Command::Agent { agent: agent.clone(), ordinal, act }).await
    }

    /// A console is gone. Whoever has another one open is still there.
    pub(super) async fn lose_console(&self, socket: &WebSocket, agent: &Colleague) -> Result<(), Failure> {
        self.load().await?;
        if !sockets::has_agent(&self.state, &self.platform, &agent.id, Some(socket)) {
            self.act_quietly(agent, AgentAct::Leave).await?;
            self.settle().await?;
        }
        Ok(())
    }

    /// Looks whether whoever has the conversation is still there: a closed laptop says nothing. Looked at when a shopper
    /// writes, as only then somebody waits; and once more when the silence would have become one.
    pub(super) async fn look_for_agent(&self) -> Result<(), Failure> {
        let Some(agent) = self.with(|session| session.attendant().cloned())? else { return Ok(()) };
        let is_awaited = self.with(|session| session.unanswered().is_some())?;
        self.look_again.set(is_awaited.then(|| clock::now() + presence::SILENCE));
        if !sockets::has_agent(&self.state, &self.platform, &agent.id, None) {
            self.act_quietly(&agent, AgentAct::Leave).await?;
        }
        Ok(())
    }

    /// The shop's owner switched an agent off.
    pub(super) async fn dismiss(&self, agent: &AgentId) -> Result<Response, Failure> {
        self.load().await?;
        sockets::dismiss(&self.state, agent);
        self.step(Command::Wake).await?;
        self.step(Command::AgentDeactivated { agent: agent.clone() }).await?;
        self.settle_soon().await?;
        Ok(failure::json(200, &())?)
    }

    /// The desk says that nobody is there any more (R20).
    pub(super) async fn desert(&self) -> Result<Response, Failure> {
        self.step(Command::Unattended).await?;
        self.settle_soon().await?;
        Ok(failure::json(200, &())?)
    }

    /// Asks the desk who can come. What it answers to is said; then the shopper hears of it.
    pub(super) async fn ask_desk(&self, case: &Case) -> Result<(), Failure> {
        let answer = match self.desk_of() {
            Ok(desk) => desk.route(case).await,
            Err(failure) => Err(failure),
        };
        match answer {
            Ok(Routed { rings, to }) => {
                let ring = rings.then_some(Ring { to });
                self.step(Command::Route { revision: case.revision, ring }).await
            }
            Err(failure) => self.desk_is_away(case, &failure),
        }
    }

    /// Tells the desk where a case stands.
    pub(super) async fn tell_desk(&self, case: &Case) -> Result<(), Failure> {
        let told = match self.desk_of() {
            Ok(desk) => desk.tell(case).await,
            Err(failure) => Err(failure),
        };
        match told {
            Ok(()) => {
                if let Some(session) = self.session.borrow_mut().as_mut() {
                    session.desk_has(case.conversation.ordinal, case.revision);
                }
                Ok(())
            }
            Err(failure) => self.desk_is_away(case, &failure),
        }
    }

    fn desk_is_away(&self, case: &Case, failure: &Failure) -> Result<(), Failure> {
        console_error!("desk: {}#{}: {failure}", case.conversation, case.revision);
        if let Some(session) = self.session.borrow_mut().as_mut() {
            session.desk_is_away(case.conversation.ordinal, clock::now());
        }
        Ok(())
    }

    fn desk_of(&self) -> Result<MerchantStub, Failure> {
        let merchant = self.with(|session| session.origin().map(|origin| origin.merchant.clone()))?;
        MerchantStub::of(&self.env, &merchant.ok_or_else(|| Failure::fault("a session of no merchant"))?)
    }

    /// That an agent writes, for the shopper whose conversation it is.
    fn show_typing(&self, agent: &Colleague) -> Result<(), Failure> {
        if self.with(|session| session.attendant() == Some(agent))? {
            sockets::broadcast(&self.state, &[ServerFrame::Typing { turn: PERSONS_TURN }]);
        }
        Ok(())
    }
}

/// Where the hand-over of a console's conversation stands.
pub(super) fn case_frame(session: &Session, console: &Console) -> Option<ConsoleFrame> {
    session.case_of(console.ordinal).map(|case| ConsoleFrame::Case { case: Box::new(case) })
}
