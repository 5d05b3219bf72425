//! `GET /api/export`: the ledger as NDJSON, streamed page by page, so that no object and no request holds it whole.

use std::collections::{HashMap, VecDeque};

use futures_util::{StreamExt, TryStreamExt, stream};
use lutin_shared::account::Period;
use lutin_shared::id::MerchantId;
use lutin_shared::ledger::export::Said;
use lutin_shared::refusal::Refusal;
use worker::{Env, Request, Response, ResponseBuilder, console_error};

use crate::failure::Failure;
use crate::objects::{ExportFrame, ExportedRow, MerchantStub, SessionStub, Spoken, SpokenLine};
use crate::routes::malformed;
use crate::staff;

/// What remains of an export to be sent.
struct Export {
    env: Env,
    merchant: MerchantId,
    texts: bool,
    /// The first line, until it is sent.
    header: Option<String>,
    /// The last line, until it is sent.
    end: Option<String>,
    after: u64,
    until: u64,
    rows: VecDeque<ExportedRow>,
}

/// `GET /api/export?period=2026-03&texts=1`: a month, or everything without `period`. An export that breaks off has no
/// line `end`, and no audit takes it for whole.
///
/// # Errors
/// [`Refusal::SignedOut`], [`Refusal::OwnerOnly`], [`Refusal::NotFound`] for a month that the account does not have,
/// what cannot be read, or a fault.
pub async fn stream(request: &Request, env: &Env) -> Result<Response, Failure> {
    let me = staff::authenticate_owner(request, env).await?;
    let url = request.url()?;
    let asked: HashMap<_, _> = url.query_pairs().into_owned().collect();
    let period = asked.get("period").map(|period| Period::try_from(period.clone())).transpose();
    let period = period.map_err(|error| malformed(format!("period: {error}")))?;
    let texts = match asked.get("texts").map(String::as_str) {
        None | Some("0") => false,
        Some("1") => true,
        Some(_) => return Err(malformed("texts: 0 or 1")),
    };
    let ExportFrame { header, end, after, until } =
        MerchantStub::of(env, &me.merchant)?.export(period).await?;
    let name = period.map_or("all".to_owned(), |period| period.to_string());
    let disposition = format!("attachment; filename=\"lutingenie-{}-{name}.ndjson\"", me.merchant);
    let export = Export {
        env: env.clone(),
        merchant: me.merchant,
        texts,
        header: Some(header),
        end: Some(end),
        after,
        until,
        rows: VecDeque::new(),
    };
    let lines = stream::try_unfold(export, |mut export| async move {
        let piece = export.next().await?;
        Ok::<_, Failure>(piece.map(|piece| (piece.into_bytes(), export)))
    });
    let lines = lines.map_err(|failure| {
        console_error!("export broke off: {failure}");
        worker::Error::RustError("the export broke off".to_owned())
    });
    Ok(ResponseBuilder::new()
        .with_header("cache-control", "no-store")?
        .with_header("content-type", "application/x-ndjson; charset=utf-8")?
        .with_header("content-disposition", &disposition)?
        .with_header("x-content-type-options", "nosniff")?
        .from_stream(lines.boxed_local())?)
}

impl Export {
    /// The next lines to send; `None` when all are.
    async fn next(&mut self) -> Result<Option<String>, Failure> {
        if let Some(header) = self.header.take() {
            return Ok(Some(header));
        }
        if self.rows.is_empty() && self.after < self.until {
            let merchant = MerchantStub::of(&self.env, &self.merchant)?;
            let page = merchant.rows(self.after, self.until, self.texts).await?;
            if page.rows.is_empty() {
                return Err(Failure::fault(format!("rows after {} are missing", self.after)));
            }
            self.after = page.after;
            self.rows = page.rows.into();
        }
        if !self.texts {
            // Nothing else is asked for them: the whole page at once.
            let page: String = self.rows.drain(..).map(|row| row.line).collect();
            if !page.is_empty() {
                return Ok(Some(page));
            }
        }
        match self.rows.pop_front() {
            Some(row) => self.spoken(row).await.map(Some),
            None => Ok(self.end.take()),
        }
    }

    /// A row, and behind it what was said.
    async fn spoken(&self, row: ExportedRow) -> Result<String, Failure> {
        let ExportedRow { mut line, said } = row;
        let Some(Spoken { conversation, messages }) = said else { return Ok(line) };
        let session = SessionStub::of(&self.env, &conversation.session)?;
        for said in session.words(conversation.ordinal).await? {
            let SpokenLine { kind, id, text, is_erased } = said;
            let is_said = kind == "message" && !is_erased;
            if let Some(id) = id.filter(|id| is_said && messages.contains(id)) {
                line.push_str(&Said { conversation: conversation.clone(), id, text }.line()?);
            }
        }
        Ok(line)
    }
}

/// The month in a path.
///
/// # Errors
/// [`Refusal::NotFound`].
pub fn period(text: &str) -> Result<Period, Failure> {
    Ok(Period::try_from(text.to_owned()).map_err(|_| Refusal::NotFound)?)
}
