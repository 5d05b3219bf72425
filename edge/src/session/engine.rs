//! A model, asked over the wire: what a [`Dialogue`] wants done, done, within its deadlines.

use core::pin::pin;
use core::time::Duration;

use futures_util::StreamExt;
use futures_util::future::{Either, select};
use lutin_shared::assistant::{Dialogue, Disclosure, Effect, Event, IN_ALL, PATIENCE, Prompt, SILENCE, Said};
use lutin_shared::conversation::Engine;
use lutin_shared::time::Timestamp;
use worker::js_sys::{Array, Function, JSON, Promise, Reflect};
use worker::wasm_bindgen::{JsCast, JsValue};
use worker::wasm_bindgen_futures::JsFuture;
use worker::{
    AbortController, ByteStream, Delay, Env, Fetch, Headers, Method, Request, RequestInit, RequestRedirect,
};

use crate::failure::Failure;
use crate::{clock, config};

/// What a dialogue needs of whoever holds it.
pub trait Scene {
    /// The next words of the reply are there.
    fn show(&self, text: &str);
    /// What was shown is void.
    fn restart(&self);
    /// What may be said of an order.
    async fn look(&self, number: &str, contact: Option<&str>) -> Disclosure;
}

/// An answer that is under way. Dropped, it is ended.
struct Exchange {
    stream: ByteStream,
    _abort: Abort,
}

/// Ends a request when nobody waits for it any more.
struct Abort(Option<AbortController>);

impl Drop for Abort {
    fn drop(&mut self) {
        if let Some(controller) = self.0.take() {
            controller.abort();
        }
    }
}

/// Has a model speak; `None` when it gives no reply.
pub async fn converse(
    env: &Env,
    engine: Engine,
    dialogue: &mut Dialogue,
    scene: &impl Scene,
) -> Option<Said> {
    let deadline = clock::now() + IN_ALL;
    let mut exchange: Option<Exchange> = None;
    let mut effects = dialogue.begin();
    loop {
        let mut next = None;
        for effect in effects {
            match effect {
                Effect::Restart => scene.restart(),
                Effect::Show(text) => scene.show(&text),
                Effect::Done(said) => return Some(said),
                Effect::Fail => return None,
                Effect::Ask | Effect::Look { .. } | Effect::Read | Effect::Wait(_) => next = Some(effect),
            }
        }
        effects = match next? {
            Effect::Ask => {
                exchange = None;
                match within(PATIENCE, deadline, ask(env, engine, dialogue.prompt())).await {
                    Some(Ok(Answered::Stream(begun))) => {
                        exchange = Some(begun);
                        dialogue.handle(Event::Answered { status: 200, retry_after: None })
                    }
                    Some(Ok(Answered::Status(status, retry_after))) => {
                        dialogue.handle(Event::Answered { status, retry_after })
                    }
                    Some(Err(_)) | None => dialogue.handle(Event::Lost),
                }
            }
            Effect::Read => {
                let chunk = match exchange.as_mut() {
                    Some(exchange) => within(SILENCE, deadline, exchange.stream.next()).await,
                    None => None,
                };
                match chunk {
                    Some(Some(Ok(bytes))) => dialogue.handle(Event::Bytes(&bytes)),
                    Some(None) => dialogue.handle(Event::Ended),
                    Some(Some(Err(_))) | None => dialogue.handle(Event::Lost),
                }
            }
            Effect::Look { number, contact } => {
                exchange = None;
                let disclosure = scene.look(&number, contact.as_deref()).await;
                dialogue.handle(Event::Looked(disclosure))
            }
            Effect::Wait(pause) => {
                exchange = None;
                Delay::from(pause).await;
                dialogue.handle(Event::Waited)
            }
            Effect::Done(_) | Effect::Fail | Effect::Restart | Effect::Show(_) => return None,
        };
    }
}

/// What comes of something within a time, and before the deadline of all.
async fn within<T>(patience: Duration, deadline: Timestamp, what: impl Future<Output = T>) -> Option<T> {
    let left = u64::try_from(deadline.as_millis() - clock::now().as_millis()).unwrap_or(0);
    let patience = patience.min(Duration::from_millis(left));
    match select(pin!(what), pin!(Delay::from(patience))).await {
        Either::Left((outcome, _)) => Some(outcome),
        Either::Right(_) => None,
    }
}

enum Answered {
    Status(u16, Option<Duration>),
    Stream(Exchange),
}

async fn ask(env: &Env, engine: Engine, prompt: &Prompt) -> Result<Answered, Failure> {
    match engine {
        Engine::OpenAi => ask_open_ai(env, prompt).await,
        Engine::WorkersAi => ask_workers_ai(env, prompt).await,
        Engine::Embedded => Err(Failure::fault("the embedded engine is not asked over the wire")),
    }
}

/// Of a refusal only the status is read: its words may repeat the key.
async fn ask_open_ai(env: &Env, prompt: &Prompt) -> Result<Answered, Failure> {
    let service =
        config::open_ai(env).ok_or_else(|| Failure::fault("no OpenAI-compatible service is configured"))?;
    let headers = Headers::new();
    headers.set("authorization", &service.key.bearer())?;
    headers.set("content-type", "application/json")?;
    headers.set("accept", "text/event-stream")?;
    let mut init = RequestInit::new();
    init.with_method(Method::Post)
        .with_headers(headers)
        .with_redirect(RequestRedirect::Manual)
        .with_body(Some(JsValue::from_str(&prompt.body(Some(&service.model)).to_string())));
    let request = Request::new_with_init(&[&service.base_url, "/chat/completions"].concat(), &init)?;
    let controller = AbortController::default();
    let signal = controller.signal();
    let abort = Abort(Some(controller));
    let mut response = Fetch::Request(request).send_with_signal(&signal).await?;
    let status = response.status_code();
    if status != 200 {
        let seconds = response.headers().get("retry-after")?.and_then(|seconds| seconds.parse().ok());
        return Ok(Answered::Status(status, seconds.map(Duration::from_secs)));
    }
    Ok(Answered::Stream(Exchange { stream: response.stream()?, _abort: abort }))
}

/// By hand: the typed binding hands JSON objects over as `Map`s, which the service does not read.
async fn ask_workers_ai(env: &Env, prompt: &Prompt) -> Result<Answered, Failure> {
    let model = config::workers_ai(env).ok_or_else(|| Failure::fault("Workers AI is not configured"))?;
    let failed = |_| Failure::fault("Workers AI did not answer");
    let binding = Reflect::get(env.as_ref(), &"AI".into()).map_err(failed)?;
    let run: Function = Reflect::get(&binding, &"run".into()).map_err(failed)?.dyn_into().map_err(failed)?;
    let body = JSON::parse(&prompt.body(None).to_string()).map_err(failed)?;
    // Not `run.call`: a binding may be a service whose every property is a call of its own.
    let answer = Reflect::apply(&run, &binding, &Array::of2(&model.into(), &body)).map_err(failed)?;
    let stream = JsFuture::from(Promise::resolve(&answer)).await.map_err(failed)?;
    let stream = stream.dyn_into::<web_sys::ReadableStream>().map_err(failed)?;
    let mut response = worker::ResponseBuilder::new().stream(stream);
    Ok(Answered::Stream(Exchange { stream: response.stream()?, _abort: Abort(None) }))
}
