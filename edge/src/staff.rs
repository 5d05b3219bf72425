//! The merchant's people: signing in, and what they may see.

mod accounts;
pub mod assistant;
pub mod desk;

use core::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use lutin_shared::account::Period;
use lutin_shared::api::{ContestRequest, ConversationDetail, Me, OrderRequest, Role, SignIn};
use lutin_shared::id::ConversationId;
use lutin_shared::refusal::Refusal;
use serde_json::Value;
use sha2::{Digest, Sha256};
use worker::{Env, Request, Response};

use crate::failure::{self, Failure};
use crate::objects::{Contested, MerchantStub, SessionStub};
use crate::routes::{MAX_BODY_BYTES, body, check_origin};
use crate::{clock, password};

pub use accounts::{check, put};

/// How long a sign-in lasts.
const LIFETIME: Duration = Duration::from_secs(7 * 24 * 60 * 60);

const COOKIE: &str = "lutin_staff";

/// `POST /api/sign-in`.
///
/// # Errors
/// [`Refusal::WrongCredentials`], [`Refusal::Deactivated`], [`Refusal::TooManyAttempts`], what cannot be read, or a fault.
pub async fn sign_in(mut request: Request, env: &Env) -> Result<Response, Failure> {
    check_origin(&request)?;
    let SignIn { email, password } = body(&mut request, MAX_BODY_BYTES).await?;
    let (db, email, now) = (env.d1("DB")?, accounts::normal(&email), clock::now());
    if email.len() > accounts::LONGEST_EMAIL {
        return Err(Refusal::WrongCredentials.into());
    }
    if !accounts::may_try(&db, &email, now).await? {
        return Err(Refusal::TooManyAttempts.into());
    }
    let account = accounts::find(&db, &email).await?;
    if !password::verify(&password, account.as_ref().map(|account| account.password_hash.as_str()))? {
        return Err(Refusal::WrongCredentials.into());
    }
    let account = account.ok_or(Refusal::WrongCredentials)?;
    if !account.is_active() {
        return Err(Refusal::Deactivated.into());
    }
    let me = account.into_me()?;
    let token = BASE64_URL_SAFE_NO_PAD.encode(clock::random::<32>()?);
    accounts::sign_in(&db, &email, &fingerprint(&token), now + LIFETIME, now).await?;
    let response = failure::json(200, &me)?;
    response.headers().set("set-cookie", &cookie(&request, &token, LIFETIME)?)?;
    Ok(response)
}

/// `POST /api/sign-out`. Signing out twice is signing out once.
///
/// # Errors
/// [`Refusal::ForbiddenOrigin`] or a fault.
pub async fn sign_out(request: &Request, env: &Env) -> Result<Response, Failure> {
    check_origin(request)?;
    if let Some(token) = presented(request)? {
        accounts::sign_out(&env.d1("DB")?, &fingerprint(&token)).await?;
    }
    let response = failure::no_content()?;
    response.headers().set("set-cookie", &cookie(request, "", Duration::ZERO)?)?;
    Ok(response)
}

/// `GET /api/me`.
///
/// # Errors
/// [`Refusal::SignedOut`] or a fault.
pub async fn me(request: &Request, env: &Env) -> Result<Response, Failure> {
    Ok(failure::json(200, &authenticate(request, env).await?)?)
}

/// `GET /api/overview`.
///
/// # Errors
/// [`Refusal::SignedOut`] or a fault.
pub async fn overview(request: &Request, env: &Env) -> Result<Response, Failure> {
    let me = authenticate(request, env).await?;
    MerchantStub::of(env, &me.merchant)?.overview().await
}

/// `GET /api/conversations/{conversation}`. The merchant's ledger says whether it is theirs.
///
/// # Errors
/// [`Refusal::SignedOut`], [`Refusal::NotFound`] or a fault.
pub async fn conversation(
    request: &Request,
    env: &Env,
    conversation: &ConversationId,
) -> Result<Response, Failure> {
    let me = authenticate(request, env).await?;
    let posting = MerchantStub::of(env, &me.merchant)?.receipt(conversation).await?;
    detail(env, conversation, posting).await
}

async fn detail(env: &Env, conversation: &ConversationId, posting: Value) -> Result<Response, Failure> {
    let transcript = SessionStub::of(env, &conversation.session)?.transcript(conversation.ordinal).await?;
    Ok(failure::json(200, &ConversationDetail::join(posting, transcript))?)
}

/// `GET /api/account`.
///
/// # Errors
/// [`Refusal::SignedOut`], [`Refusal::OwnerOnly`] or a fault.
pub async fn account(request: &Request, env: &Env) -> Result<Response, Failure> {
    let me = authenticate_owner(request, env).await?;
    MerchantStub::of(env, &me.merchant)?.account().await
}

/// `GET /api/statements/{period}`.
///
/// # Errors
/// [`Refusal::SignedOut`], [`Refusal::OwnerOnly`], [`Refusal::NotFound`] or a fault.
pub async fn statement(request: &Request, env: &Env, period: Period) -> Result<Response, Failure> {
    let me = authenticate_owner(request, env).await?;
    MerchantStub::of(env, &me.merchant)?.statement(period).await
}

/// `POST /api/orders`: the merchant's consent to what it costs.
///
/// # Errors
/// [`Refusal::SignedOut`], [`Refusal::OwnerOnly`], [`Refusal::OrderIdReused`], [`Refusal::UnknownOffer`], what cannot
/// be read, or a fault.
pub async fn order(mut request: Request, env: &Env) -> Result<Response, Failure> {
    check_origin(&request)?;
    let me = authenticate_owner(&request, env).await?;
    let order: OrderRequest = body(&mut request, MAX_BODY_BYTES).await?;
    MerchantStub::of(env, &me.merchant)?.order(&order).await
}

/// `POST /api/conversations/{conversation}/contest`.
///
/// # Errors
/// [`Refusal::SignedOut`], [`Refusal::OwnerOnly`], [`Refusal::NotFound`], [`Refusal::NotCounted`],
/// [`Refusal::AlreadyJudged`], what is wrong with the reason, or a fault.
pub async fn contest(
    mut request: Request,
    env: &Env,
    conversation: &ConversationId,
) -> Result<Response, Failure> {
    check_origin(&request)?;
    let me = authenticate_owner(&request, env).await?;
    let ContestRequest { reason } = body(&mut request, MAX_BODY_BYTES).await?;
    let contested = Contested { conversation: conversation.clone(), reason, by: me.email };
    let posting = MerchantStub::of(env, &me.merchant)?.contest(&contested).await?;
    detail(env, conversation, posting).await
}

/// Who sends this request, who must be an owner: what costs, and what is billed, is theirs.
///
/// # Errors
/// [`Refusal::SignedOut`], [`Refusal::OwnerOnly`] or a fault.
pub async fn authenticate_owner(request: &Request, env: &Env) -> Result<Me, Failure> {
    let me = authenticate(request, env).await?;
    match me.role {
        Role::Owner => Ok(me),
        Role::Agent => Err(Refusal::OwnerOnly.into()),
    }
}

/// Who sends this request.
///
/// # Errors
/// [`Refusal::SignedOut`] or a fault.
pub async fn authenticate(request: &Request, env: &Env) -> Result<Me, Failure> {
    let token = presented(request)?.ok_or(Refusal::SignedOut)?;
    let account = accounts::signed_in(&env.d1("DB")?, &fingerprint(&token), clock::now()).await?;
    account.filter(accounts::Account::is_active).ok_or(Refusal::SignedOut)?.into_me()
}

/// The sign-in token that the browser holds.
fn presented(request: &Request) -> Result<Option<String>, Failure> {
    let cookies = request.headers().get("cookie")?.unwrap_or_default();
    let ours = cookies.split(';').filter_map(|cookie| cookie.trim().split_once('='));
    Ok(ours.into_iter().find(|(name, _)| *name == COOKIE).map(|(_, token)| token.to_owned()))
}

/// `Secure` but on plain HTTP, which is a developer's machine.
fn cookie(request: &Request, token: &str, lifetime: Duration) -> Result<String, Failure> {
    let secure = if request.url()?.scheme() == "https" { "; Secure" } else { "" };
    let seconds = lifetime.as_secs();
    Ok(format!("{COOKIE}={token}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}"))
}

/// What is kept of a sign-in token: whoever reads the table cannot sign in with it.
fn fingerprint(token: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(token.as_bytes()))
}
