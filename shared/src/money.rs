//! Money is integer cents, before VAT. It is never a float.

use core::iter::Sum;
use core::ops::{Add, Sub};

use serde::{Deserialize, Serialize};

/// Euro cents, before VAT.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cents(i64);

impl Cents {
    pub const fn new(cents: i64) -> Self {
        Self(cents)
    }

    pub const fn as_cents(self) -> i64 {
        self.0
    }

    /// `part / whole` of it, a half cent rounded up. A `whole` of 0 gives nothing.
    #[must_use]
    pub fn prorated(self, part: u32, whole: u32) -> Self {
        let (part, whole) = (i64::from(part), i64::from(whole));
        let doubled = self.0.saturating_mul(2).saturating_mul(part).saturating_add(whole);
        Self(doubled.checked_div_euclid(whole.saturating_mul(2)).unwrap_or(0))
    }
}

impl Add for Cents {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Cents {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Sum for Cents {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::default(), Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_cent_is_rounded_up() {
        let check = |cents: i64, part, whole, wanted: i64| {
            assert_eq!(Cents::new(cents).prorated(part, whole), Cents::new(wanted));
        };
        check(3_000, 16, 31, 1_548);
        check(1_900, 22, 31, 1_348);
        check(1, 1, 2, 1);
        check(1, 49, 100, 0);
        check(3_000, 31, 31, 3_000);
        check(3_000, 1, 0, 0);
    }
}
