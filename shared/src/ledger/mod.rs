//! The merchant's ledger: every count, order and credit as one line, each chained to the line before.
//!
//! [`Ledger::decide`] answers a command with entries and changes nothing; [`Ledger::seal`] makes the next row of
//! an entry and folds it in. The rows are the truth: whoever has them can run [`audit`] and come to the same
//! state, the same statements and the same chain. A row is never changed or removed; what was wrong is taken
//! back by a later one.

pub mod audit;
mod decide;
mod dossier;
mod entry;
pub mod export;

use serde::{Deserialize, Serialize};

use crate::account::{self, Account, Terms};
use crate::digest::Digest;
use crate::id::{ConversationId, MerchantId};
use crate::receipt::{Receipt, Texts};
use crate::time::Timestamp;

pub use dossier::{Contest, Dossier};
pub use entry::{Entry, Ground, Row};

/// The longest reason of a contest and the longest note of the operator, in characters.
pub const MAX_REASON_CHARS: usize = 1_000;

/// Something a shell tells a ledger. The moment comes beside it, and what the ledger has of the conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// An order, a setting: anything of the account but counting.
    Account(account::Command),
    /// The merchant holds that a conversation should not have been counted.
    Contest { conversation: ConversationId, reason: String, by: String },
    /// The operator decides over an open contest.
    Judge { conversation: ConversationId, credit: bool, note: String },
    /// The first command of every ledger; again, it changes nothing.
    Open(Terms),
    /// A session reports how a conversation stands.
    Post(Box<Receipt>),
    /// Opens the months that have begun unnoticed.
    Turn,
}

/// The end of the chain so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Head {
    /// The number of the last row; 0 before the first.
    pub seq: u64,
    pub hash: Digest,
    /// When the last row was written. The next one is never earlier.
    pub at: Timestamp,
}

/// The state of a ledger. Its JSON is a snapshot: it saves reading all rows, and means nothing beside them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Ledger {
    merchant: MerchantId,
    head: Head,
    /// `None` until the account is opened.
    account: Option<Account>,
}

/// A row as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    pub row: Row,
    /// The row's JSON, to the byte: what the chain is made of. Has no text that a shopper or the assistant wrote.
    pub json: String,
    /// Of the hash before and [`Sealed::json`].
    pub hash: Digest,
    /// The texts of the row, kept beside the chain.
    pub texts: Texts,
}

impl Head {
    /// Where every chain of this merchant begins.
    pub fn start(merchant: &MerchantId) -> Self {
        let hash = Digest::of(&[b"lutingenie ledger 1\n", merchant.as_str().as_bytes()]);
        Self { seq: 0, hash, at: Timestamp::default() }
    }

    /// The head after a row, whose JSON is given to the byte.
    #[must_use]
    pub fn after(&self, row: &Row, json: &str) -> Self {
        Self {
            seq: row.seq,
            hash: Digest::of(&[self.hash.to_hex().as_bytes(), b"\n", json.as_bytes()]),
            at: row.at,
        }
    }
}

impl Ledger {
    /// A ledger without a row.
    pub fn new(merchant: MerchantId) -> Self {
        let head = Head::start(&merchant);
        Self { merchant, head, account: None }
    }

    /// A ledger as it stands at this head with this account.
    pub fn resume(merchant: MerchantId, head: Head, account: Account) -> Self {
        Self { merchant, head, account: Some(account) }
    }

    pub fn merchant(&self) -> &MerchantId {
        &self.merchant
    }

    pub fn head(&self) -> Head {
        self.head
    }

    /// `None` before it is opened.
    pub fn account(&self) -> Option<&Account> {
        self.account.as_ref()
    }

    /// Makes the next row of an entry, and folds it in.
    ///
    /// # Errors
    /// When the entry has no JSON form, which no entry of ours has.
    pub fn seal(&mut self, mut entry: Entry, now: Timestamp) -> Result<Sealed, serde_json::Error> {
        let texts = match &mut entry {
            Entry::Posted { receipt, .. } => receipt.take_texts(),
            _ => Texts::default(),
        };
        let row = Row { seq: self.head.seq.saturating_add(1), at: self.time(now), entry };
        let json = serde_json::to_string(&row)?;
        self.apply(&row, &json);
        Ok(Sealed { row, json, hash: self.head.hash, texts })
    }

    /// Folds a row in, whose JSON is given to the byte. Total: a row that makes no sense here moves the chain only.
    pub fn apply(&mut self, row: &Row, json: &str) {
        self.head = self.head.after(row, json);
        match (&row.entry, &mut self.account) {
            (Entry::Opened { terms, .. }, account @ None) => {
                *account = Account::open(terms.clone(), row.at).ok();
            }
            (entry, Some(account)) => {
                if let Some(event) = entry.account_event() {
                    account.apply(&event, row.at);
                }
            }
            (_, None) => {}
        }
    }

    /// A clock that ran backwards stands still until it has caught up.
    fn time(&self, now: Timestamp) -> Timestamp {
        now.max(self.head.at)
    }
}

#[cfg(test)]
mod tests;
