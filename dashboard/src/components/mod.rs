//! The parts that pages are made of. Signals come in, callbacks go out; none of them knows the edge.

pub mod alerts;
pub mod audit_report;
pub mod awaited;
pub mod chain;
pub mod contest;
pub mod conversation_list;
pub mod copy_button;
pub mod filters;
pub mod fingerprint;
pub mod freshness;
pub mod install_tag;
pub mod mark;
pub mod notice;
pub mod pill;
pub mod receipt;
pub mod shell;
pub mod statement;
pub mod test_frame;
pub mod transcript;
pub mod usage;
