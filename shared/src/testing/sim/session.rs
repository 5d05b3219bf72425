//! The shell around a session, as `edge/src/session.rs` has it, on a disk that fails.

use super::{DeskAnswer, Halt, Happening, MINUTE, Physics, SECOND, Sabotage, ToMerchant, ToSession};
use crate::conversation::{Author, Command, Effect, Event, Origin, Purpose, Reply, Session, TurnId};
use crate::escalation::{Stage, Trigger};
use crate::id::MessageId;
use crate::language::Language;
use crate::receipt::Receipt;
use crate::record;
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// How long a session waits for the ledger's answer.
const ANSWER_WITHIN: i64 = 30 * SECOND;

pub struct SessionShell {
    pub origin: Origin,
    pub merchant: usize,
    /// The journal's rows. They outlive the process, like the alarm.
    rows: Vec<String>,
    /// How many of them somebody has looked at.
    looked_at: usize,
    alarm: Option<Timestamp>,
    memory: Option<Memory>,
    /// How often the process was started.
    incarnation: u64,
    /// How far the machine's clock is off.
    skew: i64,
    version: Version,
}

/// Which code runs: during a deploy, both do.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Version {
    Newer,
    Older,
    This,
}

struct Memory {
    session: Session,
    asking: Option<TurnId>,
    /// The call to the ledger that is not answered.
    calling: Option<u64>,
    /// The call to the desk that is not answered.
    at_desk: Option<u64>,
    /// The call that has the merchant's side erase, and is not answered.
    erasing: Option<u64>,
}

impl SessionShell {
    pub fn new(index: usize, merchants: usize, physics: &mut Physics) -> Self {
        let merchant = physics.rng.usize(0..merchants);
        let purpose = match physics.rng.u8(0..10) {
            0 => Purpose::Preview,
            1 => Purpose::Test,
            _ => Purpose::Live,
        };
        let origin = Origin {
            merchant: super::merchant::name(merchant),
            session: format!("s{index}").parse().expect("an id"),
            purpose,
        };
        Self {
            origin,
            merchant,
            rows: Vec::new(),
            looked_at: 0,
            alarm: None,
            memory: None,
            incarnation: 0,
            skew: 0,
            version: Version::This,
        }
    }

    /// What the disk has, whatever it says.
    pub fn disk(&self) -> String {
        self.rows.concat()
    }

    /// The journal, as the disk has it.
    pub fn journal(&self) -> impl Iterator<Item = Event> {
        self.rows.iter().flat_map(|row| record::decode(row).expect("a row"))
    }

    /// Whether rows were added since this was asked last.
    pub fn has_grown(&mut self) -> bool {
        let before = core::mem::replace(&mut self.looked_at, self.rows.len());
        before < self.rows.len()
    }

    /// The time of the last message that belongs to a conversation.
    pub fn last_message(&self) -> Option<Timestamp> {
        self.journal()
            .filter_map(|event| match event {
                Event::Said(message) if message.from != Author::System => Some(message.at),
                _ => None,
            })
            .last()
    }

    pub fn crash(&mut self, physics: &mut Physics) {
        if self.memory.take().is_some() {
            physics.note(|| format!("{} dies", self.origin.session));
        }
        self.skew = physics.skew();
        self.version = match physics.failing.then(|| physics.rng.u8(0..8)) {
            Some(0) => Version::Older,
            Some(1) => Version::Newer,
            _ => Version::This,
        };
    }

    pub fn heal(&mut self) {
        self.memory = None;
        self.skew = 0;
        self.version = Version::This;
    }

    pub fn receive(&mut self, index: usize, mail: ToSession, physics: &mut Physics) {
        if matches!(mail, ToSession::Ring) {
            // An alarm rings once it is due, or not at all, or twice; one that was moved does not ring.
            if self.alarm.is_none_or(|alarm| alarm.as_millis() > physics.now) {
                return;
            }
            if physics.fails(30) {
                physics.outcome.alarms_lost += 1;
                self.alarm = None;
                return physics.note(|| format!("{}: the alarm is lost", self.origin.session));
            }
        }
        physics.note(|| format!("{} <- {mail:?}", self.origin.session));
        let ringing = matches!(mail, ToSession::Ring);
        match self.obey(index, mail, physics) {
            Ok(()) if ringing && self.alarm.is_some_and(|alarm| alarm.as_millis() <= physics.now) => {
                self.alarm = None;
            }
            Ok(()) => {}
            Err(halt) => {
                physics.note(|| format!("{}: {halt:?}", self.origin.session));
                self.crash(physics);
                if ringing {
                    // The platform rings again until the handler succeeds.
                    physics.after(2 * SECOND..MINUTE, Happening::Session(index, ToSession::Ring));
                }
            }
        }
    }

    fn obey(&mut self, index: usize, mail: ToSession, physics: &mut Physics) -> Result<(), Halt> {
        self.load(physics)?;
        let reply = |id: MessageId, from, turn| {
            let text = format!("réponse {id}");
            Command::Reply(Reply { turn, ..Reply::new(id, from, text) })
        };
        match mail {
            ToSession::Agent { id } => self.step(index, reply(id, Author::Agent, None), physics)?,
            ToSession::Called { incarnation, turn } => {
                if incarnation != self.incarnation {
                    return Ok(());
                }
                if let Some(memory) = &mut self.memory {
                    memory.asking = None;
                }
                let (trigger, language) = (Trigger::Asked, Language::Fr);
                self.step(index, Command::Escalate { turn, trigger, language, felt: None }, physics)?;
            }
            ToSession::Deserted => self.step(index, Command::Unattended, physics)?,
            ToSession::Desk { call, ordinal, revision, answer } => {
                let now = Timestamp::from_millis(physics.now + self.skew);
                let memory = self.memory.as_mut().ok_or(Halt::Crash)?;
                if memory.at_desk != Some(call) {
                    return Ok(());
                }
                memory.at_desk = None;
                match answer {
                    Some(DeskAnswer::Routed(ring)) => {
                        self.step(index, Command::Route { revision, ring }, physics)?;
                    }
                    Some(DeskAnswer::Told) => memory.session.desk_has(ordinal, revision),
                    None => memory.session.desk_is_away(ordinal, now),
                }
            }
            ToSession::Dismissed { agent } => {
                self.step(index, Command::AgentDeactivated { agent }, physics)?;
            }
            ToSession::People { agent, ordinal, act } => {
                self.step(index, Command::Wake, physics)?;
                self.step(index, Command::Agent { agent, ordinal, act }, physics)?;
            }
            ToSession::Close { seen } => self.step(index, Command::Close { seen }, physics)?,
            ToSession::Delivery { call, ordinal, revision, taken } => {
                let memory = self.memory.as_mut().ok_or(Halt::Crash)?;
                if memory.calling != Some(call) {
                    return Ok(());
                }
                memory.calling = None;
                if taken {
                    memory.session.confirm(ordinal, revision);
                } else {
                    self.step(index, Command::DelayDelivery { ordinal, revision }, physics)?;
                }
            }
            ToSession::Erased { call, is_done } => {
                let now = Timestamp::from_millis(physics.now + self.skew);
                let memory = self.memory.as_mut().ok_or(Halt::Crash)?;
                if memory.erasing != Some(call) {
                    return Ok(());
                }
                memory.erasing = None;
                if is_done || physics.sabotage == Sabotage::UnheardErasure {
                    self.step(index, Command::ConfirmErasure, physics)?;
                } else {
                    memory.session.erasure_failed(now);
                }
            }
            ToSession::Forget { shopper } => {
                self.step(index, Command::Forget, physics)?;
                physics.send(Happening::FarewellShopper(shopper));
            }
            ToSession::Identify { identity } => self.step(index, Command::Identify(identity), physics)?,
            ToSession::Instant { id } => self.step(index, reply(id, Author::Instant, None), physics)?,
            ToSession::Reply { incarnation, turn, id } => {
                if incarnation != self.incarnation {
                    return Ok(());
                }
                if let Some(memory) = &mut self.memory {
                    memory.asking = None;
                }
                let command = match id {
                    None => Command::FailReply { turn },
                    Some(id) => reply(id, Author::Assistant, Some(turn)),
                };
                self.step(index, command, physics)?;
            }
            ToSession::Rate { seen, stars } => self.step(index, Command::Rate { seen, stars }, physics)?,
            ToSession::Resolve => self.step(index, Command::Resolve, physics)?,
            ToSession::Ring | ToSession::Wake => self.step(index, Command::Wake, physics)?,
            ToSession::Say { shopper, id, text, unrelated } => {
                let origin = self.origin.clone();
                self.step(
                    index,
                    Command::Say { origin, id: id.clone(), text, image: None, judgement: unrelated.into() },
                    physics,
                )?;
                let is_forgotten = self.memory.as_ref().is_some_and(|memory| memory.session.is_forgotten());
                physics.send(if is_forgotten {
                    Happening::FarewellShopper(shopper)
                } else {
                    Happening::EchoShopper(shopper, id)
                });
            }
            ToSession::System { id } => self.step(index, reply(id, Author::System, None), physics)?,
        }
        physics.crash_point()?;
        self.settle(index, physics);
        Ok(())
    }

    fn load(&mut self, physics: &mut Physics) -> Result<(), Halt> {
        if self.memory.is_none() {
            physics.crash_point()?;
            let events: Vec<Event> = self.journal().collect();
            self.incarnation += 1;
            let session = Session::replay(&events);
            if session.is_forgotten() {
                // A row that says so may be written, and those before it not rewritten.
                self.rows.iter_mut().for_each(redact);
            }
            let (asking, calling, at_desk, erasing) = (None, None, None, None);
            self.memory = Some(Memory { session, asking, calling, at_desk, erasing });
        }
        Ok(())
    }

    /// Decide, write row and alarm together, fold.
    fn step(&mut self, index: usize, command: Command, physics: &mut Physics) -> Result<(), Halt> {
        let now = Timestamp::from_millis(physics.now + self.skew);
        let memory = self.memory.as_mut().ok_or(Halt::Crash)?;
        let events = match memory.session.decide(command, now) {
            Ok(events) => events,
            // What is refused is told, and changes nothing.
            Err(
                Refusal::ExpiredToken
                | Refusal::Gone
                | Refusal::MessageIdReused
                | Refusal::NotFound
                | Refusal::StaleTurn
                | Refusal::Taken
                | Refusal::TooEarly
                | Refusal::TooManyAttempts,
            ) => return Ok(()),
            Err(refusal) => panic!("{refusal}"),
        };
        physics.crash_point()?;
        let mut next = memory.session.clone();
        events.iter().for_each(|event| next.apply(event));
        let due = next.next_wakeup().map(|due| Timestamp::from_millis(due.as_millis() - self.skew));
        let overdue = |alarm: Timestamp| alarm.as_millis() <= physics.now;
        let late = |due| self.alarm.is_none_or(|alarm| overdue(alarm) || alarm > due);
        let alarm = due.filter(|due| late(*due));
        if !events.is_empty() || alarm.is_some() {
            let row = record::encode(&events).expect("a row");
            let soonest = Timestamp::from_millis(physics.now + SECOND);
            let is_forgotten = events.iter().any(|event| matches!(event, Event::Forgotten { .. }));
            let is_rewritten = is_forgotten && !physics.fails(100);
            let (rows, armed) = (&mut self.rows, &mut self.alarm);
            physics.write(|| {
                if !events.is_empty() {
                    rows.push(row);
                }
                if is_rewritten {
                    rows.iter_mut().for_each(redact);
                }
                if let Some(alarm) = alarm {
                    *armed = Some(alarm.max(soonest));
                }
            })?;
            if let (Some(_), Some(armed)) = (alarm, self.alarm) {
                let late = if physics.fails(100) { 20 * MINUTE } else { SECOND };
                let at = armed.as_millis() + physics.rng.i64(0..late);
                physics.at(at, Happening::Session(index, ToSession::Ring));
                if physics.fails(50) {
                    physics.at(at + MINUTE, Happening::Session(index, ToSession::Ring));
                }
            }
        }
        memory.session = next;
        Ok(())
    }

    /// Performs what is left to do, unless somebody is at it.
    fn settle(&mut self, index: usize, physics: &mut Physics) {
        let now = Timestamp::from_millis(physics.now + self.skew);
        let Some(memory) = &mut self.memory else { return };
        for effect in memory.session.effects(now) {
            match effect {
                Effect::AskAssistant { turn } if memory.asking.is_none() => {
                    memory.asking = Some(turn);
                    let id = (!physics.fails(60)).then(|| physics.id());
                    let slow = if physics.fails(60) { 50 * MINUTE } else { 8 * SECOND };
                    let incarnation = self.incarnation;
                    let reply = if physics.rng.u8(0..5) == 0 {
                        ToSession::Called { incarnation, turn }
                    } else {
                        ToSession::Reply { incarnation, turn, id }
                    };
                    physics.after(SECOND..slow, Happening::Session(index, reply));
                }
                Effect::Deliver(receipt) if memory.calling.is_none() => {
                    let call = physics.number();
                    memory.calling = Some(call);
                    let (ordinal, revision) = receipt.place();
                    if physics.sabotage == Sabotage::NoOutbox {
                        memory.session.confirm(ordinal, revision);
                    }
                    let json = self.version.write(&receipt);
                    let deliver = ToMerchant::Deliver { session: index, call, ordinal, revision, json };
                    physics.send(Happening::Merchant(self.merchant, deliver));
                    let silence = ToSession::Delivery { call, ordinal, revision, taken: false };
                    physics.at(physics.now + ANSWER_WITHIN, Happening::Session(index, silence));
                }
                Effect::AskDesk(case) | Effect::TellDesk(case) if memory.at_desk.is_none() => {
                    let call = physics.number();
                    memory.at_desk = Some(call);
                    let is_asked = matches!(case.handoff.stage, Stage::Routing { .. });
                    let (ordinal, revision) = (case.conversation.ordinal, case.revision);
                    let mail = ToMerchant::Desk { session: index, call, case, is_asked };
                    physics.send(Happening::Merchant(self.merchant, mail));
                    let silence = ToSession::Desk { call, ordinal, revision, answer: None };
                    physics.at(physics.now + ANSWER_WITHIN, Happening::Session(index, silence));
                }
                Effect::Erase if memory.erasing.is_none() && memory.calling.is_none() => {
                    let call = physics.number();
                    memory.erasing = Some(call);
                    let erase = ToMerchant::Erase { session: index, call, of: self.origin.session.clone() };
                    physics.send(Happening::Merchant(self.merchant, erase));
                    let silence = ToSession::Erased { call, is_done: false };
                    physics.at(physics.now + ANSWER_WITHIN, Happening::Session(index, silence));
                }
                Effect::AskAssistant { .. }
                | Effect::AskDesk(_)
                | Effect::Deliver(_)
                | Effect::Erase
                | Effect::TellDesk(_) => {}
            }
        }
    }
}

/// Rewrites a row without what was said in it.
fn redact(row: &mut String) {
    let events: Vec<Event> = record::decode(row).expect("a row").into_iter().map(Event::redacted).collect();
    *row = record::encode(&events).expect("a row");
}

impl Version {
    /// A receipt as this version of the code sends it.
    fn write(self, receipt: &Receipt) -> String {
        let mut json = serde_json::to_value(receipt).expect("JSON");
        match (self, json.as_object_mut()) {
            (Self::Older, Some(fields)) => {
                fields.remove("facts");
            }
            (Self::Newer, Some(fields)) => {
                fields.insert("mood".to_owned(), "happy".into());
            }
            _ => {}
        }
        json.to_string()
    }
}
