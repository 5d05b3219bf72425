//! What an account can be told.

use super::{Catalogue, Enchantment, Period, PlanId, TimeZone};
use crate::id::OrderId;
use crate::time::Timestamp;

/// Something a shell tells an account. The moment comes beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Orders a pack of this many conversations.
    BuyPack {
        order: OrderId,
        size: u32,
    },
    /// Moves up at once, or down from the next month on; the present plan cancels a move down.
    ChangePlan {
        order: OrderId,
        plan: PlanId,
    },
    /// Months end elsewhere from the next one on.
    ChangeTimeZone(TimeZone),
    /// Conversations were counted, at `at`.
    Count {
        at: Timestamp,
        conversations: u32,
    },
    /// A count of this month is taken back.
    Credit {
        period: Period,
    },
    /// Active until the month's end.
    Disable(Enchantment),
    Enable(Enchantment),
    /// Another catalogue holds from the next month on.
    Offer(Catalogue),
}
