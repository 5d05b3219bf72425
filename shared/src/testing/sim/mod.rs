//! A small world in virtual time: shoppers, sessions, merchants, and a network, clocks and disks that fail.
//!
//! [`run`] plays one seed and looks after every step whether a promise was broken; a [`Violation`] names the seed,
//! so that it can be played again. The shells here do what those in `edge` do (decide, write, fold, arm, perform),
//! so what is found here is a fault of the rules or of that order.

mod check;
mod desk;
mod merchant;
mod session;
mod shopper;
mod staff;

use std::collections::{BTreeMap, VecDeque};
use std::fmt;

use fastrand::Rng;

use crate::conversation::{AgentAct, Ring, TurnId};
use crate::escalation::{Case, Colleague};
use crate::id::{AgentId, ConversationId, MessageId, SessionId};
use crate::identity::Identity;
use crate::ledger;
use crate::time::Timestamp;

use check::Ledgers;
use desk::DeskShell;
use merchant::MerchantShell;
use session::SessionShell;
use shopper::Shopper;
use staff::Staff;

/// What is broken on purpose, to see the simulator notice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sabotage {
    /// The ledger forgets what it has of a conversation.
    NoDedupe,
    #[default]
    None,
    /// A session tells the ledger once, and takes that for delivered.
    NoOutbox,
    /// The desk says that somebody comes, whoever is there.
    RingForNobody,
    /// A session has its merchant's side erase, and takes that for done.
    UnheardErasure,
}

/// A promise that was broken.
#[derive(Debug)]
pub struct Violation {
    pub seed: u64,
    pub what: String,
    /// What happened last, the latest at the end.
    pub log: Vec<String>,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "seed {}: {}", self.seed, self.what)?;
        self.log.iter().try_for_each(|line| writeln!(f, "  {line}"))
    }
}

/// What a run came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    pub steps: u64,
    pub conversations: u64,
    pub counted: u64,
    pub credited: u64,
    pub orders: u64,
    pub rows: u64,
    pub crashes: u64,
    pub storage_faults: u64,
    pub lost: u64,
    pub doubled: u64,
    pub alarms_lost: u64,
    pub dead_letters: u64,
    /// How often people were called, came, and left a task.
    pub escalated: u64,
    pub accepted: u64,
    pub follow_ups: u64,
    /// Sessions whose shoppers wanted all of it erased.
    pub forgotten: u64,
}

impl Outcome {
    /// Adds another run's.
    pub fn add(&mut self, other: &Self) {
        self.steps += other.steps;
        self.conversations += other.conversations;
        self.counted += other.counted;
        self.credited += other.credited;
        self.orders += other.orders;
        self.rows += other.rows;
        self.crashes += other.crashes;
        self.storage_faults += other.storage_faults;
        self.lost += other.lost;
        self.doubled += other.doubled;
        self.alarms_lost += other.alarms_lost;
        self.dead_letters += other.dead_letters;
        self.escalated += other.escalated;
        self.accepted += other.accepted;
        self.follow_ups += other.follow_ups;
        self.forgotten += other.forgotten;
    }
}

/// Why a shell did not finish what it was doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Halt {
    /// The process died: what was in memory is gone.
    Crash,
    /// The disk refused, or so it said.
    Storage,
}

/// Something on its way to a session.
#[derive(Clone, Debug)]
enum ToSession {
    Agent {
        id: MessageId,
    },
    /// The assistant leaves a turn to people.
    Called {
        incarnation: u64,
        turn: TurnId,
    },
    Close {
        seen: u64,
    },
    /// Nobody can come any more.
    Deserted,
    /// What the desk answers, to the call that asked or told it; `None` when it did not answer.
    Desk {
        call: u64,
        ordinal: u32,
        revision: u64,
        answer: Option<DeskAnswer>,
    },
    /// An agent was switched off.
    Dismissed {
        agent: AgentId,
    },
    /// How a delivery went, for the call that made it.
    Delivery {
        call: u64,
        ordinal: u32,
        revision: u32,
        taken: bool,
    },
    /// Whether the merchant's side has erased, for the call that asked.
    Erased {
        call: u64,
        is_done: bool,
    },
    /// The shopper wants all of it erased.
    Forget {
        shopper: usize,
    },
    /// The shop says who the shopper is.
    Identify {
        identity: Identity,
    },
    Instant {
        id: MessageId,
    },
    People {
        agent: Colleague,
        ordinal: u32,
        act: AgentAct,
    },
    /// How the assistant did, for the process that asked.
    Reply {
        incarnation: u64,
        turn: TurnId,
        id: Option<MessageId>,
    },
    Rate {
        seen: u64,
        stars: u8,
    },
    Resolve,
    Ring,
    Say {
        shopper: usize,
        id: MessageId,
        text: String,
        unrelated: Option<bool>,
    },
    System {
        id: MessageId,
    },
    Wake,
}

#[derive(Clone, Debug)]
enum DeskAnswer {
    Routed(Option<Ring>),
    Told,
}

/// Something on its way to a merchant's ledger, or to its desk.
#[derive(Clone, Debug)]
enum ToMerchant {
    /// From a session, as JSON: two versions of the code may be at the two ends.
    Deliver { session: usize, call: u64, ordinal: u32, revision: u32, json: String },
    /// A case, to be routed or kept.
    Desk { session: usize, call: u64, case: Box<Case>, is_asked: bool },
    /// What was said in a session has to go.
    Erase { session: usize, call: u64, of: SessionId },
    /// From the merchant's staff or the operator, who ask until they are answered.
    Order { number: u64, conversation: Option<ConversationId>, command: Box<ledger::Command> },
}

#[derive(Clone, Debug)]
enum Happening {
    ActDesk(usize),
    ActShopper(usize),
    ActStaff(usize),
    CrashMerchant(usize),
    CrashSession(usize),
    EchoShopper(usize, MessageId),
    /// Whether the order was granted.
    EchoStaff(usize, u64, bool),
    /// All is erased.
    FarewellShopper(usize),
    Merchant(usize, ToMerchant),
    Session(usize, ToSession),
}

/// Everything but the people and the shells: time, chance, and what is on its way.
struct Physics {
    rng: Rng,
    now: i64,
    /// Whether things fail. Off in the end, to see that what is owed is paid.
    failing: bool,
    sabotage: Sabotage,
    queue: BTreeMap<(i64, u64), Happening>,
    numbers: u64,
    /// What happened last; kept only when a seed is played for it.
    log: Option<VecDeque<String>>,
    outcome: Outcome,
}

struct World {
    physics: Physics,
    sessions: Vec<SessionShell>,
    merchants: Vec<MerchantShell>,
    desks: Vec<DeskShell>,
    shoppers: Vec<Shopper>,
    staff: Vec<Staff>,
    ledgers: Ledgers,
}

/// Lines of the log that a violation shows.
const LOG_LINES: usize = 80;

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;

/// Plays one seed.
///
/// # Errors
/// [`Violation`], when a promise was broken.
pub fn run(seed: u64, sabotage: Sabotage) -> Result<Outcome, Box<Violation>> {
    let mut world = World::new(seed, sabotage);
    let Err(what) = world.play() else { return Ok(world.physics.outcome) };
    // The same again, for the log: a seed decides everything.
    let mut world = World::new(seed, sabotage);
    world.physics.log = Some(VecDeque::new());
    let _ = world.play();
    Err(Box::new(Violation { seed, what, log: world.physics.log.unwrap_or_default().into() }))
}

impl World {
    fn new(seed: u64, sabotage: Sabotage) -> Self {
        let mut rng = Rng::with_seed(seed);
        // A few hours around the last midnight of March in Paris, so that months begin while things fail.
        let now = 1_774_994_400_000 - rng.i64(0..6 * HOUR);
        let merchants = rng.usize(1..=2);
        let sessions = rng.usize(2..=5);
        let mut physics = Physics {
            rng,
            now,
            failing: true,
            sabotage,
            queue: BTreeMap::new(),
            numbers: 0,
            log: None,
            outcome: Outcome::default(),
        };
        let merchants: Vec<_> = (0..merchants).map(|index| MerchantShell::new(index, &mut physics)).collect();
        let ledgers = Ledgers::new(&merchants);
        let mut world = Self {
            sessions: (0..sessions).map(|i| SessionShell::new(i, merchants.len(), &mut physics)).collect(),
            shoppers: (0..sessions).map(|_| Shopper::new(&mut physics)).collect(),
            staff: merchants.iter().map(|_| Staff::new(&mut physics)).collect(),
            desks: (0..merchants.len()).map(|index| DeskShell::new(index, &mut physics)).collect(),
            physics,
            merchants,
            ledgers,
        };
        for index in 0..world.shoppers.len() {
            world.physics.after(0..10 * MINUTE, Happening::ActShopper(index));
        }
        for index in 0..world.staff.len() {
            world.physics.after(0..30 * MINUTE, Happening::ActStaff(index));
            world.physics.after(0..10 * MINUTE, Happening::ActDesk(index));
        }
        world
    }

    fn play(&mut self) -> Result<(), String> {
        self.drain(None)?;
        // The network heals, everybody runs the newest version, and somebody looks at each session.
        self.physics.failing = false;
        self.physics.note(|| "the network heals".to_owned());
        for shell in &mut self.sessions {
            shell.heal();
        }
        for shell in &mut self.merchants {
            shell.heal();
        }
        // Twice: an end that was noticed is delivered; and what was delayed is due by then.
        for _ in 0..2 {
            self.physics.now += 2 * HOUR;
            for index in 0..self.sessions.len() {
                self.physics.at_once(Happening::Session(index, ToSession::Wake));
            }
            for index in 0..self.staff.len() {
                self.physics.at_once(Happening::ActStaff(index));
            }
            let patience = self.physics.now + 12 * HOUR;
            self.drain(Some(patience))?;
        }
        check::everything(self)
    }

    /// Lets happen what is on its way, until nothing is, or until `patience` ends.
    fn drain(&mut self, patience: Option<i64>) -> Result<(), String> {
        while let Some(((at, _), happening)) = self.physics.queue.pop_first() {
            self.physics.now = self.physics.now.max(at);
            if patience.is_some_and(|patience| self.physics.now > patience) {
                return Err(format!("still not at rest: {happening:?}"));
            }
            self.physics.outcome.steps += 1;
            self.happen(happening);
            check::after_step(self)?;
        }
        Ok(())
    }

    fn happen(&mut self, happening: Happening) {
        let Self { physics, sessions, merchants, desks, shoppers, staff, .. } = self;
        match happening {
            Happening::ActDesk(index) => desks[index].act(index, physics),
            Happening::ActShopper(index) => shoppers[index].act(index, &sessions[index], physics),
            Happening::ActStaff(index) => staff[index].act(index, &merchants[index], physics),
            Happening::CrashMerchant(index) => merchants[index].crash(physics),
            Happening::CrashSession(index) => sessions[index].crash(physics),
            Happening::EchoShopper(index, id) => shoppers[index].hear(&id),
            Happening::EchoStaff(index, number, granted) => staff[index].hear(number, granted),
            Happening::FarewellShopper(index) => shoppers[index].leave(),
            Happening::Merchant(index, ToMerchant::Desk { session, call, case, is_asked }) => {
                let answer = if is_asked {
                    DeskAnswer::Routed(desks[index].route(session, &case, physics))
                } else {
                    desks[index].keep(session, &case);
                    DeskAnswer::Told
                };
                let (ordinal, revision) = (case.conversation.ordinal, case.revision);
                let mail = ToSession::Desk { call, ordinal, revision, answer: Some(answer) };
                physics.send(Happening::Session(session, mail));
            }
            Happening::Merchant(index, mail) => merchants[index].receive(index, mail, physics),
            Happening::Session(index, mail) => sessions[index].receive(index, mail, physics),
        }
    }
}

impl Physics {
    fn time(&self) -> Timestamp {
        Timestamp::from_millis(self.now)
    }

    /// A number that nobody else has.
    fn number(&mut self) -> u64 {
        self.numbers += 1;
        self.numbers
    }

    fn id(&mut self) -> MessageId {
        format!("m{}", self.number()).parse().expect("an id")
    }

    fn note(&mut self, line: impl FnOnce() -> String) {
        if let Some(log) = &mut self.log {
            if log.len() == LOG_LINES {
                log.pop_front();
            }
            log.push_back(format!("{} {}", self.now, line()));
        }
    }

    /// Whether something fails now that fails so often in a thousand.
    fn fails(&mut self, per_mille: u32) -> bool {
        self.failing && self.rng.u32(0..1_000) < per_mille
    }

    fn at(&mut self, at: i64, happening: Happening) {
        let number = self.number();
        self.queue.insert((at.max(self.now), number), happening);
    }

    fn at_once(&mut self, happening: Happening) {
        self.at(self.now, happening);
    }

    fn after(&mut self, millis: core::ops::Range<i64>, happening: Happening) {
        let at = self.now + self.rng.i64(millis);
        self.at(at, happening);
    }

    /// Over the network: lost, doubled, late, overtaken.
    fn send(&mut self, happening: Happening) {
        if self.fails(80) {
            self.outcome.lost += 1;
            return self.note(|| format!("lost: {happening:?}"));
        }
        if self.fails(80) {
            self.outcome.doubled += 1;
            self.after(1..2 * MINUTE, happening.clone());
        }
        let late = if self.fails(50) { 40 * MINUTE } else { 2 * SECOND };
        self.after(0..late, happening);
    }

    /// Whether the process dies between one step and the next.
    fn crash_point(&mut self) -> Result<(), Halt> {
        if self.fails(15) {
            self.outcome.crashes += 1;
            return Err(Halt::Crash);
        }
        Ok(())
    }

    /// Writes, all or nothing; the disk may fail before, or say so after.
    fn write(&mut self, write: impl FnOnce()) -> Result<(), Halt> {
        if self.fails(15) {
            self.outcome.storage_faults += 1;
            return Err(Halt::Storage);
        }
        write();
        if self.fails(15) {
            self.outcome.storage_faults += 1;
            return Err(Halt::Storage);
        }
        Ok(())
    }

    /// How far a machine's clock is off: mostly not at all, sometimes seconds, rarely an hour.
    fn skew(&mut self) -> i64 {
        match self.failing.then(|| self.rng.u8(0..20)) {
            Some(0) => self.rng.i64(-HOUR..HOUR),
            Some(1..=4) => self.rng.i64(-3 * SECOND..3 * SECOND),
            _ => 0,
        }
    }
}

#[cfg(test)]
mod tests;
