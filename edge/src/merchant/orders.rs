//! The shop's orders: imported, or asked from the shop's own address; and who guesses at them too often.

use core::pin::pin;
use core::time::Duration;

use futures_util::StreamExt;
use futures_util::future::{Either, select};
use hmac::{Hmac, Mac};
use lutin_shared::api::OrderCheck;
use lutin_shared::assistant::{Disclosure, disclose};
use lutin_shared::order::Order;
use lutin_shared::time::Timestamp;
use serde::Deserialize;
use serde_json::json;
use sha2::Sha256;
use worker::wasm_bindgen::JsValue;
use worker::{
    AbortController, Delay, Fetch, Headers, Method, Request, RequestInit, RequestRedirect, console_warn,
};

use super::settings::Settings;
use crate::failure::Failure;
use crate::objects::{Lookup, Taught};
use crate::sql::Sql;

/// How long the shop's own address may take, and the most bytes of its answer.
const PATIENCE: Duration = Duration::from_secs(6);
const MAX_BYTES: usize = 32 * 1024;

/// So many wrong proofs lock an order's number for a day, for everybody.
const MAX_FAILURES: u32 = 10;
const LOCKED_FOR: Duration = Duration::from_secs(24 * 60 * 60);

/// Puts these in place of all before.
///
/// # Errors
/// A fault of the storage.
pub fn replace_all(sql: &Sql, orders: &[Order]) -> Result<(), Failure> {
    sql.run("DELETE FROM orders", vec![])?;
    import(sql, orders).map(|_| ())
}

/// Adds orders, and replaces those that are there.
///
/// # Errors
/// A fault of the storage.
pub fn import(sql: &Sql, orders: &[Order]) -> Result<Taught, Failure> {
    let before = count(sql)?;
    for order in orders {
        let values = vec![order.number.to_ascii_uppercase().into(), serde_json::to_string(order)?.into()];
        sql.run("INSERT OR REPLACE INTO orders (number, body) VALUES (?, ?)", values)?;
    }
    let added = count(sql)?.saturating_sub(before);
    let all = u32::try_from(orders.len()).unwrap_or(u32::MAX);
    Ok(Taught { added, replaced: all.saturating_sub(added) })
}

/// # Errors
/// A fault of the storage.
pub fn count(sql: &Sql) -> Result<u32, Failure> {
    #[derive(Deserialize)]
    struct Row {
        count: u32,
    }
    let rows: Vec<Row> = sql.rows("SELECT COUNT(*) AS count FROM orders", vec![])?;
    Ok(rows.first().map_or(0, |row| row.count))
}

/// What may be said of an order. A wrong proof is counted against its number, whether there is such an order or not.
///
/// # Errors
/// A fault of the storage.
pub async fn look_up(
    sql: &Sql,
    settings: &Settings,
    signing_secret: &str,
    lookup: &Lookup,
    now: Timestamp,
) -> Result<Disclosure, Failure> {
    let Lookup { number, proof } = lookup;
    let number = number.to_ascii_uppercase();
    let check = settings.order_check;
    if check == OrderCheck::EmailOrPostcode && proof.is_none() {
        return Ok(Disclosure::NeedsProof);
    }
    if is_locked(sql, &number, now)? {
        return Ok(Disclosure::Locked);
    }
    let Some(endpoint) = &settings.order_endpoint else {
        let disclosure = disclose(imported(sql, &number)?, check, proof.as_deref());
        if disclosure == Disclosure::Unknown && check == OrderCheck::EmailOrPostcode {
            count_guess(sql, &number, now)?;
        }
        return Ok(disclosure);
    };
    // Counted before the shop is asked, and taken back: others ask while it thinks.
    if check == OrderCheck::EmailOrPostcode {
        count_guess(sql, &number, now)?;
    }
    let disclosure = match ask(endpoint, signing_secret, &number, now).await {
        Ok(order) => disclose(order, check, proof.as_deref()),
        Err(failure) => {
            console_warn!("the shop's orders: {failure}");
            Disclosure::Away
        }
    };
    if disclosure != Disclosure::Unknown && check == OrderCheck::EmailOrPostcode {
        forgive_guess(sql, &number)?;
    }
    Ok(disclosure)
}

fn forgive_guess(sql: &Sql, number: &str) -> Result<(), Failure> {
    sql.run("UPDATE guesses SET failures = MAX(failures - 1, 0) WHERE number = ?", vec![number.into()])
}

fn imported(sql: &Sql, number: &str) -> Result<Option<Order>, Failure> {
    #[derive(Deserialize)]
    struct Row {
        body: String,
    }
    let rows: Vec<Row> = sql.rows("SELECT body FROM orders WHERE number = ?", vec![number.into()])?;
    rows.first().map(|row| Ok(serde_json::from_str(&row.body)?)).transpose()
}

#[derive(Deserialize)]
struct Guesses {
    failures: u32,
    since: i64,
}

fn guesses(sql: &Sql, number: &str, now: Timestamp) -> Result<u32, Failure> {
    let query = "SELECT failures, since FROM guesses WHERE number = ?";
    let rows: Vec<Guesses> = sql.rows(query, vec![number.into()])?;
    let recent = rows.first().filter(|guesses| now.since(Timestamp::from_millis(guesses.since)) < LOCKED_FOR);
    Ok(recent.map_or(0, |guesses| guesses.failures))
}

fn is_locked(sql: &Sql, number: &str, now: Timestamp) -> Result<bool, Failure> {
    Ok(guesses(sql, number, now)? >= MAX_FAILURES)
}

fn count_guess(sql: &Sql, number: &str, now: Timestamp) -> Result<(), Failure> {
    let failures = guesses(sql, number, now)?.saturating_add(1);
    let upsert = "INSERT INTO guesses (number, failures, since) VALUES (?, ?, ?) \
                  ON CONFLICT (number) DO UPDATE SET failures = excluded.failures, since = excluded.since";
    sql.run(upsert, vec![number.into(), i64::from(failures).into(), now.as_millis().into()])?;
    let over = now.as_millis() - i64::try_from(LOCKED_FOR.as_millis()).unwrap_or(i64::MAX);
    sql.run("DELETE FROM guesses WHERE since < ?", vec![over.into()])
}

/// Asks the shop's own address: `POST { "number" }`, signed. 404 means that there is no such order.
async fn ask(endpoint: &str, secret: &str, number: &str, now: Timestamp) -> Result<Option<Order>, Failure> {
    let body = json!({ "number": number }).to_string();
    let seconds = now.as_millis() / 1_000;
    let headers = Headers::new();
    headers.set("content-type", "application/json")?;
    headers.set("user-agent", "LutinGenie/1 (+orders)")?;
    headers.set("lutin-signature", &format!("t={seconds},v1={}", signature(secret, seconds, &body)?))?;
    let mut init = RequestInit::new();
    init.with_method(Method::Post)
        .with_headers(headers)
        .with_redirect(RequestRedirect::Manual)
        .with_body(Some(JsValue::from_str(&body)));
    let request = Request::new_with_init(endpoint, &init)?;
    let controller = AbortController::default();
    let signal = controller.signal();
    let answer = async {
        let mut response = Fetch::Request(request).send_with_signal(&signal).await?;
        let status = response.status_code();
        if status != 200 {
            return Ok((status, Vec::new()));
        }
        let (mut stream, mut bytes) = (response.stream()?, Vec::new());
        while let Some(chunk) = stream.next().await {
            bytes.extend_from_slice(&chunk?);
            if bytes.len() > MAX_BYTES {
                return Err(Failure::fault("an answer of more than 32 kB"));
            }
        }
        Ok::<_, Failure>((status, bytes))
    };
    let answer = match select(pin!(answer), pin!(Delay::from(PATIENCE))).await {
        Either::Left((answer, _)) => answer,
        Either::Right(_) => Err(Failure::fault("no answer in time")),
    };
    controller.abort();
    match answer? {
        (200, bytes) => {
            let order: Order = serde_json::from_slice(&bytes)
                .map_err(|error| Failure::fault(format!("no order: {error}")))?;
            // Another order than the one asked for is nobody's business.
            Ok(order.number.eq_ignore_ascii_case(number).then_some(order))
        }
        (404, _) => Ok(None),
        (status, _) => Err(Failure::fault(format!("status {status}"))),
    }
}

/// The HMAC-SHA-256, in hexadecimal, of the second and the body, joined by a full stop.
fn signature(secret: &str, seconds: i64, body: &str) -> Result<String, Failure> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).map_err(Failure::fault)?;
    mac.update(format!("{seconds}.{body}").as_bytes());
    Ok(mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect())
}
