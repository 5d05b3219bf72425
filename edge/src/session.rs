//! The session's object: its journal, its sockets, and the work that its state asks for.
//!
//! Every step is the same: decide, append, fold, tell the sockets, arm the alarm; then
//! [`SessionDo::settle`] performs what is left to do. What was forgotten in a crash is found again on the next wake.

mod about;
mod assistant;
mod engine;
mod erasure;
mod images;
mod journal;
mod people;
mod poll;
mod saying;
mod sockets;

use core::cell::{Cell, RefCell};
use core::time::Duration;

use lutin_shared::conversation::{Command, Effect, Entry, Session, TurnId};
use lutin_shared::receipt::Receipt;
use lutin_shared::refusal::Refusal;
use lutin_shared::throttle::Throttle;
use lutin_shared::time::Timestamp;
use lutin_shared::wire::console::ConsoleFrame;
use lutin_shared::wire::{CLOSE_UNAUTHORISED, CLOSE_UNSUPPORTED_VERSION, ClientFrame, ServerFrame};
use worker::worker_sys::DurableObjectState;
use worker::{
    DurableObject, Env, Method, Request, Response, State, WebSocket, WebSocketIncomingMessage, console_error,
    durable_object,
};

use crate::clock;
use crate::failure::{self, Failure};
use crate::objects::{AGENT_HEADER, CLAIMS_HEADER, MerchantStub};
use crate::presence;
use crate::probe;
use crate::routes::malformed;
use crate::sql::Sql;
use poll::{Line, MAX_POLLS, Polling};
use sockets::{Panel, Peer};

/// The soonest that an alarm is asked for: an overdue one set for now could come at once, again and again.
const SOONEST_ALARM_MS: i64 = 1_000;

/// The most panels of one session at a time: tabs that were forgotten, not an attack.
const MAX_SOCKETS: usize = 32;

/// One shopper's session. Named by the session's id.
#[durable_object]
#[derive(Debug)]
pub struct SessionDo {
    state: State,
    /// The same, as the platform has it.
    platform: DurableObjectState,
    env: Env,
    /// `None` until the journal was read.
    session: RefCell<Option<Session>>,
    /// When the alarm will ring; `None` when it is not set.
    alarm: Cell<Option<Timestamp>>,
    /// The turn that the assistant is working on right now.
    asking: Cell<Option<TurnId>>,
    delivering: Cell<bool>,
    /// Whether the merchant's side is being told that the shopper wants to be forgotten.
    erasing: Cell<bool>,
    /// Whether the desk is being asked or told.
    at_desk: Cell<bool>,
    /// When somebody looks once more whether the agent whom the shopper waits for is there.
    look_again: Cell<Option<Timestamp>>,
    /// The panel that polled last, and how often it did.
    polled: RefCell<Option<Polling>>,
    polls: RefCell<Throttle>,
}

impl DurableObject for SessionDo {
    fn new(state: State, env: Env) -> Self {
        presence::answer_pings(&state);
        let (state, platform) = presence::both(state);
        Self {
            state,
            platform,
            env,
            session: RefCell::default(),
            alarm: Cell::default(),
            asking: Cell::default(),
            delivering: Cell::default(),
            erasing: Cell::default(),
            at_desk: Cell::default(),
            look_again: Cell::default(),
            polled: RefCell::default(),
            polls: RefCell::new(Throttle::new(MAX_POLLS, Duration::from_secs(60))),
        }
    }

    async fn fetch(&self, request: Request) -> worker::Result<Response> {
        match self.answer(request).await {
            Ok(response) => Ok(response),
            Err(failure) => failure.respond(),
        }
    }

    async fn websocket_message(
        &self,
        socket: WebSocket,
        message: WebSocketIncomingMessage,
    ) -> worker::Result<()> {
        if let Err(failure) = self.hear(&socket, message).await {
            console_error!("socket: {failure}");
        }
        Ok(())
    }

    async fn websocket_close(
        &self,
        socket: WebSocket,
        _code: usize,
        _reason: String,
        _was_clean: bool,
    ) -> worker::Result<()> {
        self.lose(&socket).await;
        Ok(())
    }

    async fn websocket_error(&self, socket: WebSocket, _error: worker::Error) -> worker::Result<()> {
        self.lose(&socket).await;
        Ok(())
    }

    /// Not an error if that can be helped: six of them, and the runtime would forget the alarm.
    async fn alarm(&self) -> worker::Result<Response> {
        if let Err(failure) = self.wake().await {
            console_error!("alarm: {failure}");
            // Whoever comes before it asks the storage when it rings.
            self.session.borrow_mut().take();
            // Only if that fails, too, the runtime is asked to ring again by itself.
            self.state.storage().set_alarm(10 * SOONEST_ALARM_MS).await?;
        }
        Response::empty()
    }
}

impl SessionDo {
    async fn answer(&self, mut request: Request) -> Result<Response, Failure> {
        let path = request.path();
        let segments: Vec<&str> = path.split('/').skip(1).collect();
        match (request.method(), segments.as_slice()) {
            (Method::Get, ["socket"]) => {
                let claims = request.headers().get(CLAIMS_HEADER)?.ok_or(Refusal::MissingToken)?;
                if sockets::panels(&self.state) >= MAX_SOCKETS {
                    return Err(Refusal::TooManyAttempts.into());
                }
                sockets::accept_panel(&self.state, serde_json::from_str(&claims)?)
            }
            (Method::Post, ["poll"]) => {
                let claims = request.headers().get(CLAIMS_HEADER)?.ok_or(Refusal::MissingToken)?;
                self.poll(serde_json::from_str(&claims)?, &request.text().await?).await
            }
            (Method::Post, ["images", session]) => {
                let id = self.admit_image(&session.parse().map_err(malformed)?).await?;
                Ok(failure::json(200, &id)?)
            }
            (Method::Put, ["images", name]) => Ok(failure::json(200, &self.keep_image(name).await?)?),
            (Method::Post, ["settle"]) => {
                self.load().await?;
                self.settle().await?;
                Ok(failure::json(200, &())?)
            }
            (Method::Get, ["desk", ordinal]) => {
                let joining = request.headers().get(AGENT_HEADER)?.ok_or(Refusal::SignedOut)?;
                self.join(serde_json::from_str(&joining)?, ordinal.parse().map_err(malformed)?).await
            }
            (Method::Post, ["dismiss", agent]) => self.dismiss(&agent.parse().map_err(malformed)?).await,
            (Method::Post, ["desert"]) => self.desert().await,
            (Method::Get, ["transcript", ordinal]) => {
                self.load().await?;
                let ordinal = ordinal.parse().map_err(malformed)?;
                let lines = self.with(|session| session.transcript(ordinal))?;
                Ok(failure::json(200, &lines)?)
            }
            // An alarm that is due by the clock of the tests, which the runtime does not know.
            #[cfg(feature = "probe")]
            (Method::Post, ["ring"]) => Ok(DurableObject::alarm(self).await?),
            _ => Err(Refusal::NotFound.into()),
        }
    }

    /// A frame from a shopper. What is refused is told; a fault is logged, and the panel, which hears no
    /// acknowledgement, sends again.
    async fn hear(&self, socket: &WebSocket, message: WebSocketIncomingMessage) -> Result<(), Failure> {
        let text = match message {
            WebSocketIncomingMessage::Binary(_) => String::new(),
            WebSocketIncomingMessage::String(text) => text,
        };
        let panel = match sockets::peer(socket)? {
            Peer::Console(console) => return self.hear_agent(socket, console, &text).await,
            Peer::Panel(panel) => panel,
        };
        match ClientFrame::decode(&text) {
            Ok(frame) => self.obey(&Line::Socket(socket), panel, frame).await,
            Err(refusal) => {
                sockets::send(socket, &ServerFrame::refused(refusal, None));
                if refusal == Refusal::UnsupportedVersion {
                    socket.close(Some(CLOSE_UNSUPPORTED_VERSION), Some(refusal.code()))?;
                }
                Ok(())
            }
        }
    }

    /// Does what a frame asks for, and tells what answers it.
    async fn obey(&self, line: &Line<'_>, panel: Panel, frame: ClientFrame) -> Result<(), Failure> {
        let claims = &panel.claims;
        if claims.expires_at <= clock::now() {
            line.send(&ServerFrame::refused(Refusal::ExpiredToken, None));
            line.close(CLOSE_UNAUTHORISED, Refusal::ExpiredToken.code())?;
            return Ok(());
        }
        self.load().await?;
        if matches!(frame, ClientFrame::Forget) {
            return self.forget(line).await;
        }
        if self.with(Session::is_forgotten)? {
            // Whoever asked may not have heard of it: a connection that was cut, a poll whose answer was lost.
            return line.take_leave();
        }
        match frame {
            ClientFrame::Close { seen } => {
                let before = self.with(Session::seq)?;
                self.step(Command::Close { seen }).await?;
                if self.with(Session::seq)? == before {
                    self.send_entry(line, |session| session.last_ending().cloned())?;
                }
            }
            ClientFrame::Hello { after, offset, page } => {
                self.step(Command::Wake).await?;
                let page = page.filter(|page| page.len() <= Panel::MAX_PAGE_BYTES);
                self.greet(line, after, Panel { greeted: true, page, offset, ..panel })?;
            }
            ClientFrame::Rate { seen, stars } => self.rate(line, seen, stars).await?,
            ClientFrame::About { identity, context } => {
                self.introduce(line, panel, identity.as_deref(), context.as_deref()).await?;
            }
            // Heard above.
            ClientFrame::Forget => {}
            ClientFrame::Say { id, text, image } => {
                let vouched = panel.identity;
                self.hear_shopper(line, panel.claims.origin, id, (text, image)).await?;
                self.recognise(vouched).await?;
            }
            ClientFrame::Typing => {
                sockets::brief(&self.state, |_| vec![ConsoleFrame::Typing]);
                return Ok(());
            }
        }
        match line {
            // Who polls is answered first.
            Line::Poll(_) => Ok(()),
            Line::Socket(_) => self.settle().await,
        }
    }

    /// A socket is gone: those at the other side of the conversation are told.
    async fn lose(&self, socket: &WebSocket) {
        let outcome = match sockets::peer(socket) {
            Ok(Peer::Console(console)) => self.lose_console(socket, &console.agent).await,
            Ok(Peer::Panel(_)) => {
                let frame = self.shopper_frame(Some(socket));
                sockets::brief(&self.state, |_| vec![frame.clone()]);
                Ok(())
            }
            Err(failure) => Err(failure),
        };
        if let Err(failure) = outcome {
            console_error!("a socket that closed: {failure}");
        }
    }

    /// Tells a panel what it missed; from here on it is told everything.
    fn greet(&self, line: &Line<'_>, after: u64, panel: Panel) -> Result<(), Failure> {
        self.with(|session| {
            for frame in session.since(after).filter_map(ServerFrame::of) {
                line.send(&frame);
            }
            line.send(&ServerFrame::Welcome { seq: session.seq(), purpose: panel.claims.origin.purpose });
        })?;
        let before = self.shopper_frame(None);
        self.remember(line, panel)?;
        let frame = self.shopper_frame(None);
        if frame != before {
            sockets::brief(&self.state, |_| vec![frame.clone()]);
        }
        Ok(())
    }

    /// Sends one panel an entry of the journal that answers it.
    fn send_entry(
        &self,
        line: &Line<'_>,
        find: impl FnOnce(&Session) -> Option<Entry>,
    ) -> Result<(), Failure> {
        if let Some(frame) = self.with(find)?.as_ref().and_then(ServerFrame::of) {
            line.send(&frame);
        }
        Ok(())
    }

    /// What the alarm is for. It rings again until this has come to its end, so until then it counts as set, and what
    /// is delivered meanwhile needs no other one.
    async fn wake(&self) -> Result<(), Failure> {
        self.load().await?;
        let ringing = Some(Timestamp::default());
        self.alarm.set(ringing);
        self.step(Command::Wake).await?;
        if self.look_again.take().is_none_or(|at| at <= clock::now()) {
            self.look_for_agent().await?;
        }
        self.settle().await?;
        if self.alarm.get() == ringing {
            self.alarm.set(None);
        }
        self.arm(clock::now()).await
    }

    /// Reads the journal, once in the object's life in memory.
    async fn load(&self) -> Result<(), Failure> {
        if self.session.borrow().is_some() {
            return Ok(());
        }
        let session = journal::replay(&self.sql())?;
        let alarm = self.state.storage().get_alarm().await?.map(Timestamp::from_millis);
        // One that is overdue may never ring by itself: it must not keep a later one from being set.
        self.alarm.set(alarm.filter(|alarm| *alarm > clock::now()));
        self.session.borrow_mut().get_or_insert(session);
        Ok(())
    }

    fn with<T>(&self, look: impl FnOnce(&Session) -> T) -> Result<T, Failure> {
        let session = self.session.borrow();
        session.as_ref().map(look).ok_or_else(|| Failure::fault("the journal was not read"))
    }

    /// Decides a command, and makes it so.
    async fn step(&self, command: Command) -> Result<(), Failure> {
        self.load().await?;
        let now = clock::now();
        let events = self.with(|session| session.decide(command, now))??;
        if !events.is_empty() {
            let before = self.with(Session::seq)?;
            let people = self.with(Session::people_revision)?;
            if let Err(failure) = journal::append(&self.sql(), before, now, &events) {
                // Written or not, who knows: the disk is asked before anything else is decided.
                self.session.borrow_mut().take();
                return Err(failure);
            }
            if let Some(session) = self.session.borrow_mut().as_mut() {
                events.iter().for_each(|event| session.apply(event));
            }
            // In this turn of the object, so in order; they leave it once what they tell of is durable.
            let frames: Vec<ServerFrame> =
                self.with(|session| session.since(before).filter_map(ServerFrame::of).collect())?;
            sockets::broadcast(&self.state, &frames);
            self.with(|session| {
                let has_changed = session.people_revision() != people;
                let lines = sockets::lines(session, session.since(before));
                sockets::brief(&self.state, |console| {
                    let case = people::case_frame(session, console).filter(|_| has_changed);
                    lines.iter().cloned().chain(case).collect()
                });
            })?;
            // No other await stands between the row and the alarm: both are written, or neither.
            self.arm(now).await?;
        }
        Ok(())
    }

    /// Sets the alarm if it would ring too late. Ringing too early is harmless, and cheaper than a write.
    async fn arm(&self, now: Timestamp) -> Result<(), Failure> {
        let due = [self.with(Session::next_wakeup)?, self.look_again.get()].into_iter().flatten().min();
        let Some(due) = due else { return Ok(()) };
        if self.alarm.get().is_some_and(|armed| armed <= due) {
            return Ok(());
        }
        let offset = (due.as_millis() - now.as_millis()).max(SOONEST_ALARM_MS);
        self.state.storage().set_alarm(offset).await?;
        probe::wrote(1);
        self.alarm.set(Some(Timestamp::from_millis(now.as_millis() + offset)));
        Ok(())
    }

    /// Has the alarm see to what is left to do: whoever asked need not wait for it.
    async fn settle_soon(&self) -> Result<(), Failure> {
        let now = clock::now();
        self.state.storage().set_alarm(SOONEST_ALARM_MS).await?;
        probe::wrote(1);
        self.alarm.set(Some(Timestamp::from_millis(now.as_millis() + SOONEST_ALARM_MS)));
        Ok(())
    }

    /// Performs what is left to do, until nothing is, or until somebody else is at it.
    async fn settle(&self) -> Result<(), Failure> {
        loop {
            let effects = self.with(|session| session.effects(clock::now()))?;
            match effects.into_iter().find(|effect| self.is_free_for(effect)) {
                // What could not be done now is due later; what was done needs no alarm, so it is asked for last.
                None => return self.arm(clock::now()).await,
                Some(Effect::AskAssistant { turn }) => {
                    self.asking.set(Some(turn));
                    let outcome = self.answer_turn(turn).await;
                    self.asking.set(None);
                    outcome?;
                }
                Some(Effect::AskDesk(case)) => {
                    self.at_desk.set(true);
                    let outcome = self.ask_desk(&case).await;
                    self.at_desk.set(false);
                    outcome?;
                }
                Some(Effect::TellDesk(case)) => {
                    self.at_desk.set(true);
                    let outcome = self.tell_desk(&case).await;
                    self.at_desk.set(false);
                    outcome?;
                }
                Some(Effect::Erase) => {
                    self.erasing.set(true);
                    let outcome = self.erase().await;
                    self.erasing.set(false);
                    outcome?;
                }
                Some(Effect::Deliver(receipt)) => {
                    self.delivering.set(true);
                    let outcome = self.deliver(&receipt).await;
                    self.delivering.set(false);
                    outcome?;
                }
            }
        }
    }

    /// Whether nobody is at this, or at the like of it.
    fn is_free_for(&self, effect: &Effect) -> bool {
        match effect {
            Effect::AskAssistant { .. } => self.asking.get().is_none(),
            Effect::AskDesk(_) | Effect::TellDesk(_) => !self.at_desk.get(),
            Effect::Deliver(_) => !self.delivering.get(),
            // A receipt first: what it says of Réponses Éclair is of a conversation that the merchant then no longer knows.
            Effect::Erase => !self.erasing.get() && !self.delivering.get(),
        }
    }

    /// Has the assistant answer; a turn that was answered otherwise meanwhile is let go.
    async fn answer_turn(&self, turn: TurnId) -> Result<(), Failure> {
        let command = match self.compose(turn).await {
            Ok(reply) => reply,
            Err(failure) => {
                console_error!("no reply: {failure}");
                Command::FailReply { turn }
            }
        };
        match self.step(command).await {
            Err(Failure::Refused(Refusal::StaleTurn)) => Ok(()),
            outcome => outcome,
        }
    }

    async fn deliver(&self, receipt: &Receipt) -> Result<(), Failure> {
        let (ordinal, revision) = receipt.place();
        let outcome = match MerchantStub::of(&self.env, &receipt.merchant) {
            Ok(merchant) => merchant.post(receipt).await,
            Err(failure) => Err(failure),
        };
        match outcome {
            Ok(()) => {
                if let Some(session) = self.session.borrow_mut().as_mut() {
                    session.confirm(ordinal, revision);
                }
                Ok(())
            }
            Err(failure) => {
                console_error!("receipt {}#{revision} not delivered: {failure}", receipt.conversation);
                self.step(Command::DelayDelivery { ordinal, revision }).await
            }
        }
    }

    fn sql(&self) -> Sql {
        Sql::new(self.state.storage().sql())
    }
}
