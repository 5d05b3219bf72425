//! How often somebody may do something: so many times in a span of time, counted in memory.

use core::time::Duration;
use std::collections::BTreeMap;

use crate::time::Timestamp;

/// Counts by key. What is forgotten with the memory is forgiven.
#[derive(Clone, Debug)]
pub struct Throttle {
    most: u32,
    span: Duration,
    /// Since when, and how often since.
    counts: BTreeMap<String, (Timestamp, u32)>,
}

/// The most keys that are remembered; then those whose span is over leave, and at last all of them.
const MAX_KEYS: usize = 4_096;

impl Throttle {
    pub const fn new(most: u32, span: Duration) -> Self {
        Self { most, span, counts: BTreeMap::new() }
    }

    /// Whether once more is within bounds; if so, it is counted.
    pub fn admits(&mut self, key: &str, now: Timestamp) -> bool {
        let span = self.span;
        if self.counts.len() >= MAX_KEYS && !self.counts.contains_key(key) {
            self.counts.retain(|_, (since, _)| now.since(*since) < span);
            if self.counts.len() >= MAX_KEYS {
                self.counts.clear();
            }
        }
        let (since, count) = self.counts.entry(key.to_owned()).or_insert((now, 0));
        if now.since(*since) >= span {
            (*since, *count) = (now, 0);
        }
        *count = count.saturating_add(1);
        *count <= self.most
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_key_has_a_number_of_its_own_in_each_span() {
        let at = |seconds: i64| Timestamp::from_millis(seconds * 1_000);
        let mut throttle = Throttle::new(2, Duration::from_secs(60));
        let admitted: Vec<bool> = [(0, "a"), (1, "a"), (2, "a"), (2, "b"), (61, "a")]
            .map(|(second, key)| throttle.admits(key, at(second)))
            .to_vec();
        assert_eq!(admitted, [true, true, false, true, true]);
        for n in 0..10_000 {
            throttle.admits(&n.to_string(), at(62));
        }
        assert!(throttle.counts.len() <= MAX_KEYS);
    }
}
