//! What a month costs, line by line: a pure function of the account.

use serde::{Deserialize, Serialize};

use super::{Account, Coverage, DayOfMonth, Enchantment, Month, Period, PlanId, TimeZone};
use crate::id::OrderId;
use crate::money::Cents;
use crate::time::Timestamp;

/// One month's bill, before VAT. Conversations cost nothing beside it: uncovered ones are never charged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Statement {
    pub period: Period,
    /// The plan at the month's end, or by now.
    pub plan: PlanId,
    pub coverage: Coverage,
    pub lines: Vec<Line>,
    pub totals: Totals,
}

/// One line of a statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum Line {
    /// Nothing when the plan includes it.
    Enchantment {
        enchantment: Enchantment,
        amount: Cents,
    },
    Pack {
        at: Timestamp,
        order: OrderId,
        day: DayOfMonth,
        size: u32,
        amount: Cents,
    },
    /// The plan that the month began with.
    Plan {
        plan: PlanId,
        amount: Cents,
    },
    /// `amount` is the difference of the prices, for the days left of the month.
    Upgrade {
        at: Timestamp,
        order: OrderId,
        from: PlanId,
        to: PlanId,
        day: DayOfMonth,
        amount: Cents,
    },
}

/// A statement's sums.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Totals {
    /// Upgrades included.
    pub plan: Cents,
    pub packs: Cents,
    pub enchantments: Cents,
    pub total: Cents,
}

impl Line {
    pub const fn amount(&self) -> Cents {
        match self {
            Self::Enchantment { amount, .. }
            | Self::Pack { amount, .. }
            | Self::Plan { amount, .. }
            | Self::Upgrade { amount, .. } => *amount,
        }
    }
}

impl Totals {
    fn of(lines: &[Line]) -> Self {
        let sum = |wanted: fn(&Line) -> bool| -> Cents {
            lines.iter().filter(|line| wanted(line)).map(Line::amount).sum()
        };
        Self {
            plan: sum(|line| matches!(line, Line::Plan { .. } | Line::Upgrade { .. })),
            packs: sum(|line| matches!(line, Line::Pack { .. })),
            enchantments: sum(|line| matches!(line, Line::Enchantment { .. })),
            total: sum(|_| true),
        }
    }
}

impl Account {
    /// The statement of a month; `None` when the account has no such month. That of the present month is as of now.
    pub fn statement(&self, period: Period) -> Option<Statement> {
        let month = self.months().find(|month| month.period == period)?;
        let lines = month.lines(&self.timezone);
        let totals = Totals::of(&lines);
        Some(Statement { period, plan: month.plan(), coverage: self.coverage_of(period)?, lines, totals })
    }
}

impl Month {
    /// `zone` is where the merchant is: for the day on which something was bought.
    fn lines(&self, zone: &TimeZone) -> Vec<Line> {
        let plan = Line::Plan { plan: self.opening_plan, amount: self.price };
        let upgrades = self.upgrades.iter().map(|it| Line::Upgrade {
            at: it.at,
            order: it.order.clone(),
            from: it.from,
            to: it.to,
            day: it.day,
            amount: it.charge,
        });
        let packs = self.packs.iter().map(|it| Line::Pack {
            at: it.at,
            order: it.order.clone(),
            day: self.period.day_at(it.at, zone),
            size: it.size,
            amount: it.price,
        });
        let enchantments = self
            .enchantments
            .iter()
            .map(|(enchantment, amount)| Line::Enchantment { enchantment: *enchantment, amount: *amount });
        [plan].into_iter().chain(upgrades).chain(packs).chain(enchantments).collect()
    }
}
