//! The route table: which request is whose.

use lutin_shared::id::{ConversationId, MerchantId};
use lutin_shared::refusal::Refusal;
use serde::de::DeserializeOwned;
use serde_json::json;
use worker::{Context, Env, Method, Request, Response, Url};

use crate::failure::{self, Failure};
use crate::{assets, export, files, frame, operator, sessions, staff};

/// The largest body of an ordinary request, in bytes.
pub const MAX_BODY_BYTES: usize = 32 * 1024;

/// Answers a request; a failure becomes its documented answer.
///
/// # Errors
/// Only when the platform refuses to build an answer.
pub async fn answer(request: Request, env: &Env, context: &Context) -> worker::Result<Response> {
    match route(request, env, context).await {
        Ok(response) => Ok(response),
        Err(failure) => failure.respond(),
    }
}

async fn route(request: Request, env: &Env, context: &Context) -> Result<Response, Failure> {
    let path = request.path();
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    match (request.method(), segments.as_slice()) {
        (Method::Get, [""]) => Ok(Response::redirect(at(&request, "/dashboard/")?)?),
        (Method::Get, ["api", "health"]) => Ok(failure::json(200, &json!({ "ok": true }))?),
        (Method::Get, ["frame", merchant]) => frame::page(env, merchant).await,
        (_, ["panel", name]) => assets::module(&request, env, name).await,
        (Method::Get, ["files", id]) => files::serve(env, id).await,
        (Method::Post, ["api", "files"]) => files::keep(request, env).await,
        (Method::Get, ["api", "socket"]) => sessions::connect(&request, env).await,
        (Method::Post, ["api", "poll"]) => sessions::poll(request, env, context).await,
        (Method::Post, ["api", "sessions"]) => sessions::create(request, env).await,
        (Method::Post, ["api", "test-sessions"]) => sessions::create_test(&request, env).await,
        (Method::Post, ["api", "sign-in"]) => staff::sign_in(request, env).await,
        (Method::Post, ["api", "sign-out"]) => staff::sign_out(&request, env).await,
        (Method::Get, ["api", "me"]) => staff::me(&request, env).await,
        (Method::Get, ["api", "overview"]) => staff::overview(&request, env).await,
        (Method::Get, ["api", "conversations", conversation]) => {
            let conversation: ConversationId = conversation.parse().map_err(|_| Refusal::NotFound)?;
            staff::conversation(&request, env, &conversation).await
        }
        (Method::Post, ["api", "conversations", conversation, "contest"]) => {
            let conversation: ConversationId = conversation.parse().map_err(|_| Refusal::NotFound)?;
            staff::contest(request, env, &conversation).await
        }
        (Method::Get, ["api", "desk"]) => staff::desk::connect(&request, env).await,
        (Method::Get, ["api", "desk", "conversations", conversation]) => {
            let conversation: ConversationId = conversation.parse().map_err(|_| Refusal::NotFound)?;
            staff::desk::attend(&request, env, &conversation).await
        }
        (Method::Put, ["api", "desk", "settings"]) => staff::desk::configure(request, env).await,
        (Method::Get, ["api", "staff"]) => staff::desk::staff(&request, env).await,
        (Method::Put, ["api", "staff", id]) => staff::desk::change(request, env, id).await,
        (Method::Get, ["api", "account"]) => staff::account(&request, env).await,
        (Method::Get, ["api", "export"]) => export::stream(&request, env).await,
        (Method::Post, ["api", "orders"]) => staff::order(request, env).await,
        (Method::Get, ["api", "assistant"]) => staff::assistant::overview(&request, env).await,
        (Method::Put, ["api", "assistant"]) => staff::assistant::configure(request, env).await,
        (Method::Post, ["api", "knowledge", "import"]) => {
            staff::assistant::import_articles(request, env).await
        }
        (Method::Post, ["api", "knowledge", "fetch"]) => staff::assistant::fetch(request, env).await,
        (Method::Post, ["api", "shop-orders", "import"]) => {
            staff::assistant::import_orders(request, env).await
        }
        (_, ["api", "knowledge", "articles", id, language]) => {
            staff::assistant::article(request, env, id, language).await
        }
        (_, ["api", "instants", id]) => staff::assistant::instant(request, env, id).await,
        (Method::Delete, ["api", "unanswered", key]) => staff::assistant::dismiss(&request, env, key).await,
        (Method::Get, ["api", "statements", period]) => {
            staff::statement(&request, env, export::period(period)?).await
        }
        (_, ["api", "operator", "merchants", merchant, rest @ ..]) => {
            let merchant: MerchantId = merchant.parse().map_err(malformed)?;
            operate(request, env, &merchant, rest).await
        }
        #[cfg(feature = "probe")]
        (_, ["api", "probe", rest @ ..]) => crate::probe::answer(request, env, rest).await,
        _ => Err(Refusal::NotFound.into()),
    }
}

/// What only the operator may ask of a merchant.
async fn operate(
    request: Request,
    env: &Env,
    merchant: &MerchantId,
    rest: &[&str],
) -> Result<Response, Failure> {
    match (request.method(), rest) {
        (Method::Put, []) => operator::put_merchant(request, env, merchant).await,
        (Method::Get, ["contests"]) => operator::contests(&request, env, merchant).await,
        (Method::Post, ["contests", conversation]) => {
            let conversation: ConversationId = conversation.parse().map_err(|_| Refusal::NotFound)?;
            operator::judge(request, env, merchant, conversation).await
        }
        (Method::Get, ["dead-letters"]) => operator::dead_letters(&request, env, merchant).await,
        _ => Err(Refusal::NotFound.into()),
    }
}

/// The JSON body of a request.
///
/// # Errors
/// [`Refusal::FrameTooLarge`] above `most` bytes, or what could not be read and where.
pub async fn body<T: DeserializeOwned>(request: &mut Request, most: usize) -> Result<T, Failure> {
    serde_json::from_str(&text(request, most).await?).map_err(malformed)
}

/// The body of a request.
///
/// # Errors
/// [`Refusal::FrameTooLarge`] above `most` bytes, or a fault.
pub async fn text(request: &mut Request, most: usize) -> Result<String, Failure> {
    let stated = request.headers().get("content-length")?.and_then(|length| length.parse::<usize>().ok());
    if stated.is_some_and(|length| length > most) {
        return Err(Refusal::FrameTooLarge.into());
    }
    let text = request.text().await?;
    if text.len() > most {
        return Err(Refusal::FrameTooLarge.into());
    }
    Ok(text)
}

/// What could not be read, in the words of whoever tried.
pub fn malformed(error: impl ToString) -> Failure {
    Failure::Malformed(error.to_string())
}

/// Whether a request that changes something comes from a page of our own, or from no page at all.
///
/// # Errors
/// [`Refusal::ForbiddenOrigin`].
pub fn check_origin(request: &Request) -> Result<(), Failure> {
    match request.headers().get("origin")? {
        Some(origin) if origin != own_origin(request)? => Err(Refusal::ForbiddenOrigin.into()),
        _ => Ok(()),
    }
}

/// The origin that this request was sent to.
///
/// # Errors
/// A fault, when the platform gives no address.
pub fn own_origin(request: &Request) -> Result<String, Failure> {
    let url = request.url()?;
    let host = request.headers().get("host")?.or_else(|| url.host_str().map(str::to_owned));
    Ok(format!("{}://{}", url.scheme(), host.unwrap_or_default()))
}

fn at(request: &Request, path: &str) -> Result<Url, Failure> {
    request.url()?.join(path).map_err(Failure::fault)
}
