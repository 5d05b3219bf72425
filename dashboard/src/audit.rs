//! Recomputing a month in this browser, from nothing but its export.

use core::cell::RefCell;
use core::time::Duration;

use js_sys::{Promise, Reflect, Uint8Array};
use leptos::prelude::*;
use lutin_shared::account::Period;
use lutin_shared::ledger::audit::{Auditor, Disagreement, Kind, Report};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, ReadableStreamDefaultReader};

use crate::api::{self, Failure};

/// How many lines are judged before the page may draw.
const BREATHE_EVERY_LINES: u64 = 250;

/// Every line with a row begins so.
const ROW: &str = r#"{"type":"row","#;

/// Why there is no report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// The export was read, and something in it is wrong.
    Disagrees(Disagreement),
    /// The export was not had, or not whole.
    Failed(Failure),
}

impl From<Disagreement> for Flaw {
    fn from(disagreement: Disagreement) -> Self {
        Self::Disagrees(disagreement)
    }
}

impl From<Failure> for Flaw {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

/// Fetches a month of the ledger and judges it line by line, as the lines arrive. `on_rows` hears how many rows
/// were judged so far.
///
/// # Errors
/// [`Flaw`].
pub async fn run(period: Period, abort: &AbortController, on_rows: impl Fn(u64)) -> Result<Report, Flaw> {
    let patience = Patience::with(abort);
    let mut body = Body::of(period, abort).await?;
    let mut judged = Judged::default();
    while let Some(bytes) = body.next().await? {
        patience.renew();
        for line in judged.lines_of(bytes) {
            judged.read(&line)?;
            if judged.lines.is_multiple_of(BREATHE_EVERY_LINES) {
                on_rows(judged.rows);
                breathe().await;
            }
        }
    }
    if !judged.pending.is_empty() {
        let rest = core::mem::take(&mut judged.pending);
        judged.read(&rest)?;
    }
    on_rows(judged.rows);
    Ok(judged.auditor.finish()?)
}

#[derive(Default)]
struct Judged {
    auditor: Auditor,
    lines: u64,
    rows: u64,
    /// The beginning of a line whose end has not arrived.
    pending: Vec<u8>,
}

impl Judged {
    /// The lines that are whole with these bytes.
    fn lines_of(&mut self, bytes: Vec<u8>) -> Vec<Vec<u8>> {
        self.pending.extend(bytes);
        let end = self.pending.iter().rposition(|byte| *byte == b'\n');
        let Some(end) = end else { return Vec::new() };
        let rest = self.pending.split_off(end + 1);
        let mut whole = core::mem::replace(&mut self.pending, rest);
        whole.pop();
        whole.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect()
    }

    fn read(&mut self, line: &[u8]) -> Result<(), Disagreement> {
        self.lines += 1;
        let text = core::str::from_utf8(line).map_err(|error| Disagreement {
            line: self.lines,
            seq: None,
            kind: Kind::Unreadable(error.to_string()),
        })?;
        self.auditor.read(text)?;
        self.rows += u64::from(text.starts_with(ROW));
        Ok(())
    }
}

/// An export on its way.
struct Body(ReadableStreamDefaultReader);

impl Body {
    async fn of(period: Period, abort: &AbortController) -> Result<Self, Failure> {
        let response = api::export(period, &abort.signal()).await?;
        let stream = response.body().ok_or(Failure::Unreadable)?;
        Ok(Self(stream.get_reader().unchecked_into()))
    }

    /// The bytes that arrived; `None` after the last ones.
    async fn next(&mut self) -> Result<Option<Vec<u8>>, Failure> {
        let chunk = JsFuture::from(self.0.read()).await.map_err(|_| Failure::Network)?;
        let field = |name: &str| Reflect::get(&chunk, &JsValue::from_str(name)).unwrap_or_default();
        if field("done").is_truthy() {
            return Ok(None);
        }
        Ok(Some(Uint8Array::new(&field("value")).to_vec()))
    }
}

/// Ends a fetch from which nothing is heard any more.
struct Patience<'a> {
    abort: &'a AbortController,
    timer: RefCell<Option<TimeoutHandle>>,
}

impl<'a> Patience<'a> {
    fn with(abort: &'a AbortController) -> Self {
        let patience = Self { abort, timer: RefCell::default() };
        patience.renew();
        patience
    }

    fn renew(&self) {
        self.end();
        let abort = self.abort.clone();
        let for_so_long = Duration::from_millis(u64::from(api::PATIENCE_MS));
        // A browser that denies a timer waits for as long as the network does.
        self.timer.replace(set_timeout_with_handle(move || abort.abort(), for_so_long).ok());
    }

    fn end(&self) {
        if let Some(timer) = self.timer.take() {
            timer.clear();
        }
    }
}

impl Drop for Patience<'_> {
    fn drop(&mut self) {
        self.end();
    }
}

/// Lets the browser draw and hear clicks. A tab that nobody looks at has no need, and slow timers.
async fn breathe() {
    if document().hidden() {
        return;
    }
    let turn = Promise::new(&mut |resolve, _| {
        set_timeout(move || drop(resolve.call0(&JsValue::UNDEFINED)), Duration::ZERO);
    });
    // A promise that only waits is never refused.
    JsFuture::from(turn).await.ok();
}
