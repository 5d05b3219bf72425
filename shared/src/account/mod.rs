//! The merchant's account: plan, packs and Enchantments, month by month, and what they come to.
//!
//! [`Account::decide`] answers a command with events and changes nothing; [`Account::apply`] folds an event
//! in and cannot fail. What a month costs and how its conversations are covered are pure functions of the
//! state ([`Account::statement`], [`Account::coverage`]), so the order in which counts arrive changes nothing.
//!
//! The rules are those of `docs/counting.md`.

mod apply;
mod catalogue;
mod command;
mod coverage;
mod decide;
mod event;
mod period;
mod statement;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::digest::Digest;
use crate::id::OrderId;
use crate::money::Cents;
use crate::refusal::Refusal;
use crate::time::Timestamp;

pub use catalogue::{Catalogue, Enchantment, EnchantmentOffer, PackOffer, Plan, PlanId, UnusableCatalogue};
pub use command::Command;
pub use coverage::{Coverage, PackBalance};
pub use event::{Event, PlanChange};
pub use period::{DayOfMonth, Period, TimeZone, UnknownTimeZone};
pub use statement::{Line, Statement, Totals};

/// Where an alert is raised, in percent of the month's capacity (R33).
pub const THRESHOLDS_PERCENT: [u8; 3] = [80, 90, 100];

/// The most orders of packs and plans in a month: more is a program gone wrong, and each is kept for ever.
pub const MAX_ORDERS_A_MONTH: u32 = 200;

/// What an account is opened with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Terms {
    pub plan: PlanId,
    pub timezone: TimeZone,
    pub catalogue: Catalogue,
}

/// The state of one merchant's account.
///
/// Its JSON is a snapshot, and the digest of it stands in the ledger at each month's opening: a field may be added only
/// with a default that is not written, or no ledger of before could be audited any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    timezone: TimeZone,
    /// The time zone from the next month on, when it is another.
    next_timezone: Option<TimeZone>,
    catalogue: Catalogue,
    /// The catalogue of the months to come, when it is another.
    next_catalogue: Option<Catalogue>,
    /// The plan of the months to come, when it is another.
    next_plan: Option<PlanId>,
    /// The active ones, and whether they stay so after this month.
    enchantments: BTreeMap<Enchantment, bool>,
    /// The months before this one, oldest first, without a gap.
    past: Vec<Month>,
    month: Month,
    /// What was ordered, by the order's id: a retried order is one order.
    orders: BTreeMap<OrderId, Order>,
    /// The thresholds whose alert is raised this month.
    raised: BTreeSet<u8>,
}

/// What one calendar month was made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Month {
    period: Period,
    /// Where its first midnight was.
    opened_in: TimeZone,
    /// The plan at its beginning, and its price for the month.
    opening_plan: PlanId,
    price: Cents,
    /// Of the plan at its end.
    allowance: u32,
    /// Conversations counted, less those credited.
    used: u32,
    /// Orders of packs and plans that were placed in it.
    orders: u32,
    upgrades: Vec<Upgrade>,
    packs: Vec<Pack>,
    /// What was active in it, and what that costs: nothing where the plan includes it.
    enchantments: BTreeMap<Enchantment, Cents>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Upgrade {
    at: Timestamp,
    order: OrderId,
    from: PlanId,
    to: PlanId,
    day: DayOfMonth,
    charge: Cents,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Pack {
    at: Timestamp,
    order: OrderId,
    size: u32,
    price: Cents,
}

/// What an order id stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
enum Order {
    Pack { size: u32 },
    Plan { plan: PlanId },
}

impl Account {
    /// A new account; its first month is the calendar month at `now`, at the plan's whole price.
    ///
    /// # Errors
    /// [`Refusal::UnknownOffer`], when the catalogue cannot be billed by.
    pub fn open(terms: Terms, now: Timestamp) -> Result<Self, Refusal> {
        let Terms { plan, timezone, catalogue } = terms;
        catalogue.check().map_err(|_| Refusal::UnknownOffer)?;
        let first = Period::of(now, &timezone);
        let month = Month::open(first, timezone.clone(), plan, &catalogue, BTreeMap::new());
        Ok(Self {
            timezone,
            next_timezone: None,
            catalogue,
            next_catalogue: None,
            next_plan: None,
            enchantments: BTreeMap::new(),
            past: Vec::new(),
            month,
            orders: BTreeMap::new(),
            raised: BTreeSet::new(),
        })
    }

    /// The account as it stands at `now`, months that have begun unnoticed included.
    #[must_use]
    pub fn as_of(&self, now: Timestamp) -> Self {
        let mut account = self.clone();
        while account.is_over(now) {
            account.turn();
        }
        account
    }

    /// Where this month ends.
    pub fn timezone(&self) -> &TimeZone {
        &self.timezone
    }

    /// Where the months to come end.
    pub fn next_timezone(&self) -> &TimeZone {
        self.next_timezone.as_ref().unwrap_or(&self.timezone)
    }

    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// The catalogue of the months to come.
    pub fn next_catalogue(&self) -> &Catalogue {
        self.next_catalogue.as_ref().unwrap_or(&self.catalogue)
    }

    pub fn plan(&self) -> PlanId {
        self.month.plan()
    }

    /// The plan of the months to come.
    pub fn next_plan(&self) -> PlanId {
        self.next_plan.unwrap_or(self.plan())
    }

    /// The month that the account is in.
    pub fn period(&self) -> Period {
        self.month.period
    }

    /// Every month of the account, oldest first.
    pub fn periods(&self) -> impl DoubleEndedIterator<Item = Period> {
        self.months().map(|month| month.period)
    }

    /// Whether an Enchantment is active now.
    pub fn is_active(&self, enchantment: Enchantment) -> bool {
        self.enchantments.contains_key(&enchantment)
    }

    /// Whether an active Enchantment stays so after this month.
    pub fn renews(&self, enchantment: Enchantment) -> bool {
        self.enchantments.get(&enchantment).is_some_and(|renews| *renews)
    }

    /// The thresholds whose alert is raised, in percent.
    pub fn alerts(&self) -> impl Iterator<Item = u8> {
        self.raised.iter().copied()
    }

    /// What the state is known by in the ledger.
    pub fn digest(&self) -> Digest {
        Digest::of_json(self)
    }

    fn months(&self) -> impl DoubleEndedIterator<Item = &Month> {
        self.past.iter().chain([&self.month])
    }

    /// The month a count at `at` belongs to: the last one that had begun by then, and never one before the account.
    fn period_of(&self, at: Timestamp) -> Period {
        let first = self.past.first().unwrap_or(&self.month).period;
        let begun = |month: &&Month| Period::of(at, &month.opened_in) >= month.period;
        self.months().rev().find(begun).map_or(first, |month| month.period)
    }

    fn month_mut(&mut self, period: Period) -> Option<&mut Month> {
        self.past.iter_mut().chain([&mut self.month]).find(|month| month.period == period)
    }

    /// Whether the month at `now` is a later one than the account's.
    fn is_over(&self, now: Timestamp) -> bool {
        self.month.period < Period::of(now, &self.timezone) && self.month.period.next() > self.month.period
    }

    /// Begins the next month.
    fn turn(&mut self) {
        let (plan, opened_in) = (self.next_plan(), self.timezone.clone());
        if let Some(timezone) = self.next_timezone.take() {
            self.timezone = timezone;
        }
        if let Some(catalogue) = self.next_catalogue.take() {
            self.catalogue = catalogue;
        }
        self.next_plan = None;
        self.enchantments.retain(|_, renews| *renews);
        self.raised.clear();
        let active = self.enchantments.keys().map(|active| (*active, self.catalogue.price(*active, plan)));
        let next = self.month.period.next();
        let month = Month::open(next, opened_in, plan, &self.catalogue, active.collect());
        self.past.push(core::mem::replace(&mut self.month, month));
    }
}

impl Month {
    fn open(
        period: Period,
        opened_in: TimeZone,
        plan: PlanId,
        catalogue: &Catalogue,
        enchantments: BTreeMap<Enchantment, Cents>,
    ) -> Self {
        let offer = catalogue.plan(plan);
        Self {
            period,
            opened_in,
            opening_plan: plan,
            price: offer.map_or(Cents::default(), |offer| offer.price),
            allowance: offer.map_or(0, |offer| offer.allowance),
            used: 0,
            orders: 0,
            upgrades: Vec::new(),
            packs: Vec::new(),
            enchantments,
        }
    }

    /// At its end, or by now.
    fn plan(&self) -> PlanId {
        self.upgrades.last().map_or(self.opening_plan, |upgrade| upgrade.to)
    }
}

#[cfg(test)]
mod tests;
