//! What the operator configures: secrets and variables of the Worker.

use core::time::Duration;

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
