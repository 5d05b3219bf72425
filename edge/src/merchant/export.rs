//! The export of a ledger, page by page: what the Worker streams.

use lutin_shared::account::Period;
use lutin_shared::digest::Digest;
use lutin_shared::ledger::export::{Carried, End, FORMAT, Header, row_line};
use lutin_shared::ledger::{Dossier, Entry, Head, Ledger, Row};
use lutin_shared::refusal::Refusal;
use lutin_shared::time::Timestamp;
use serde::Deserialize;

use super::ledger::texts;
use super::settings::Settings;
use crate::failure::Failure;
use crate::objects::{ExportFrame, ExportPage, ExportedRow, Spoken};
use crate::sql::Sql;

/// Rows of a page: a few hundred kilobytes.
const PAGE_ROWS: i64 = 200;

#[derive(Deserialize)]
struct Seq {
    seq: Option<u64>,
}

/// What frames the rows of a month, or of everything: the first line and the last.
///
/// # Errors
/// [`Refusal::NotFound`], when the account has no such month, or a fault of the storage.
pub fn frame(
    sql: &Sql,
    ledger: &Ledger,
    settings: &Settings,
    period: Option<Period>,
    now: Timestamp,
) -> Result<ExportFrame, Failure> {
    let (first, last) = match period {
        None => (1, ledger.head().seq),
        Some(period) => range(sql, ledger, period)?,
    };
    let header = Header {
        format: FORMAT,
        merchant: settings.profile.merchant.clone(),
        period,
        exported_at: now,
        head: head_before(sql, settings, first)?,
        account: account_before(sql, first)?,
        carried: carried(sql, first, last)?,
    };
    let account = ledger.account().ok_or(Refusal::UnknownMerchant)?;
    let statements = match period {
        Some(period) => account.statement(period).into_iter().collect(),
        None => account.periods().filter_map(|period| account.statement(period)).collect(),
    };
    let end = End { head: head_before(sql, settings, last + 1)?, statements };
    Ok(ExportFrame { header: header.line()?, end: end.line()?, after: first - 1, until: last })
}

/// The rows of a month: from the one that opens it to the one before the next month, or to the last that changed
/// its total later.
fn range(sql: &Sql, ledger: &Ledger, period: Period) -> Result<(u64, u64), Failure> {
    let seq = |query, month: Period| -> Result<Option<u64>, Failure> {
        let rows: Vec<Seq> = sql.rows(query, vec![month.to_string().into()])?;
        Ok(rows.first().and_then(|row| row.seq))
    };
    const OPENED: &str = "SELECT MIN(seq) AS seq FROM rows WHERE opens = ?";
    let first = seq(OPENED, period)?.ok_or(Refusal::NotFound)?;
    let next = seq(OPENED, period.next())?;
    let late = seq("SELECT MAX(seq) AS seq FROM rows WHERE late = ?", period)?;
    let last = next.map_or(ledger.head().seq, |next| next.saturating_sub(1));
    Ok((first, last.max(late.unwrap_or(0))))
}

fn head_before(sql: &Sql, settings: &Settings, seq: u64) -> Result<Head, Failure> {
    #[derive(Deserialize)]
    struct Stored {
        json: String,
        hash: String,
    }
    let before = i64::try_from(seq.saturating_sub(1)).map_err(Failure::fault)?;
    let rows: Vec<Stored> = sql.rows("SELECT json, hash FROM rows WHERE seq = ?", vec![before.into()])?;
    match rows.into_iter().next() {
        None => Ok(Head::start(&settings.profile.merchant)),
        Some(Stored { json, hash }) => {
            let row: Row = serde_json::from_str(&json)?;
            Ok(Head { seq: row.seq, hash: Digest::try_from(hash).map_err(Failure::fault)?, at: row.at })
        }
    }
}

fn account_before(sql: &Sql, first: u64) -> Result<Option<lutin_shared::account::Account>, Failure> {
    #[derive(Deserialize)]
    struct Stored {
        before: Option<String>,
    }
    let first = i64::try_from(first).map_err(Failure::fault)?;
    let rows: Vec<Stored> = sql.rows("SELECT before FROM rows WHERE seq = ?", vec![first.into()])?;
    let before = rows.into_iter().next().and_then(|row| row.before);
    before.map(|account| Ok(serde_json::from_str(&account)?)).transpose()
}

/// What earlier rows say of the conversations that these rows go on about.
fn carried(sql: &Sql, first: u64, last: u64) -> Result<Vec<Carried>, Failure> {
    #[derive(Deserialize)]
    struct Stored {
        conversation: String,
        json: String,
    }
    let query = "SELECT conversation, json FROM rows WHERE seq < ?1 AND conversation IN (SELECT conversation FROM rows \
                 AS one WHERE seq BETWEEN ?1 AND ?2 AND conversation IS NOT NULL AND EXISTS (SELECT 1 FROM rows AS old \
                 WHERE old.conversation = one.conversation AND old.seq < ?1)) ORDER BY conversation, seq";
    let range = vec![
        i64::try_from(first).map_err(Failure::fault)?.into(),
        i64::try_from(last).map_err(Failure::fault)?.into(),
    ];
    let mut carried: Vec<Carried> = Vec::new();
    for Stored { conversation, json } in sql.rows(query, range)? {
        let conversation = conversation.parse().map_err(Failure::fault)?;
        let row: Row = serde_json::from_str(&json)?;
        match carried.last_mut().filter(|last| last.conversation == conversation) {
            Some(last) => last.dossier.apply(&row),
            None => {
                let mut dossier = Dossier::default();
                dossier.apply(&row);
                carried.push(Carried { conversation, dossier });
            }
        }
    }
    Ok(carried)
}

/// The rows after a place, up to another; with texts, if they are asked for.
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
        texts: Option<String>,
        newest: u32,
    }
    let query = "SELECT seq, kind, json, hash, texts, NOT EXISTS (SELECT 1 FROM rows WHERE kind = 'posted' AND \
                 conversation = one.conversation AND seq > one.seq AND seq <= ?2) AS newest \
                 FROM rows AS one WHERE seq > ?1 AND seq <= ?2 ORDER BY seq LIMIT ?3";
    let values = vec![
        i64::try_from(after).map_err(Failure::fault)?.into(),
        i64::try_from(until).map_err(Failure::fault)?.into(),
        PAGE_ROWS.into(),
    ];
    let mut page = ExportPage { rows: Vec::new(), after };
    for stored in sql.rows::<Stored>(query, values)? {
        let kept = texts(stored.texts.as_deref())?;
        let posted = stored.kind == "posted" && with_texts;
        let line = row_line(&stored.json, &stored.hash, posted.then_some(&kept))?;
        let row: Option<Row> =
            (posted && stored.newest == 1).then(|| serde_json::from_str(&stored.json)).transpose()?;
        let said = row.and_then(|row| match row.entry {
            Entry::Posted { receipt, .. } => {
                let messages = receipt.message_ids().cloned().collect();
                Some(Spoken { conversation: receipt.conversation.clone(), messages })
            }
            _ => None,
        });
        page.rows.push(ExportedRow { line, said });
        page.after = stored.seq;
    }
    Ok(page)
}
