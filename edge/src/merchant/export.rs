//! The export of a ledger, page by page: what the Worker streams.

use lutin_shared::account::{Account, Period};
use lutin_shared::digest::Digest;
use lutin_shared::id::ConversationId;
use lutin_shared::ledger::export::{Carried, End, FORMAT, Header, row_line};
use lutin_shared::ledger::{Entry, Head, Ledger, Row};
use lutin_shared::refusal::Refusal;
use lutin_shared::time::Timestamp;
use serde::Deserialize;

use super::ledger::Books;
use super::settings::Settings;
use crate::failure::Failure;
use crate::objects::{ExportFrame, ExportPage, ExportedRow, Spoken};
use crate::sql::Sql;

/// Rows of a page. The longest ones, of 2,000 messages, have some 400 kB.
const PAGE_ROWS: i64 = 50;

/// What frames the rows of a month, or of everything: the first line, and the last as the rows between come to it.
///
/// # Errors
/// [`Refusal::NotFound`], when the account has no such month, or a fault of the storage.
pub fn frame(
    sql: &Sql,
    books: &Books,
    settings: &Settings,
    period: Option<Period>,
    now: Timestamp,
) -> Result<ExportFrame, Failure> {
    let newest = books.ledger(settings, now)?.head().seq;
    let (first, last) = match period {
        None => (1, newest),
        Some(period) => range(sql, newest, period)?,
    };
    let head = head_before(sql, settings, first)?;
    let account = account_before(sql, first)?;
    let merchant = settings.profile.merchant.clone();
    let mut ledger = match &account {
        None => Ledger::new(merchant.clone()),
        Some(account) => Ledger::resume(merchant.clone(), head, account.clone()),
    };
    fold(sql, &mut ledger, last)?;
    let carried = carried(sql, books, first, last)?;
    let header = Header { format: FORMAT, merchant, period, exported_at: now, head, account, carried };
    let account = ledger.account().ok_or(Refusal::UnknownMerchant)?;
    let statements = match period {
        Some(period) => account.statement(period).into_iter().collect(),
        None => account.periods().filter_map(|period| account.statement(period)).collect(),
    };
    let end = End { head: ledger.head(), account: account.digest(), statements };
    let after = first.saturating_sub(1);
    Ok(ExportFrame { header: header.line()?, end: end.line()?, after, until: last })
}

/// The rows of a month: from the one that opens it to the one before the next month, or to the last that changed
/// its total later, or that of a month before it, on which its packs depend.
fn range(sql: &Sql, newest: u64, period: Period) -> Result<(u64, u64), Failure> {
    const OPENED: &str = "SELECT MIN(seq) AS seq FROM rows WHERE opens = ?";
    #[derive(Deserialize)]
    struct Found {
        seq: Option<u64>,
    }
    let seq = |query, month: Period| -> Result<Option<u64>, Failure> {
        let rows: Vec<Found> = sql.rows(query, vec![month.to_string().into()])?;
        Ok(rows.first().and_then(|row| row.seq))
    };
    let first = seq(OPENED, period)?.ok_or(Refusal::NotFound)?;
    let next = seq(OPENED, period.next())?;
    // Months are written so that their texts stand in their order.
    let late = seq("SELECT MAX(seq) AS seq FROM rows WHERE late <= ?", period)?;
    let last = next.map_or(newest, |next| next.saturating_sub(1));
    Ok((first, last.max(late.unwrap_or(0))))
}

/// Folds the rows up to this one in.
fn fold(sql: &Sql, ledger: &mut Ledger, last: u64) -> Result<(), Failure> {
    #[derive(Deserialize)]
    struct Stored {
        json: String,
    }
    let query = "SELECT json FROM rows WHERE seq > ?1 AND seq <= ?2 ORDER BY seq LIMIT ?3";
    loop {
        let values = vec![number(ledger.head().seq)?.into(), number(last)?.into(), PAGE_ROWS.into()];
        let rows: Vec<Stored> = sql.rows(query, values)?;
        if rows.is_empty() {
            return Ok(());
        }
        for Stored { json } in &rows {
            ledger.apply(&serde_json::from_str(json)?, json);
        }
    }
}

fn head_before(sql: &Sql, settings: &Settings, seq: u64) -> Result<Head, Failure> {
    #[derive(Deserialize)]
    struct Stored {
        json: String,
        hash: String,
    }
    let before = number(seq.saturating_sub(1))?;
    let rows: Vec<Stored> = sql.rows("SELECT json, hash FROM rows WHERE seq = ?", vec![before.into()])?;
    match rows.into_iter().next() {
        None => Ok(Head::start(&settings.profile.merchant)),
        Some(Stored { json, hash }) => {
            let row: Row = serde_json::from_str(&json)?;
            Ok(Head { seq: row.seq, hash: Digest::try_from(hash).map_err(Failure::fault)?, at: row.at })
        }
    }
}

fn account_before(sql: &Sql, first: u64) -> Result<Option<Account>, Failure> {
    #[derive(Deserialize)]
    struct Stored {
        before: Option<String>,
    }
    let query = "SELECT before FROM rows WHERE seq = ?";
    let rows: Vec<Stored> = sql.rows(query, vec![number(first)?.into()])?;
    let before = rows.into_iter().next().and_then(|row| row.before);
    before.map(|account| Ok(serde_json::from_str(&account)?)).transpose()
}

/// What earlier rows say of the conversations that these rows are about, and of those before them.
fn carried(sql: &Sql, books: &Books, first: u64, last: u64) -> Result<Vec<Carried>, Failure> {
    #[derive(Deserialize)]
    struct Stored {
        conversation: String,
    }
    if first <= 1 {
        return Ok(Vec::new());
    }
    let query =
        "SELECT DISTINCT conversation FROM rows WHERE seq BETWEEN ? AND ? AND conversation IS NOT NULL";
    let mut carried = Vec::new();
    for stored in sql.rows::<Stored>(query, vec![number(first)?.into(), number(last)?.into()])? {
        let conversation: ConversationId = stored.conversation.parse().map_err(Failure::fault)?;
        for conversation in conversation.before().into_iter().chain([conversation]) {
            let dossier = books.dossier_before(&conversation, first)?;
            if dossier.receipt.is_some()
                && !carried.iter().any(|it: &Carried| it.conversation == conversation)
            {
                carried.push(Carried { conversation, dossier });
            }
        }
    }
    Ok(carried)
}

/// The rows after a place, up to another; with which messages belong behind them, if texts are asked for.
///
/// # Errors
/// A fault of the storage.
pub fn page(sql: &Sql, after: u64, until: u64, with_texts: bool) -> Result<ExportPage, Failure> {
    #[derive(Deserialize)]
    struct Stored {
        seq: u64,
        kind: String,
        json: String,
        hash: String,
        newest: u32,
    }
    let query = "SELECT seq, kind, json, hash, NOT EXISTS (SELECT 1 FROM rows WHERE kind = 'posted' AND \
                 conversation = one.conversation AND seq > one.seq AND seq <= ?2) AS newest \
                 FROM rows AS one WHERE seq > ?1 AND seq <= ?2 ORDER BY seq LIMIT ?3";
    let mut page = ExportPage { rows: Vec::new(), after };
    let values = vec![number(after)?.into(), number(until)?.into(), PAGE_ROWS.into()];
    for stored in sql.rows::<Stored>(query, values)? {
        let spoken = with_texts && stored.kind == "posted" && stored.newest == 1;
        let row: Option<Row> = spoken.then(|| serde_json::from_str(&stored.json)).transpose()?;
        let said = row.and_then(|row| match row.entry {
            Entry::Posted { receipt, .. } => {
                let messages = receipt.message_ids().cloned().collect();
                Some(Spoken { conversation: receipt.conversation.clone(), messages })
            }
            _ => None,
        });
        page.rows.push(ExportedRow { line: row_line(&stored.json, &stored.hash), said });
        page.after = stored.seq;
    }
    Ok(page)
}

fn number(seq: u64) -> Result<i64, Failure> {
    i64::try_from(seq).map_err(Failure::fault)
}
