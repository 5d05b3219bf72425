//! What the assistant answers from: reading it and changing it.

use gloo_net::http::Method;
use lutin_shared::api::{
    ArticleDraft, AssistantOverview, AssistantSettings, FetchReport, FetchRequest, ImportReport,
};
use lutin_shared::assistant::InstantReply;
use lutin_shared::id::{ArticleId, InstantId};
use lutin_shared::knowledge::import::Format;
use lutin_shared::language::Language;
use wasm_bindgen::JsValue;
use web_sys::File;

use super::{Failure, answered, patient_builder, read, send, send_json};

/// How long a file or a site may take: the edge gives itself half a minute.
const LONG_PATIENCE_MS: u32 = 60_000;

/// A file that somebody chose. It travels as it is: the edge knows what spreadsheets save.
#[derive(Clone, Debug)]
pub struct ChosenFile {
    pub format: Format,
    pub file: File,
}

pub async fn assistant() -> Result<AssistantOverview, Failure> {
    read(send(Method::GET, "/api/assistant").await?).await
}

pub async fn put_settings(settings: &AssistantSettings) -> Result<AssistantOverview, Failure> {
    read(send_json(Method::PUT, "/api/assistant", settings).await?).await
}

pub async fn put_article(
    id: &ArticleId,
    language: Language,
    draft: &ArticleDraft,
) -> Result<AssistantOverview, Failure> {
    read(send_json(Method::PUT, &article_path(id, language), draft).await?).await
}

pub async fn delete_article(id: &ArticleId, language: Language) -> Result<AssistantOverview, Failure> {
    read(send(Method::DELETE, &article_path(id, language)).await?).await
}

fn article_path(id: &ArticleId, language: Language) -> String {
    format!("/api/knowledge/articles/{id}/{}", language.tag())
}

pub async fn put_instant(reply: &InstantReply) -> Result<AssistantOverview, Failure> {
    read(send_json(Method::PUT, &format!("/api/instants/{}", reply.id), reply).await?).await
}

pub async fn delete_instant(id: &InstantId) -> Result<AssistantOverview, Failure> {
    read(send(Method::DELETE, &format!("/api/instants/{id}")).await?).await
}

pub async fn ignore_question(key: &str) -> Result<AssistantOverview, Failure> {
    let key = String::from(js_sys::encode_uri_component(key));
    read(send(Method::DELETE, &format!("/api/unanswered/{key}")).await?).await
}

pub async fn import_articles(file: &ChosenFile) -> Result<ImportReport, Failure> {
    import("/api/knowledge/import", file).await
}

pub async fn import_orders(file: &ChosenFile) -> Result<ImportReport, Failure> {
    import("/api/shop-orders/import", file).await
}

async fn import(path: &str, chosen: &ChosenFile) -> Result<ImportReport, Failure> {
    let (name, content_type) = match chosen.format {
        Format::Csv => ("csv", "text/csv"),
        Format::Json => ("json", "application/json"),
    };
    let path = format!("{path}?format={name}");
    let request = patient_builder(Method::POST, &path, LONG_PATIENCE_MS)
        .header("content-type", content_type)
        .body(JsValue::from(&chosen.file))
        .map_err(|_| Failure::Network)?;
    read(answered(request.send().await).await?).await
}

pub async fn fetch_pages(request: &FetchRequest) -> Result<FetchReport, Failure> {
    let request = patient_builder(Method::POST, "/api/knowledge/fetch", LONG_PATIENCE_MS).json(request);
    read(answered(request.map_err(|_| Failure::Network)?.send().await).await?).await
}
