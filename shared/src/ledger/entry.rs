//! The lines of a ledger.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::account::{self, Period, Terms};
use crate::id::{ConversationId, MerchantId};
use crate::receipt::Receipt;
use crate::time::Timestamp;

/// One line: numbered from 1, never earlier than the one before.
///
/// Stored as JSON, to the byte: a field may be added with a default, none may change its meaning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Row {
    pub seq: u64,
    pub at: Timestamp,
    pub entry: Entry,
}

/// What a line says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Entry {
    /// An order, a setting, a month's opening, an alert.
    Account(account::Event),
    /// The merchant contests a count.
    Contested {
        conversation: ConversationId,
        reason: String,
        /// Who did, as they sign in.
        by: String,
    },
    /// A count is taken back; `period` is the month that it leaves.
    Credited { conversation: ConversationId, period: Period, ground: Ground, note: String },
    /// The first line.
    Opened { merchant: MerchantId, terms: Terms },
    /// How a conversation stands. `period` is the month it is counted in, on the one line that counts it.
    Posted { receipt: Box<Receipt>, period: Option<Period> },
    /// A contest was looked at, and the count stands.
    Upheld { conversation: ConversationId, note: String },
}

/// Who took a count back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Ground {
    /// The operator agreed with the merchant.
    Operator,
    /// The rules do not come to the count.
    Rules,
}

impl Entry {
    /// The conversation that it is about.
    pub fn conversation(&self) -> Option<&ConversationId> {
        match self {
            Self::Contested { conversation, .. }
            | Self::Credited { conversation, .. }
            | Self::Upheld { conversation, .. } => Some(conversation),
            Self::Posted { receipt, .. } => Some(&receipt.conversation),
            Self::Account(_) | Self::Opened { .. } => None,
        }
    }

    /// What it does to the account.
    pub(super) fn account_event(&self) -> Option<Cow<'_, account::Event>> {
        match self {
            Self::Account(event) => Some(Cow::Borrowed(event)),
            Self::Credited { period, .. } => Some(Cow::Owned(account::Event::Credited { period: *period })),
            Self::Posted { period: Some(period), .. } => {
                Some(Cow::Owned(account::Event::Counted { period: *period, conversations: 1 }))
            }
            Self::Contested { .. }
            | Self::Opened { .. }
            | Self::Posted { period: None, .. }
            | Self::Upheld { .. } => None,
        }
    }

    /// The month whose total it changes.
    pub const fn period(&self) -> Option<Period> {
        match self {
            Self::Credited { period, .. } => Some(*period),
            Self::Posted { period, .. } => *period,
            Self::Account(_) | Self::Contested { .. } | Self::Opened { .. } | Self::Upheld { .. } => None,
        }
    }
}
