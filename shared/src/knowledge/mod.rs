//! How a merchant's knowledge comes in: from files, and from pages of the shop's own site.
//!
//! [`import`] reads files, [`read`] reads what a page's address answered, [`address`] says which address may be asked at
//! all. Asking is the shell's. For the Worker only: the panel calls nothing of this, and so carries none of it.

pub mod address;
pub mod charset;
pub mod import;
pub mod page;
pub mod sitemap;

use crate::api::PageRefusal;
use crate::assistant::Article;

use self::address::Address;
use self::page::Site;
use self::sitemap::Sitemap;

/// The most bytes of a page or of a sitemap.
pub const MAX_PAGE_BYTES: usize = 2 * 1_024 * 1_024;

/// What an answer is, by its `content-type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Html,
    /// Plain, or Markdown.
    Text,
    Xml,
}

impl Kind {
    /// `None`: nothing that reads as text, or nothing that says what it is.
    pub fn of(content_type: &str) -> Option<Self> {
        let essence = content_type.split(';').next().unwrap_or_default().trim();
        let is = |one: &&str| essence.eq_ignore_ascii_case(one);
        match () {
            () if ["text/html", "application/xhtml+xml"].iter().any(is) => Some(Self::Html),
            () if ["text/plain", "text/markdown"].iter().any(is) => Some(Self::Text),
            () if ["application/xml", "text/xml"].iter().any(is) => Some(Self::Xml),
            () => None,
        }
    }
}

/// What an address of the shop's site led to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    Page(Box<Article>),
    Sitemap(Sitemap),
}

/// Reads what `address` answered.
///
/// # Errors
/// [`PageRefusal::Empty`] when nothing on it reads as text, [`PageRefusal::Kind`] when it is other XML than a sitemap.
pub fn read(text: &str, kind: Kind, address: &Address, site: &Site<'_>) -> Result<Found, PageRefusal> {
    let article = match kind {
        Kind::Html => page::of_html(text, address, site),
        Kind::Text => page::of_text(text, address, site),
        Kind::Xml => return sitemap::read(text).map(Found::Sitemap).ok_or(PageRefusal::Kind),
    };
    article.map(|article| Found::Page(Box::new(article))).ok_or(PageRefusal::Empty)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_answer_is_stands_before_the_semicolon() {
        let check = |content_type: &str, kind| assert_eq!(Kind::of(content_type), kind, "{content_type}");
        check("text/html", Some(Kind::Html));
        check("Text/HTML; charset=iso-8859-1", Some(Kind::Html));
        check("application/xhtml+xml", Some(Kind::Html));
        check(" text/plain ;x", Some(Kind::Text));
        check("text/markdown; charset=utf-8", Some(Kind::Text));
        check("application/xml", Some(Kind::Xml));
        check("text/xml", Some(Kind::Xml));
        for other in
            ["", "image/png", "application/pdf", "application/gzip", "text/htmlx", "application/json"]
        {
            check(other, None);
        }
    }
}
