//! Passwords are kept as argon2id hashes (19 MiB, 2 passes: OWASP's first choice for one lane).

use argon2::Argon2;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};

use crate::clock;
use crate::failure::Failure;

/// The hash to keep of a password, as a PHC string with its own salt.
///
/// # Errors
/// A fault of ours.
pub fn hash(password: &str) -> Result<String, Failure> {
    let salt = SaltString::encode_b64(&clock::random::<16>()?).map_err(Failure::fault)?;
    Ok(Argon2::default().hash_password(password.as_bytes(), &salt).map_err(Failure::fault)?.to_string())
}

/// Whether `password` is the one that was hashed. Without a hash, the same work is done for nothing,
/// so that the time taken does not tell whether an account exists.
///
/// # Errors
/// A fault, when the kept hash cannot be read.
pub fn verify(password: &str, kept: Option<&str>) -> Result<bool, Failure> {
    let Some(kept) = kept else {
        hash(password)?;
        return Ok(false);
    };
    let kept = PasswordHash::new(kept).map_err(Failure::fault)?;
    Ok(Argon2::default().verify_password(password.as_bytes(), &kept).is_ok())
}
