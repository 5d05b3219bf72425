//! When to stop asking an engine that does not answer.

use core::time::Duration;

use crate::time::Timestamp;

/// Counts an engine's failures in a row. Open, it lets nobody through for a while, then one to try.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Breaker {
    failures: u32,
    /// When it opened last, or let somebody through to try.
    since: Option<Timestamp>,
}

impl Breaker {
    /// So many failures in a row open it.
    pub const FAILURES: u32 = 4;
    /// How long it stays open before somebody may try.
    pub const PAUSE: Duration = Duration::from_secs(30);

    /// Whether the engine may be asked now; when open, asking is the try.
    pub fn admits(&mut self, now: Timestamp) -> bool {
        match self.since {
            None => true,
            Some(since) if now.since(since) >= Self::PAUSE => {
                self.since = Some(now);
                true
            }
            Some(_) => false,
        }
    }

    pub fn succeed(&mut self) {
        *self = Self::default();
    }

    pub fn fail(&mut self, now: Timestamp) {
        self.failures = self.failures.saturating_add(1);
        if self.failures >= Self::FAILURES {
            self.since = Some(now);
        }
    }

    /// Whether it lets nobody through.
    pub const fn is_open(&self) -> bool {
        self.since.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_opens_after_failures_in_a_row_and_lets_one_try() {
        let at = |seconds: i64| Timestamp::from_millis(seconds * 1_000);
        let mut breaker = Breaker::default();
        for second in 0..3 {
            breaker.fail(at(second));
            assert!(breaker.admits(at(second)));
        }
        breaker.succeed();
        for second in 0..4 {
            assert!(breaker.admits(at(second)), "a success forgives");
            breaker.fail(at(second));
        }
        assert!(!breaker.admits(at(4)) && breaker.is_open());
        assert!(breaker.admits(at(33)), "one may try");
        assert!(!breaker.admits(at(34)), "and only one");
        breaker.fail(at(35));
        assert!(!breaker.admits(at(40)));
        assert!(breaker.admits(at(66)));
        breaker.succeed();
        assert!(breaker.admits(at(66)) && !breaker.is_open());
    }
}
