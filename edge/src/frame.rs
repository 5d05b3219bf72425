//! The panel's page: the same for every shop but for its public profile and the pages that may show it.

use lutin_shared::api::PublicProfile;
use lutin_shared::id::MerchantId;
use lutin_shared::refusal::Refusal;
use worker::{Env, Response, ResponseBuilder};

use crate::failure::Failure;
use crate::objects::MerchantStub;

/// What the page holds in place of the profile, and of the shop's language.
const PLACEHOLDER: &str = "__PROFILE__";
const LOCALE: &str = "__LOCALE__";

/// The page for a merchant. Refusals are a page too: they are read in the frame.
///
/// # Errors
/// A fault.
pub async fn page(env: &Env, merchant: &str) -> Result<Response, Failure> {
    match profile(env, merchant).await {
        Ok(profile) => panel(env, &profile).await,
        Err(Failure::Refused(refusal)) => Ok(apology(refusal)?),
        Err(failure) => Err(failure),
    }
}

async fn profile(env: &Env, merchant: &str) -> Result<PublicProfile, Failure> {
    let merchant: MerchantId = merchant.parse().map_err(|_| Refusal::UnknownMerchant)?;
    MerchantStub::of(env, &merchant)?.profile().await
}

async fn panel(env: &Env, profile: &PublicProfile) -> Result<Response, Failure> {
    let mut asset = env.assets("ASSETS")?.fetch("https://assets.invalid/panel/", None).await?;
    let page = asset.text().await?;
    if asset.status_code() != 200 || !page.contains(PLACEHOLDER) {
        return Err(Failure::fault("the panel is not built: run `cargo xtask build`"));
    }
    let page = page.replace(LOCALE, profile.locale.tag());
    let page = page.replace(PLACEHOLDER, &escape(&serde_json::to_string(profile)?));
    // Origins were checked when the merchant was written: they hold nothing that could end the directive.
    let policy = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
         connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self' {}",
        profile.origins.join(" ")
    );
    Ok(html(200)?.with_header("content-security-policy", &policy)?.fixed(page.into_bytes()))
}

fn apology(refusal: Refusal) -> worker::Result<Response> {
    let page = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>LutinGénie</title><p>{}</p></html>",
        escape(&refusal.to_string())
    );
    let policy = "default-src 'none'; base-uri 'none'; form-action 'none'";
    Ok(html(refusal.status())?.with_header("content-security-policy", policy)?.fixed(page.into_bytes()))
}

fn html(status: u16) -> worker::Result<ResponseBuilder> {
    ResponseBuilder::new()
        .with_status(status)
        .with_header("cache-control", "no-cache")?
        .with_header("content-type", "text/html; charset=utf-8")?
        .with_header("referrer-policy", "no-referrer")?
        .with_header("x-content-type-options", "nosniff")
}

/// Text as it may stand in an attribute or between tags.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
