//! Names for what is new: made of its title, unlike those that there are.

use lutin_shared::api::AssistantOverview;
use lutin_shared::assistant::Article;
use lutin_shared::id::{ArticleId, InstantId};

pub fn article_id(title: &str, overview: &AssistantOverview) -> Option<ArticleId> {
    let taken = |id: &str| {
        let ids = overview.articles.iter().filter_map(|entry| entry.article.id.as_ref());
        ids.into_iter().any(|known| known.as_str() == id)
    };
    name(title, "article", taken).parse().ok()
}

pub fn instant_id(label: &str, overview: &AssistantOverview) -> Option<InstantId> {
    let taken = |id: &str| overview.instants.iter().any(|entry| entry.reply.id.as_str() == id);
    name(label, "instant", taken).parse().ok()
}

/// `kind` and a random number for titles that no id can be made of.
fn name(title: &str, kind: &str, taken: impl Fn(&str) -> bool) -> String {
    let Some(base) = Article::id_of_title(title) else { return random(kind) };
    if !taken(base.as_str()) {
        return base.to_string();
    }
    let numbered = (2..1_000u32).map(|number| format!("{base}-{number}"));
    numbered.into_iter().find(|id| !taken(id)).unwrap_or_else(|| random(kind))
}

fn random(kind: &str) -> String {
    // 2^52 of them: two that meet would have to be written by the same shop.
    let number = (js_sys::Math::random() * 4_503_599_627_370_496.0) as u64;
    format!("{kind}-{number:013x}")
}
