//! What is known of a shopper's language before a message is read.

use super::Language;

/// Log-odds for each language. Nothing known is all zero.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Prior([f32; Language::ALL.len()]);

impl Prior {
    /// What the page's `lang` attribute is worth: a shop's page is in its shoppers' language nine times in ten, and so
    /// tips what is common to two languages ("pedido"), never a clear word.
    pub const PAGE: f32 = 1.5;
    /// What the first of `navigator.languages` is worth; each one after it half as much as the one before.
    pub const BROWSER: f32 = 2.0;
    /// The most that a conversation's earlier messages are worth together.
    pub const CONVERSATION: f32 = 4.0;

    /// Adds what the page's `lang` says; a tag outside the twelve says nothing.
    #[must_use]
    pub fn with_page(mut self, tag: &str) -> Self {
        if let Some(language) = Language::from_tag(tag) {
            self.add(language, Self::PAGE);
        }
        self
    }

    /// Adds what `navigator.languages` says, best first.
    #[must_use]
    pub fn with_browser<'a>(mut self, tags: impl IntoIterator<Item = &'a str>) -> Self {
        let mut weight = Self::BROWSER;
        let mut seen = None;
        for tag in tags {
            // `fr-FR, fr` is one wish, not two.
            if let Some(language) = Language::from_tag(tag).filter(|&language| seen != Some(language)) {
                self.add(language, weight);
                weight /= 2.0;
                seen = Some(language);
            }
        }
        self
    }

    /// Adds an earlier message of the same shopper, found to be in `language`. Messages add up to
    /// [`Prior::CONVERSATION`] together, so that a shopper who changes language is followed.
    #[must_use]
    pub fn with_message(mut self, language: Language, confidence: f32) -> Self {
        if let Some(weight) = self.0.get_mut(language.index()) {
            let room = (Self::CONVERSATION - *weight).max(0.0);
            *weight += (2.0 * confidence.clamp(0.0, 1.0)).min(room);
        }
        self
    }

    fn add(&mut self, language: Language, log_odds: f32) {
        if let Some(weight) = self.0.get_mut(language.index()) {
            *weight += log_odds;
        }
    }

    pub(super) fn log_odds(&self) -> &[f32; Language::ALL.len()] {
        &self.0
    }
}
