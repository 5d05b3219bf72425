//! Session tokens: claims sealed with an HMAC, checked before any object wakes.

use core::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use lutin_shared::conversation::Origin;
use lutin_shared::refusal::Refusal;
use lutin_shared::time::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use crate::failure::Failure;

/// How long a shopper may come back to a session.
pub const LIFETIME: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// What a token says of its bearer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Claims {
    #[serde(flatten)]
    pub origin: Origin,
    pub expires_at: Timestamp,
}

impl Claims {
    /// The token: `claims.mac`, both base64url, so that it fits a WebSocket subprotocol.
    ///
    /// # Errors
    /// A fault of ours.
    pub fn seal(&self, key: &str) -> Result<String, Failure> {
        let claims = BASE64_URL_SAFE_NO_PAD.encode(serde_json::to_vec(self)?);
        let mac = BASE64_URL_SAFE_NO_PAD.encode(keyed(key, &claims)?.finalize().into_bytes());
        Ok(format!("{claims}.{mac}"))
    }

    /// Reads a token that was sealed with `key`.
    ///
    /// # Errors
    /// [`Refusal::InvalidToken`] or [`Refusal::ExpiredToken`].
    pub fn open(token: &str, key: &str, now: Timestamp) -> Result<Self, Failure> {
        let (claims, mac) = token.split_once('.').ok_or(Refusal::InvalidToken)?;
        let mac = BASE64_URL_SAFE_NO_PAD.decode(mac).map_err(|_| Refusal::InvalidToken)?;
        // Compares in constant time.
        keyed(key, claims)?.verify_slice(&mac).map_err(|_| Refusal::InvalidToken)?;
        let claims = BASE64_URL_SAFE_NO_PAD.decode(claims).map_err(|_| Refusal::InvalidToken)?;
        let claims: Self = serde_json::from_slice(&claims).map_err(|_| Refusal::InvalidToken)?;
        if claims.expires_at <= now { Err(Refusal::ExpiredToken.into()) } else { Ok(claims) }
    }
}

/// The secret that one merchant shares with us, made of the Worker's own: nothing more to store, or to lose. We sign with it what
/// we ask of their shop, and they sign with it who their shoppers are. Neither can be taken for the other: what we sign begins
/// with a number, what they sign with the name of an algorithm.
///
/// # Errors
/// A fault.
pub fn signing_secret(key: &str, merchant: &str) -> Result<String, Failure> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).map_err(Failure::fault)?;
    mac.update(format!("orders of {merchant}").as_bytes());
    Ok(mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect())
}

fn keyed(key: &str, message: &str) -> Result<Hmac<Sha256>, Failure> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).map_err(Failure::fault)?;
    mac.update(b"lutin session token v1\n");
    mac.update(message.as_bytes());
    Ok(mac)
}
