//! The list of pages that a site keeps for search engines.

/// The most pages that are fetched at once.
pub const MAX_PAGES: usize = 40;

/// The most sitemaps of an index that are asked for their pages.
pub const MAX_PARTS: usize = 8;

/// What a sitemap lists, in its order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sitemap {
    /// Pages.
    Pages(Vec<String>),
    /// Other sitemaps.
    Parts(Vec<String>),
}

/// Reads a sitemap, however untidy; `None` when it is another document.
pub fn read(xml: &str) -> Option<Sitemap> {
    match root(xml)? {
        "urlset" => Some(Sitemap::Pages(locations(xml))),
        "sitemapindex" => Some(Sitemap::Parts(locations(xml))),
        _ => None,
    }
}

/// What a shop explains first, what it sells last, and each page once: when there are more than [`MAX_PAGES`], the pages
/// about delivery must not be left out for the four hundredth product.
pub fn in_order_of_use(mut addresses: Vec<String>) -> Vec<String> {
    let mut seen = std::collections::BTreeSet::new();
    addresses.retain(|address| seen.insert(address.clone()));
    addresses.sort_by_key(|address| is_of_the_catalogue(address));
    addresses
}

/// Whether an address is one of a product, a category or a post, by the words of shop systems.
fn is_of_the_catalogue(address: &str) -> bool {
    const WORDS: &[&str] = &[
        "author",
        "blog",
        "blogs",
        "brand",
        "brands",
        "categorie",
        "categories",
        "category",
        "catalog",
        "catalogue",
        "collection",
        "collections",
        "image",
        "images",
        "news",
        "post",
        "posts",
        "product",
        "products",
        "produit",
        "produits",
        "tag",
        "tags",
    ];
    let path = address.split_once("://").map_or(address, |(_, rest)| rest);
    let path = path.split_once('/').map_or("", |(_, path)| path).to_ascii_lowercase();
    // Whole words: `/pages/product-care` is about products and none of them.
    let mut parts = path.split(['/', '_', '.', '?', '=', '&']);
    parts.any(|part| {
        WORDS.contains(&part) || part.strip_suffix("-sitemap").is_some_and(|it| WORDS.contains(&it))
    })
}

/// The name of the root element, without its namespace.
fn root(xml: &str) -> Option<&str> {
    let mut rest = xml.trim_start_matches('\u{feff}');
    loop {
        let (_, tag) = rest.split_once('<')?;
        rest = match tag {
            _ if tag.starts_with("!--") => tag.split_once("-->")?.1,
            _ if tag.starts_with(['?', '!']) => tag.split_once('>')?.1,
            _ => {
                let name = tag.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next()?;
                return Some(local(name));
            }
        };
    }
}

/// What stands in `<loc>`; those of images and videos have names of their own.
fn locations(xml: &str) -> Vec<String> {
    let mut locations = Vec::new();
    let mut pieces = xml.split('<').skip(1).peekable();
    while let Some(piece) = pieces.next() {
        let Some((tag, mut text)) = piece.split_once('>') else { continue };
        if tag.split_whitespace().next() != Some("loc") && !is_default_prefixed(tag) {
            continue;
        }
        if text.trim().is_empty()
            && let Some(raw) = pieces.peek().and_then(|piece| piece.strip_prefix("![CDATA["))
        {
            text = raw.split_once("]]>").map_or("", |(text, _)| text);
        }
        let location = decoded(text.trim());
        if !location.is_empty() {
            locations.push(location);
        }
    }
    locations
}

/// `<sitemap:loc>`, as some generators write the default namespace.
fn is_default_prefixed(tag: &str) -> bool {
    matches!(tag.split_whitespace().next(), Some("sitemap:loc" | "sm:loc" | "ns0:loc"))
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// With the five entities of XML and character references as what they stand for.
fn decoded(text: &str) -> String {
    const LONGEST: usize = 10;
    let mut decoded = String::with_capacity(text.len());
    let mut parts = text.split('&');
    decoded.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let known = part.split_once(';').filter(|(name, _)| name.len() <= LONGEST);
        match known.and_then(|(name, rest)| Some((entity(name)?, rest))) {
            Some((character, rest)) => {
                decoded.push(character);
                decoded.push_str(rest);
            }
            None => {
                decoded.push('&');
                decoded.push_str(part);
            }
        }
    }
    decoded
}

fn entity(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "apos" => Some('\''),
        "gt" => Some('>'),
        "lt" => Some('<'),
        "quot" => Some('"'),
        _ => {
            let code = name.strip_prefix('#')?;
            let code = match code.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => code.parse(),
            };
            char::from_u32(code.ok()?)
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn pages(pages: &[&str]) -> Option<Sitemap> {
        Some(Sitemap::Pages(pages.iter().map(|&page| page.to_owned()).collect()))
    }

    #[test]
    fn a_sitemap_lists_its_pages() {
        let xml = r#"<?xml version="1.0" encoding="UTF-8"?><!-- <loc>no</loc> --><!DOCTYPE x>
            <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="x">
              <url><loc>https://shop.example/a?b=1&amp;c=&#233;&#x27;</loc><lastmod>2026-01-01</lastmod>
                <image:image><image:loc>https://shop.example/a.png</image:loc></image:image></url>
              <url><loc>
                https://shop.example/faq </loc></url>
              <url><loc ><![CDATA[https://shop.example/x&y]]></loc></url>
              <url><loc></loc><loc/></url><url><loc>https://shop.example/last"#;
        let expected = [
            "https://shop.example/a?b=1&c=é'",
            "https://shop.example/faq",
            "https://shop.example/x&y",
            "https://shop.example/last",
        ];
        // The comment is before the root; one inside would be read, and each address is judged anyway.
        assert_eq!(read(&xml.replace("<!-- <loc>no</loc> -->", "<!-- no -->")), pages(&expected));
        assert_eq!(read("<ns0:urlset><ns0:url><ns0:loc>u</ns0:loc></ns0:url></ns0:urlset>"), pages(&["u"]));
    }

    #[test]
    fn an_index_lists_sitemaps_and_other_documents_nothing() {
        let xml =
            "\u{feff}<sitemapindex><sitemap><loc>https://shop.example/p.xml</loc></sitemap></sitemapindex>";
        assert_eq!(read(xml), Some(Sitemap::Parts(vec!["https://shop.example/p.xml".into()])));
        for other in ["", "text", "<", "<rss><loc>x</loc></rss>", "<!-- <urlset> -->", "<html><urlset>"] {
            assert_eq!(read(other), None, "{other}");
        }
    }

    #[test]
    fn what_a_shop_explains_comes_before_what_it_sells() {
        let given = [
            "https://shop.example/products/mug",
            "https://shop.example/pages/livraison",
            "https://shop.example/blogs/news/mug",
            "https://shop.example/pages/product-care",
            "https://shop.example/products/mug",
            "https://products.example/faq",
            "https://shop.example/product-sitemap.xml",
            "https://shop.example/sitemap_products_1.xml?from=1",
            "https://shop.example/sitemap_pages_1.xml",
        ];
        let ordered = in_order_of_use(given.iter().map(|&address| address.to_owned()).collect());
        let places: Vec<usize> =
            ordered.iter().map(|address| given.iter().position(|it| it == address).unwrap()).collect();
        assert_eq!(places, [1, 3, 5, 8, 0, 2, 6, 7]);
    }

    proptest! {
        #[test]
        fn no_text_brings_it_down(text in "(<|>|&|;|#x?|loc|urlset|!--|-->|\\?|:|/| |é|!\\[CDATA\\[|\\]\\]>|[a-z0-9]){0,60}") {
            read(&text);
            read(&format!("<urlset>{text}"));
        }
    }
}
