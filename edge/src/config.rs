//! What the operator configures: secrets and variables of the Worker.

use core::time::Duration;

use lutin_shared::conversation::Engine;
use worker::Env;

use crate::failure::Failure;

/// The key that session tokens are signed with.
///
/// # Errors
/// A fault that names the missing secret in the log.
pub fn token_key(env: &Env) -> Result<String, Failure> {
    secret(env, "TOKEN_SECRET")
}

/// Who presents this may create merchants.
///
/// # Errors
/// A fault that names the missing secret in the log.
pub fn operator_token(env: &Env) -> Result<String, Failure> {
    secret(env, "OPERATOR_TOKEN")
}

/// The pause between two streamed pieces of an embedded reply; zero sends it whole.
pub fn pace(env: &Env) -> Duration {
    const LONGEST: u64 = 2_000;
    let millis = env.var("ASSISTANT_PACE_MS").ok().and_then(|pace| pace.to_string().parse::<u64>().ok());
    Duration::from_millis(millis.unwrap_or(0).min(LONGEST))
}

/// Where an OpenAI-compatible service answers, and with which model.
#[derive(Clone, Debug)]
pub struct OpenAi {
    /// With no slash at its end.
    pub base_url: String,
    pub model: String,
    pub key: Key,
}

/// A secret of somebody else's service. Its words stay in here: it cannot be printed.
#[derive(Clone)]
pub struct Key(String);

impl Key {
    pub fn bearer(&self) -> String {
        ["Bearer ", &self.0].concat()
    }
}

impl core::fmt::Debug for Key {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Key")
    }
}

/// The OpenAI-compatible service; `None` when it is not configured whole.
pub fn open_ai(env: &Env) -> Option<OpenAi> {
    let base_url = variable(env, "ASSISTANT_BASE_URL")?.trim_end_matches('/').to_owned();
    let model = variable(env, "ASSISTANT_MODEL")?;
    let key = env.secret("ASSISTANT_KEY").ok().map(|key| key.to_string()).filter(|key| !key.is_empty())?;
    Some(OpenAi { base_url, model, key: Key(key) })
}

/// The model on Workers AI; `None` when it is not configured, or the Worker has no binding `AI`.
pub fn workers_ai(env: &Env) -> Option<String> {
    let model = variable(env, "WORKERS_AI_MODEL")?;
    let binding = worker::js_sys::Reflect::get(env.as_ref(), &"AI".into()).ok()?;
    binding.is_object().then_some(model)
}

/// The engines that can be asked; the embedded one always can.
pub fn engines(env: &Env) -> Vec<Engine> {
    let mut engines = vec![Engine::Embedded];
    engines.extend(open_ai(env).map(|_| Engine::OpenAi));
    engines.extend(workers_ai(env).map(|_| Engine::WorkersAi));
    engines
}

/// Whether shops' own addresses may be private ones, over HTTP: on a developer's machine and in tests.
pub fn allows_private_hosts(env: &Env) -> bool {
    variable(env, "FETCH_PRIVATE_HOSTS").is_some_and(|value| value == "true")
}

fn variable(env: &Env, name: &str) -> Option<String> {
    env.var(name).ok().map(|value| value.to_string()).filter(|value| !value.is_empty())
}

fn secret(env: &Env, name: &str) -> Result<String, Failure> {
    const SHORTEST: usize = 16;
    let value = env.secret(name).map(|secret| secret.to_string()).unwrap_or_default();
    if value.len() >= SHORTEST {
        Ok(value)
    } else {
        Err(Failure::fault(format!(
            "the secret {name} is not set, or shorter than {SHORTEST} characters: \
             `cargo xtask build` writes one for development into .dev.vars, \
             `npx wrangler secret put {name}` sets it in production"
        )))
    }
}
