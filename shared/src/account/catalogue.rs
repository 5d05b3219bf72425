//! What a merchant can subscribe to and buy. The catalogue is data: an operator may have another.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::money::Cents;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PlanId {
    Enterprise,
    Free,
    Professional,
    Starter,
}

impl PlanId {
    /// Whether people may answer before the assistant (R11).
    pub const fn has_human_first(self) -> bool {
        matches!(self, Self::Enterprise | Self::Professional)
    }
}

/// A plan and what it gives in a calendar month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Plan {
    pub id: PlanId,
    pub price: Cents,
    /// Conversations a month.
    pub allowance: u32,
}

/// A power of the assistant, subscribed to by the month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Enchantment {
    /// Pouvoir Émotion (R13).
    Emotion,
    /// Pouvoir d'Escalade (R14).
    Escalation,
    /// Pouvoir Mémoire (R12).
    Memory,
    /// Pouvoir Polyglotte (R15).
    Polyglot,
}

impl Enchantment {
    pub const ALL: [Self; 4] = [Self::Emotion, Self::Escalation, Self::Memory, Self::Polyglot];

    /// As it travels.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Emotion => "emotion",
            Self::Escalation => "escalation",
            Self::Memory => "memory",
            Self::Polyglot => "polyglot",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|enchantment| enchantment.name() == name)
    }
}

/// What an Enchantment costs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct EnchantmentOffer {
    pub id: Enchantment,
    /// For a calendar month.
    pub price: Cents,
    /// The plans with which it costs nothing.
    pub included_in: Vec<PlanId>,
}

/// Conversations bought beside the plan (R35).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct PackOffer {
    /// Conversations; what a pack is ordered by.
    pub size: u32,
    pub price: Cents,
}

/// Everything on offer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Catalogue {
    pub plans: Vec<Plan>,
    pub packs: Vec<PackOffer>,
    pub enchantments: Vec<EnchantmentOffer>,
}

/// A catalogue that nobody could be billed by.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum UnusableCatalogue {
    #[error("plans: each of free, starter, professional and enterprise exactly once")]
    Plans,
    #[error("packs: each size once, and more than 0 conversations")]
    Packs,
    #[error("enchantments: each of emotion, escalation, memory and polyglot exactly once")]
    Enchantments,
    #[error("prices: 0 to {MAX_PRICE_CENTS} cents")]
    Prices,
    #[error("allowances and pack sizes: at most {MAX_CONVERSATIONS} conversations")]
    Sizes,
}

/// The highest price of anything, in cents: a typing error ends here, and no sum overflows.
const MAX_PRICE_CENTS: i64 = 100_000_000;

/// The most conversations that a plan or a pack may give.
const MAX_CONVERSATIONS: u32 = 10_000_000;

impl Catalogue {
    pub fn plan(&self, id: PlanId) -> Option<&Plan> {
        self.plans.iter().find(|plan| plan.id == id)
    }

    pub fn pack(&self, size: u32) -> Option<&PackOffer> {
        self.packs.iter().find(|pack| pack.size == size)
    }

    /// Whether an Enchantment comes with a plan.
    pub fn includes(&self, enchantment: Enchantment, plan: PlanId) -> bool {
        self.enchantments.iter().any(|offer| offer.id == enchantment && offer.included_in.contains(&plan))
    }

    /// What an Enchantment costs beside a plan: nothing where it is included, or not on offer.
    pub fn price(&self, enchantment: Enchantment, plan: PlanId) -> Cents {
        let offer = self.enchantments.iter().find(|offer| offer.id == enchantment);
        offer.filter(|offer| !offer.included_in.contains(&plan)).map_or(Cents::default(), |offer| offer.price)
    }

    /// # Errors
    /// The first thing that is wrong with it.
    pub fn check(&self) -> Result<(), UnusableCatalogue> {
        let plans = [PlanId::Enterprise, PlanId::Free, PlanId::Professional, PlanId::Starter];
        if !once_each(&plans, self.plans.iter().map(|plan| plan.id)) {
            return Err(UnusableCatalogue::Plans);
        }
        if !once_each(&Enchantment::ALL, self.enchantments.iter().map(|offer| offer.id)) {
            return Err(UnusableCatalogue::Enchantments);
        }
        let mut sizes: Vec<u32> = self.packs.iter().map(|pack| pack.size).collect();
        sizes.sort_unstable();
        sizes.dedup();
        if sizes.len() != self.packs.len() || sizes.first() == Some(&0) {
            return Err(UnusableCatalogue::Packs);
        }
        let plan_prices = self.plans.iter().map(|plan| plan.price);
        let prices = plan_prices
            .chain(self.packs.iter().map(|pack| pack.price))
            .chain(self.enchantments.iter().map(|offer| offer.price));
        if !prices.into_iter().all(|price| (0..=MAX_PRICE_CENTS).contains(&price.as_cents())) {
            return Err(UnusableCatalogue::Prices);
        }
        let conversations = self.plans.iter().map(|plan| plan.allowance).chain(sizes);
        if conversations.into_iter().any(|conversations| conversations > MAX_CONVERSATIONS) {
            return Err(UnusableCatalogue::Sizes);
        }
        Ok(())
    }
}

/// Whether `given` is a permutation of `all`, which has no doubles.
fn once_each<T: PartialEq>(all: &[T], given: impl Iterator<Item = T>) -> bool {
    let given: Vec<T> = given.collect();
    given.len() == all.len() && all.iter().all(|one| given.contains(one))
}

impl Default for Catalogue {
    fn default() -> Self {
        let plan = |id, cents, allowance| Plan { id, price: Cents::new(cents), allowance };
        let pack = |size, cents| PackOffer { size, price: Cents::new(cents) };
        let paid = vec![PlanId::Starter, PlanId::Professional, PlanId::Enterprise];
        let enchantment =
            |id, cents, included_in| EnchantmentOffer { id, price: Cents::new(cents), included_in };
        Self {
            plans: vec![
                plan(PlanId::Free, 0, 50),
                plan(PlanId::Starter, 1_900, 500),
                plan(PlanId::Professional, 4_900, 2_000),
                plan(PlanId::Enterprise, 14_900, 10_000),
            ],
            packs: vec![pack(100, 900), pack(500, 3_500), pack(1_000, 5_900)],
            enchantments: vec![
                enchantment(Enchantment::Memory, 300, vec![]),
                enchantment(Enchantment::Emotion, 0, vec![]),
                enchantment(Enchantment::Escalation, 500, paid.clone()),
                enchantment(Enchantment::Polyglot, 500, paid),
            ],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_catalogue_that_nobody_could_be_billed_by_is_refused() {
        let check = |change: fn(&mut Catalogue), wanted| {
            let mut catalogue = Catalogue::default();
            change(&mut catalogue);
            assert_eq!(catalogue.check(), wanted);
        };
        check(|_| {}, Ok(()));
        check(|it| it.packs.clear(), Ok(()));
        check(|it| it.plans.truncate(3), Err(UnusableCatalogue::Plans));
        check(|it| it.plans[1].id = PlanId::Free, Err(UnusableCatalogue::Plans));
        check(|it| it.packs[1].size = 100, Err(UnusableCatalogue::Packs));
        check(|it| it.packs[1].size = 0, Err(UnusableCatalogue::Packs));
        check(|it| it.enchantments.truncate(3), Err(UnusableCatalogue::Enchantments));
        check(|it| it.plans[1].price = Cents::new(-1), Err(UnusableCatalogue::Prices));
        check(|it| it.plans[1].allowance = u32::MAX, Err(UnusableCatalogue::Sizes));
    }

    #[test]
    fn what_a_plan_includes_costs_nothing_beside_it() {
        let catalogue = Catalogue::default();
        let check = |enchantment, plan, cents| {
            assert_eq!(catalogue.price(enchantment, plan), Cents::new(cents), "{enchantment:?} {plan:?}");
        };
        check(Enchantment::Escalation, PlanId::Free, 500);
        check(Enchantment::Escalation, PlanId::Starter, 0);
        check(Enchantment::Polyglot, PlanId::Enterprise, 0);
        check(Enchantment::Memory, PlanId::Enterprise, 300);
        check(Enchantment::Emotion, PlanId::Free, 0);
    }
}
