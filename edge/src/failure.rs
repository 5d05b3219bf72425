//! Why a request was not granted, split by who is at fault.

use lutin_shared::api::ErrorBody;
use lutin_shared::refusal::Refusal;
use serde::Serialize;
use thiserror::Error;
use worker::{Response, ResponseBuilder, console_error};

use crate::clock;

/// An answer that is not a success.
#[derive(Debug, Error)]
pub enum Failure {
    /// The peer's bytes: code `malformed`, with what was expected and where.
    #[error("{0}")]
    Malformed(String),
    /// The peer's wish.
    #[error("{0}")]
    Refused(#[from] Refusal),
    /// Ours. The peer hears only that; the detail is for the log.
    #[error("{0}")]
    Fault(String),
}

impl Failure {
    pub fn fault(detail: impl ToString) -> Self {
        Self::Fault(detail.to_string())
    }

    /// The answer for the peer; a fault is logged under the trace that the peer is given.
    pub fn respond(self) -> worker::Result<Response> {
        let (status, body) = match self {
            Self::Malformed(message) => {
                let body = ErrorBody { message, ..ErrorBody::from(Refusal::Malformed) };
                (Refusal::Malformed.status(), body)
            }
            Self::Refused(refusal) => (refusal.status(), refusal.into()),
            Self::Fault(detail) => {
                let trace = clock::random_id().unwrap_or_default();
                console_error!("fault {trace}: {detail}");
                let message = "something went wrong on our side; nothing of yours is lost".to_owned();
                (500, ErrorBody { code: "fault".to_owned(), message, trace: Some(trace) })
            }
        };
        json(status, &body)
    }
}

impl From<worker::Error> for Failure {
    fn from(error: worker::Error) -> Self {
        Self::Fault(error.to_string())
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::Fault(format!("JSON of ours: {error}"))
    }
}

/// A JSON answer that no cache keeps.
///
/// # Errors
/// When the platform refuses to build it.
pub fn json(status: u16, body: &impl Serialize) -> worker::Result<Response> {
    json_text(status, serde_json::to_string(body)?)
}

/// The same of what is JSON already.
///
/// # Errors
/// When the platform refuses to build it.
pub fn json_text(status: u16, body: String) -> worker::Result<Response> {
    Ok(ResponseBuilder::new()
        .with_status(status)
        .with_header("cache-control", "no-store")?
        .with_header("content-type", "application/json; charset=utf-8")?
        .with_header("x-content-type-options", "nosniff")?
        .fixed(body.into_bytes()))
}

/// An answer without a body.
///
/// # Errors
/// When the platform refuses to build it.
pub fn no_content() -> worker::Result<Response> {
    Ok(ResponseBuilder::new().with_status(204).with_header("cache-control", "no-store")?.empty())
}
