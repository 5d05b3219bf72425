//! What staff ask of the shop's desk, and who of them may.

use lutin_shared::api::{DeskSettings, Me, StaffChange};
use lutin_shared::escalation::Colleague;
use lutin_shared::id::{AgentId, ConversationId};
use lutin_shared::refusal::Refusal;
use lutin_shared::wire::console::{CLOSE_NOT_FOUND, CLOSE_SIGNED_OUT};
use worker::{Env, Request, Response, WebSocketPair};

use super::{accounts, authenticate, authenticate_owner};
use crate::failure::{self, Failure};
use crate::objects::{Joining, MerchantStub, SessionStub};
use crate::routes::{MAX_BODY_BYTES, body, check_origin, malformed};

/// The largest settings, in bytes.
const MAX_SETTINGS_BYTES: usize = 512 * 1024;

/// `GET /api/desk`: a console's socket to the desk.
///
/// # Errors
/// What is no request for a socket, or a fault. A refusal closes the socket.
pub async fn connect(request: &Request, env: &Env) -> Result<Response, Failure> {
    let outcome = match socket_of(request, env).await {
        Ok(joining) => MerchantStub::of(env, &joining.merchant)?.join(&joining).await,
        Err(failure) => Err(failure),
    };
    answer(request, outcome)
}

/// `GET /api/desk/conversations/{conversation}`: a console's socket to a conversation.
///
/// # Errors
/// As [`connect`].
pub async fn attend(
    request: &Request,
    env: &Env,
    conversation: &ConversationId,
) -> Result<Response, Failure> {
    let outcome = match socket_of(request, env).await {
        Ok(joining) => {
            SessionStub::of(env, &conversation.session)?.join(&joining, conversation.ordinal).await
        }
        Err(failure) => Err(failure),
    };
    answer(request, outcome)
}

/// Who asks for a socket: signed in, active, and on a page of ours.
async fn socket_of(request: &Request, env: &Env) -> Result<Joining, Failure> {
    check_origin(request)?;
    let Me { id, merchant, name, .. } = authenticate(request, env).await?;
    Ok(Joining { agent: Colleague { id, name }, merchant })
}

/// A browser hides why an upgrade failed: the socket is accepted, and closed with the reason.
fn answer(request: &Request, outcome: Result<Response, Failure>) -> Result<Response, Failure> {
    let upgrade = request.headers().get("upgrade")?.unwrap_or_default().eq_ignore_ascii_case("websocket");
    if !upgrade {
        return Err(Failure::Malformed("this address is for WebSockets".to_owned()));
    }
    let refusal = match outcome {
        Ok(response) if response.status_code() == 101 => return Ok(response),
        // An object refuses in JSON, which nobody would see.
        Ok(response) if response.status_code() == 404 => Refusal::NotFound,
        Ok(response) => return Ok(response),
        Err(Failure::Refused(refusal)) => refusal,
        Err(failure) => return Err(failure),
    };
    let code = match refusal {
        Refusal::Deactivated | Refusal::SignedOut => CLOSE_SIGNED_OUT,
        _ => CLOSE_NOT_FOUND,
    };
    let pair = WebSocketPair::new()?;
    pair.server.accept()?;
    pair.server.close(Some(code), Some(refusal.code()))?;
    Ok(Response::from_websocket(pair.client)?)
}

/// `PUT /api/desk/settings`.
///
/// # Errors
/// [`Refusal::SignedOut`], [`Refusal::OwnerOnly`], what is wrong with them, or a fault.
pub async fn configure(mut request: Request, env: &Env) -> Result<Response, Failure> {
    check_origin(&request)?;
    let me = authenticate_owner(&request, env).await?;
    let settings: DeskSettings = body(&mut request, MAX_SETTINGS_BYTES).await?;
    MerchantStub::of(env, &me.merchant)?.put_desk(&settings).await
}

/// `GET /api/staff`.
///
/// # Errors
/// [`Refusal::SignedOut`], [`Refusal::OwnerOnly`] or a fault.
pub async fn staff(request: &Request, env: &Env) -> Result<Response, Failure> {
    let me = authenticate_owner(request, env).await?;
    Ok(failure::json(200, &accounts::list(&env.d1("DB")?, &me.merchant).await?)?)
}

/// `PUT /api/staff/{id}`: switches somebody on or off. Whoever is off is signed out, and what they have goes back to the
/// queue. Nobody can switch themselves off.
///
/// # Errors
/// [`Refusal::SignedOut`], [`Refusal::OwnerOnly`], [`Refusal::NotFound`] or a fault.
pub async fn change(mut request: Request, env: &Env, id: &str) -> Result<Response, Failure> {
    check_origin(&request)?;
    let me = authenticate_owner(&request, env).await?;
    let id: AgentId = id.parse().map_err(|_| Refusal::NotFound)?;
    let StaffChange { is_active } = body(&mut request, MAX_BODY_BYTES).await?;
    if id == me.id {
        return Err(malformed("isActive: nobody can switch themselves off"));
    }
    let db = env.d1("DB")?;
    let entries = accounts::list(&db, &me.merchant).await?;
    let entry = entries.into_iter().find(|entry| entry.id == id).ok_or(Refusal::NotFound)?;
    accounts::switch(&db, &entry.email, is_active).await?;
    if !is_active {
        MerchantStub::of(env, &me.merchant)?.dismiss(&id).await?;
    }
    Ok(failure::json(200, &accounts::list(&db, &me.merchant).await?)?)
}
