//! Which entries a command comes to. Nothing changes here.

use super::{Command, Contest, Dossier, Entry, Ground, Ledger, MAX_REASON_CHARS};
use crate::account::{self, Account, Terms};
use crate::conversation::Unfounded;
use crate::id::ConversationId;
use crate::receipt::{Receipt, Verdict};
use crate::refusal::Refusal;
use crate::time::Timestamp;

impl Ledger {
    /// The entries that `command` comes to at `now`, in order; none when it changes nothing, like a receipt that
    /// was delivered before. `dossier` is what the ledger has of the conversation that the command names.
    ///
    /// # Errors
    /// A [`Refusal`]; the ledger is as it was.
    pub fn decide(&self, command: Command, dossier: &Dossier, now: Timestamp) -> Result<Vec<Entry>, Refusal> {
        let now = self.time(now);
        match (command, &self.account) {
            (Command::Open(terms), None) => self.open(terms, now),
            (Command::Open(_), Some(_)) => Ok(Vec::new()),
            (_, None) => Err(Refusal::UnknownMerchant),
            (Command::Account(command), Some(account)) => {
                Ok(account.decide(command, now)?.into_iter().map(Entry::Account).collect())
            }
            (Command::Contest { conversation, reason, by }, Some(account)) => {
                contest(account, dossier, Contested { conversation, reason, by }, now)
            }
            (Command::Judge { conversation, credit, note }, Some(account)) => {
                judge(account, dossier, conversation, credit, note, now)
            }
            (Command::Post(receipt), Some(account)) => self.post(account, dossier, *receipt, now),
            (Command::Turn, Some(account)) => {
                Ok(account.openings(now).into_iter().map(Entry::Account).collect())
            }
        }
    }

    fn open(&self, terms: Terms, now: Timestamp) -> Result<Vec<Entry>, Refusal> {
        Account::open(terms.clone(), now)?;
        Ok(vec![Entry::Opened { merchant: self.merchant.clone(), terms }])
    }

    fn post(
        &self,
        account: &Account,
        dossier: &Dossier,
        receipt: Receipt,
        now: Timestamp,
    ) -> Result<Vec<Entry>, Refusal> {
        if receipt.revision <= dossier.revision() {
            return Ok(Vec::new());
        }
        if receipt.merchant != self.merchant || receipt.check().is_err() {
            return Err(Refusal::UnfoundedReceipt);
        }
        if receipt.conversation.before().is_some() {
            match &dossier.before {
                Some(before) if receipt.follows(before) => {}
                Some(before) if before.ended_by.is_some() => return Err(Refusal::UnfoundedReceipt),
                // How the one before it ended has not arrived.
                Some(_) | None => return Err(Refusal::TooEarly),
            }
        }
        let reply = receipt.counted_by.as_ref().filter(|_| receipt.verdict == Verdict::Counted);
        let counts = reply.filter(|_| dossier.counted.is_none()).map(|reply| reply.at);
        let Some(at) = counts else {
            let mut entries: Vec<Entry> = account.openings(now).into_iter().map(Entry::Account).collect();
            entries.push(Entry::Posted { receipt: Box::new(receipt), period: None });
            return Ok(entries);
        };
        let events = account.decide(account::Command::Count { at, conversations: 1 }, now)?;
        let mut receipt = Some(Box::new(receipt));
        Ok(events
            .into_iter()
            .filter_map(|event| match event {
                account::Event::Counted { period, .. } => {
                    receipt.take().map(|receipt| Entry::Posted { receipt, period: Some(period) })
                }
                event => Some(Entry::Account(event)),
            })
            .collect())
    }
}

struct Contested {
    conversation: ConversationId,
    reason: String,
    by: String,
}

/// The rules look at it first; where they stand by the count, the operator decides.
fn contest(
    account: &Account,
    dossier: &Dossier,
    contested: Contested,
    now: Timestamp,
) -> Result<Vec<Entry>, Refusal> {
    let Contested { conversation, reason, by } = contested;
    let receipt = dossier.receipt.as_ref().ok_or(Refusal::NotFound)?;
    if reason.trim().is_empty() {
        return Err(Refusal::EmptyMessage);
    }
    if reason.chars().count() > MAX_REASON_CHARS {
        return Err(Refusal::MessageTooLong);
    }
    match &dossier.contest {
        None if dossier.counted.is_none() => return Err(Refusal::NotCounted),
        None => {}
        Some(Contest::Upheld { .. }) => return Err(Refusal::AlreadyJudged),
        Some(Contest::Open { .. } | Contest::Credited { .. }) => return Ok(Vec::new()),
    }
    let mut entries: Vec<Entry> = account.openings(now).into_iter().map(Entry::Account).collect();
    entries.push(Entry::Contested { conversation: conversation.clone(), reason, by });
    // A verdict of rules that this code does not have is not wrong for that: the operator decides.
    if receipt.check().is_err_and(|unfounded| !matches!(unfounded, Unfounded::Rules { .. })) {
        let credit = Credit { conversation, ground: Ground::Rules, note: String::new() };
        entries.extend(credit.entries(&account.as_of(now), dossier, now)?);
    }
    Ok(entries)
}

fn judge(
    account: &Account,
    dossier: &Dossier,
    conversation: ConversationId,
    credit: bool,
    note: String,
    now: Timestamp,
) -> Result<Vec<Entry>, Refusal> {
    if note.chars().count() > MAX_REASON_CHARS {
        return Err(Refusal::MessageTooLong);
    }
    match (&dossier.contest, credit) {
        (None, _) => Err(Refusal::NotFound),
        (Some(Contest::Credited { .. }), true) | (Some(Contest::Upheld { .. }), false) => Ok(Vec::new()),
        (Some(Contest::Credited { .. } | Contest::Upheld { .. }), _) => Err(Refusal::AlreadyJudged),
        (Some(Contest::Open { .. }), true) => {
            Credit { conversation, ground: Ground::Operator, note }.entries(account, dossier, now)
        }
        (Some(Contest::Open { .. }), false) => {
            let mut entries: Vec<Entry> = account.openings(now).into_iter().map(Entry::Account).collect();
            entries.push(Entry::Upheld { conversation, note });
            Ok(entries)
        }
    }
}

/// A count that is taken back.
struct Credit {
    conversation: ConversationId,
    ground: Ground,
    note: String,
}

impl Credit {
    fn entries(self, account: &Account, dossier: &Dossier, now: Timestamp) -> Result<Vec<Entry>, Refusal> {
        let period = dossier.on_bill().ok_or(Refusal::NotCounted)?;
        let events = account.decide(account::Command::Credit { period }, now)?;
        let Self { conversation, ground, note } = self;
        Ok(events
            .into_iter()
            .map(|event| match event {
                account::Event::Credited { period } => {
                    Entry::Credited { conversation: conversation.clone(), period, ground, note: note.clone() }
                }
                event => Entry::Account(event),
            })
            .collect())
    }
}
