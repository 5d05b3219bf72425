//! What a follow-up task is about, and how soon it must be done (R18).

use core::time::Duration;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::{
    reading::{Answer, Place, Sense, Traits, without},
    relatedness::Speaker,
};

/// The subject of the task that staff must do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Tag {
    /// Change, cancel, wrong or unsent items.
    Order,
    /// Shipping, late, lost or damaged in transit.
    Delivery,
    /// Return or exchange of goods.
    Return,
    /// Money to come back.
    Refund,
    /// Charges, methods, invoices.
    Payment,
    /// Information, stock, defects and safety in use.
    Product,
    /// Login, data, points, profile.
    Account,
    /// Conduct of staff or shop.
    Complaint,
    #[default]
    Other,
}

impl Tag {
    pub const ALL: [Self; 9] = [
        Self::Order,
        Self::Delivery,
        Self::Return,
        Self::Refund,
        Self::Payment,
        Self::Product,
        Self::Account,
        Self::Complaint,
        Self::Other,
    ];

    /// The word of the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Order => "order",
            Self::Delivery => "delivery",
            Self::Return => "return",
            Self::Refund => "refund",
            Self::Payment => "payment",
            Self::Product => "product",
            Self::Account => "account",
            Self::Complaint => "complaint",
            Self::Other => "other",
        }
    }
}

/// How soon, the first that applies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Priority {
    /// Legal threat, safety, fraud or double charge, an event within 24 to 48 hours.
    Urgent,
    /// Angry shopper, refund overdue, damaged or lost parcel.
    High,
    #[default]
    Normal,
    /// General information or feedback.
    Low,
}

impl Priority {
    pub const ALL: [Self; 4] = [Self::Urgent, Self::High, Self::Normal, Self::Low];

    /// How much opening time may pass before somebody has answered.
    pub const fn open_time(self) -> Duration {
        const HOUR: u64 = 60 * 60;
        Duration::from_secs(match self {
            Self::Urgent => HOUR,
            Self::High => 4 * HOUR,
            Self::Normal => 8 * HOUR,
            Self::Low => 16 * HOUR,
        })
    }

    /// The word of the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Urgent => "urgent",
            Self::High => "high",
            Self::Normal => "normal",
            Self::Low => "low",
        }
    }
}

/// A task's tag and priority.
#[derive(Clone, Debug, PartialEq)]
pub struct Triage {
    pub tag: Tag,
    pub priority: Priority,
    /// The words that made it urgent or high, or low: where in which message, counted from the first given. Without them
    /// the priority would be another. Empty when it is normal.
    pub evidence: Vec<Place>,
}

static TAGS: LazyLock<Sense<{ Tag::ALL.len() }>> = LazyLock::new(|| Sense::new(include_bytes!("tag.bin")));
static PRIORITIES: LazyLock<Sense<{ Priority::ALL.len() }>> =
    LazyLock::new(|| Sense::new(include_bytes!("priority.bin")));

/// What of a conversation is weighed: the shopper's own words. What the assistant says is our own, and says as much about
/// what it can do as about the matter.
pub fn traits<'a>(messages: impl IntoIterator<Item = (Speaker, &'a str)>) -> Traits {
    let own = messages.into_iter().filter(|(speaker, _)| *speaker == Speaker::Shopper);
    Traits::of_parts(own.map(|(_, text)| text))
}

/// The tag and the priority of the task that `messages`, oldest first, leave to staff.
pub fn triage<'a>(messages: impl IntoIterator<Item = (Speaker, &'a str)>) -> Triage {
    let own: Vec<(usize, &str)> = messages
        .into_iter()
        .enumerate()
        .filter(|(_, (speaker, _))| *speaker == Speaker::Shopper)
        .map(|(at, (_, text))| (at, text))
        .collect();
    let traits = Traits::of_parts(own.iter().map(|(_, text)| *text));
    let (tag, _) = TAGS.answer(&traits).best(1);
    let (best, _) = PRIORITIES.answer(&traits).best(1);
    let priority = Priority::ALL.get(best).copied().unwrap_or_default();
    let mut evidence = Vec::new();
    if priority != Priority::Normal {
        let is_best = |answer: &Answer<{ Priority::ALL.len() }>| answer.best(1).0 == best;
        let again = |words: &[Place]| {
            let left: Vec<String> =
                own.iter().enumerate().map(|(part, (_, text))| without(text, part, words)).collect();
            PRIORITIES.answer(&Traits::of_parts(left.iter().map(String::as_str)))
        };
        let words = PRIORITIES.evidence(&traits, |answer| answer.of(best..best + 1), is_best, again);
        evidence = words.into_iter().filter_map(|(part, range)| Some((own.get(part)?.0, range))).collect();
    }
    Triage { tag: Tag::ALL.get(tag).copied().unwrap_or_default(), priority, evidence }
}
