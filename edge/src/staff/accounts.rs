//! Staff accounts and sign-ins in D1.

use core::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use lutin_shared::api::{Me, Role, StaffDocument, StaffEntry};
use lutin_shared::id::{AgentId, MerchantId};
use lutin_shared::time::Timestamp;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use worker::wasm_bindgen::JsValue;
use worker::{D1Database, D1PreparedStatement, Env};

use crate::failure::Failure;
use crate::password;

/// Wrong passwords for one address before it is locked, and for how long the count runs.
const MOST_FAILURES: u32 = 10;
const LOCK: Duration = Duration::from_secs(15 * 60);

/// In bytes: what SMTP allows.
pub const LONGEST_EMAIL: usize = 254;
const SHORTEST_PASSWORD: usize = 12;
const MOST_STAFF: usize = 100;

/// A row of `staff`.
#[derive(Debug, Deserialize)]
pub struct Account {
    email: String,
    merchant: MerchantId,
    name: String,
    role: Role,
    pub password_hash: String,
    /// 1 or 0: SQLite has no other truth.
    is_active: u8,
}

impl Account {
    /// R16: whether they may sign in and take conversations.
    pub const fn is_active(&self) -> bool {
        self.is_active != 0
    }

    /// # Errors
    /// A fault.
    pub fn into_me(self) -> Result<Me, Failure> {
        let Self { email, merchant, name, role, .. } = self;
        Ok(Me { id: agent_id(&email)?, merchant, email, name, role })
    }
}

/// What colleagues and shoppers' sessions call somebody: always the same for an address, and not the address.
fn agent_id(email: &str) -> Result<AgentId, Failure> {
    const CHARS: usize = 22;
    let digest = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(email.as_bytes()));
    digest.chars().take(CHARS).collect::<String>().parse().map_err(Failure::fault)
}

/// The merchant's people, by name.
///
/// # Errors
/// A fault.
pub async fn list(db: &D1Database, merchant: &MerchantId) -> Result<Vec<StaffEntry>, Failure> {
    let sql = "SELECT email, merchant, name, role, password_hash, is_active FROM staff WHERE merchant = ?1 \
               ORDER BY name, email";
    let rows: Vec<Account> = bind(db, sql, &[merchant.as_str().into()])?.all().await?.results()?;
    let entry = |account: Account| {
        let is_active = account.is_active();
        let Me { id, email, name, role, .. } = account.into_me()?;
        Ok(StaffEntry { id, name, email, role, is_active })
    };
    rows.into_iter().map(entry).collect()
}

/// Switches an account on or off; whoever is off is signed out.
///
/// # Errors
/// A fault; then nothing has changed.
pub async fn switch(db: &D1Database, email: &str, is_active: bool) -> Result<(), Failure> {
    let flag = JsValue::from_f64(if is_active { 1.0 } else { 0.0 });
    let mut statements =
        vec![bind(db, "UPDATE staff SET is_active = ?2 WHERE email = ?1", &[email.into(), flag])?];
    if !is_active {
        statements.push(bind(db, "DELETE FROM sign_ins WHERE email = ?1", &[email.into()])?);
    }
    db.batch(statements).await?;
    Ok(())
}

/// An address as it is kept and compared.
pub fn normal(email: &str) -> String {
    email.trim().to_lowercase()
}

/// Whether these people can be the merchant's staff.
///
/// # Errors
/// What is wrong, and with whom; or a fault.
pub async fn check(env: &Env, merchant: &MerchantId, staff: &[StaffDocument]) -> Result<(), Failure> {
    let db = env.d1("DB")?;
    if staff.len() > MOST_STAFF {
        return Err(Failure::Malformed(format!("staff: at most {MOST_STAFF} people")));
    }
    for (index, person) in staff.iter().enumerate() {
        let wrong = |what: &str| Err(Failure::Malformed(format!("staff[{index}].{what}")));
        if !person.email.contains('@') || person.email.len() > LONGEST_EMAIL {
            return wrong("email: not an e-mail address");
        }
        if person.password.chars().count() < SHORTEST_PASSWORD {
            return wrong(&format!("password: at least {SHORTEST_PASSWORD} characters"));
        }
        let same = |other: &StaffDocument| normal(&other.email) == normal(&person.email);
        if staff.iter().filter(|other| same(other)).count() > 1 {
            return wrong("email: listed twice");
        }
        if find(&db, &normal(&person.email)).await?.is_some_and(|account| account.merchant != *merchant) {
            return wrong("email: signs in to another merchant already");
        }
    }
    Ok(())
}

/// Makes these people the merchant's staff, in place of those before, in one transaction.
/// Whoever is no longer listed, or has another password, is signed out; the answer is who that is.
///
/// # Errors
/// A fault; then nothing has changed.
pub async fn put(env: &Env, merchant: &MerchantId, staff: &[StaffDocument]) -> Result<Vec<AgentId>, Failure> {
    let db = env.d1("DB")?;
    let is_listed = |entry: &StaffEntry| staff.iter().any(|person| normal(&person.email) == entry.email);
    let gone = list(&db, merchant).await?.into_iter().filter(|entry| !is_listed(entry));
    let mut signed_out: Vec<AgentId> = gone.map(|entry| entry.id).collect();
    let listed =
        serde_json::to_string(&staff.iter().map(|person| normal(&person.email)).collect::<Vec<_>>())?;
    let mut statements = Vec::new();
    for table in
        ["sign_ins WHERE email IN (SELECT email FROM staff WHERE merchant = ?1)", "staff WHERE merchant = ?1"]
    {
        let sql = format!("DELETE FROM {table} AND email NOT IN (SELECT value FROM json_each(?2))");
        statements.push(bind(&db, &sql, &[merchant.as_str().into(), listed.as_str().into()])?);
    }
    for person in staff {
        let sql = "INSERT INTO staff (email, merchant, name, role, password_hash) VALUES (?1, ?2, ?3, ?4, ?5) \
                   ON CONFLICT (email) DO UPDATE SET name = ?3, role = ?4, password_hash = ?5 WHERE merchant = ?2";
        let role = match person.role {
            Role::Agent => "agent",
            Role::Owner => "owner",
        };
        let email = normal(&person.email);
        let known = find(&db, &email).await?.map(|account| account.password_hash);
        let hash = match known {
            Some(known) if password::verify(&person.password, Some(&known))? => known,
            _ => {
                // Another password: whoever is signed in with the one before is not any more.
                signed_out.push(agent_id(&email)?);
                let sign_outs = "DELETE FROM sign_ins WHERE email = ?1";
                statements.push(bind(&db, sign_outs, &[email.as_str().into()])?);
                password::hash(&person.password)?
            }
        };
        let values = [email, merchant.to_string(), person.name.clone(), role.to_owned(), hash];
        statements.push(bind(&db, sql, &values.map(JsValue::from))?);
    }
    db.batch(statements).await?;
    Ok(signed_out)
}

/// # Errors
/// A fault.
pub async fn find(db: &D1Database, email: &str) -> Result<Option<Account>, Failure> {
    let sql = "SELECT email, merchant, name, role, password_hash, is_active FROM staff WHERE email = ?1";
    Ok(bind(db, sql, &[email.into()])?.first(None).await?)
}

/// Who is signed in with this token.
///
/// # Errors
/// A fault.
pub async fn signed_in(
    db: &D1Database,
    token_hash: &str,
    now: Timestamp,
) -> Result<Option<Account>, Failure> {
    let sql = "SELECT s.email, s.merchant, s.name, s.role, s.password_hash, s.is_active \
               FROM sign_ins i JOIN staff s ON s.email = i.email WHERE i.token_hash = ?1 AND i.expires_at > ?2";
    Ok(bind(db, sql, &[token_hash.into(), millis(now)])?.first(None).await?)
}

/// Keeps a new sign-in, forgets the address's wrong passwords, and sweeps what has expired.
///
/// # Errors
/// A fault.
pub async fn sign_in(
    db: &D1Database,
    email: &str,
    token_hash: &str,
    expires_at: Timestamp,
    now: Timestamp,
) -> Result<(), Failure> {
    let insert = "INSERT INTO sign_ins (token_hash, email, expires_at) VALUES (?1, ?2, ?3)";
    db.batch(vec![
        bind(db, insert, &[token_hash.into(), email.into(), millis(expires_at)])?,
        bind(
            db,
            "DELETE FROM wrong_passwords WHERE email = ?1 OR since <= ?2",
            &[email.into(), lapsed(now)],
        )?,
        bind(db, "DELETE FROM sign_ins WHERE expires_at <= ?1", &[millis(now)])?,
    ])
    .await?;
    Ok(())
}

/// # Errors
/// A fault.
pub async fn sign_out(db: &D1Database, token_hash: &str) -> Result<(), Failure> {
    bind(db, "DELETE FROM sign_ins WHERE token_hash = ?1", &[token_hash.into()])?.run().await?;
    Ok(())
}

/// Counts an attempt before its password is looked at, so that many at once are counted as many, and
/// says whether it may go on. A right password forgets the count.
///
/// # Errors
/// A fault.
pub async fn may_try(db: &D1Database, email: &str, now: Timestamp) -> Result<bool, Failure> {
    #[derive(Deserialize)]
    struct Row {
        failures: u32,
    }
    let sql = "INSERT INTO wrong_passwords (email, since, failures) VALUES (?1, ?2, 1) ON CONFLICT (email) DO UPDATE \
               SET failures = CASE WHEN since <= ?3 THEN 1 ELSE failures + 1 END, \
                   since = CASE WHEN since <= ?3 THEN ?2 ELSE since END RETURNING failures";
    let row: Option<Row> = bind(db, sql, &[email.into(), millis(now), lapsed(now)])?.first(None).await?;
    Ok(row.is_some_and(|row| row.failures <= MOST_FAILURES))
}

/// Attempts from before this moment are forgotten.
fn lapsed(now: Timestamp) -> JsValue {
    let lock = i64::try_from(LOCK.as_millis()).unwrap_or_default();
    millis(Timestamp::from_millis(now.as_millis() - lock))
}

fn bind(db: &D1Database, sql: &str, values: &[JsValue]) -> Result<D1PreparedStatement, Failure> {
    Ok(db.prepare(sql).bind(values)?)
}

/// A moment as D1 takes numbers: exact up to 2^53 ms, some 285,000 years.
fn millis(at: Timestamp) -> JsValue {
    JsValue::from_f64(at.as_millis() as f64)
}
