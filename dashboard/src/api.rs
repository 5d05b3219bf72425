//! The HTTP API, as `docs/protocol.md` has it: one function a request, and what can go wrong with any.

mod assistant;
mod desk;

use gloo_net::http::{Method, RequestBuilder, Response};
use lutin_shared::account::{Period, Statement};
use lutin_shared::api::{
    AccountOverview, ContestRequest, ConversationDetail, ErrorBody, Me, Overview, SessionGrant, SignIn,
};
use lutin_shared::id::ConversationId;
use lutin_shared::refusal::Refusal;
use serde::Serialize;
use serde::de::DeserializeOwned;
use web_sys::AbortSignal;

/// How long an answer may take before the network is blamed.
pub const PATIENCE_MS: u32 = 15_000;

pub use assistant::*;
pub use desk::*;

/// Why there is no answer, or not the one that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The edge's mistake. `trace` is what its operator finds the report by.
    Fault { trace: Option<String> },
    /// The edge cannot take what was written. `message` is in English and names the field first, where it is about one.
    Malformed { message: String },
    /// Nobody answered, or not in time.
    Network,
    /// The edge said no.
    Refused(Refusal),
    /// An answer in words this version does not know, as after a deploy.
    Unreadable,
}

impl Failure {
    /// Whether whoever asked is no longer known to the edge. A wrong password is not that.
    pub fn means_signed_out(&self) -> bool {
        match self {
            Self::Refused(Refusal::WrongCredentials) => false,
            Self::Refused(refusal) => refusal.status() == 401,
            Self::Fault { .. } | Self::Malformed { .. } | Self::Network | Self::Unreadable => false,
        }
    }

    async fn of(response: Response) -> Self {
        let status = response.status();
        let body: Option<ErrorBody> = response.json().await.ok();
        let Some(body) = body else {
            return if status >= 500 { Self::Fault { trace: None } } else { Self::Unreadable };
        };
        match Refusal::from_code(&body.code) {
            Some(Refusal::Malformed) => Self::Malformed { message: body.message },
            Some(refusal) => Self::Refused(refusal),
            None if status >= 500 => Self::Fault { trace: body.trace },
            None => Self::Unreadable,
        }
    }
}

pub async fn me() -> Result<Me, Failure> {
    read(send(Method::GET, "/api/me").await?).await
}

pub async fn sign_in(credentials: &SignIn) -> Result<Me, Failure> {
    read(send_json(Method::POST, "/api/sign-in", credentials).await?).await
}

pub async fn sign_out() -> Result<(), Failure> {
    send(Method::POST, "/api/sign-out").await.map(drop)
}

pub async fn overview() -> Result<Overview, Failure> {
    read(send(Method::GET, "/api/overview").await?).await
}

pub async fn conversation(id: &ConversationId) -> Result<ConversationDetail, Failure> {
    read(send(Method::GET, &format!("/api/conversations/{id}")).await?).await
}

/// Contests a count. The answer is what is known of the conversation from then on.
pub async fn contest(id: &ConversationId, reason: String) -> Result<ConversationDetail, Failure> {
    let path = format!("/api/conversations/{id}/contest");
    read(send_json(Method::POST, &path, &ContestRequest { reason }).await?).await
}

pub async fn account() -> Result<AccountOverview, Failure> {
    read(send(Method::GET, "/api/account").await?).await
}

pub async fn statement(period: Period) -> Result<Statement, Failure> {
    read(send(Method::GET, &format!("/api/statements/{period}")).await?).await
}

/// A month of the ledger, to be read as it arrives. `signal` alone ends it: an export may take its time.
pub async fn export(period: Period, signal: &AbortSignal) -> Result<Response, Failure> {
    answered(RequestBuilder::new(&export_path(period, false)).abort_signal(Some(signal)).send().await).await
}

/// Where a month of the ledger is had, with what was said or without.
pub fn export_path(period: Period, texts: bool) -> String {
    let texts = if texts { "&texts=1" } else { "" };
    format!("/api/export?period={period}{texts}")
}

/// A session for the test chat: its purpose is sealed into the token, so none of it is ever counted.
pub async fn test_session() -> Result<SessionGrant, Failure> {
    read(send(Method::POST, "/api/test-sessions").await?).await
}

async fn send(method: Method, path: &str) -> Result<Response, Failure> {
    let request = builder(method, path).build().map_err(|_| Failure::Network)?;
    answered(request.send().await).await
}

async fn send_json(method: Method, path: &str, body: &impl Serialize) -> Result<Response, Failure> {
    let request = builder(method, path).json(body).map_err(|_| Failure::Network)?;
    answered(request.send().await).await
}

fn builder(method: Method, path: &str) -> RequestBuilder {
    patient_builder(method, path, PATIENCE_MS)
}

fn patient_builder(method: Method, path: &str, patience_ms: u32) -> RequestBuilder {
    let signal = AbortSignal::timeout_with_u32(patience_ms);
    RequestBuilder::new(path).method(method).abort_signal(Some(&signal))
}

async fn answered(response: Result<Response, gloo_net::Error>) -> Result<Response, Failure> {
    match response {
        Ok(response) if response.ok() => Ok(response),
        Ok(response) => Err(Failure::of(response).await),
        Err(_) => Err(Failure::Network),
    }
}

async fn read<T: DeserializeOwned>(response: Response) -> Result<T, Failure> {
    response.json().await.map_err(|_| Failure::Unreadable)
}
