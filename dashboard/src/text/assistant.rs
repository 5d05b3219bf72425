//! The words of the assistant's page: what the shop has written, and who says it.

use lutin_shared::api::{PageRefusal, Provenance};
use lutin_shared::conversation::Engine;
use lutin_shared::emotion::Emotion;

use crate::complaint::Complaint;
use crate::route::Part;

/// What every form says.
pub struct FormText {
    pub save: &'static str,
    pub saving: &'static str,
    pub saved: &'static str,
    pub cancel: &'static str,
    pub edit: &'static str,
    /// For a screen reader: which thing the button edits.
    pub edit_what: fn(&str) -> String,
    pub delete: &'static str,
    pub deleting: &'static str,
    pub deleted: &'static str,
    pub language: &'static str,
    /// Beside a field that takes Markdown: a hint, and the marks with what they do.
    pub markdown: &'static str,
    pub markdown_marks: [(&'static str, &'static str); 4],
    /// What is wrong with a field, beside it.
    pub complaint: fn(&Complaint) -> String,
}

pub struct AssistantText {
    pub heading: &'static str,
    pub lead: &'static str,
    pub parts: &'static str,
    pub part: fn(Part) -> &'static str,
    /// For agents, where only owners may change something.
    pub owners_only: &'static str,
    pub knowledge: KnowledgeText,
    pub article: ArticleText,
    pub import: ImportText,
    pub fetch: FetchText,
    pub instants: InstantsText,
    pub orders: OrdersText,
    pub engines: EngineText,
}

/// « Savoir »: the questions without an answer, and the articles.
pub struct KnowledgeText {
    pub unanswered: &'static str,
    pub unanswered_lead: &'static str,
    /// In how many conversations, and when last.
    pub asked: fn(times: &str, plural: bool, last: &str) -> String,
    pub no_language: &'static str,
    pub answer: &'static str,
    pub answer_what: fn(&str) -> String,
    pub ignore: &'static str,
    pub ignore_what: fn(&str) -> String,
    pub ignored: &'static str,
    pub articles: &'static str,
    /// « 15 articles, 60 textes dans 4 langues ».
    pub counted: fn(articles: &str, plural: bool, languages: &str) -> String,
    pub new: &'static str,
    pub search: &'static str,
    pub search_hint: &'static str,
    pub found: fn(count: &str, plural: bool) -> String,
    pub none_found: &'static str,
    pub more: fn(count: &str) -> String,
    pub provenance: fn(Provenance) -> &'static str,
    pub changed: fn(day: &str) -> String,
    pub translate: &'static str,
    pub translate_what: fn(&str) -> String,
    /// For a screen reader: edits this article in this language.
    pub edit_in: fn(title: &str, language: &str) -> String,
    pub empty_heading: &'static str,
    pub empty: &'static str,
    pub in_bulk: &'static str,
}

/// The article's form.
pub struct ArticleText {
    pub new: &'static str,
    pub edit: fn(language: &str) -> String,
    pub translate: &'static str,
    pub from_question: &'static str,
    pub title: &'static str,
    pub title_hint: &'static str,
    pub body: &'static str,
    pub body_hint: &'static str,
    pub questions: &'static str,
    pub questions_hint: &'static str,
    pub original: fn(language: &str) -> String,
    /// It was read from this page: reading it again replaces it.
    pub fetched: &'static str,
    pub delete_question: fn(title: &str, language: &str) -> String,
}

/// A file of articles or orders.
pub struct ImportText {
    pub heading: &'static str,
    pub lead: &'static str,
    pub choose: &'static str,
    pub importing: &'static str,
    pub expected: &'static str,
    pub csv: &'static str,
    pub json: &'static str,
    /// How questions stand in one cell, and that a row with a known id and language replaces.
    pub articles_note: &'static str,
    pub done: fn(added: &str, plural: bool, replaced: &str, plural_replaced: bool) -> String,
    pub nothing: &'static str,
    pub problems: fn(shown: &str, more: bool) -> String,
    pub row: fn(row: &str, json: bool) -> String,
    pub whole_file: &'static str,
    pub unknown_kind: &'static str,
    pub too_large: &'static str,
}

/// Pages of the shop's own site.
pub struct FetchText {
    pub heading: &'static str,
    pub lead: &'static str,
    pub address: &'static str,
    pub submit: &'static str,
    pub fetching: &'static str,
    pub result: fn(kept: &str, plural: bool, all: &str) -> String,
    pub kept: &'static str,
    pub not_kept: &'static str,
    pub refused: fn(PageRefusal) -> &'static str,
    pub left_out: fn(count: &str, plural: bool) -> String,
    pub no_pages: &'static str,
}

/// Réponses Éclair.
pub struct InstantsText {
    pub lead: &'static str,
    pub new: &'static str,
    pub full: fn(most: &str) -> String,
    pub use_of: fn(used: &str, plural: bool, saved: &str, saved_plural: bool) -> String,
    pub unused: &'static str,
    pub chip: &'static str,
    pub empty_heading: &'static str,
    pub empty: &'static str,
    pub edit: &'static str,
    pub is_chip: &'static str,
    pub is_chip_hint: &'static str,
    pub label: &'static str,
    pub label_hint: &'static str,
    pub triggers: &'static str,
    pub triggers_hint: &'static str,
    pub answer: &'static str,
    pub add_language: &'static str,
    pub add: &'static str,
    pub remove_variant: fn(language: &str) -> String,
    pub delete_question: fn(label: &str) -> String,
}

pub struct OrdersText {
    pub lead: &'static str,
    pub count: fn(count: &str, plural: bool) -> String,
    pub no_orders: &'static str,
    pub superseded: &'static str,
    pub import: &'static str,
    pub import_lead: &'static str,
    pub columns_note: &'static str,
    pub states: &'static str,
    pub address: &'static str,
    pub address_lead: &'static str,
    pub address_label: &'static str,
    pub address_hint: &'static str,
    pub sent: &'static str,
    pub secret: &'static str,
    pub secret_show: &'static str,
    pub secret_lead: &'static str,
    pub check: &'static str,
    pub check_lead: &'static str,
    pub by_email_or_postcode: &'static str,
    pub by_email_or_postcode_lead: &'static str,
    pub by_nothing: &'static str,
    pub by_nothing_lead: &'static str,
    pub by_nothing_warning: &'static str,
}

pub struct EngineText {
    pub legend: &'static str,
    pub lead: &'static str,
    pub what: fn(Engine) -> &'static str,
    pub by_operator: &'static str,
    /// The chosen one is not configured: who answers meanwhile.
    pub fallback: &'static str,
}

/// What is known of a reply, under it.
pub struct AnswerText {
    pub source: &'static str,
    pub engine: &'static str,
    pub cut: &'static str,
    pub instant: &'static str,
    pub unanswered: &'static str,
    pub felt: &'static str,
    pub emotion: fn(Emotion) -> &'static str,
    /// Words of the shopper, quoted.
    pub quoted: fn(&str) -> String,
}
