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
    /// Where the rows begin. Unless that is the ledger's start, it is taken as given, with the balance that is carried
    /// forward: whoever has the export of the month before compares it ([`Report::follows`]).
    pub start: Seam,
    pub end: Seam,
    /// Where each month began in these rows.
    pub openings: BTreeMap<Period, Seam>,
    /// The month's conversations, by the reason of their last receipt.
    pub conversations: BTreeMap<Reason, u32>,
    /// Rows that count a conversation.
    pub counted: u32,
    pub credited: u32,
    /// Contests that the operator has not decided.
    pub open_contests: u32,
    /// Messages that the receipts speak of.
    pub messages: u32,
    /// Texts of theirs that were there, and compared with their digests.
    pub texts: u32,
    pub statements: Vec<Statement>,
}

/// A place between two rows: what a book of accounts carries forward.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seam {
    /// The head of the chain.
    pub head: Head,
    /// Of the account; `None` before it is opened.
    pub account: Option<Digest>,
}

impl Report {
    /// Whether the rows begin with the ledger's first.
    pub const fn is_whole(&self) -> bool {
        self.start.head.seq == 0
    }

    /// Whether these rows go on exactly where those of an earlier month lead; `None` when that cannot be told from
    /// the two, because a month is missing between them.
    pub fn follows(&self, earlier: &Self) -> Option<bool> {
        let opened = self.period.and_then(|period| earlier.openings.get(&period));
        let seam = opened.unwrap_or(&earlier.end);
        let meets = opened.is_some() || self.start.head.seq == earlier.end.head.seq;
        meets.then(|| self.merchant == earlier.merchant && self.start == *seam)
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
    #[error("the account carried forward is not the one that the rows before come to")]
    Balance,
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
        let at = |kind| Disagreement { line: self.line.saturating_add(1), seq: None, kind };
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
        let Header { format, merchant, period, head, account, carried, .. } = &header;
        if *format != FORMAT {
            return Err(Kind::Unreadable(format!("this is format {format}, {FORMAT} is read here")));
        }
        let starts = *head == Head::start(merchant) && carried.is_empty();
        let ledger = match (account, period) {
            (None, _) if starts => Ledger::new(merchant.clone()),
            // The row that opens the month says whether this is the account that it was opened with.
            (Some(account), Some(period)) if head.seq > 0 && account.period() < *period => {
                Ledger::resume(merchant.clone(), *head, account.clone())
            }
            _ => {
                let expected = "the ledger's start, or the account carried forward into the month";
                return Err(Kind::Unreadable(format!("header: {expected} was expected")));
            }
        };
        let dossiers = carried.iter().map(|it| (it.conversation.clone(), it.dossier.clone())).collect();
        let start = seam(&ledger);
        let report = Report {
            merchant: merchant.clone(),
            period: *period,
            rows: 0,
            start,
            end: start,
            openings: BTreeMap::new(),
            conversations: BTreeMap::new(),
            counted: 0,
            credited: 0,
            open_contests: 0,
            messages: 0,
            texts: 0,
            statements: Vec::new(),
        };
        Ok(Self { header, ledger, dossiers, expected: VecDeque::new(), report })
    }

    fn row(&mut self, line: u64, text: &str) -> Result<(), Disagreement> {
        let nowhere = |kind| Disagreement { line, seq: None, kind };
        let RowLine { row: raw, hash } =
            RowLine::parse(text).map_err(|expected| nowhere(Kind::Unreadable(expected)))?;
        let located = Located { line, row: parse(raw).map_err(nowhere)?, json: raw.to_owned() };
        self.link(&located, &hash)?;
        if let Some(expected) = self.expected.pop_front() {
            return self.agree(located, &expected);
        }
        match cause(&located.row.entry) {
            Some(command) => self.retrace(command, located),
            None => Err(located.wrong(Kind::Uncalled)),
        }
    }

    /// Whether the row is the next link of the chain.
    fn link(&self, located: &Located, hash: &str) -> Result<(), Disagreement> {
        let (head, row) = (self.ledger.head(), &located.row);
        let expected = head.seq.saturating_add(1);
        if row.seq != expected {
            return Err(located.wrong(Kind::OutOfOrder { expected }));
        }
        if head.after(row, &located.json).hash.to_hex() != *hash {
            return Err(located.wrong(Kind::Altered));
        }
        if row.at < head.at {
            return Err(located.wrong(Kind::TimeRunsBack));
        }
        Ok(())
    }

    /// Decides what caused the row once more, and compares.
    fn retrace(&mut self, command: Command, located: Located) -> Result<(), Disagreement> {
        if let Entry::Posted { receipt, .. } = &located.row.entry {
            receipt.check().map_err(|unfounded| located.wrong(Kind::Unfounded(unfounded)))?;
        }
        let dossier = self.dossier(located.row.entry.conversation());
        let decided = self.ledger.decide(command, &dossier, located.row.at);
        self.expected = decided.map_err(|refusal| located.wrong(Kind::Refused(refusal)))?.into();
        match self.expected.pop_front() {
            Some(expected) => self.agree(located, &expected),
            None => Err(located.wrong(Kind::Uncalled)),
        }
    }

    /// What the rows so far, and those before them, say of a conversation.
    fn dossier(&self, conversation: Option<&ConversationId>) -> Dossier {
        let of = |conversation: &ConversationId| self.dossiers.get(conversation);
        let mut dossier = conversation.and_then(of).cloned().unwrap_or_default();
        if let Some(before) = conversation.and_then(ConversationId::before).as_ref().and_then(of) {
            dossier.before.clone_from(&before.receipt);
        }
        dossier
    }

    /// Folds a row in, if it is the expected one.
    fn agree(&mut self, located: Located, expected: &Entry) -> Result<(), Disagreement> {
        let Located { row, json, .. } = &located;
        if row.entry != *expected {
            // The first row of a month's export is where the balance carried forward is looked at.
            let balance = self.report.rows == 0 && !self.report.is_whole();
            let expected = serde_json::to_string(expected).unwrap_or_default();
            let kind = if balance { Kind::Balance } else { Kind::Differs { expected } };
            return Err(located.wrong(kind));
        }
        if let Entry::Account(Event::PeriodOpened { period, .. }) = &row.entry {
            self.report.openings.insert(*period, seam(&self.ledger));
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
        // A month in which nothing happened ends where it began: the months after it are in their own exports.
        let later = |entry: &&Entry| {
            matches!(entry, Entry::Account(Event::PeriodOpened { period, .. }) if self.header.period < Some(*period))
                && self.header.period.is_some()
        };
        if let Some(expected) = self.expected.iter().find(|entry| !later(entry)) {
            let expected = serde_json::to_string(expected).unwrap_or_default();
            return Err(at(Kind::Unfinished { expected }));
        }
        let reached = seam(&self.ledger);
        if end.head != reached.head {
            return Err(at(Kind::Head { stated: end.head.hash, recomputed: reached.head.hash }));
        }
        if reached.account != Some(end.account) {
            return Err(at(Kind::Balance));
        }
        let account = self.ledger.account();
        let periods: Vec<Period> = match self.header.period {
            Some(period) => vec![period],
            None => account.into_iter().flat_map(account::Account::periods).collect(),
        };
        let mut stated = end.statements.iter();
        for period in periods {
            let recomputed = account.and_then(|account| account.statement(period));
            let Some(recomputed) = recomputed else {
                return Err(at(Kind::Unfinished { expected: format!("the row that opens {period}") }));
            };
            if stated.next() != Some(&recomputed) {
                let recomputed = serde_json::to_string(&recomputed).unwrap_or_default();
                return Err(at(Kind::Statement { period, recomputed }));
            }
            self.report.statements.push(recomputed);
        }
        if let Some(beyond) = stated.next() {
            return Err(at(Kind::Statement { period: beyond.period, recomputed: "nothing".to_owned() }));
        }
        self.report.end = reached;
        self.sum_up();
        Ok(())
    }

    /// Over the month's conversations: those counted in it, and those not counted that began in it.
    fn sum_up(&mut self) {
        let Some(account) = self.ledger.account() else { return };
        for dossier in self.dossiers.values() {
            let Some(receipt) = &dossier.receipt else { continue };
            let month = dossier.counted.unwrap_or_else(|| Period::of(receipt.started_at, account.timezone()));
            if self.header.period.is_some_and(|period| period != month) {
                continue;
            }
            *self.report.conversations.entry(receipt.reason).or_default() += 1;
            let messages = u32::try_from(receipt.message_ids().count()).unwrap_or(u32::MAX);
            self.report.messages = self.report.messages.saturating_add(messages);
            if matches!(dossier.contest, Some(Contest::Open { .. })) {
                self.report.open_contests += 1;
            }
        }
    }
}

fn seam(ledger: &Ledger) -> Seam {
    Seam { head: ledger.head(), account: ledger.account().map(account::Account::digest) }
}

impl Located {
    fn wrong(&self, kind: Kind) -> Disagreement {
        Disagreement { line: self.line, seq: Some(self.row.seq), kind }
    }
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
            | Event::Credited { .. } => None,
            // What else was decided at that moment finds the month open.
            Event::PeriodOpened { .. } => Some(Command::Turn),
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
