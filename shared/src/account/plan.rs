//! What a merchant can subscribe to. The catalogue is data: an operator may have another.

use serde::{Deserialize, Serialize};

use crate::money::Cents;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PlanId {
    Enterprise,
    Free,
    Professional,
    Starter,
}

/// A plan and what it gives in a calendar month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    pub id: PlanId,
    pub price: Cents,
    /// Conversations a month.
    pub allowance: u32,
}

/// The plans on offer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Catalogue {
    pub plans: Vec<Plan>,
}

impl Catalogue {
    pub fn plan(&self, id: PlanId) -> Option<&Plan> {
        self.plans.iter().find(|plan| plan.id == id)
    }
}

impl Default for Catalogue {
    fn default() -> Self {
        let plan = |id, cents, allowance| Plan { id, price: Cents::new(cents), allowance };
        Self {
            plans: vec![
                plan(PlanId::Free, 0, 50),
                plan(PlanId::Starter, 1_900, 500),
                plan(PlanId::Professional, 4_900, 2_000),
                plan(PlanId::Enterprise, 14_900, 10_000),
            ],
        }
    }
}
