//! What the operator of the service may do: write whole merchants, decide over contests, see what is stuck.

use lutin_shared::api::{JudgementRequest, MerchantDocument};
use lutin_shared::id::{ConversationId, MerchantId};
use lutin_shared::refusal::Refusal;
use subtle::ConstantTimeEq;
use worker::{Env, Request, Response};

use crate::failure::{self, Failure};
use crate::objects::{Judged, MerchantStub};
use crate::routes::{MAX_BODY_BYTES, body};
use crate::{config, staff};

/// The largest merchant document, in bytes.
const MAX_DOCUMENT_BYTES: usize = 1_000_000;

/// `PUT /api/operator/merchants/{merchant}`. Doing it again with the same document is harmless.
///
/// # Errors
/// [`Refusal::InvalidToken`], what is wrong with the document, or a fault.
pub async fn put_merchant(
    mut request: Request,
    env: &Env,
    merchant: &MerchantId,
) -> Result<Response, Failure> {
    authenticate(&request, env)?;
    let document: MerchantDocument = body(&mut request, MAX_DOCUMENT_BYTES).await?;
    // Everything is checked before anything is stored, and the shop is stored before its staff.
    staff::check(env, merchant, &document.staff).await?;
    MerchantStub::of(env, merchant)?.put(&document).await?;
    for agent in staff::put(env, merchant, &document.staff).await? {
        MerchantStub::of(env, merchant)?.dismiss(&agent).await?;
    }
    Ok(failure::no_content()?)
}

/// `GET /api/operator/merchants/{merchant}/contests`: those that wait for a decision.
///
/// # Errors
/// [`Refusal::InvalidToken`], [`Refusal::UnknownMerchant`] or a fault.
pub async fn contests(request: &Request, env: &Env, merchant: &MerchantId) -> Result<Response, Failure> {
    authenticate(request, env)?;
    MerchantStub::of(env, merchant)?.contests().await
}

/// `POST /api/operator/merchants/{merchant}/contests/{conversation}`. The same decision again is one decision.
///
/// # Errors
/// [`Refusal::InvalidToken`], [`Refusal::NotFound`], [`Refusal::AlreadyJudged`], what cannot be read, or a fault.
pub async fn judge(
    mut request: Request,
    env: &Env,
    merchant: &MerchantId,
    conversation: ConversationId,
) -> Result<Response, Failure> {
    authenticate(&request, env)?;
    let JudgementRequest { credit, note } = body(&mut request, MAX_BODY_BYTES).await?;
    let judged = Judged { conversation, credit, note };
    MerchantStub::of(env, merchant)?.judge(&judged).await
}

/// `GET /api/operator/merchants/{merchant}/dead-letters`: receipts that the ledger could not take.
///
/// # Errors
/// [`Refusal::InvalidToken`], [`Refusal::UnknownMerchant`] or a fault.
pub async fn dead_letters(request: &Request, env: &Env, merchant: &MerchantId) -> Result<Response, Failure> {
    authenticate(request, env)?;
    MerchantStub::of(env, merchant)?.dead_letters().await
}

/// # Errors
/// [`Refusal::InvalidToken`] or a fault.
fn authenticate(request: &Request, env: &Env) -> Result<(), Failure> {
    let presented = request.headers().get("authorization")?.unwrap_or_default();
    let wanted = format!("Bearer {}", config::operator_token(env)?);
    if bool::from(presented.as_bytes().ct_eq(wanted.as_bytes())) {
        Ok(())
    } else {
        Err(Refusal::InvalidToken.into())
    }
}
