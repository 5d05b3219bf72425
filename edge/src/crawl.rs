//! Fetching the shop's own pages, for what the assistant knows (`docs/knowledge.md`).
//!
//! What may be asked and what an answer says is decided in `lutin_shared::knowledge`; here is only the asking, with its
//! limits: a page can neither keep a Worker waiting nor fill its memory.

mod download;

use core::time::Duration;

use futures_util::{StreamExt, stream};
use lutin_shared::api::{FetchReport, FetchedPage, PageRefusal, PublicProfile};
use lutin_shared::assistant::Article;
use lutin_shared::knowledge::address::Policy;
use lutin_shared::knowledge::page::Site;
use lutin_shared::knowledge::sitemap::{MAX_PAGES, MAX_PARTS, Sitemap, in_order_of_use};
use lutin_shared::knowledge::{self, Found};
use lutin_shared::time::Timestamp;

use crate::clock;

/// The longest that a page may take, with its redirects.
const PAGE_WITHIN: Duration = Duration::from_secs(10);

/// The longest that everything may take.
const ALL_WITHIN: Duration = Duration::from_secs(25);

/// How many pages are asked for at the same time.
const AT_ONCE: usize = 4;

/// What came of it: for people, and for the shop's knowledge.
#[derive(Debug, Default)]
pub struct Crawl {
    pub report: FetchReport,
    /// No two of one id and language.
    pub articles: Vec<Article>,
}

/// Fetches a page of the shop's site, or the pages of its sitemap.
pub async fn crawl(url: &str, shop: &PublicProfile, allows_private: bool) -> Crawl {
    let round = Round {
        policy: Policy { origins: Some(&shop.origins), allows_private },
        site: Site { name: &shop.name, language: shop.locale.language() },
        until: clock::now() + ALL_WITHIN,
    };
    let mut crawl = Crawl::default();
    match round.visit(url).await {
        Ok(Found::Sitemap(sitemap)) => round.follow(url, sitemap, &mut crawl).await,
        other => crawl.note(url.to_owned(), other),
    }
    crawl
}

/// One round over a shop's site.
#[derive(Clone, Copy, Debug)]
struct Round<'a> {
    policy: Policy<'a>,
    site: Site<'a>,
    until: Timestamp,
}

impl Round<'_> {
    async fn follow(&self, url: &str, sitemap: Sitemap, crawl: &mut Crawl) {
        let pages = match sitemap {
            Sitemap::Pages(pages) => pages,
            Sitemap::Parts(parts) => self.pages_of(parts, crawl).await,
        };
        let mut pages = in_order_of_use(pages);
        if pages.is_empty() && crawl.report.pages.is_empty() {
            crawl.note(url.to_owned(), Err(PageRefusal::Empty));
        }
        crawl.leave_out(pages.len().saturating_sub(MAX_PAGES));
        pages.truncate(MAX_PAGES);
        for (page, found) in self.visit_all(pages).await {
            crawl.note(page, found);
        }
    }

    /// The pages that the sitemaps of an index list. One that cannot be read is told of like a page.
    async fn pages_of(&self, parts: Vec<String>, crawl: &mut Crawl) -> Vec<String> {
        let mut parts = in_order_of_use(parts);
        crawl.leave_out(parts.len().saturating_sub(MAX_PARTS));
        parts.truncate(MAX_PARTS);
        let mut pages = Vec::new();
        for (part, found) in self.visit_all(parts).await {
            match found {
                Ok(Found::Sitemap(Sitemap::Pages(more))) => pages.extend(more),
                other => crawl.note(part, other),
            }
        }
        pages
    }

    /// What each address leads to, in their order.
    async fn visit_all(&self, urls: Vec<String>) -> Vec<(String, Result<Found, PageRefusal>)> {
        let visits = urls.into_iter().map(|url| async move {
            let found = self.visit(&url).await;
            (url, found)
        });
        stream::iter(visits).buffered(AT_ONCE).collect().await
    }

    async fn visit(&self, url: &str) -> Result<Found, PageRefusal> {
        let left = self.until.since(clock::now());
        if left.is_zero() {
            return Err(PageRefusal::Unreachable);
        }
        let answer = download::download(url, &self.policy, left.min(PAGE_WITHIN)).await?;
        knowledge::read(&answer.text, answer.kind, &answer.address, &self.site)
    }
}

impl Crawl {
    fn note(&mut self, url: String, found: Result<Found, PageRefusal>) {
        let (title, refused) = match found {
            Ok(Found::Page(article)) => {
                let title = article.title.clone();
                // Two addresses may lead to one page.
                let is_it = |it: &Article| it.id == article.id && it.language == article.language;
                if !self.articles.iter().any(is_it) {
                    self.articles.push(*article);
                }
                (Some(title), None)
            }
            // A sitemap where a page should be.
            Ok(Found::Sitemap(_)) => (None, Some(PageRefusal::Kind)),
            Err(refusal) => (None, Some(refusal)),
        };
        self.report.pages.push(FetchedPage { url, title, refused });
    }

    fn leave_out(&mut self, count: usize) {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        self.report.left_out = self.report.left_out.saturating_add(count);
    }
}
