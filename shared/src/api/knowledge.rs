//! What the merchant fills in so that the assistant can answer, and what it could not answer.

use serde::{Deserialize, Serialize};

use super::OrderCheck;
use crate::assistant::{Article, InstantReply};
use crate::conversation::Engine;
use crate::language::Language;
use crate::time::Timestamp;

/// `GET /api/assistant`, and the answer to every request that changes something of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AssistantOverview {
    pub settings: AssistantSettings,
    /// The language that the shop speaks when it does not follow the shopper's.
    pub language: Language,
    /// The engines that the operator has configured; the embedded one is always there.
    pub engines: Vec<Engine>,
    /// Ordered by id and language.
    pub articles: Vec<ArticleEntry>,
    /// In the order in which they are tried.
    pub instants: Vec<InstantEntry>,
    /// The most frequent first, at most [`AssistantOverview::MAX_UNANSWERED`].
    pub unanswered: Vec<UnansweredQuestion>,
    /// Orders that were imported.
    pub orders: u32,
    /// What requests to the shop's own order address are signed with; for owners only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signing_secret: Option<String>,
}

impl AssistantOverview {
    pub const MAX_UNANSWERED: u32 = 50;
}

/// `PUT /api/assistant`, by an owner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct AssistantSettings {
    /// Who answers; when the operator has not configured it, the embedded one does.
    #[serde(default)]
    pub engine: Engine,
    pub order_check: OrderCheck,
    /// The shop's own HTTPS address that is asked for orders (docs/orders.md); `None`: those that were imported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_endpoint: Option<String>,
}

/// An article, and where it comes from. `id` and `language` are always there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ArticleEntry {
    #[serde(flatten)]
    pub article: Article,
    pub by: Provenance,
    pub updated_at: Timestamp,
}

/// How an article came to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Provenance {
    /// From a page of the shop; fetched again, it is replaced.
    Fetched,
    /// From a file, or from the operator's document.
    Imported,
    #[default]
    Typed,
}

/// `PUT /api/knowledge/articles/{id}/{language}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct ArticleDraft {
    /// 1 to 200 characters.
    pub title: String,
    /// Markdown, 1 to 20,000 characters.
    pub body: String,
    /// Other ways to ask for it, at most 50 of 300 characters each.
    #[serde(default)]
    pub questions: Vec<String>,
    /// The unanswered question that this answers: it leaves the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers: Option<String>,
}

/// A Réponse Éclair and what it is good for (R27). Its body is `PUT /api/instants/{id}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InstantEntry {
    #[serde(flatten)]
    pub reply: InstantReply,
    /// Conversations in which it answered.
    pub used: u32,
    /// Those of them in which nothing else was needed, so that they were not counted.
    pub saved: u32,
}

/// A question that the shop has no answer to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UnansweredQuestion {
    /// Names it; `DELETE /api/unanswered/{key}` takes it off the list.
    pub key: String,
    /// As it was last asked.
    pub question: String,
    pub language: Option<Language>,
    /// Conversations in which it was asked.
    pub times: u32,
    pub last_at: Timestamp,
}

/// `POST /api/knowledge/import?format=csv|json` and `POST /api/shop-orders/import?format=csv|json`: a file, up to 1 MB.
/// With problems, nothing was imported.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ImportReport {
    pub added: u32,
    pub replaced: u32,
    /// At most [`ImportReport::MAX_PROBLEMS`].
    pub problems: Vec<Problem>,
}

impl ImportReport {
    pub const MAX_PROBLEMS: usize = 20;
}

/// Something in a file that cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// The row of the file, the heading being 1; the entry of a JSON list, from 1. `None`: the whole file.
    pub row: Option<u32>,
    /// In English, for whoever made the file.
    pub message: String,
}

/// `POST /api/knowledge/fetch`: a page or a sitemap of the shop's own site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct FetchRequest {
    pub url: String,
}

/// What came of it, page by page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FetchReport {
    pub pages: Vec<FetchedPage>,
    /// Pages of the sitemap that were left out because there are too many.
    pub left_out: u32,
}

/// A page that was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FetchedPage {
    pub url: String,
    /// The article that it became.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Why it became none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<PageRefusal>,
}

/// Why a page is not fetched, or not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PageRefusal {
    /// Not an address that may be asked: another site than the shop's, a private network, another protocol.
    Address,
    /// Nothing on it that reads as text.
    Empty,
    /// It is no page: an image, a file.
    Kind,
    /// More than 2 MB.
    Size,
    /// The site answered that there is no such page, or that it may not be read.
    Status,
    /// More than 10 s, or no answer at all.
    Unreachable,
    /// It leads on and on.
    Redirects,
}
