//! The two things the core may not have: the time and randomness.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use lutin_shared::time::Timestamp;
use worker::Date;

use crate::failure::Failure;
use crate::probe;

/// The time of the last input or output, which is as precise as a Worker's clock gets.
pub fn now() -> Timestamp {
    let millis = i64::try_from(Date::now().as_millis()).unwrap_or(i64::MAX);
    Timestamp::from_millis(millis.saturating_add(probe::shift_millis()))
}

/// A number from 0 to 1 that spreads retries.
pub fn jitter() -> f32 {
    random::<1>().map_or(0.5, |[byte]| f32::from(byte) / 255.0)
}

/// `N` unpredictable bytes.
///
/// # Errors
/// A fault, when the platform has no randomness.
pub fn random<const N: usize>() -> Result<[u8; N], Failure> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| Failure::fault(format!("no randomness: {error}")))?;
    Ok(bytes)
}

/// An unguessable name of 22 characters (128 bits).
///
/// # Errors
/// A fault, when the platform has no randomness.
pub fn random_id() -> Result<String, Failure> {
    Ok(BASE64_URL_SAFE_NO_PAD.encode(random::<16>()?))
}
