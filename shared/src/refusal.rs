//! What the edge says no to, and how: a stable code for programs, a sentence for people.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A wish that is not granted, or bytes that cannot be read. Nothing has changed when one is given.
///
/// The codes are part of the protocol (`docs/protocol.md` lists each one, a test compares).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Error)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    #[error("this count was contested before, and the decision stands")]
    AlreadyJudged,
    #[error("this account was deactivated by the shop's owner")]
    Deactivated,
    #[error("the message is empty: write something first")]
    EmptyMessage,
    #[error("this session has expired: a new one starts with the next message")]
    ExpiredToken,
    #[error("this shop's assistant may not be shown on this site: the merchant has to allow its address")]
    ForbiddenOrigin,
    #[error("this is larger than what may be sent here: docs/protocol.md has the limits")]
    FrameTooLarge,
    #[error("nobody waits here any more: the conversation went on or is over")]
    Gone,
    #[error("this shop takes no images")]
    ImagesOff,
    #[error("who the shopper is was not signed by the shop, or does not hold now")]
    InvalidIdentity,
    #[error("this access token was not made here, or was changed on the way")]
    InvalidToken,
    #[error("this could not be read: see docs/protocol.md for what is expected")]
    Malformed,
    #[error("a message with this id was already received with other words: the first one stands")]
    MessageIdReused,
    #[error("the message has more than 4,000 characters: please send it in parts")]
    MessageTooLong,
    #[error("an access token is needed")]
    MissingToken,
    #[error("this conversation is not counted: there is nothing to take back")]
    NotCounted,
    #[error("there is nothing at this address")]
    NotFound,
    #[error("an order with this id was already placed for something else: the first one stands")]
    OrderIdReused,
    #[error("only an owner of the shop may do this")]
    OwnerOnly,
    #[error("this session has reached its limit of 2,000 messages: please start a new one")]
    SessionFull,
    #[error("please sign in")]
    SignedOut,
    #[error("this reply came too late: its question was already answered")]
    StaleTurn,
    #[error("a colleague has this conversation")]
    Taken,
    #[error("what this follows has not arrived here yet: try again in a moment")]
    TooEarly,
    #[error("too many attempts: please wait a few minutes")]
    TooManyAttempts,
    #[error("the rules do not come to this receipt on its facts")]
    UnfoundedReceipt,
    #[error("no shop has this name: check `data-merchant` in the tag")]
    UnknownMerchant,
    #[error("this is not in the catalogue, or the catalogue cannot be billed by")]
    UnknownOffer,
    #[error("only PNG, JPEG, WebP and GIF images are taken here")]
    UnsupportedImage,
    #[error("this version of the protocol is not spoken here: reload the page")]
    UnsupportedVersion,
    #[error("e-mail or password is wrong")]
    WrongCredentials,
}

impl Refusal {
    pub const ALL: [Self; 30] = [
        Self::AlreadyJudged,
        Self::Deactivated,
        Self::EmptyMessage,
        Self::ExpiredToken,
        Self::ForbiddenOrigin,
        Self::FrameTooLarge,
        Self::Gone,
        Self::ImagesOff,
        Self::InvalidIdentity,
        Self::InvalidToken,
        Self::Malformed,
        Self::MessageIdReused,
        Self::MessageTooLong,
        Self::MissingToken,
        Self::NotCounted,
        Self::NotFound,
        Self::OrderIdReused,
        Self::OwnerOnly,
        Self::SessionFull,
        Self::SignedOut,
        Self::StaleTurn,
        Self::Taken,
        Self::TooEarly,
        Self::TooManyAttempts,
        Self::UnfoundedReceipt,
        Self::UnknownMerchant,
        Self::UnknownOffer,
        Self::UnsupportedImage,
        Self::UnsupportedVersion,
        Self::WrongCredentials,
    ];

    /// The stable name of this refusal, as it travels.
    pub const fn code(self) -> &'static str {
        match self {
            Self::AlreadyJudged => "already_judged",
            Self::Deactivated => "deactivated",
            Self::EmptyMessage => "empty_message",
            Self::ExpiredToken => "expired_token",
            Self::ForbiddenOrigin => "forbidden_origin",
            Self::FrameTooLarge => "frame_too_large",
            Self::Gone => "gone",
            Self::ImagesOff => "images_off",
            Self::InvalidIdentity => "invalid_identity",
            Self::InvalidToken => "invalid_token",
            Self::Malformed => "malformed",
            Self::MessageIdReused => "message_id_reused",
            Self::MessageTooLong => "message_too_long",
            Self::MissingToken => "missing_token",
            Self::NotCounted => "not_counted",
            Self::NotFound => "not_found",
            Self::OrderIdReused => "order_id_reused",
            Self::OwnerOnly => "owner_only",
            Self::SessionFull => "session_full",
            Self::SignedOut => "signed_out",
            Self::StaleTurn => "stale_turn",
            Self::Taken => "taken",
            Self::TooEarly => "too_early",
            Self::TooManyAttempts => "too_many_attempts",
            Self::UnfoundedReceipt => "unfounded_receipt",
            Self::UnknownMerchant => "unknown_merchant",
            Self::UnknownOffer => "unknown_offer",
            Self::UnsupportedImage => "unsupported_image",
            Self::UnsupportedVersion => "unsupported_version",
            Self::WrongCredentials => "wrong_credentials",
        }
    }

    /// `None` for a code that this version does not know, `fault` among them.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|refusal| refusal.code() == code)
    }

    /// The HTTP status of an answer that refuses so.
    pub const fn status(self) -> u16 {
        match self {
            Self::Malformed | Self::UnsupportedVersion => 400,
            Self::ExpiredToken
            | Self::InvalidIdentity
            | Self::InvalidToken
            | Self::MissingToken
            | Self::SignedOut
            | Self::WrongCredentials => 401,
            Self::Deactivated | Self::ForbiddenOrigin | Self::ImagesOff | Self::OwnerOnly => 403,
            Self::NotFound | Self::UnknownMerchant => 404,
            Self::AlreadyJudged
            | Self::Gone
            | Self::MessageIdReused
            | Self::NotCounted
            | Self::OrderIdReused
            | Self::StaleTurn
            | Self::Taken => 409,
            Self::FrameTooLarge => 413,
            Self::UnsupportedImage => 415,
            Self::EmptyMessage | Self::MessageTooLong | Self::UnfoundedReceipt | Self::UnknownOffer => 422,
            Self::TooEarly => 425,
            Self::SessionFull | Self::TooManyAttempts => 429,
        }
    }

    /// Whether the same message sent again can never succeed.
    pub const fn condemns_message(self) -> bool {
        matches!(
            self,
            Self::EmptyMessage
                | Self::FrameTooLarge
                | Self::Malformed
                | Self::MessageIdReused
                | Self::MessageTooLong
                // The image that it names.
                | Self::NotFound
                | Self::SessionFull
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_what_travels() {
        for refusal in Refusal::ALL {
            assert_eq!(serde_json::to_string(&refusal).unwrap(), format!("\"{}\"", refusal.code()));
        }
    }

    #[test]
    fn every_code_is_documented() {
        let protocol = include_str!("../../docs/protocol.md");
        for refusal in Refusal::ALL {
            let row = format!("| `{}` | {} |", refusal.code(), refusal.status());
            assert!(protocol.contains(&row), "docs/protocol.md lacks a row that starts with {row}");
        }
    }
}
