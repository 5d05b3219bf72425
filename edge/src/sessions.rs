//! How a panel comes to a session: a token at the first message, then a socket. Nothing is stored here.

use lutin_shared::api::{SessionGrant, SessionRequest};
use lutin_shared::conversation::{Origin, Purpose};
use lutin_shared::id::MerchantId;
use lutin_shared::refusal::Refusal;
use lutin_shared::wire::{CLOSE_UNAUTHORISED, CLOSE_UNSUPPORTED_VERSION, SUBPROTOCOL, ServerFrame};
use worker::{Context, Env, Request, Response, WebSocketPair, console_error};

use crate::failure::{self, Failure};
use crate::objects::{Admission, MerchantStub, Polled, SessionStub};
use crate::routes::{MAX_BODY_BYTES, body, check_origin, own_origin, text};
use crate::token::{Claims, LIFETIME};
use crate::{clock, config, staff};

/// `POST /api/sessions`.
///
/// # Errors
/// [`Refusal::UnknownMerchant`], [`Refusal::ForbiddenOrigin`], what cannot be read, or a fault.
pub async fn create(mut request: Request, env: &Env) -> Result<Response, Failure> {
    check_origin(&request)?;
    let wanted: SessionRequest = body(&mut request, MAX_BODY_BYTES).await?;
    let admission = Admission { address: address(&request)? };
    let profile = MerchantStub::of(env, &wanted.merchant)?.admit(&admission).await?;
    if !profile.origins.contains(&wanted.host) && wanted.host != own_origin(&request)? {
        return Err(Refusal::ForbiddenOrigin.into());
    }
    grant(env, wanted.merchant, Purpose::Live)
}

/// `POST /api/test-sessions`: only staff can have a session that is not counted.
///
/// # Errors
/// [`Refusal::SignedOut`], [`Refusal::ForbiddenOrigin`] or a fault.
pub async fn create_test(request: &Request, env: &Env) -> Result<Response, Failure> {
    check_origin(request)?;
    let me = staff::authenticate(request, env).await?;
    grant(env, me.merchant, Purpose::Test)
}

/// Where a request comes from, if that is anywhere but this machine.
fn address(request: &Request) -> Result<Option<String>, Failure> {
    let address = request.headers().get("cf-connecting-ip")?;
    Ok(address.filter(|address| !address.starts_with("127.") && address != "::1"))
}

fn grant(env: &Env, merchant: MerchantId, purpose: Purpose) -> Result<Response, Failure> {
    let session = clock::random_id()?.parse().map_err(Failure::fault)?;
    let expires_at = clock::now() + LIFETIME;
    let claims = Claims { origin: Origin { merchant, session, purpose }, expires_at };
    let token = claims.seal(&config::token_key(env)?)?;
    Ok(failure::json(200, &SessionGrant { token, expires_at })?)
}

/// `GET /api/socket`: the token is checked here, before the session's object wakes.
///
/// # Errors
/// A refusal when this is no WebSocket request, or a fault. On a WebSocket a refusal travels as a frame.
pub async fn connect(request: &Request, env: &Env) -> Result<Response, Failure> {
    let upgrade = request.headers().get("upgrade")?.unwrap_or_default().eq_ignore_ascii_case("websocket");
    let offered = request.headers().get("sec-websocket-protocol")?.unwrap_or_default();
    let protocols: Vec<&str> = offered.split(',').map(str::trim).collect();
    match claims(&protocols, env) {
        Ok(claims) if upgrade => SessionStub::of(env, &claims.origin.session)?.connect(&claims).await,
        Ok(_) => Err(Failure::Malformed("this address is for WebSockets".to_owned())),
        Err(Failure::Refused(refusal)) if upgrade => {
            turn_away(refusal, protocols.first().copied()).map_err(Failure::from)
        }
        Err(failure) => Err(failure),
    }
}

/// `POST /api/poll`: a panel whose network lets no WebSocket through. The reply is begun behind the answer, which does not
/// wait for it; the next poll brings it. Were it forgotten, the next poll would begin it.
///
/// # Errors
/// What is wrong with the token or with the poll as a whole, or a fault.
pub async fn poll(mut request: Request, env: &Env, context: &Context) -> Result<Response, Failure> {
    check_origin(&request)?;
    let claims = bearer(&request, env)?;
    let frames = text(&mut request, MAX_BODY_BYTES).await?;
    let session = &claims.origin.session;
    let Polled { answer, is_left } = SessionStub::of(env, session)?.poll(&claims, frames).await?;
    if is_left {
        let stub = SessionStub::of(env, session)?;
        context.wait_until(async move {
            if let Err(failure) = stub.settle().await {
                console_error!("behind a poll: {failure}");
            }
        });
    }
    Ok(failure::json_text(200, answer)?)
}

/// Whose token is in the header `Authorization`.
///
/// # Errors
/// [`Refusal::MissingToken`], [`Refusal::InvalidToken`], [`Refusal::ExpiredToken`] or a fault.
pub fn bearer(request: &Request, env: &Env) -> Result<Claims, Failure> {
    let header = request.headers().get("authorization")?;
    let token = header.as_deref().and_then(|header| header.strip_prefix("Bearer ")).map(str::trim);
    Claims::open(token.ok_or(Refusal::MissingToken)?, &config::token_key(env)?, clock::now())
}

/// Who offers these subprotocols: ours, and the token.
fn claims(protocols: &[&str], env: &Env) -> Result<Claims, Failure> {
    if !protocols.contains(&SUBPROTOCOL) {
        return Err(Refusal::UnsupportedVersion.into());
    }
    let token = protocols.iter().find(|protocol| protocol.contains('.') && **protocol != SUBPROTOCOL);
    Claims::open(token.ok_or(Refusal::MissingToken)?, &config::token_key(env)?, clock::now())
}

/// A browser hides why an upgrade failed: accept it in the peer's own protocol, say why, and close.
fn turn_away(refusal: Refusal, protocol: Option<&str>) -> worker::Result<Response> {
    let code = match refusal {
        Refusal::UnsupportedVersion => CLOSE_UNSUPPORTED_VERSION,
        _ => CLOSE_UNAUTHORISED,
    };
    let pair = WebSocketPair::new()?;
    pair.server.accept()?;
    pair.server.send_with_str(ServerFrame::refused(refusal, None).encode())?;
    pair.server.close(Some(code), Some(refusal.code()))?;
    let response = Response::from_websocket(pair.client)?;
    if let Some(protocol) = protocol.filter(|protocol| !protocol.is_empty()) {
        response.headers().set("sec-websocket-protocol", protocol)?;
    }
    Ok(response)
}
