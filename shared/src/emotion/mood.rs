//! The mood of a conversation, which one odd message does not turn.

use serde::{Deserialize, Serialize};

use super::{Emotion, Feeling};

/// Where a conversation stands. It moves at once for a clear feeling, and for a faint one only when it comes twice: an
/// agent's label must not flicker with every message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Mood {
    pub emotion: Emotion,
    /// What the last message felt like, when that was not enough to move.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leaning: Option<Emotion>,
}

impl Mood {
    /// A feeling as likely as this moves the mood alone.
    pub const CLEAR: f32 = 0.7;
    /// Leaving frustration or worry for neutral takes this: a shopper who was angry and now asks a plain question is
    /// still that shopper.
    pub const CALM: f32 = 0.9;

    /// The mood after one more message.
    #[must_use]
    pub fn after(self, feeling: &Feeling) -> Self {
        if feeling.emotion == self.emotion {
            return Self { leaning: None, ..self };
        }
        let is_upset = matches!(self.emotion, Emotion::Frustrated | Emotion::Worried);
        let enough = if is_upset && feeling.emotion == Emotion::Neutral { Self::CALM } else { Self::CLEAR };
        if feeling.score >= enough || self.leaning == Some(feeling.emotion) {
            Self { emotion: feeling.emotion, leaning: None }
        } else {
            Self { leaning: Some(feeling.emotion), ..self }
        }
    }
}
