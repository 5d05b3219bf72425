//! Recomputing a bill from its export: every verdict, every amount, every total and the chain.
//!
//! Rows are not believed. Each row that somebody caused (a receipt, an order, a contest) is turned back into the
//! command that caused it, the command is decided again by the same rules, and what the rules come to is compared
//! with the rows that follow, one by one. A receipt's verdict is decided again from its facts.

use std::collections::{BTreeMap, HashMap, VecDeque};

use serde::Deserialize;
use thiserror::Error;

use super::export::{End, FORMAT, Header, RowLine, Said};
use super::{Command, Contest, Dossier, Entry, Ground, Head, Ledger, Row};
use crate::account::{self, Event, Period, PlanChange, Statement};
use crate::conversation::{Fact, Unfounded};
use crate::digest::Digest;
use crate::id::{ConversationId, MerchantId};
use crate::receipt::Reason;
use crate::refusal::Refusal;

/// What an audit that found nothing wrong came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    pub merchant: MerchantId,
    /// The month that was exported; `None` when it was everything.
    pub period: Option<Period>,
    pub rows: u64,
    /// The head before the first row. Unless it is the ledger's start, it is taken as given, and so is the balance
    /// carried forward with it: the audit of the month before checks them.
    pub start: Head,
    pub end: Head,
    /// Conversations, by the reason of their last receipt.
    pub conversations: BTreeMap<Reason, u32>,
    /// Rows that count a conversation.
    pub counted: u32,
    pub credited: u32,
    /// Contests that the operator has not decided.
    pub open_contests: u32,
    /// Texts that were compared with their digests.
    pub texts: u32,
    pub statements: Vec<Statement>,
}

impl Report {
    /// Whether the rows begin with the ledger's first.
    pub const fn is_whole(&self) -> bool {
        self.start.seq == 0
    }
}

/// The first thing that is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("line {line}{}: {kind}", seq.map(|seq| format!(" (row {seq})")).unwrap_or_default())]
pub struct Disagreement {
    /// From 1.
    pub line: u64,
    /// The ledger's row, when the line has one.
    pub seq: Option<u64>,
    pub kind: Kind,
}

/// What can be wrong with an export.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Kind {
    #[error("the row was changed: its hash is not that of its bytes and of the row before")]
    Altered,
    #[error("the rules come to {expected} here")]
    Differs { expected: String },
    #[error("the export ends here with {stated}, its rows with {recomputed}")]
    Head { stated: Digest, recomputed: Digest },
    #[error("row {expected} was expected: one is missing, or they were moved")]
    OutOfOrder { expected: u64 },
    #[error("the rules refuse this row: {0}")]
    Refused(Refusal),
    #[error("the statement of {period} is not what the rows come to ({recomputed})")]
    Statement { period: Period, recomputed: String },
    #[error("the text of message {id} is not the one that was recorded")]
    Text { id: String },
    #[error("the row's time is before that of the row before it")]
    TimeRunsBack,
    #[error("the verdict does not hold: {0}")]
    Unfounded(Unfounded),
    #[error("nothing calls for this row")]
    Uncalled,
    #[error("the export is not complete: {expected} was expected here")]
    Unfinished { expected: String },
    #[error("cannot be read: {0}")]
    Unreadable(String),
}

/// Reads an export line by line. The lines may come as they arrive.
#[derive(Debug, Default)]
pub struct Auditor {
    /// Lines read.
    line: u64,
    books: Option<Books>,
    end: Option<End>,
}

/// What the lines read so far come to.
#[derive(Debug)]
struct Books {
    header: Header,
    ledger: Ledger,
    dossiers: HashMap<ConversationId, Dossier>,
    /// Rows that open months, until the row that caused them is read.
    openings: Vec<Located>,
    /// What must follow.
    expected: VecDeque<Entry>,
    report: Report,
}

/// A row and where it was read.
#[derive(Debug)]
struct Located {
    line: u64,
    row: Row,
    json: String,
}

impl Auditor {
    /// Reads one line; an empty one says nothing.
    ///
    /// # Errors
    /// [`Disagreement`]: the first thing that is wrong. Nothing after it can be judged.
    pub fn read(&mut self, text: &str) -> Result<(), Disagreement> {
        #[derive(Deserialize)]
        struct Tag {
            r#type: String,
        }
        self.line += 1;
        if text.trim().is_empty() {
            return Ok(());
        }
        let line = self.line;
        let at = |kind| Disagreement { line, seq: None, kind };
        let tag: Tag = parse(text).map_err(at)?;
        match (tag.r#type.as_str(), &mut self.books) {
            _ if self.end.is_some() => Err(at(unfinished("nothing after the line `end`"))),
            ("header", books @ None) => {
                *books = Some(Books::open(parse(text).map_err(at)?).map_err(at)?);
                Ok(())
            }
            ("row", Some(books)) => books.row(line, text),
            ("message", Some(books)) => books.message(&parse(text).map_err(at)?).map_err(at),
            ("end", Some(books)) => {
                let end: End = parse(text).map_err(at)?;
                books.end(line, &end)?;
                self.end = Some(end);
                Ok(())
            }
            (_, None) => Err(at(unfinished("the line `header`"))),
            (_, Some(_)) => Err(at(unfinished("a line `row`, `message` or `end`"))),
        }
    }

    /// # Errors
    /// [`Disagreement`], when the last line was not the export's end.
    pub fn finish(self) -> Result<Report, Disagreement> {
        let at = |kind| Disagreement { line: self.line + 1, seq: None, kind };
        match (self.books, self.end) {
            (Some(books), Some(_)) => Ok(books.report),
            (Some(_), None) => Err(at(unfinished("the line `end`"))),
            (None, _) => Err(at(unfinished("the line `header`"))),
        }
    }
}

/// Audits a whole export.
///
/// # Errors
/// [`Disagreement`]: the first thing that is wrong.
pub fn audit<'a>(lines: impl IntoIterator<Item = &'a str>) -> Result<Report, Disagreement> {
    let mut auditor = Auditor::default();
    for line in lines {
        auditor.read(line)?;
    }
    auditor.finish()
}

impl Books {
    fn open(header: Header) -> Result<Self, Kind> {
        if header.format != FORMAT {
            return Err(Kind::Unreadable(format!("this is format {}, {FORMAT} is read here", header.format)));
        }
        let ledger = match &header.account {
            None if header.head == Head::start(&header.merchant) => Ledger::new(header.merchant.clone()),
            None => {
                return Err(Kind::Unreadable("the account that the rows start from is missing".to_owned()));
            }
            Some(account) => Ledger::resume(header.merchant.clone(), header.head, account.clone()),
        };
        let carried = header.carried.iter();
        let dossiers = carried.map(|it| (it.conversation.clone(), it.dossier.clone())).collect();
        let report = Report {
            merchant: header.merchant.clone(),
            period: header.period,
            rows: 0,
            start: header.head,
            end: header.head,
            conversations: BTreeMap::new(),
            counted: 0,
            credited: 0,
            open_contests: 0,
            texts: 0,
            statements: Vec::new(),
        };
        Ok(Self { header, ledger, dossiers, openings: Vec::new(), expected: VecDeque::new(), report })
    }

    fn row(&mut self, line: u64, text: &str) -> Result<(), Disagreement> {
        let nowhere = |kind| Disagreement { line, seq: None, kind };
        let RowLine { row: raw, hash } = parse(text).map_err(nowhere)?;
        let located = Located { line, row: parse(raw.get()).map_err(nowhere)?, json: raw.get().to_owned() };
        self.link(&located, &hash)?;
        if let Some(expected) = self.expected.pop_front() {
            return self.agree(located, &expected);
        }
        match cause(&located.row.entry) {
            Some(command) => self.retrace(command, located),
            None if is_opening(&located.row.entry) => {
                self.openings.push(located);
                Ok(())
            }
            None => Err(located.wrong(Kind::Uncalled)),
        }
    }

    /// Whether the row is the next link of the chain.
    fn link(&self, located: &Located, hash: &str) -> Result<(), Disagreement> {
        let head = self.openings.iter().fold(self.ledger.head(), |head, it| head.after(&it.row, &it.json));
        let row = &located.row;
        if row.seq != head.seq + 1 {
            return Err(located.wrong(Kind::OutOfOrder { expected: head.seq + 1 }));
        }
        if head.after(row, &located.json).hash.to_hex() != *hash {
            return Err(located.wrong(Kind::Altered));
        }
        if row.at < head.at {
            return Err(located.wrong(Kind::TimeRunsBack));
        }
        Ok(())
    }

    /// Decides what caused the row once more, and compares: first the months that it opened, then the row.
    fn retrace(&mut self, command: Command, located: Located) -> Result<(), Disagreement> {
        let nothing = Dossier::default();
        let conversation = located.row.entry.conversation();
        let dossier = conversation.and_then(|it| self.dossiers.get(it)).unwrap_or(&nothing);
        if let Entry::Posted { receipt, .. } = &located.row.entry {
            receipt.check().map_err(|unfounded| located.wrong(Kind::Unfounded(unfounded)))?;
        }
        let decided = self.ledger.decide(command, dossier, located.row.at);
        self.expected = decided.map_err(|refusal| located.wrong(Kind::Refused(refusal)))?.into();
        let openings = core::mem::take(&mut self.openings);
        for located in openings.into_iter().chain([located]) {
            match self.expected.pop_front() {
                Some(expected) => self.agree(located, &expected)?,
                None => return Err(located.wrong(Kind::Uncalled)),
            }
        }
        Ok(())
    }

    /// Folds a row in, if it is the expected one.
    fn agree(&mut self, located: Located, expected: &Entry) -> Result<(), Disagreement> {
        let Located { row, json, .. } = &located;
        if row.entry != *expected {
            let expected = serde_json::to_string(expected).unwrap_or_default();
            return Err(located.wrong(Kind::Differs { expected }));
        }
        self.ledger.apply(row, json);
        if let Some(conversation) = row.entry.conversation() {
            self.dossiers.entry(conversation.clone()).or_default().apply(row);
        }
        let concerned = self.header.period.is_none() || row.entry.period() == self.header.period;
        match &row.entry {
            Entry::Posted { period: Some(_), .. } if concerned => self.report.counted += 1,
            Entry::Credited { .. } if concerned => self.report.credited += 1,
            _ => {}
        }
        self.report.rows += 1;
        Ok(())
    }

    fn message(&mut self, said: &Said) -> Result<(), Kind> {
        let receipt = self.dossiers.get(&said.conversation).and_then(|dossier| dossier.receipt.as_ref());
        let recorded = receipt.into_iter().flat_map(|receipt| &receipt.facts).find_map(|fact| match fact {
            Fact::Said { id, digest, .. } if *id == said.id => Some(*digest),
            _ => None,
        });
        if recorded != Some(Digest::of(&[said.text.as_bytes()])) {
            return Err(Kind::Text { id: said.id.to_string() });
        }
        self.report.texts += 1;
        Ok(())
    }

    fn end(&mut self, line: u64, end: &End) -> Result<(), Disagreement> {
        let at = |kind| Disagreement { line, seq: None, kind };
        if let Some(located) = self.openings.first() {
            return Err(located.wrong(Kind::Uncalled));
        }
        if let Some(expected) = self.expected.front() {
            let expected = serde_json::to_string(expected).unwrap_or_default();
            return Err(at(Kind::Unfinished { expected }));
        }
        let head = self.ledger.head();
        if end.head != head {
            return Err(at(Kind::Head { stated: end.head.hash, recomputed: head.hash }));
        }
        let periods: Vec<Period> = match (self.header.period, self.ledger.account()) {
            (Some(period), _) => vec![period],
            (None, account) => account.into_iter().flat_map(account::Account::periods).collect(),
        };
        let account = self.ledger.account();
        let mut stated = end.statements.iter();
        for period in periods {
            let recomputed = account.and_then(|account| account.statement(period));
            if stated.next() != recomputed.as_ref() {
                let recomputed = serde_json::to_string(&recomputed).unwrap_or_default();
                return Err(at(Kind::Statement { period, recomputed }));
            }
            self.report.statements.extend(recomputed);
        }
        if let Some(beyond) = stated.next() {
            return Err(at(Kind::Statement { period: beyond.period, recomputed: "nothing".to_owned() }));
        }
        self.report.end = head;
        self.sum_up();
        Ok(())
    }

    fn sum_up(&mut self) {
        for dossier in self.dossiers.values() {
            if let Some(receipt) = &dossier.receipt {
                *self.report.conversations.entry(receipt.reason).or_default() += 1;
            }
            if matches!(dossier.contest, Some(Contest::Open { .. })) {
                self.report.open_contests += 1;
            }
        }
    }
}

impl Located {
    fn wrong(&self, kind: Kind) -> Disagreement {
        Disagreement { line: self.line, seq: Some(self.row.seq), kind }
    }
}

fn is_opening(entry: &Entry) -> bool {
    matches!(entry, Entry::Account(Event::PeriodOpened { .. }))
}

/// The command behind a row; `None` for a row that only follows from another.
fn cause(entry: &Entry) -> Option<Command> {
    let account = |command| Some(Command::Account(command));
    match entry.clone() {
        Entry::Account(event) => match event {
            Event::CatalogueOffered { catalogue } => account(account::Command::Offer(catalogue)),
            Event::EnchantmentDisabled { enchantment } => account(account::Command::Disable(enchantment)),
            Event::EnchantmentEnabled { enchantment, .. } => account(account::Command::Enable(enchantment)),
            Event::PackBought { order, size, .. } => account(account::Command::BuyPack { order, size }),
            Event::PlanChanged {
                order,
                plan,
                change: PlanChange::Kept | PlanChange::Postponed | PlanChange::Upgraded { .. },
            } => account(account::Command::ChangePlan { order, plan }),
            Event::TimeZoneChanged { timezone } => account(account::Command::ChangeTimeZone(timezone)),
            Event::AlertRaised { .. }
            | Event::AlertResolved { .. }
            | Event::Counted { .. }
            | Event::Credited { .. }
            | Event::PeriodOpened { .. } => None,
        },
        Entry::Contested { conversation, reason, by } => Some(Command::Contest { conversation, reason, by }),
        Entry::Credited { ground: Ground::Rules, .. } => None,
        Entry::Credited { conversation, ground: Ground::Operator, note, .. } => {
            Some(Command::Judge { conversation, credit: true, note })
        }
        Entry::Opened { terms, .. } => Some(Command::Open(terms)),
        Entry::Posted { receipt, .. } => Some(Command::Post(receipt)),
        Entry::Upheld { conversation, note } => Some(Command::Judge { conversation, credit: false, note }),
    }
}

fn parse<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, Kind> {
    serde_json::from_str(text).map_err(|error| Kind::Unreadable(error.to_string()))
}

fn unfinished(expected: &str) -> Kind {
    Kind::Unfinished { expected: expected.to_owned() }
}
