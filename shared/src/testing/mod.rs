//! What tests share, here and in `cargo xtask simulate`: a second formulation of the rules, random timelines, and
//! a simulated world in which everything fails. Compiled with the feature `testing` only.

// Tests may fail loudly: nothing here serves anybody.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]

pub mod assistant;
pub mod oracle;
pub mod random;
pub mod sim;
pub mod understanding;
