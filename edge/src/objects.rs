//! How the Worker and the objects talk to each other: JSON over `fetch`, one method per question.

mod messages;

use lutin_shared::account::Period;
use lutin_shared::api::{DeskSettings, MerchantDocument, OrderRequest, PublicProfile, Role};
use lutin_shared::assistant::Disclosure;
use lutin_shared::escalation::Case;
use lutin_shared::id::{AgentId, ConversationId, ImageId, MerchantId, SessionId};
use lutin_shared::receipt::Receipt;
use lutin_shared::refusal::Refusal;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use worker::wasm_bindgen::JsValue;
use worker::{Env, Headers, Method, Request, RequestInit, Response, Stub};

use crate::failure::Failure;
use crate::token::Claims;

pub use messages::*;

/// The header in which the Worker tells a session whose socket this is. Nobody else reaches an object.
pub const CLAIMS_HEADER: &str = "x-lutin-claims";

/// The header in which the Worker tells an object whose console this is: [`Joining`], as JSON.
pub const AGENT_HEADER: &str = "x-lutin-agent";

/// A merchant's object. Made for one use: after an exception a stub is broken.
#[derive(Debug)]
pub struct MerchantStub(Stub);

impl MerchantStub {
    /// # Errors
    /// A fault, when the binding is missing.
    pub fn of(env: &Env, merchant: &MerchantId) -> Result<Self, Failure> {
        Ok(Self(env.durable_object("MERCHANT")?.get_by_name(merchant.as_str())?))
    }

    /// # Errors
    /// [`Refusal::UnknownMerchant`] or a fault.
    pub async fn profile(&self) -> Result<PublicProfile, Failure> {
        ask(&self.0, Method::Get, "/profile", None::<&()>).await
    }

    /// # Errors
    /// What is wrong with the document, or a fault.
    pub async fn put(&self, document: &MerchantDocument) -> Result<(), Failure> {
        ask(&self.0, Method::Put, "/document", Some(document)).await
    }

    /// # Errors
    /// A fault.
    pub async fn consult(&self, consult: &Consult) -> Result<Consultation, Failure> {
        ask(&self.0, Method::Post, "/consult", Some(consult)).await
    }

    /// # Errors
    /// A fault.
    pub async fn look_up(&self, lookup: &Lookup) -> Result<Disclosure, Failure> {
        ask(&self.0, Method::Post, "/lookup", Some(lookup)).await
    }

    /// # Errors
    /// A fault.
    pub async fn learn(&self, learned: &Learned) -> Result<(), Failure> {
        ask(&self.0, Method::Post, "/learned", Some(learned)).await
    }

    /// Whether this address may begin another session now.
    ///
    /// # Errors
    /// [`Refusal::TooManyAttempts`], [`Refusal::UnknownMerchant`] or a fault.
    pub async fn admit(&self, admission: &Admission) -> Result<PublicProfile, Failure> {
        ask(&self.0, Method::Post, "/admit", Some(admission)).await
    }

    /// What the assistant knows, for those who fill it in.
    ///
    /// # Errors
    /// [`Refusal::UnknownMerchant`] or a fault.
    pub async fn assistant(&self, role: Role) -> Result<Response, Failure> {
        let path = match role {
            Role::Agent => "/assistant",
            Role::Owner => "/assistant/owner",
        };
        relay(&self.0, Method::Get, path, None::<&()>).await
    }

    /// # Errors
    /// What is wrong with the change, or a fault; then nothing has changed.
    pub async fn teach(&self, lesson: &Lesson) -> Result<Taught, Failure> {
        ask(&self.0, Method::Post, "/lessons", Some(lesson)).await
    }

    /// # Errors
    /// A fault; the receipt is then delivered again.
    pub async fn post(&self, receipt: &Receipt) -> Result<(), Failure> {
        ask(&self.0, Method::Post, "/receipts", Some(receipt)).await
    }

    /// Who can come to a case; if somebody can, it rings from here on.
    ///
    /// # Errors
    /// A fault; the desk is then asked again.
    pub async fn route(&self, case: &Case) -> Result<Routed, Failure> {
        ask(&self.0, Method::Post, "/desk/route", Some(case)).await
    }

    /// # Errors
    /// A fault; the desk is then told again.
    pub async fn tell(&self, case: &Case) -> Result<(), Failure> {
        ask(&self.0, Method::Post, "/desk/cases", Some(case)).await
    }

    /// Has it forget what it has of what was said in a session.
    ///
    /// # Errors
    /// A fault; it is then asked again.
    pub async fn erase(&self, session: &SessionId) -> Result<(), Failure> {
        ask(&self.0, Method::Post, &format!("/erase/{session}"), None::<&()>).await
    }

    /// The answer that upgrades an agent's request to a socket of the desk.
    ///
    /// # Errors
    /// A fault.
    pub async fn join(&self, joining: &Joining) -> Result<Response, Failure> {
        upgrade(&self.0, "/desk", AGENT_HEADER, joining).await
    }

    /// How people are called, from now on. The answer is what is kept.
    ///
    /// # Errors
    /// What is wrong with it, or a fault.
    pub async fn put_desk(&self, settings: &DeskSettings) -> Result<Response, Failure> {
        relay(&self.0, Method::Put, "/desk/settings", Some(settings)).await
    }

    /// An agent was switched off: their sockets are closed, and what they have goes back.
    ///
    /// # Errors
    /// A fault.
    pub async fn dismiss(&self, agent: &AgentId) -> Result<(), Failure> {
        ask(&self.0, Method::Post, &format!("/desk/dismiss/{agent}"), None::<&()>).await
    }

    /// A receipt as whatever code may have written it.
    ///
    /// # Errors
    /// As [`MerchantStub::post`].
    #[cfg(feature = "probe")]
    pub async fn post_text(&self, receipt: String) -> Result<(), Failure> {
        ask_text(&self.0, Method::Post, "/receipts", Some(receipt)).await
    }

    /// # Errors
    /// [`Refusal::UnknownMerchant`] or a fault.
    pub async fn overview(&self) -> Result<Response, Failure> {
        relay(&self.0, Method::Get, "/overview", None::<&()>).await
    }

    /// # Errors
    /// [`Refusal::NotFound`] or a fault.
    pub async fn receipt(&self, conversation: &ConversationId) -> Result<Value, Failure> {
        ask(&self.0, Method::Get, &format!("/receipts/{conversation}"), None::<&()>).await
    }

    /// # Errors
    /// [`Refusal::UnknownMerchant`] or a fault.
    pub async fn account(&self) -> Result<Response, Failure> {
        relay(&self.0, Method::Get, "/account", None::<&()>).await
    }

    /// # Errors
    /// [`Refusal::NotFound`] when the account has no such month, or a fault.
    pub async fn statement(&self, period: Period) -> Result<Response, Failure> {
        relay(&self.0, Method::Get, &format!("/statements/{period}"), None::<&()>).await
    }

    /// # Errors
    /// [`Refusal::OrderIdReused`], [`Refusal::UnknownOffer`] or a fault; then the order may be placed again.
    pub async fn order(&self, order: &OrderRequest) -> Result<Response, Failure> {
        relay(&self.0, Method::Post, "/orders", Some(order)).await
    }

    /// # Errors
    /// [`Refusal::NotCounted`], [`Refusal::AlreadyJudged`], [`Refusal::NotFound`], what is wrong with the reason, or
    /// a fault.
    pub async fn contest(&self, contested: &Contested) -> Result<Value, Failure> {
        ask(&self.0, Method::Post, "/contests", Some(contested)).await
    }

    /// # Errors
    /// [`Refusal::AlreadyJudged`], [`Refusal::NotFound`] or a fault.
    pub async fn judge(&self, judged: &Judged) -> Result<Response, Failure> {
        relay(&self.0, Method::Post, "/judgements", Some(judged)).await
    }

    /// # Errors
    /// [`Refusal::UnknownMerchant`] or a fault.
    pub async fn contests(&self) -> Result<Response, Failure> {
        relay(&self.0, Method::Get, "/contests", None::<&()>).await
    }

    /// # Errors
    /// [`Refusal::UnknownMerchant`] or a fault.
    pub async fn dead_letters(&self) -> Result<Response, Failure> {
        relay(&self.0, Method::Get, "/letters", None::<&()>).await
    }

    /// The frame of the export of a month, or of everything.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] when the account has no such month, or a fault.
    pub async fn export(&self, period: Option<Period>) -> Result<ExportFrame, Failure> {
        let period = period.map_or("all".to_owned(), |period| period.to_string());
        ask(&self.0, Method::Get, &format!("/export/{period}"), None::<&()>).await
    }

    /// # Errors
    /// A fault.
    pub async fn rows(&self, after: u64, until: u64, texts: bool) -> Result<ExportPage, Failure> {
        let texts = if texts { "texts" } else { "plain" };
        ask(&self.0, Method::Get, &format!("/rows/{after}/{until}/{texts}"), None::<&()>).await
    }
}

/// A session's object.
#[derive(Debug)]
pub struct SessionStub(Stub);

impl SessionStub {
    /// # Errors
    /// A fault, when the binding is missing.
    pub fn of(env: &Env, session: &SessionId) -> Result<Self, Failure> {
        Ok(Self(env.durable_object("SESSION")?.get_by_name(session.as_str())?))
    }

    /// The answer that upgrades the shopper's request to a socket of this session.
    ///
    /// # Errors
    /// A fault.
    pub async fn connect(&self, claims: &Claims) -> Result<Response, Failure> {
        upgrade(&self.0, "/socket", CLAIMS_HEADER, claims).await
    }

    /// What a socket of the shopper's would have been told for the frames in `body`.
    ///
    /// # Errors
    /// What is wrong with the poll as a whole, or a fault.
    pub async fn poll(&self, claims: &Claims, body: String) -> Result<Polled, Failure> {
        let headers = Headers::new();
        headers.set(CLAIMS_HEADER, &ascii(&serde_json::to_string(claims)?))?;
        let mut init = RequestInit::new();
        init.with_method(Method::Post).with_headers(headers).with_body(Some(JsValue::from_str(&body)));
        let request = Request::new_with_init("https://object.invalid/poll", &init)?;
        read(self.0.fetch_with_request(request).await?).await
    }

    /// Lets an image of the shopper's in, and names it.
    ///
    /// # Errors
    /// [`Refusal::ExpiredToken`], [`Refusal::TooEarly`], [`Refusal::TooManyAttempts`] or a fault.
    pub async fn admit_image(&self, session: &SessionId) -> Result<ImageId, Failure> {
        ask(&self.0, Method::Post, &format!("/images/{session}"), None::<&()>).await
    }

    /// Says that it is stored.
    ///
    /// # Errors
    /// [`Refusal::ExpiredToken`], when the session was forgotten meanwhile, or a fault.
    pub async fn keep_image(&self, id: &ImageId) -> Result<(), Failure> {
        ask(&self.0, Method::Put, &format!("/images/{}", id.name), None::<&()>).await
    }

    /// Has the session do what is left to do.
    ///
    /// # Errors
    /// A fault.
    pub async fn settle(&self) -> Result<(), Failure> {
        ask(&self.0, Method::Post, "/settle", None::<&()>).await
    }

    /// The same for an agent's, in one of its conversations.
    ///
    /// # Errors
    /// [`Refusal::NotFound`], when it is not of their shop, or a fault.
    pub async fn join(&self, joining: &Joining, ordinal: u32) -> Result<Response, Failure> {
        upgrade(&self.0, &format!("/desk/{ordinal}"), AGENT_HEADER, joining).await
    }

    /// # Errors
    /// A fault.
    pub async fn dismiss(&self, agent: &AgentId) -> Result<(), Failure> {
        ask(&self.0, Method::Post, &format!("/dismiss/{agent}"), None::<&()>).await
    }

    /// Nobody can come any more.
    ///
    /// # Errors
    /// A fault.
    pub async fn desert(&self) -> Result<(), Failure> {
        ask(&self.0, Method::Post, "/desert", None::<&()>).await
    }

    /// Rings the session's alarm.
    ///
    /// # Errors
    /// A fault.
    #[cfg(feature = "probe")]
    pub async fn ring(&self) -> Result<Response, Failure> {
        let mut init = RequestInit::new();
        init.with_method(Method::Post);
        let request = Request::new_with_init("https://object.invalid/ring", &init)?;
        Ok(self.0.fetch_with_request(request).await?)
    }

    /// # Errors
    /// A fault.
    pub async fn transcript(&self, ordinal: u32) -> Result<Value, Failure> {
        ask(&self.0, Method::Get, &format!("/transcript/{ordinal}"), None::<&()>).await
    }

    /// The same, of which only the messages' words are read.
    ///
    /// # Errors
    /// A fault.
    pub async fn words(&self, ordinal: u32) -> Result<Vec<SpokenLine>, Failure> {
        ask(&self.0, Method::Get, &format!("/transcript/{ordinal}"), None::<&()>).await
    }
}

async fn ask<T: DeserializeOwned>(
    stub: &Stub,
    method: Method,
    path: &str,
    body: Option<&impl Serialize>,
) -> Result<T, Failure> {
    ask_text(stub, method, path, body.map(serde_json::to_string).transpose()?).await
}

async fn ask_text<T: DeserializeOwned>(
    stub: &Stub,
    method: Method,
    path: &str,
    body: Option<String>,
) -> Result<T, Failure> {
    read(send(stub, method, path, body).await?).await
}

async fn read<T: DeserializeOwned>(mut response: Response) -> Result<T, Failure> {
    let text = response.text().await?;
    match response.status_code() {
        200 => Ok(serde_json::from_str(&text)?),
        _ => Err(refusal_in(&text)),
    }
}

/// What an object answers, as it answers it: for whoever asked the Worker. Nothing is read on the way.
async fn relay(
    stub: &Stub,
    method: Method,
    path: &str,
    body: Option<&impl Serialize>,
) -> Result<Response, Failure> {
    send(stub, method, path, body.map(serde_json::to_string).transpose()?).await
}

/// The answer of an object to a request for a socket, with what the Worker found out about whoever asks.
async fn upgrade(stub: &Stub, path: &str, header: &str, peer: &impl Serialize) -> Result<Response, Failure> {
    let headers = Headers::new();
    headers.set("upgrade", "websocket")?;
    // A header has no letters beyond Latin ones.
    headers.set(header, &ascii(&serde_json::to_string(peer)?))?;
    let mut init = RequestInit::new();
    init.with_headers(headers);
    let request = Request::new_with_init(&format!("https://object.invalid{path}"), &init)?;
    Ok(stub.fetch_with_request(request).await?)
}

/// JSON with its other letters escaped.
fn ascii(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for unit in json.encode_utf16() {
        match u8::try_from(unit) {
            Ok(byte) if byte.is_ascii() => escaped.push(char::from(byte)),
            _ => escaped.push_str(&format!("\\u{unit:04x}")),
        }
    }
    escaped
}

async fn send(stub: &Stub, method: Method, path: &str, body: Option<String>) -> Result<Response, Failure> {
    let mut init = RequestInit::new();
    init.with_method(method);
    if let Some(body) = body {
        init.with_body(Some(JsValue::from_str(&body)));
    }
    let request = Request::new_with_init(&format!("https://object.invalid{path}"), &init)?;
    Ok(stub.fetch_with_request(request).await?)
}

/// The failure that an object answered with.
fn refusal_in(text: &str) -> Failure {
    #[derive(Deserialize)]
    struct Body {
        code: Refusal,
        message: String,
    }
    match serde_json::from_str(text) {
        Ok(Body { code: Refusal::Malformed, message }) => Failure::Malformed(message),
        Ok(Body { code, .. }) => Failure::Refused(code),
        Err(_) => Failure::fault(format!("an object answered {text}")),
    }
}
