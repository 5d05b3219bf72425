//! Which of the twelve languages a short message is written in, and how sure that is (R15).
//!
//! The script decides what it can; a table of weights for pieces of words decides between languages that share a script
//! (`MODEL.md` says where it comes from); what is known beforehand enters as log-odds, so that a page in Spanish tips
//! "pedido" and not "obrigada". Pure, the same in the panel, in the Worker and on a laptop.

mod grams;
mod model;
mod prior;
mod scores;
#[cfg(test)]
mod tests;

use std::str::FromStr;

use serde::{Deserialize, Serialize};

pub use self::{
    grams::{boundary_grams, unspaced_grams},
    model::{LATIN, Model},
    prior::Prior,
    scores::Scores,
};

/// A language that the assistant understands and answers in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    #[default]
    Fr,
    En,
    Es,
    De,
    It,
    Pt,
    Nl,
    Pl,
    Ru,
    Ar,
    Zh,
    Ja,
}

impl Language {
    pub const ALL: [Self; 12] = [
        Self::Fr,
        Self::En,
        Self::Es,
        Self::De,
        Self::It,
        Self::Pt,
        Self::Nl,
        Self::Pl,
        Self::Ru,
        Self::Ar,
        Self::Zh,
        Self::Ja,
    ];

    /// What it is called in English.
    pub const fn in_english(self) -> &'static str {
        match self {
            Self::Ar => "Arabic",
            Self::De => "German",
            Self::En => "English",
            Self::Es => "Spanish",
            Self::Fr => "French",
            Self::It => "Italian",
            Self::Ja => "Japanese",
            Self::Nl => "Dutch",
            Self::Pl => "Polish",
            Self::Pt => "Portuguese",
            Self::Ru => "Russian",
            Self::Zh => "Chinese",
        }
    }

    /// The BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::En => "en",
            Self::Es => "es",
            Self::De => "de",
            Self::It => "it",
            Self::Pt => "pt",
            Self::Nl => "nl",
            Self::Pl => "pl",
            Self::Ru => "ru",
            Self::Ar => "ar",
            Self::Zh => "zh",
            Self::Ja => "ja",
        }
    }

    /// The language of a BCP 47 tag like `pt-BR`; `None` outside the twelve.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let (primary, rest) = tag.split_at_checked(2)?;
        let language = Self::ALL.into_iter().find(|language| language.tag().eq_ignore_ascii_case(primary))?;
        matches!(rest.bytes().next(), None | Some(b'-' | b'_')).then_some(language)
    }

    /// Whether it is written without spaces between words and sentences.
    pub const fn is_unspaced(self) -> bool {
        matches!(self, Self::Ja | Self::Zh)
    }

    pub const fn is_right_to_left(self) -> bool {
        matches!(self, Self::Ar)
    }

    /// Its place in [`Language::ALL`] and in every array of one number a language.
    const fn index(self) -> usize {
        self as usize
    }
}

impl FromStr for Language {
    type Err = UnknownLanguage;

    fn from_str(tag: &str) -> Result<Self, Self::Err> {
        Self::from_tag(tag).ok_or(UnknownLanguage)
    }
}

/// Not a tag of one of the twelve languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not one of fr en es de it pt nl pl ru ar zh ja")]
pub struct UnknownLanguage;

/// What was found of a message's language.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Detection {
    /// `None`: another language than the twelve, or nothing that has one (an emoji, a number).
    pub language: Option<Language>,
    /// How often an answer like this one is right, 0 to 1.
    pub confidence: f32,
}

impl Model {
    /// The language of `text` by these tables, given what its page, browser and conversation let expect.
    pub fn detect(&self, text: &str, prior: &Prior) -> Detection {
        Scores::of(text, self).detection(prior)
    }
}

/// The language of `text`, of which nothing is known beforehand.
pub fn detect(text: &str) -> Detection {
    detect_with(text, &Prior::default())
}

/// The language of `text`, given what its page, browser and conversation let expect.
pub fn detect_with(text: &str, prior: &Prior) -> Detection {
    Model::built_in().detect(text, prior)
}
