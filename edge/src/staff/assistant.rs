//! What staff teach the assistant: its articles, fixed answers, orders and settings.

use lutin_shared::api::{
    ArticleDraft, AssistantSettings, FetchRequest, ImportReport, Me, Problem, Provenance,
};
use lutin_shared::assistant::InstantReply;
use lutin_shared::id::{ArticleId, InstantId};
use lutin_shared::knowledge::charset;
use lutin_shared::knowledge::import::{self, Format};
use lutin_shared::language::Language;
use lutin_shared::refusal::Refusal;
use worker::{Env, Method, Request, Response};

use super::{authenticate, authenticate_owner};
use crate::config;
use crate::crawl::{Crawl, crawl};
use crate::failure::{self, Failure};
use crate::objects::{Lesson, MerchantStub, Taught};
use crate::routes::{MAX_BODY_BYTES, body, check_origin, malformed};

/// The largest file, in bytes.
const MAX_FILE_BYTES: usize = 1_000_000;

/// The largest article, in bytes of its JSON.
const MAX_ARTICLE_BYTES: usize = 128 * 1024;

/// `GET /api/assistant`.
///
/// # Errors
/// [`Refusal::SignedOut`] or a fault.
pub async fn overview(request: &Request, env: &Env) -> Result<Response, Failure> {
    let me = authenticate(request, env).await?;
    show(env, &me).await
}

/// `PUT /api/assistant`.
///
/// # Errors
/// [`Refusal::SignedOut`], [`Refusal::OwnerOnly`], what is wrong with the settings, or a fault.
pub async fn configure(mut request: Request, env: &Env) -> Result<Response, Failure> {
    check_origin(&request)?;
    let me = authenticate_owner(&request, env).await?;
    let settings: AssistantSettings = body(&mut request, MAX_BODY_BYTES).await?;
    teach(env, &me, Lesson::PutSettings { settings }).await
}

/// `PUT` and `DELETE /api/knowledge/articles/{id}/{language}`.
///
/// # Errors
/// [`Refusal::SignedOut`], [`Refusal::NotFound`], what is wrong with the article, or a fault.
pub async fn article(mut request: Request, env: &Env, id: &str, language: &str) -> Result<Response, Failure> {
    check_origin(&request)?;
    let me = authenticate(&request, env).await?;
    let id: ArticleId = id.parse().map_err(|_| Refusal::NotFound)?;
    let language: Language = language.parse().map_err(|_| Refusal::NotFound)?;
    let lesson = match request.method() {
        Method::Put => {
            let draft: ArticleDraft = body(&mut request, MAX_ARTICLE_BYTES).await?;
            Lesson::PutArticle { id, language, draft }
        }
        Method::Delete => Lesson::DeleteArticle { id, language },
        _ => return Err(Refusal::NotFound.into()),
    };
    teach(env, &me, lesson).await
}

/// `PUT` and `DELETE /api/instants/{id}`.
///
/// # Errors
/// [`Refusal::SignedOut`], [`Refusal::NotFound`], what is wrong with the reply, or a fault.
pub async fn instant(mut request: Request, env: &Env, id: &str) -> Result<Response, Failure> {
    check_origin(&request)?;
    let me = authenticate(&request, env).await?;
    let id: InstantId = id.parse().map_err(|_| Refusal::NotFound)?;
    let lesson = match request.method() {
        Method::Put => {
            let reply: InstantReply = body(&mut request, MAX_ARTICLE_BYTES).await?;
            if reply.id != id {
                return Err(malformed("id: not the one of the address"));
            }
            Lesson::PutInstant { reply }
        }
        Method::Delete => Lesson::DeleteInstant { id },
        _ => return Err(Refusal::NotFound.into()),
    };
    teach(env, &me, lesson).await
}

/// `DELETE /api/unanswered/{key}`.
///
/// # Errors
/// [`Refusal::SignedOut`] or a fault.
pub async fn dismiss(request: &Request, env: &Env, key: &str) -> Result<Response, Failure> {
    check_origin(request)?;
    let me = authenticate(request, env).await?;
    teach(env, &me, Lesson::DeleteUnanswered { key: key.to_owned() }).await
}

/// `POST /api/knowledge/import?format=csv`.
///
/// # Errors
/// [`Refusal::SignedOut`], [`Refusal::FrameTooLarge`], or a fault. What is wrong with the file is in the report.
pub async fn import_articles(mut request: Request, env: &Env) -> Result<Response, Failure> {
    check_origin(&request)?;
    let me = authenticate(&request, env).await?;
    let format = format(&request)?;
    let text = file(&mut request).await?;
    let own = MerchantStub::of(env, &me.merchant)?.profile().await?.locale.language();
    let lesson = import::articles(&text, format, own)
        .map(|articles| Lesson::ImportArticles { articles, by: Provenance::Imported });
    import_lesson(env, &me, lesson).await
}

/// `POST /api/shop-orders/import?format=csv`.
///
/// # Errors
/// As [`import_articles`], and [`Refusal::OwnerOnly`].
pub async fn import_orders(mut request: Request, env: &Env) -> Result<Response, Failure> {
    check_origin(&request)?;
    let me = authenticate_owner(&request, env).await?;
    let format = format(&request)?;
    let text = file(&mut request).await?;
    let lesson = import::orders(&text, format).map(|orders| Lesson::ImportOrders { orders });
    import_lesson(env, &me, lesson).await
}

/// `POST /api/knowledge/fetch`.
///
/// # Errors
/// [`Refusal::SignedOut`], what cannot be read, or a fault. What became of each page is in the report.
pub async fn fetch(mut request: Request, env: &Env) -> Result<Response, Failure> {
    check_origin(&request)?;
    let me = authenticate(&request, env).await?;
    let FetchRequest { url } = body(&mut request, MAX_BODY_BYTES).await?;
    let merchant = MerchantStub::of(env, &me.merchant)?;
    let profile = merchant.profile().await?;
    let Crawl { report, articles } = crawl(&url, &profile, config::allows_private_hosts(env)).await;
    if !articles.is_empty() {
        let lesson = Lesson::ImportArticles { articles, by: Provenance::Fetched };
        MerchantStub::of(env, &me.merchant)?.teach(&lesson).await?;
    }
    Ok(failure::json(200, &report)?)
}

/// The format that the address names.
fn format(request: &Request) -> Result<Format, Failure> {
    let url = request.url()?;
    let named = url.query_pairs().find(|(name, _)| name == "format").map(|(_, value)| value.into_owned());
    let format = named.as_deref().and_then(Format::from_name);
    format.ok_or_else(|| malformed("format: csv or json"))
}

/// The file that a request brings, in whatever a spreadsheet saved it.
async fn file(request: &mut Request) -> Result<String, Failure> {
    let stated = request.headers().get("content-length")?.and_then(|length| length.parse::<usize>().ok());
    if stated.is_some_and(|length| length > MAX_FILE_BYTES) {
        return Err(Refusal::FrameTooLarge.into());
    }
    let bytes = request.bytes().await?;
    if bytes.len() > MAX_FILE_BYTES {
        return Err(Refusal::FrameTooLarge.into());
    }
    Ok(charset::of_file(&bytes))
}

/// All of a file, or nothing of it and why.
async fn import_lesson(
    env: &Env,
    me: &Me,
    lesson: Result<Lesson, Vec<Problem>>,
) -> Result<Response, Failure> {
    let report = match lesson {
        Err(problems) => ImportReport { problems, ..ImportReport::default() },
        Ok(lesson) => match MerchantStub::of(env, &me.merchant)?.teach(&lesson).await {
            Ok(Taught { added, replaced }) => ImportReport { added, replaced, problems: Vec::new() },
            Err(Failure::Malformed(message)) => {
                ImportReport { problems: vec![Problem { row: None, message }], ..ImportReport::default() }
            }
            Err(failure) => return Err(failure),
        },
    };
    Ok(failure::json(200, &report)?)
}

async fn teach(env: &Env, me: &Me, lesson: Lesson) -> Result<Response, Failure> {
    MerchantStub::of(env, &me.merchant)?.teach(&lesson).await?;
    show(env, me).await
}

async fn show(env: &Env, me: &Me) -> Result<Response, Failure> {
    MerchantStub::of(env, &me.merchant)?.assistant(me.role).await
}
