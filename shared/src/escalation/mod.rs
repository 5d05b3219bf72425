//! From a conversation to people (R14, R16–R20).
//!
//! A session calls for people and keeps where that stands ([`Handoff`]); the merchant's desk, which knows who is there,
//! says who can come ([`route`](route::route)) and shows its agents a [`Case`] of every conversation that wants them.

mod case;
mod contact;
mod handoff;
pub mod route;
pub mod triage;

pub use case::{Case, DeskCase};
pub use contact::Contact;
pub use handoff::{Answered, Colleague, GRACE, Handoff, Stage};
pub use route::{Agent, Desk, PATIENCE, Route, Trigger, route};
