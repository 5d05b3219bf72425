//! From a conversation to people.

pub mod triage;
