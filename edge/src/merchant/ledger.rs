//! The ledger in SQLite: rows that are only ever added, all of one decision in one statement.

use core::cell::RefCell;

use lutin_shared::account;
use lutin_shared::api::ChainLink;
use lutin_shared::id::ConversationId;
use lutin_shared::ledger::{Command, Dossier, Entry, Ledger, Row, Sealed};
use lutin_shared::receipt::{Receipt, Texts};
use lutin_shared::refusal::Refusal;
use lutin_shared::time::Timestamp;
use serde::{Deserialize, Serialize};

use super::settings::Settings;
use crate::failure::Failure;
use crate::objects::Posting;
use crate::sql::Sql;

/// How many rows a snapshot saves reading when the object wakes.
const SNAPSHOT_EVERY: u64 = 64;
/// Beyond every row: the largest number that a database of JavaScript's keeps whole.
const NO_ROW: u64 = (1 << 53) - 1;

/// A merchant's ledger: what is on disk, and the state that it comes to.
#[derive(Debug)]
pub struct Books {
    sql: Sql,
    /// `None` until the rows were read, and after a write that failed: the disk is asked again.
    ledger: RefCell<Option<Ledger>>,
}

/// A row as the table has it.
#[derive(Debug, Serialize)]
struct Record<'a> {
    seq: u64,
    kind: &'a str,
    conversation: Option<String>,
    opens: Option<String>,
    late: Option<String>,
    json: &'a str,
    hash: String,
    texts: Option<String>,
    before: Option<String>,
}

impl Books {
    pub fn new(sql: Sql) -> Self {
        Self { sql, ledger: RefCell::default() }
    }

    /// The ledger as its rows tell it. One without a row is opened with the terms of the settings.
    ///
    /// # Errors
    /// A fault of the storage.
    pub fn ledger(&self, settings: &Settings, now: Timestamp) -> Result<Ledger, Failure> {
        if let Some(ledger) = self.ledger.borrow().as_ref() {
            return Ok(ledger.clone());
        }
        let mut ledger = self.replay(settings)?;
        if ledger.account().is_none() {
            let entries = ledger.decide(Command::Open(settings.terms()?), &Dossier::default(), now)?;
            ledger = self.write(ledger, entries, now)?;
        }
        self.ledger.borrow_mut().replace(ledger.clone());
        Ok(ledger)
    }

    /// Decides a command about a conversation or none, and makes it so.
    ///
    /// # Errors
    /// A [`Refusal`], or a fault of the storage; whoever asked then asks again.
    pub fn obey(
        &self,
        settings: &Settings,
        command: Command,
        conversation: Option<&ConversationId>,
        now: Timestamp,
    ) -> Result<(), Failure> {
        let ledger = self.ledger(settings, now)?;
        let dossier = match conversation {
            None => Dossier::default(),
            Some(conversation) => self.dossier(conversation)?,
        };
        let entries = ledger.decide(command, &dossier, now)?;
        // Whatever fails from here on, what is in memory is not believed any more.
        self.ledger.borrow_mut().take();
        let ledger = self.write(ledger, entries, now)?;
        self.ledger.borrow_mut().replace(ledger);
        Ok(())
    }

    fn write(&self, mut ledger: Ledger, entries: Vec<Entry>, now: Timestamp) -> Result<Ledger, Failure> {
        if entries.is_empty() {
            return Ok(ledger);
        }
        let late = late(&ledger, &entries, now);
        let mut rows = Vec::new();
        for entry in entries {
            let before = match &entry {
                Entry::Account(account::Event::PeriodOpened { .. }) => {
                    Some(serde_json::to_string(&ledger.account())?)
                }
                _ => None,
            };
            let sealed = ledger.seal(entry, now)?;
            rows.push((sealed, before));
        }
        let opened = ledger.account().map(|account| account.period().to_string());
        let records = rows.iter().map(|(sealed, before)| {
            Record::of(sealed, opened.as_deref(), late.as_deref(), before.as_deref())
        });
        let records: Vec<Record<'_>> = records.collect::<Result<_, _>>()?;
        // One statement: all of a decision, or nothing of it.
        let insert = "INSERT INTO rows (seq, kind, conversation, opens, late, json, hash, texts, before) \
                      SELECT value ->> 'seq', value ->> 'kind', value ->> 'conversation', value ->> 'opens', \
                      value ->> 'late', value ->> 'json', value ->> 'hash', value ->> 'texts', value ->> 'before' \
                      FROM json_each(?)";
        self.sql.run(insert, vec![serde_json::to_string(&records)?.into()])?;
        let (before, after) = (ledger.head().seq - rows.len() as u64, ledger.head().seq);
        if before / SNAPSHOT_EVERY != after / SNAPSHOT_EVERY {
            let upsert = "INSERT INTO meta (name, value) VALUES ('ledger', ?) \
                          ON CONFLICT (name) DO UPDATE SET value = excluded.value";
            self.sql.run(upsert, vec![serde_json::to_string(&ledger)?.into()])?;
        }
        Ok(ledger)
    }

    fn replay(&self, settings: &Settings) -> Result<Ledger, Failure> {
        #[derive(Deserialize)]
        struct Meta {
            value: String,
        }
        #[derive(Deserialize)]
        struct Stored {
            json: String,
        }
        let snapshot: Vec<Meta> = self.sql.rows("SELECT value FROM meta WHERE name = 'ledger'", vec![])?;
        // One that another version of the code wrote costs reading all rows, and no more.
        let snapshot = snapshot.first().and_then(|snapshot| serde_json::from_str(&snapshot.value).ok());
        let mut ledger = snapshot.unwrap_or_else(|| Ledger::new(settings.profile.merchant.clone()));
        let seq = i64::try_from(ledger.head().seq).map_err(Failure::fault)?;
        let query = "SELECT json FROM rows WHERE seq > ? ORDER BY seq";
        for Stored { json } in self.sql.rows(query, vec![seq.into()])? {
            let row: Row = serde_json::from_str(&json)?;
            ledger.apply(&row, &json);
        }
        Ok(ledger)
    }

    /// What the ledger has of a conversation, and of the one before it.
    ///
    /// # Errors
    /// A fault of the storage.
    pub fn dossier(&self, conversation: &ConversationId) -> Result<Dossier, Failure> {
        let mut dossier = self.dossier_before(conversation, NO_ROW)?;
        if let Some(before) = conversation.before() {
            dossier.before = self.dossier_before(&before, NO_ROW)?.receipt;
        }
        Ok(dossier)
    }

    /// What the rows before this one say of a conversation.
    ///
    /// # Errors
    /// A fault of the storage.
    pub fn dossier_before(&self, conversation: &ConversationId, seq: u64) -> Result<Dossier, Failure> {
        #[derive(Deserialize)]
        struct Stored {
            json: String,
        }
        let query = "SELECT json FROM rows WHERE conversation = ? AND seq < ? ORDER BY seq";
        let seq = i64::try_from(seq).map_err(Failure::fault)?;
        let rows: Vec<Stored> = self.sql.rows(query, vec![conversation.to_string().into(), seq.into()])?;
        let mut dossier = Dossier::default();
        for Stored { json } in &rows {
            dossier.apply(&serde_json::from_str(json)?);
        }
        Ok(dossier)
    }

    /// What is known of a conversation, with the row that says so last; `None` when it is not the merchant's.
    ///
    /// # Errors
    /// A fault of the storage.
    pub fn posting(&self, conversation: &ConversationId) -> Result<Option<Posting>, Failure> {
        #[derive(Deserialize)]
        struct Stored {
            seq: u64,
            hash: String,
            texts: Option<String>,
            previous: Option<String>,
        }
        let query = "SELECT seq, hash, texts, (SELECT hash FROM rows AS before WHERE before.seq = rows.seq - 1) \
                     AS previous FROM rows WHERE conversation = ? AND kind = 'posted' ORDER BY seq DESC LIMIT 1";
        let rows: Vec<Stored> = self.sql.rows(query, vec![conversation.to_string().into()])?;
        let dossier = self.dossier(conversation)?;
        let period = dossier.on_bill();
        let (Some(stored), Some(mut receipt)) = (rows.into_iter().next(), dossier.receipt) else {
            return Ok(None);
        };
        receipt.put_texts(texts(stored.texts.as_deref())?);
        let link = ChainLink { seq: stored.seq, hash: stored.hash, previous: stored.previous };
        Ok(Some(Posting { receipt, period, link, contest: dossier.contest }))
    }

    /// The conversations that were last heard of, the newest first.
    ///
    /// # Errors
    /// A fault of the storage.
    pub fn newest(&self, most: u32) -> Result<Vec<Posting>, Failure> {
        let query = "SELECT conversation FROM rows AS one WHERE kind = 'posted' AND NOT EXISTS (SELECT 1 FROM rows \
                     WHERE conversation = one.conversation AND kind = 'posted' AND seq > one.seq) \
                     ORDER BY seq DESC LIMIT ?";
        self.listed(query, i64::from(most))
    }

    /// The conversations whose contest is not decided, the oldest first.
    ///
    /// # Errors
    /// A fault of the storage.
    pub fn contested(&self, most: u32) -> Result<Vec<Posting>, Failure> {
        let query = "SELECT conversation FROM rows AS one WHERE kind = 'contested' AND NOT EXISTS (SELECT 1 FROM rows \
                     WHERE conversation = one.conversation AND kind IN ('credited', 'upheld')) ORDER BY seq LIMIT ?";
        self.listed(query, i64::from(most))
    }

    fn listed(&self, query: &str, most: i64) -> Result<Vec<Posting>, Failure> {
        #[derive(Deserialize)]
        struct Stored {
            conversation: String,
        }
        let rows: Vec<Stored> = self.sql.rows(query, vec![most.into()])?;
        let mut listed = Vec::new();
        for Stored { conversation } in rows {
            listed.extend(self.posting(&conversation.parse().map_err(Failure::fault)?)?);
        }
        Ok(listed)
    }
}

/// The month that was over and whose total these entries change all the same.
fn late(ledger: &Ledger, entries: &[Entry], now: Timestamp) -> Option<String> {
    let current = ledger.account()?.as_of(now.max(ledger.head().at)).period();
    entries.iter().find_map(Entry::period).filter(|period| *period < current).map(|period| period.to_string())
}

impl<'a> Record<'a> {
    fn of(
        sealed: &'a Sealed,
        opened: Option<&str>,
        late: Option<&str>,
        before: Option<&str>,
    ) -> Result<Self, Failure> {
        let entry = &sealed.row.entry;
        let opens = match entry {
            Entry::Account(account::Event::PeriodOpened { period, .. }) => Some(period.to_string()),
            Entry::Opened { .. } => opened.map(str::to_owned),
            _ => None,
        };
        let texts = (sealed.texts != Texts::default()).then(|| serde_json::to_string(&sealed.texts));
        Ok(Self {
            seq: sealed.row.seq,
            kind: kind(entry),
            conversation: entry.conversation().map(ToString::to_string),
            opens,
            late: late.map(str::to_owned),
            json: &sealed.json,
            hash: sealed.hash.to_hex(),
            texts: texts.transpose()?,
            before: before.map(str::to_owned),
        })
    }
}

/// What the table's queries tell rows apart by.
const fn kind(entry: &Entry) -> &'static str {
    match entry {
        Entry::Account(_) => "account",
        Entry::Contested { .. } => "contested",
        Entry::Credited { .. } => "credited",
        Entry::Opened { .. } => "opened",
        Entry::Posted { .. } => "posted",
        Entry::Upheld { .. } => "upheld",
    }
}

/// The texts that are stored beside a row.
///
/// # Errors
/// A fault, when they cannot be read.
pub fn texts(stored: Option<&str>) -> Result<Texts, Failure> {
    Ok(stored.map(serde_json::from_str).transpose()?.unwrap_or_default())
}

/// Takes a session's receipt in, once, however often it is delivered.
///
/// # Errors
/// A [`Refusal`], or a fault; the session then delivers again.
pub fn post(books: &Books, settings: &Settings, receipt: Receipt, now: Timestamp) -> Result<(), Failure> {
    if receipt.merchant != settings.profile.merchant {
        return Err(Refusal::UnfoundedReceipt.into());
    }
    let conversation = receipt.conversation.clone();
    books.obey(settings, Command::Post(Box::new(receipt)), Some(&conversation), now)
}
