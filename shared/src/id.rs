//! Names of things. The shells make random ones; the core only checks and compares them.

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The most characters an id may have.
pub const MAX_ID_LEN: usize = 64;

/// An id that cannot be read: empty, too long, or with a character outside `A-Z a-z 0-9 _ -`.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("an id has 1 to {MAX_ID_LEN} characters among A-Z a-z 0-9 _ - (this one: {0:?})")]
pub struct InvalidId(String);

impl InvalidId {
    fn of(text: &str) -> Self {
        Self(text.chars().take(MAX_ID_LEN).collect())
    }
}

fn is_id(text: &str) -> bool {
    (1..=MAX_ID_LEN).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String")]
        pub struct $name(String);

        impl $name {
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                if is_id(text) { Ok(Self(text.to_owned())) } else { Err(InvalidId::of(text)) }
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;

            fn try_from(text: String) -> Result<Self, InvalidId> {
                if is_id(&text) { Ok(Self(text)) } else { Err(InvalidId::of(&text)) }
            }
        }
    };
}

id! {
    /// A shop's public name in the tag. An address, not a secret.
    MerchantId
}
id! {
    /// One shopper's session with one merchant. Whoever knows it still needs a token.
    SessionId
}
id! {
    /// One message, named by whoever wrote it, so that a retry can be told from a second message.
    MessageId
}

id! {
    /// Somebody who works for a shop, in its conversations.
    AgentId
}

id! {
    /// An article of a shop's knowledge. Its translations have the same one.
    ArticleId
}

id! {
    /// One Réponse Éclair of a shop.
    InstantId
}

id! {
    /// One order of a pack or of a plan, named by whoever places it: placed again, it is one order.
    OrderId
}

/// One conversation: the `ordinal`-th of its session, from 1. Written `session.ordinal`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct ConversationId {
    pub session: SessionId,
    pub ordinal: u32,
}

impl ConversationId {
    /// The conversation of the session before this one; `None` for the first.
    pub fn before(&self) -> Option<Self> {
        let ordinal = self.ordinal.checked_sub(1).filter(|ordinal| *ordinal > 0)?;
        Some(Self { session: self.session.clone(), ordinal })
    }
}

impl fmt::Display for ConversationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.session, self.ordinal)
    }
}

impl FromStr for ConversationId {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        let (session, ordinal) = text.split_once('.').ok_or_else(|| InvalidId::of(text))?;
        let ordinal: u32 = ordinal.parse().map_err(|_| InvalidId::of(text))?;
        Ok(Self { session: session.parse()?, ordinal })
    }
}

impl TryFrom<String> for ConversationId {
    type Error = InvalidId;

    fn try_from(text: String) -> Result<Self, InvalidId> {
        text.parse()
    }
}

impl From<ConversationId> for String {
    fn from(id: ConversationId) -> Self {
        id.to_string()
    }
}

/// An image that a shopper sent: `name` is unguessable, and whoever knows the whole may see the image. Written
/// `session.name`, which is also its key where it is stored, so that a session's images are found by what they begin with.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct ImageId {
    pub session: SessionId,
    pub name: ImageName,
}

id! {
    /// The part of an image's id that nobody can guess.
    ImageName
}

impl fmt::Display for ImageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.session, self.name)
    }
}

impl FromStr for ImageId {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        let (session, name) = text.split_once('.').ok_or_else(|| InvalidId::of(text))?;
        Ok(Self { session: session.parse()?, name: name.parse()? })
    }
}

impl TryFrom<String> for ImageId {
    type Error = InvalidId;

    fn try_from(text: String) -> Result<Self, InvalidId> {
        text.parse()
    }
}

impl From<ImageId> for String {
    fn from(id: ImageId) -> Self {
        id.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_short_and_plain() {
        let check = |text: &str, good: bool| assert_eq!(text.parse::<MerchantId>().is_ok(), good, "{text:?}");
        check("demo", true);
        check("a-B_9", true);
        check("", false);
        check("été", false);
        check("a b", false);
        check("a.b", false);
        check(&"x".repeat(MAX_ID_LEN), true);
        check(&"x".repeat(MAX_ID_LEN + 1), false);
    }

    #[test]
    fn an_image_id_names_its_session_and_is_no_path() {
        let id: ImageId = "abc.d-_1".parse().unwrap();
        assert_eq!(
            (id.session.as_str(), id.name.as_str(), id.to_string().as_str()),
            ("abc", "d-_1", "abc.d-_1")
        );
        for bad in ["abc", ".d", "abc.", "abc.d.e", "abc./d", "../abc.d", "a/b.c"] {
            assert!(bad.parse::<ImageId>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_conversation_id_survives_a_round_trip() {
        let id: ConversationId = "abc.12".parse().unwrap();
        assert_eq!((id.session.as_str(), id.ordinal), ("abc", 12));
        assert_eq!(id.to_string(), "abc.12");
        assert_eq!(
            (id.before().unwrap().ordinal, "abc.1".parse::<ConversationId>().unwrap().before()),
            (11, None)
        );
        assert!("abc".parse::<ConversationId>().is_err());
        assert!("abc.x".parse::<ConversationId>().is_err());
    }
}
