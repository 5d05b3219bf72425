//! The panel's module, as small as it gets: compressed at build time, harder than anybody compresses on the fly.

use worker::js_sys::Reflect;
use worker::{EncodeBody, Env, Method, Request, Response, ResponseBuilder};

use lutin_shared::refusal::Refusal;

use crate::failure::Failure;

/// The name has the hash of what it was built from.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// `GET /panel/{name}.wasm`: what was compressed, for whoever reads that; else the file as it is.
///
/// # Errors
/// [`Refusal::NotFound`] or a fault.
pub async fn module(request: &Request, env: &Env, name: &str) -> Result<Response, Failure> {
    let is_read = matches!(request.method(), Method::Get | Method::Head);
    if !is_read || !name.ends_with(".wasm") {
        return Err(Refusal::NotFound.into());
    }
    let assets = env.assets("ASSETS")?;
    let plain = ["https://assets.invalid/panel/", name].concat();
    let builder = ResponseBuilder::new()
        // With this type alone a browser compiles while it loads.
        .with_header("content-type", "application/wasm")?
        .with_header("cache-control", FOR_EVER)?
        .with_header("vary", "accept-encoding")?
        .with_header("x-content-type-options", "nosniff")?
        .with_header("referrer-policy", "same-origin")?;
    if takes_brotli(request)? {
        let packed = assets.fetch([&plain, ".br"].concat(), None).await?;
        if packed.status_code() == 200 {
            let builder = builder.with_header("content-encoding", "br")?.with_encode_body(EncodeBody::Manual);
            return Ok(builder.body(packed.body().clone()));
        }
    }
    let file = assets.fetch(plain, None).await?;
    if file.status_code() != 200 {
        return Err(Refusal::NotFound.into());
    }
    Ok(builder.body(file.body().clone()))
}

/// Whether the browser takes brotli. Cloudflare tells a Worker what it takes itself, and beside it what the browser does.
fn takes_brotli(request: &Request) -> Result<bool, Failure> {
    let told = Reflect::get(request.inner().as_ref(), &"cf".into())
        .and_then(|cf| Reflect::get(&cf, &"clientAcceptEncoding".into()))
        .ok()
        .and_then(|encodings| encodings.as_string());
    let encodings = match told {
        Some(encodings) => encodings,
        None => request.headers().get("accept-encoding")?.unwrap_or_default(),
    };
    Ok(encodings.split(',').any(|encoding| {
        let (name, quality) = encoding.split_once(';').unwrap_or((encoding, ""));
        let is_refused =
            quality.trim().strip_prefix("q=").is_some_and(|q| q.trim_matches(['0', '.']).is_empty());
        name.trim().eq_ignore_ascii_case("br") && !is_refused
    }))
}
