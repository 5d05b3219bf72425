//! An article with its translations, and finding it by words.

use lutin_shared::api::ArticleEntry;
use lutin_shared::id::ArticleId;
use lutin_shared::language::Language;
use lutin_shared::text::fold;
use lutin_shared::time::Timestamp;

/// The texts with one id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleGroup {
    pub id: ArticleId,
    /// Of [`main`](Self::main).
    pub language: Language,
    /// In the shop's own language, or else the first.
    pub main: ArticleEntry,
    /// At least one, one a language.
    pub entries: Vec<ArticleEntry>,
    /// Everything that it says, as searching compares it.
    said: String,
}

/// Articles by id; `own` is the language that the shop speaks.
pub fn groups(entries: &[ArticleEntry], own: Language) -> Vec<ArticleGroup> {
    let mut groups: Vec<ArticleGroup> = Vec::new();
    for entry in entries {
        // The edge always names it.
        let Some(id) = entry.article.id.clone() else { continue };
        let language = entry.article.language.unwrap_or(own);
        match groups.iter_mut().find(|group| group.id == id) {
            Some(group) => group.add(entry, language, own),
            None => groups.push(ArticleGroup {
                id,
                language,
                main: entry.clone(),
                entries: vec![entry.clone()],
                said: said(entry),
            }),
        }
    }
    groups.sort_by_cached_key(|group| folded(&group.main.article.title));
    groups
}

impl ArticleGroup {
    fn add(&mut self, entry: &ArticleEntry, language: Language, own: Language) {
        if language == own {
            self.main = entry.clone();
            self.language = language;
            self.entries.insert(0, entry.clone());
        } else {
            self.entries.push(entry.clone());
        }
        self.said.push_str(&said(entry));
    }

    /// Whether every word of a folded search is somewhere in it.
    pub fn has(&self, wanted: &str) -> bool {
        wanted.split_whitespace().all(|word| self.said.contains(word))
    }

    /// The languages that it is not written in yet.
    pub fn missing(&self) -> Vec<Language> {
        let has =
            |language: &Language| self.entries.iter().any(|entry| entry.article.language == Some(*language));
        Language::ALL.into_iter().filter(|language| !has(language)).collect()
    }

    pub fn updated_at(&self) -> Timestamp {
        self.entries.iter().map(|entry| entry.updated_at).max().unwrap_or(self.main.updated_at)
    }

    /// Another one whenever something of it has changed.
    pub fn edition(&self) -> (usize, Timestamp, String) {
        (self.entries.len(), self.updated_at(), self.main.article.title.clone())
    }
}

fn said(entry: &ArticleEntry) -> String {
    let article = &entry.article;
    let questions = article.questions.join("\n");
    format!("\n{}", folded(&format!("{}\n{}\n{questions}", article.title, article.body)))
}

/// Without case and accents.
pub fn folded(text: &str) -> String {
    let letters = text.chars().flat_map(|letter| {
        let (first, second) = fold(letter);
        [first, second].into_iter().flatten()
    });
    letters.collect()
}
