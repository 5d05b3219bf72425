//! Images that shoppers send to people, in R2: an image's key is its id, which begins with its session.

use futures_util::StreamExt;
use lutin_shared::id::{ImageId, SessionId};
use lutin_shared::image::{ImageGrant, ImageKind, MAX_IMAGE_BYTES};
use lutin_shared::refusal::Refusal;
use worker::{Bucket, Env, HttpMetadata, Request, Response, ResponseBuilder};

use crate::failure::{self, Failure};
use crate::objects::{MerchantStub, SessionStub};
use crate::routes::check_origin;
use crate::sessions::bearer;
use crate::token::Claims;

/// How many keys R2 deletes at once.
const MOST_AT_ONCE: u32 = 1_000;

/// `POST /api/files`: keeps an image for a session. What it is, its bytes say; whether it may come, the session's object.
///
/// # Errors
/// What is wrong with the token; [`Refusal::ImagesOff`], [`Refusal::FrameTooLarge`], [`Refusal::UnsupportedImage`]; what the
/// session refuses; or a fault.
pub async fn keep(mut request: Request, env: &Env) -> Result<Response, Failure> {
    check_origin(&request)?;
    let Claims { origin, .. } = bearer(&request, env)?;
    if !MerchantStub::of(env, &origin.merchant)?.profile().await?.images {
        return Err(Refusal::ImagesOff.into());
    }
    let bytes = bytes(&mut request).await?;
    let kind = ImageKind::of(&bytes).ok_or(Refusal::UnsupportedImage)?.media_type().to_owned();
    // Once the bytes are here: an erasure waits for an image that was let in, and not for a shopper's network.
    let id = SessionStub::of(env, &origin.session)?.admit_image(&origin.session).await?;
    let files = bucket(env)?;
    let size = bytes.len();
    let metadata = HttpMetadata { content_type: Some(kind.clone()), ..HttpMetadata::default() };
    let merchant = [("merchant".to_owned(), origin.merchant.to_string())];
    files.put(id.to_string(), bytes).http_metadata(metadata).custom_metadata(merchant).execute().await?;
    if let Err(failure) = SessionStub::of(env, &origin.session)?.keep_image(&id).await {
        // Forgotten meanwhile, perhaps after all that there was has been erased.
        files.delete(id.to_string()).await?;
        return Err(failure);
    }
    Ok(failure::json(200, &ImageGrant { id, kind, size })?)
}

/// `GET /files/{id}`: an image, for whoever knows its id. It never changes, and nothing in it can run. A browser keeps it for an
/// hour and no longer: it may have to be erased.
///
/// # Errors
/// [`Refusal::NotFound`] or a fault.
pub async fn serve(env: &Env, id: &str) -> Result<Response, Failure> {
    let id: ImageId = id.parse().map_err(|_| Refusal::NotFound)?;
    let file = bucket(env)?.get(id.to_string()).execute().await?.ok_or(Refusal::NotFound)?;
    // What was checked on the way in, or nothing that a browser shows.
    let kind = file.http_metadata().content_type.and_then(|name| ImageKind::from_media_type(&name));
    let body = file.body().ok_or(Refusal::NotFound)?.response_body()?;
    Ok(ResponseBuilder::new()
        .with_header("content-type", kind.map_or("application/octet-stream", ImageKind::media_type))?
        .with_header("content-disposition", "inline")?
        .with_header("content-security-policy", "default-src 'none'; sandbox")?
        .with_header("x-content-type-options", "nosniff")?
        .with_header("cross-origin-resource-policy", "same-origin")?
        .with_header("cache-control", "private, max-age=3600")?
        .body(body))
}

/// Removes all images of a session; twice is once.
///
/// # Errors
/// A fault: some may be left.
pub async fn erase(env: &Env, session: &SessionId) -> Result<(), Failure> {
    let files = bucket(env)?;
    loop {
        let found = files.list().prefix(prefix(session)).limit(MOST_AT_ONCE).execute().await?;
        let keys: Vec<String> = found.objects().iter().map(worker::Object::key).collect();
        if keys.is_empty() {
            return Ok(());
        }
        files.delete_multiple(keys).await?;
    }
}

fn bucket(env: &Env) -> Result<Bucket, Failure> {
    Ok(env.bucket("FILES")?)
}

/// What the keys of a session's images begin with. No session's id has a dot in it.
fn prefix(session: &SessionId) -> String {
    [session.as_str(), "."].concat()
}

/// The body, as long as it is not too much.
async fn bytes(request: &mut Request) -> Result<Vec<u8>, Failure> {
    let stated = request.headers().get("content-length")?.and_then(|length| length.parse::<usize>().ok());
    if stated.is_some_and(|length| length > MAX_IMAGE_BYTES) {
        return Err(Refusal::FrameTooLarge.into());
    }
    // A request without a body has no stream.
    let Ok(mut chunks) = request.stream() else { return Ok(Vec::new()) };
    let mut bytes = Vec::with_capacity(stated.unwrap_or_default());
    while let Some(chunk) = chunks.next().await {
        bytes.extend_from_slice(&chunk?);
        if bytes.len() > MAX_IMAGE_BYTES {
            return Err(Refusal::FrameTooLarge.into());
        }
    }
    Ok(bytes)
}
