//! When a connection is asked whether it lives, when it is given up, and when it is tried again. No socket and no clock in
//! it: [`Wire`](super::wire::Wire) performs what it says.

use core::time::Duration;

const PING_EVERY: Duration = Duration::from_secs(20);
const PONG_WITHIN: Duration = Duration::from_secs(10);
const OPEN_WITHIN: Duration = Duration::from_secs(15);
const SHORTEST_PAUSE_MS: u32 = 500;
const LONGEST_PAUSE_MS: u32 = 30_000;

/// Something that happened to a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beat {
    /// A word came, whichever.
    Heard,
    Lost,
    /// The network is back, or the page is looked at again: a pause may be over, and a connection dead.
    Nudged,
    Opened,
    /// It is of no use any more, for good.
    Stopped,
    /// The time that was asked for has passed.
    Tick,
}

/// What to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    Connect,
    /// The connection is dead, and nobody said so.
    GiveUp,
    Ping,
    Rest,
}

/// What to do, and when to come back; without a time, the one before still holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Next {
    pub act: Act,
    pub tick: Option<Duration>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// The heartbeat went out and did not come back yet.
    Asked,
    Live,
    Opening,
    Pausing,
    Stopped,
}

#[derive(Debug)]
pub struct Pulse {
    phase: Phase,
    /// Since a word was heard last: an edge that opens and closes at once is not asked ever faster.
    failures: u32,
}

impl Pulse {
    pub const fn new() -> Self {
        Self { phase: Phase::Pausing, failures: 0 }
    }

    /// `luck`, from 0 to 1, spreads the consoles of a shop that all lost their connection at once.
    pub fn handle(&mut self, beat: Beat, luck: f64) -> Next {
        match (self.phase, beat) {
            (Phase::Stopped, _) => Next::rest(),
            (_, Beat::Stopped) => self.turn(Phase::Stopped, Act::Rest, None),
            (Phase::Pausing, Beat::Nudged | Beat::Tick) => {
                self.turn(Phase::Opening, Act::Connect, Some(OPEN_WITHIN))
            }
            (Phase::Pausing, _) => Next::rest(),
            (_, Beat::Lost) => self.pause(Act::Rest, luck),
            (_, Beat::Opened) => self.turn(Phase::Live, Act::Rest, Some(PING_EVERY)),
            (_, Beat::Heard) => {
                self.failures = 0;
                self.turn(Phase::Live, Act::Rest, Some(PING_EVERY))
            }
            (Phase::Live, Beat::Nudged | Beat::Tick) => self.turn(Phase::Asked, Act::Ping, Some(PONG_WITHIN)),
            (Phase::Asked | Phase::Opening, Beat::Tick) => self.pause(Act::GiveUp, luck),
            (Phase::Asked | Phase::Opening, Beat::Nudged) => Next::rest(),
        }
    }

    fn turn(&mut self, phase: Phase, act: Act, tick: Option<Duration>) -> Next {
        self.phase = phase;
        Next { act, tick }
    }

    fn pause(&mut self, act: Act, luck: f64) -> Next {
        let longest = (SHORTEST_PAUSE_MS << self.failures.min(6)).min(LONGEST_PAUSE_MS);
        self.failures = self.failures.saturating_add(1);
        // Half of it is certain.
        let pause = Duration::from_millis(longest.into()).mul_f64(0.5 + luck.clamp(0.0, 1.0) / 2.0);
        self.turn(Phase::Pausing, act, Some(pause))
    }
}

impl Next {
    const fn rest() -> Self {
        Self { act: Act::Rest, tick: None }
    }
}
