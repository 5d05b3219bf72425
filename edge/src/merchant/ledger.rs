//! The receipts of the merchant's conversations, each revision once, and what they come to.

use lutin_shared::account::{Coverage, Period, TimeZone};
use lutin_shared::receipt::Receipt;
use lutin_shared::time::Timestamp;
use serde::Deserialize;
use worker::SqlStorage;

use super::settings::Settings;
use crate::failure::Failure;
use crate::objects::Posting;

#[derive(Deserialize)]
struct Row {
    receipt: String,
}

/// Adds a receipt. A revision that is known changes nothing, so a delivery may be repeated.
///
/// # Errors
/// A fault; the sender then delivers again.
pub fn post(sql: &SqlStorage, receipt: &Receipt, zone: &TimeZone) -> Result<(), Failure> {
    let conversation = receipt.conversation.to_string();
    let counted = "SELECT receipt FROM ledger WHERE conversation = ? AND period IS NOT NULL";
    let counted: Vec<Row> = sql.exec(counted, vec![conversation.as_str().into()])?.to_array()?;
    let period = receipt.period(zone).filter(|_| counted.is_empty());
    let insert = "INSERT INTO ledger (conversation, revision, period, receipt) VALUES (?, ?, ?, ?) \
                  ON CONFLICT (conversation, revision) DO NOTHING";
    let values = vec![
        conversation.into(),
        i64::from(receipt.revision).into(),
        period.map(|period| period.to_string()).into(),
        serde_json::to_string(receipt)?.into(),
    ];
    sql.exec(insert, values)?;
    Ok(())
}

/// What is known of a conversation; `None` when it is not the merchant's.
///
/// # Errors
/// A fault of the storage.
pub fn posting(sql: &SqlStorage, conversation: &str) -> Result<Option<Posting>, Failure> {
    #[derive(Deserialize)]
    struct Row {
        receipt: String,
        period: Option<String>,
    }
    let query = "SELECT receipt, period FROM ledger WHERE conversation = ? ORDER BY revision DESC";
    let rows: Vec<Row> = sql.exec(query, vec![conversation.into()])?.to_array()?;
    let Some(newest) = rows.first() else { return Ok(None) };
    let period = rows.iter().find_map(|row| row.period.clone());
    let period = period.map(|period| Period::try_from(period).map_err(Failure::fault)).transpose()?;
    Ok(Some(Posting { receipt: serde_json::from_str(&newest.receipt)?, period }))
}

/// The conversations that were last heard of, the newest first, each at its last revision.
///
/// # Errors
/// A fault of the storage.
pub fn newest(sql: &SqlStorage, most: u32) -> Result<Vec<Receipt>, Failure> {
    let query = "SELECT receipt FROM ledger AS one WHERE NOT EXISTS \
                 (SELECT 1 FROM ledger WHERE conversation = one.conversation AND revision > one.revision) \
                 ORDER BY id DESC LIMIT ?";
    let rows: Vec<Row> = sql.exec(query, vec![i64::from(most).into()])?.to_array()?;
    rows.iter().map(|row| Ok(serde_json::from_str(&row.receipt)?)).collect()
}

/// How the conversations of the month at `now` are covered.
///
/// # Errors
/// A fault of the storage.
pub fn coverage(sql: &SqlStorage, settings: &Settings, now: Timestamp) -> Result<Coverage, Failure> {
    #[derive(Deserialize)]
    struct Used {
        used: u32,
    }
    let query = "SELECT COUNT(*) AS used FROM ledger WHERE period = ?";
    let rows: Vec<Used> = sql.exec(query, vec![settings.period(now)?.to_string().into()])?.to_array()?;
    Ok(Coverage::of(rows.first().map_or(0, |row| row.used), settings.allowance()))
}
