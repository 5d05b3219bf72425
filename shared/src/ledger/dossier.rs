//! What a ledger has of one conversation.

use serde::{Deserialize, Serialize};

use super::{Entry, Ground, Row};
use crate::account::Period;
use crate::receipt::Receipt;
use crate::time::Timestamp;

/// The lines about one conversation, folded: what makes a second delivery, and a second credit, nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Dossier {
    /// At its highest revision, without texts; `None` when nothing was ever heard of it.
    pub receipt: Option<Receipt>,
    /// The month that it was counted in, even if the count was taken back since.
    pub counted: Option<Period>,
    pub contest: Option<Contest>,
    /// The last word on the session's conversation before this one, as far as the ledger has it.
    pub before: Option<Receipt>,
}

/// Where a contest stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "camelCase")]
pub enum Contest {
    /// The operator has not decided.
    Open { at: Timestamp, reason: String, by: String },
    /// The count was taken back.
    Credited {
        at: Timestamp,
        reason: String,
        by: String,
        ground: Ground,
        note: String,
        decided_at: Timestamp,
    },
    /// The count stands.
    Upheld { at: Timestamp, reason: String, by: String, note: String, decided_at: Timestamp },
}

impl Dossier {
    /// Folds in a row about this conversation.
    pub fn apply(&mut self, row: &Row) {
        match &row.entry {
            Entry::Contested { reason, by, .. } => {
                self.contest = Some(Contest::Open { at: row.at, reason: reason.clone(), by: by.clone() });
            }
            Entry::Credited { ground, note, .. } => {
                let (ground, note, decided_at) = (*ground, note.clone(), row.at);
                if let Some(Contest::Open { at, reason, by }) = self.contest.take() {
                    self.contest = Some(Contest::Credited { at, reason, by, ground, note, decided_at });
                }
            }
            Entry::Posted { receipt, period } => {
                self.receipt = Some(receipt.as_ref().clone());
                self.counted = self.counted.or(*period);
            }
            Entry::Upheld { note, .. } => {
                let (note, decided_at) = (note.clone(), row.at);
                if let Some(Contest::Open { at, reason, by }) = self.contest.take() {
                    self.contest = Some(Contest::Upheld { at, reason, by, note, decided_at });
                }
            }
            Entry::Account(_) | Entry::Opened { .. } => {}
        }
    }

    /// The revision of the newest receipt; 0 when there is none.
    pub fn revision(&self) -> u32 {
        self.receipt.as_ref().map_or(0, |receipt| receipt.revision)
    }

    /// The month on whose total the conversation stands now.
    pub fn on_bill(&self) -> Option<Period> {
        self.counted.filter(|_| !matches!(self.contest, Some(Contest::Credited { .. })))
    }
}
