//! How a month's counted conversations are paid for: a pure function of the month's totals.

use serde::{Deserialize, Serialize};

/// The coverage of one period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Coverage {
    /// Conversations counted in the period.
    pub used: u32,
    pub allowance: u32,
    pub covered_by_plan: u32,
    /// Beyond the allowance: answered all the same, never charged (R35).
    pub uncovered: u32,
    pub remaining: u32,
}

impl Coverage {
    pub const fn of(used: u32, allowance: u32) -> Self {
        let covered_by_plan = if used < allowance { used } else { allowance };
        Self {
            used,
            allowance,
            covered_by_plan,
            uncovered: used - covered_by_plan,
            remaining: allowance - covered_by_plan,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn past_the_limit_nothing_remains_and_the_rest_is_uncovered() {
        let coverage = Coverage::of(53, 50);
        assert_eq!((coverage.covered_by_plan, coverage.uncovered, coverage.remaining), (50, 3, 0));
    }

    proptest! {
        #[test]
        fn the_parts_add_up(used: u32, allowance: u32) {
            let coverage = Coverage::of(used, allowance);
            prop_assert_eq!(coverage.covered_by_plan + coverage.uncovered, used);
            prop_assert_eq!(coverage.covered_by_plan + coverage.remaining, allowance);
            prop_assert!(coverage.uncovered == 0 || coverage.remaining == 0);
        }
    }
}
