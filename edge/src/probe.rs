//! What tests and benchmarks need of the real runtime and nobody else may have: another time, and how much was
//! written. Compiled with the feature `probe` only; without it, these are nothing.

#[cfg(feature = "probe")]
pub use live::{answer, shift_millis, wrote};

#[cfg(not(feature = "probe"))]
pub const fn shift_millis() -> i64 {
    0
}

/// So many rows were written; an alarm that is set is one.
#[cfg(not(feature = "probe"))]
pub const fn wrote(_rows: usize) {}

#[cfg(feature = "probe")]
mod live {
    use core::sync::atomic::{AtomicI64, AtomicU64, Ordering};

    use serde::{Deserialize, Serialize};
    use worker::{Env, Method, Request, Response};

    use crate::failure::{self, Failure};
    use crate::objects::{MerchantStub, SessionStub};
    use crate::routes::{MAX_BODY_BYTES, body, malformed};

    /// Local workerd runs every object of a Worker in one isolate: what is counted here is all of them.
    static ROWS: AtomicU64 = AtomicU64::new(0);
    static SHIFT_MILLIS: AtomicI64 = AtomicI64::new(0);

    #[derive(Debug, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Probe {
        rows_written: u64,
        /// How far ahead of the real time the clock is.
        shift_millis: i64,
    }

    pub fn shift_millis() -> i64 {
        SHIFT_MILLIS.load(Ordering::Relaxed)
    }

    pub fn wrote(rows: usize) {
        ROWS.fetch_add(rows as u64, Ordering::Relaxed);
    }

    /// `GET /api/probe` tells, `PUT /api/probe` sets, `POST /api/probe/ring/{session}` rings a session's alarm,
    /// `POST /api/probe/receipts/{merchant}` delivers a receipt as a session does.
    ///
    /// # Errors
    /// What cannot be read.
    pub async fn answer(mut request: Request, env: &Env, rest: &[&str]) -> Result<Response, Failure> {
        if let ["ring", session] = rest {
            return SessionStub::of(env, &session.parse().map_err(malformed)?)?.ring().await;
        }
        if let ["receipts", merchant] = rest {
            let merchant = MerchantStub::of(env, &merchant.parse().map_err(malformed)?)?;
            merchant.post_text(request.text().await?).await?;
            return Ok(failure::json(200, &())?);
        }
        if request.method() == Method::Put {
            let wanted: Probe = body(&mut request, MAX_BODY_BYTES).await?;
            ROWS.store(wanted.rows_written, Ordering::Relaxed);
            SHIFT_MILLIS.store(wanted.shift_millis, Ordering::Relaxed);
        }
        let probe = Probe { rows_written: ROWS.load(Ordering::Relaxed), shift_millis: shift_millis() };
        Ok(failure::json(200, &probe)?)
    }
}
