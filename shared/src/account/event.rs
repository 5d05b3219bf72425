//! What happened to an account, as the ledger keeps it.

use serde::{Deserialize, Serialize};

use super::{Catalogue, DayOfMonth, Enchantment, Period, PlanId, TimeZone};
use crate::digest::Digest;
use crate::id::OrderId;
use crate::money::Cents;

/// A fact of an account. Never changed, never removed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum Event {
    AlertRaised {
        period: Period,
        /// In percent of the month's capacity.
        threshold: u8,
    },
    AlertResolved {
        period: Period,
        threshold: u8,
    },
    /// Holds from the next month on.
    CatalogueOffered {
        catalogue: Catalogue,
    },
    Counted {
        period: Period,
        conversations: u32,
    },
    Credited {
        period: Period,
    },
    EnchantmentDisabled {
        enchantment: Enchantment,
    },
    EnchantmentEnabled {
        enchantment: Enchantment,
        /// For the whole month; nothing where the plan includes it.
        price: Cents,
    },
    PackBought {
        order: OrderId,
        size: u32,
        price: Cents,
    },
    /// A month has begun; `account` is what the state then was.
    PeriodOpened {
        period: Period,
        account: Digest,
    },
    PlanChanged {
        order: OrderId,
        plan: PlanId,
        #[serde(flatten)]
        change: PlanChange,
    },
    /// Holds from the next month on.
    TimeZoneChanged {
        timezone: TimeZone,
    },
}

/// What an order for a plan comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "camelCase")]
pub enum PlanChange {
    /// It is the present plan: a move down that was waiting is cancelled.
    Kept,
    /// A move down: from the next month on.
    Postponed,
    /// A move up: at once, for the difference of the prices over what is left of the month.
    Upgraded { from: PlanId, allowance: u32, day: DayOfMonth, charge: Cents },
}
