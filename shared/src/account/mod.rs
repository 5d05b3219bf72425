//! The merchant's account: plan, month, and how the month's conversations are covered.

mod coverage;
mod period;
mod plan;

pub use coverage::Coverage;
pub use period::{Period, TimeZone, UnknownTimeZone};
pub use plan::{Catalogue, Plan, PlanId};
