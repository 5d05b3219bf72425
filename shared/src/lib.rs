//! The domain of LutinGénie, pure and synchronous.
//!
//! Nothing here reads a clock, draws a random number, waits, or knows a platform: time is an argument
//! called `now`, ids come inside commands. The same code runs in the Worker, in the panel, in the
//! dashboard, on a laptop and in tests.

#![forbid(unsafe_code)]

pub mod account;
pub mod api;
pub mod assistant;
pub mod conversation;
pub mod digest;
pub mod emotion;
pub mod escalation;
pub mod fields;
pub mod hours;
pub mod id;
pub mod identity;
pub mod image;
pub mod intent;
pub mod knowledge;
pub mod language;
pub mod ledger;
pub mod link;
pub mod locale;
pub mod markdown;
pub mod money;
pub mod order;
pub mod reading;
pub mod receipt;
pub mod record;
pub mod refusal;
pub mod relatedness;
pub mod scenario;
pub mod table;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod text;
pub mod throttle;
pub mod time;
pub mod wire;
