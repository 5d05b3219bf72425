//! Money is integer cents, before VAT. It is never a float.

use serde::{Deserialize, Serialize};

/// Euro cents, before VAT.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cents(i64);

impl Cents {
    pub const fn new(cents: i64) -> Self {
        Self(cents)
    }
}
