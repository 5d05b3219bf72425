//! What the article's form begins with, and what it ends with.

use lutin_shared::api::{ArticleDraft, ArticleEntry, UnansweredQuestion};
use lutin_shared::assistant::Article;
use lutin_shared::id::ArticleId;
use lutin_shared::language::Language;

use crate::components::article_list::ArticleGroup;

/// An article to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleTask {
    /// `None` for a new one: its title will name it.
    pub id: Option<ArticleId>,
    pub language: Language,
    /// Those that it may be written in; one only, when that is settled.
    pub languages: Vec<Language>,
    pub draft: ArticleDraft,
    /// The text that is translated.
    pub original: Option<Article>,
    /// The page that it was fetched from.
    pub url: Option<String>,
    /// Whether the shop has this text.
    pub exists: bool,
}

/// An article as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    pub language: Language,
    pub draft: ArticleDraft,
}

impl ArticleTask {
    pub fn new(language: Language) -> Self {
        Self {
            id: None,
            language,
            languages: Language::ALL.to_vec(),
            draft: ArticleDraft::default(),
            original: None,
            url: None,
            exists: false,
        }
    }

    /// The answer to a question that has none.
    pub fn answering(question: &UnansweredQuestion, own: Language) -> Self {
        let begin = |most: usize| question.question.chars().take(most).collect::<String>();
        let draft = ArticleDraft {
            title: begin(Article::MAX_TITLE_CHARS),
            body: String::new(),
            questions: vec![begin(Article::MAX_QUESTION_CHARS)],
            answers: Some(question.key.clone()),
        };
        Self { draft, ..Self::new(question.language.unwrap_or(own)) }
    }

    pub fn editing(entry: ArticleEntry, own: Language) -> Self {
        let Article { id, language, title, body, questions, url } = entry.article;
        let language = language.unwrap_or(own);
        Self {
            id,
            language,
            languages: vec![language],
            draft: ArticleDraft { title, body, questions, answers: None },
            original: None,
            url,
            exists: true,
        }
    }

    /// `None` when there is no language left.
    pub fn translating(group: &ArticleGroup) -> Option<Self> {
        let languages = group.missing();
        let language = *languages.first()?;
        let original = Some(group.main.article.clone());
        Some(Self { id: Some(group.id.clone()), languages, original, ..Self::new(language) })
    }
}

impl Written {
    /// What is wrong with it, as the edge would say it.
    pub fn problem(&self) -> Option<String> {
        let ArticleDraft { title, body, questions, .. } = self.draft.clone();
        Article { id: None, language: Some(self.language), title, body, questions, url: None }.problem()
    }
}
