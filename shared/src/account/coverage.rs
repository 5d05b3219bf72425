//! How a month's counted conversations are paid for: a pure function of the months' totals.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use super::{Account, Month, Period};

/// The coverage of one period: the plan's allowance first, then packs, the oldest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Coverage {
    /// Conversations counted in the period, less those credited.
    pub used: u32,
    pub allowance: u32,
    pub covered_by_plan: u32,
    pub covered_by_packs: u32,
    /// Beyond both: answered all the same, never charged (R35).
    pub uncovered: u32,
    /// What the packs hold after this period; it waits for as long as it takes (R37).
    pub pack_balance: u32,
    /// What can still be counted before something is uncovered.
    pub remaining: u32,
}

impl Coverage {
    /// The coverage of `used` conversations by an allowance, and by packs that hold `packs`.
    pub const fn of(used: u32, allowance: u32, packs: u32) -> Self {
        let covered_by_plan = if used < allowance { used } else { allowance };
        let beyond = used - covered_by_plan;
        let covered_by_packs = if beyond < packs { beyond } else { packs };
        let pack_balance = packs - covered_by_packs;
        Self {
            used,
            allowance,
            covered_by_plan,
            covered_by_packs,
            uncovered: beyond - covered_by_packs,
            pack_balance,
            remaining: (allowance - covered_by_plan).saturating_add(pack_balance),
        }
    }

    /// What could be counted in the period in all before something is uncovered.
    pub const fn capacity(&self) -> u32 {
        self.allowance.saturating_add(self.covered_by_packs).saturating_add(self.pack_balance)
    }

    /// Whether so many percent of the capacity are used.
    pub fn reaches(&self, threshold_percent: u8) -> bool {
        u64::from(self.used) * 100 >= u64::from(threshold_percent) * u64::from(self.capacity())
    }
}

impl Account {
    /// How this month's conversations are covered.
    pub fn coverage(&self) -> Coverage {
        self.coverages().last().map_or_else(Coverage::default, |(_, coverage)| coverage)
    }

    /// How those of any month are; `None` when the account has no such month.
    pub fn coverage_of(&self, period: Period) -> Option<Coverage> {
        self.coverages().find(|(month, _)| *month == period).map(|(_, coverage)| coverage)
    }

    /// Month by month: what a month leaves of the packs is there for those after it.
    pub fn coverages(&self) -> impl Iterator<Item = (Period, Coverage)> {
        self.months().scan(0u32, |packs, month| {
            let coverage = month.coverage(*packs);
            *packs = coverage.pack_balance;
            Some((month.period, coverage))
        })
    }

    /// What is left in each pack, the oldest first, with what it was bought for.
    pub fn packs(&self) -> Vec<PackBalance> {
        let mut packs: VecDeque<PackBalance> = VecDeque::new();
        for (month, (_, coverage)) in self.months().zip(self.coverages()) {
            packs.extend(month.packs.iter().map(|pack| PackBalance { size: pack.size, left: pack.size }));
            let mut beyond = coverage.covered_by_packs;
            for pack in &mut packs {
                let taken = pack.left.min(beyond);
                pack.left -= taken;
                beyond -= taken;
            }
        }
        packs.into()
    }
}

/// A pack and what is left of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PackBalance {
    pub size: u32,
    pub left: u32,
}

impl Month {
    /// `packs` is what the months before have left.
    fn coverage(&self, packs: u32) -> Coverage {
        let bought = self.packs.iter().fold(0u32, |sum, pack| sum.saturating_add(pack.size));
        Coverage::of(self.used, self.allowance, packs.saturating_add(bought))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_plan_comes_first_then_the_packs_and_the_rest_is_uncovered() {
        let check = |used, packs, wanted| {
            let it = Coverage::of(used, 50, packs);
            let parts =
                (it.covered_by_plan, it.covered_by_packs, it.uncovered, it.pack_balance, it.remaining);
            assert_eq!(parts, wanted, "{used} used, {packs} in packs");
        };
        check(40, 100, (40, 0, 0, 100, 110));
        check(53, 0, (50, 0, 3, 0, 0));
        check(60, 100, (50, 10, 0, 90, 90));
        check(160, 100, (50, 100, 10, 0, 0));
    }

    proptest! {
        #[test]
        fn the_parts_add_up(used in 0u32..20_000, allowance in 0u32..20_000, packs in 0u32..20_000) {
            let it = Coverage::of(used, allowance, packs);
            prop_assert_eq!(it.covered_by_plan + it.covered_by_packs + it.uncovered, used);
            prop_assert_eq!(it.covered_by_packs + it.pack_balance, packs);
            prop_assert_eq!(it.used - it.uncovered + it.remaining, it.capacity());
            prop_assert!(it.uncovered == 0 || it.remaining == 0);
        }
    }
}
