//! Something the shop knows.

use serde::{Deserialize, Serialize};

use crate::id::ArticleId;
use crate::language::Language;

/// An answer, and the questions it answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Article {
    /// The same for its translations. `None` in a document that names none: then it is made of the title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<ArticleId>,
    /// `None`: the shop's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    pub title: String,
    /// The answer, in Markdown, as it is said to the shopper.
    pub body: String,
    /// Other ways to ask for it.
    #[serde(default)]
    pub questions: Vec<String>,
    /// The page that it was fetched from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

impl Article {
    pub const MAX_TITLE_CHARS: usize = 200;
    pub const MAX_BODY_CHARS: usize = 20_000;
    pub const MAX_QUESTIONS: usize = 50;
    pub const MAX_QUESTION_CHARS: usize = 300;

    /// What is wrong with it, in English; `None` when it can be kept.
    pub fn problem(&self) -> Option<String> {
        let long = |field: &str, most: usize| Some(format!("{field}: at most {most} characters"));
        match self {
            _ if self.title.trim().is_empty() => Some("title: must not be empty".to_owned()),
            _ if self.body.trim().is_empty() => Some("body: must not be empty".to_owned()),
            _ if self.title.chars().count() > Self::MAX_TITLE_CHARS => long("title", Self::MAX_TITLE_CHARS),
            _ if self.body.chars().count() > Self::MAX_BODY_CHARS => long("body", Self::MAX_BODY_CHARS),
            _ if self.questions.len() > Self::MAX_QUESTIONS => {
                Some(format!("questions: at most {}", Self::MAX_QUESTIONS))
            }
            _ if self.questions.iter().any(|it| it.chars().count() > Self::MAX_QUESTION_CHARS) => {
                long("questions", Self::MAX_QUESTION_CHARS)
            }
            _ => None,
        }
    }

    /// The id that a title makes: its letters and digits, joined by `-`.
    pub fn id_of_title(title: &str) -> Option<ArticleId> {
        const LONGEST: usize = 48;
        let words = super::words::plain(title).filter(|word| word.is_ascii());
        let mut id = String::new();
        for word in words {
            if id.len() + word.len() >= LONGEST {
                break;
            }
            if !id.is_empty() {
                id.push('-');
            }
            id.push_str(&word);
        }
        id.parse().ok()
    }
}
