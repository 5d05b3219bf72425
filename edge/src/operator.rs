//! What the operator of the service may do: write whole merchants.

use lutin_shared::api::MerchantDocument;
use lutin_shared::id::MerchantId;
use lutin_shared::refusal::Refusal;
use subtle::ConstantTimeEq;
use worker::{Env, Request, Response};

use crate::failure::{self, Failure};
use crate::objects::MerchantStub;
use crate::routes::body;
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
    let presented = request.headers().get("authorization")?.unwrap_or_default();
    let wanted = format!("Bearer {}", config::operator_token(env)?);
    if !bool::from(presented.as_bytes().ct_eq(wanted.as_bytes())) {
        return Err(Refusal::InvalidToken.into());
    }
    let document: MerchantDocument = body(&mut request, MAX_DOCUMENT_BYTES).await?;
    // Everything is checked before anything is stored, and the shop is stored before its staff.
    staff::check(env, merchant, &document.staff).await?;
    MerchantStub::of(env, merchant)?.put(&document).await?;
    staff::put(env, merchant, &document.staff).await?;
    Ok(failure::no_content()?)
}
